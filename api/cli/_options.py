"""Which options do commands share?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "AsOf",
    "Before",
    "Data",
    "During",
    "Format",
    "Language",
    "Limit",
    "Output",
    "Undated",
]


class Format(StrEnum):
    """How an answer is written to standard output."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    MD = "md"


class Lang(StrEnum):
    """The languages in which people read us."""

    EN = "en"
    RO = "ro"


Data = Annotated[
    Path | None,
    typer.Option("--data", help="Folder of the graph.", envvar="INNOGRAPH_DATA", show_default=".innograph"),
]
Output = Annotated[Format, typer.Option("--format", "-f", help="How to write the answer.")]
Language = Annotated[Lang, typer.Option("--lang", help="Language of names and sentences.")]
Limit = Annotated[int, typer.Option("--limit", "-n", help="At most so many rows.", min=1, max=100_000)]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="What the ledger held at the end of this day (recorded time)."
    ),
]
During = Annotated[
    str | None,
    typer.Option(
        "--during", metavar="D..D", help="What was true in this period (valid time); undated is left out."
    ),
]
Undated = Annotated[bool, typer.Option("--undated", help="With --during: keep what has no date.")]
Before = Annotated[
    str | None,
    typer.Option(
        "--before", metavar="DATE", help="Only relations that surely began before this day (training cut)."
    ),
]
