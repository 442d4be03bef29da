"""Which options do commands share, and what do their values mean?"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from graph.errors import InvalidStatement, UsageError
from graph.when import first_day, last_day

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
    "day",
    "period",
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


def day(text: str | None, option: str) -> date | None:
    """A day given by option; a month or year means its last day for --as-of, its first for --before."""
    if text is None:
        return None
    try:
        return first_day(text) if option == "--before" else last_day(text)
    except InvalidStatement as error:
        raise UsageError(f"{option}: {error}") from error


def period(text: str | None) -> tuple[date, date] | None:
    """The first and last day of `D..D`; a single date means the time it names, an open side is unlimited."""
    if text is None:
        return None
    start, dots, end = re.sub(r"\s", "", text).partition("..")
    try:
        since = first_day(start) if start else date.min
        until = last_day(end or start if not dots else end) if (end or not dots) else date.max
    except InvalidStatement as error:
        raise UsageError(f"--during: {error}") from error
    if until < since:
        raise UsageError(f"--during: the period {text} ends before it begins.")
    return since, until
