"""How does an answer look as JSON and as cells?"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from graph.ask.table import Table

__all__ = ["as_cell", "as_csv", "as_json", "plain"]


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


def as_json(value: Any, *, indent: int | None = None) -> str:
    """JSON text, letters as they are."""
    return json.dumps(plain(value), ensure_ascii=False, indent=indent)


def as_cell(value: Any) -> str:
    """A value in a table: numbers short, structures as JSON, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, str):
        return value
    value = plain(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def as_csv(table: Table, delimiter: str = ",") -> str:
    """Separated values; no cell can be taken for a formula by a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_harmless(as_cell(cell)) for cell in row] for row in table.rows)
    return out.getvalue()


def _harmless(cell: str) -> str:
    return "'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
