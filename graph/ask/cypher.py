"""What does the property graph answer to a query in Cypher? One plain read, with limits, as plain rows."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.ask.table import Table
from graph.engine.cypher_columns import columns_of
from graph.engine.cypher_gate import check
from graph.errors import QueryRefused, QueryTimeout

if TYPE_CHECKING:
    from graph.engine.bolt import Engine

__all__ = ["cypher"]

ROWS = 1_000
BYTES = 10_000_000
SECONDS = 30.0
_LARGEST = 2**63


def cypher(
    engine: Engine,
    query: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    timeout: float = SECONDS,
    limit: int = ROWS,
    most_bytes: int = BYTES,
) -> Table:
    """The rows of a query that only reads.

    A node becomes a dict with `labels` (sorted) and `properties`, a relationship one with `type` and
    `properties`, a path one with `nodes` and `relationships`; dates become ISO text. Raises QueryRefused for
    anything but one plain read, QueryFailed (with line and column where the engine tells), QueryTimeout.
    """
    given = dict(parameters or {})
    _check_parameters(given)
    sent = check(query, given)
    began = time.monotonic()
    rows: list[tuple[Any, ...]] = []
    size, note = 0, ""
    with engine.ask(sent, given, timeout) as result:
        columns = tuple(result.keys())
        for record in result:
            if len(rows) >= limit:
                note = f"Only the first {limit} rows; ask for more with a higher limit, or narrow the query."
                break
            row, weight = _row(record.values())
            size += weight
            if size > most_bytes and rows:
                note = f"Cut at {most_bytes // 1_000_000} MB after {len(rows)} rows; return fewer properties."
                break
            rows.append(row)
            if time.monotonic() - began > timeout:
                raise QueryTimeout(
                    f"The query was stopped after {timeout:g} seconds; narrow it, or ask for more time."
                )
    columns = columns or columns_of(sent)  # ArcadeDB names none where no row came
    return Table(columns, rows, bool(note), (time.monotonic() - began) * 1000, note)


def _check_parameters(given: Mapping[str, Any]) -> None:
    """A parameter is text, a number, truth, nothing, or a list or map of these."""
    for name, value in given.items():
        if not _can_be_sent(value):
            raise QueryRefused(
                f"${name}", "a parameter is text, a number up to 64 bits, or a list or map of them"
            )


def _can_be_sent(value: Any, depth: int = 0) -> bool:
    if depth > 20:
        return False
    if isinstance(value, bool | float | str | None):
        return True
    if isinstance(value, int):
        return -_LARGEST <= value < _LARGEST
    if isinstance(value, list | tuple):
        return all(_can_be_sent(item, depth + 1) for item in value)
    if isinstance(value, dict):
        return all(isinstance(key, str) and _can_be_sent(item, depth + 1) for key, item in value.items())
    return False


def _row(values: list[Any]) -> tuple[tuple[Any, ...], int]:
    """A row in plain Python values, and about how many bytes it is."""
    weights = [0]
    return tuple(_plain(value, weights) for value in values), weights[0]


def _plain(value: Any, weights: list[int]) -> Any:
    weights[0] += 8
    if isinstance(value, str):
        weights[0] += len(value)
        return value
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list):
        return [_plain(item, weights) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item, weights) for key, item in value.items()}
    return _structure(value, weights)


def _structure(value: Any, weights: list[int]) -> Any:
    from neo4j.graph import Node, Path, Relationship

    if isinstance(value, Node):
        return {"labels": sorted(value.labels), "properties": _plain(dict(value), weights)}
    if isinstance(value, Relationship):
        return {"type": value.type, "properties": _plain(dict(value), weights)}
    if isinstance(value, Path):
        return {
            "nodes": [_structure(node, weights) for node in value.nodes],
            "relationships": [_structure(tie, weights) for tie in value.relationships],
        }
    if isinstance(value, bytes | bytearray):
        return bytes(value).hex()
    text = value.iso_format() if hasattr(value, "iso_format") else str(value)
    weights[0] += len(text)
    return text
