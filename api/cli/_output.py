"""How does an answer reach standard output, and a note standard error?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from api.cli._options import Format
from api.plain import as_cell, as_csv, as_json
from graph.ask.table import Table
from graph.errors import StoreUnwritable

__all__ = ["emit", "note", "progress", "write_bytes"]

PIPED_WIDTH = 200


def note(text: str) -> None:
    """A line for the person, on standard error."""
    print(text, file=sys.stderr)


def emit(table: Table, form: Format, data: Any = None) -> None:
    """Write an answer; `data` is what JSON shows where rows alone would lose structure."""
    if form is Format.JSON:
        rows = {"rows": list(table), "truncated": table.truncated, "note": table.note}
        print(as_json(rows if data is None else data, indent=2))
    elif form is Format.JSONL:
        for row in table:
            print(as_json(row))
    elif form in (Format.CSV, Format.TSV):
        sys.stdout.write(as_csv(table, "," if form is Format.CSV else "\t"))
    elif form is Format.MD:
        _markdown(table)
    else:
        _aligned(table)
    if table.note and form is not Format.JSON:
        note(table.note)


def _markdown(table: Table) -> None:
    def line(cells: Iterable[str]) -> str:
        return (
            "| "
            + " | ".join(cell.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ") for cell in cells)
            + " |"
        )

    print(line(table.columns))
    print(line("---" for _ in table.columns))
    for row in table.rows:
        print(line(as_cell(cell) for cell in row))


def _aligned(table: Table) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as Drawn
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else PIPED_WIDTH, highlight=False)
    drawn = Drawn(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in table.columns:
        drawn.add_column(column, overflow="fold")
    for row in table.rows:
        drawn.add_row(*[Text(as_cell(cell)) for cell in row])
    console.print(drawn)


@contextmanager
def progress(label: str, total: int | None = None, unit: str = "") -> Iterator[Callable[[int], None]]:
    """A bar on standard error that is told how far we are; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f} " + unit))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(label, total=total)
        yield lambda done: bars.update(task, completed=done)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a whole file or nothing, and say where."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreUnwritable(f"{path} cannot be written: {error.strerror}.") from error
    note(f"wrote {path}")
