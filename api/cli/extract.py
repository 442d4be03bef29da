"""What does a text say? Mentions and relations, nothing stored."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli._output import note
from api.plain import as_json
from graph.errors import SourceError

__all__ = ["command"]


def command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="HTML, Markdown or plain text.")],
    explain: Annotated[
        bool, typer.Option("--explain", help="Also say which rule or trigger made each mention and relation.")
    ] = False,
    output: Annotated[str, typer.Option("--format", "-f", help="Only jsonl: one line a file.")] = "jsonl",
) -> None:
    """Print what the extractor finds in each file, one JSON object a line, and store nothing.

    Offsets count code points of the file's canonical text; `passage` is the file's name without its ending.
    A file that cannot be read is noted, the others go on; exit code 1 then.

    Example: innograph extract minutes.txt --explain
    """
    from graph.errors import UsageError
    from loaders.prose import predictions

    if output != "jsonl":
        raise UsageError(f"--format: extract writes jsonl, not “{output}”.")
    failed = 0
    for file in files:
        try:
            print(as_json(predictions(file, file.stem, explained=explain)))
            sys.stdout.flush()
        except SourceError as error:
            failed += 1
            note(f"{error}")
    if failed:
        raise typer.Exit(1)
