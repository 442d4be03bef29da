"""How does an answer reach standard output, and a note standard error?"""

from __future__ import annotations

import csv
import dataclasses
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from api.cli._options import Format
from graph.ask.table import Table

__all__ = ["emit", "note", "plain", "progress", "write_text"]


def note(text: str) -> None:
    """A line for the person, on standard error."""
    print(text, file=sys.stderr)


def plain(value: Any) -> Any:
    """A value as JSON can hold it: dataclasses become objects, sets sorted lists, dates ISO text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | Path):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, str):
        return value
    value = plain(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def emit(table: Table, form: Format, data: Any = None) -> None:
    """Write an answer; `data` is what JSON shows where rows alone would lose structure."""
    if form is Format.JSON:
        whole = (
            data
            if data is not None
            else {"rows": list(table), "truncated": table.truncated, "note": table.note}
        )
        print(json.dumps(plain(whole), ensure_ascii=False, indent=2))
    elif form is Format.JSONL:
        for row in table:
            print(json.dumps(plain(row), ensure_ascii=False))
    elif form in (Format.CSV, Format.TSV):
        _separated(table, "," if form is Format.CSV else "\t")
    elif form is Format.MD:
        _markdown(table)
    else:
        _aligned(table)
    if table.note and form is not Format.JSON:
        note(table.note)


def _separated(table: Table, delimiter: str) -> None:
    writer = csv.writer(sys.stdout, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_harmless(_cell(cell)) for cell in row] for row in table.rows)


def _harmless(cell: str) -> str:
    """A spreadsheet must not take a cell for a formula."""
    return "'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not _number(cell) else cell


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _markdown(table: Table) -> None:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    print(line(table.columns))
    print(line("---" for _ in table.columns))
    for row in table.rows:
        print(line(_cell(cell) for cell in row))


def _aligned(table: Table) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as Drawn
    from rich.text import Text

    terminal = sys.stdout.isatty()
    console = Console(width=None if terminal else 200, highlight=False)
    drawn = Drawn(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in table.columns:
        drawn.add_column(column, overflow="fold")
    for row in table.rows:
        drawn.add_row(*[Text(_cell(cell)) for cell in row])
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


def write_text(path: Path, text: str) -> None:
    """Write a whole file or nothing, and say where; a folder that cannot be written is one clear sentence."""
    from graph.errors import StoreUnwritable

    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreUnwritable(f"{path} cannot be written: {error.strerror}.") from error
    note(f"wrote {path}")
