"""What did the ledger hold at a revision?

Every reader takes `as_of`, a revision; None is the present. A statement said by several parts is given once, as its
oldest sighting that is open.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from graph.errors import NothingFound, UsageError
from graph.ledger.answers import Sighting
from graph.ledger.assembly import STATEMENTS, Assembly
from graph.ledger.forgotten import erased
from graph.statement import Literal, Statement

__all__ = [
    "attributes",
    "changed",
    "count",
    "entities",
    "history",
    "match",
    "relations",
    "sightings",
    "statement",
    "statement_ids",
]

Numbered = dict[str, Any]
_IDS = 500  # row numbers asked for at once

_ROWS = """
FROM statement
CROSS JOIN term AS said ON said.id = statement.subject
CROSS JOIN term AS object ON object.id = statement.object
CROSS JOIN aspect ON aspect.id = statement.aspect
CROSS JOIN predicate ON predicate.id = statement.predicate
"""
_OF_PART = """statement.part IN (SELECT part.id FROM part JOIN source ON source.id = part.source
    WHERE (:source IS NULL OR source.name = :source) AND (:name IS NULL OR part.name = :name))"""
# The rows shown at revision :shown and not at :hidden. Most digests have one row only; those that have more are
# compared by the row that stands for them.
_CHANGED = """
WITH bounds AS (
    SELECT coalesce((SELECT statements FROM run WHERE id = :since), 0) AS low,
           coalesce((SELECT statements FROM run WHERE id <= :until ORDER BY id DESC LIMIT 1), 0) AS high
), touched AS MATERIALIZED (
    SELECT id, digest, opened, closed, again OR EXISTS (
        SELECT 1 FROM statement AS newer INDEXED BY statement_digest
        WHERE newer.digest = statement.digest AND newer.id > statement.id) AS entangled
    FROM statement WHERE id IN (
        SELECT id FROM statement, bounds WHERE id > low AND id <= high
        UNION ALL SELECT id FROM statement WHERE closed > :since AND closed <= :until AND opened <= :since)
), others AS (
    SELECT statement.id, statement.digest, opened, closed FROM (SELECT DISTINCT digest FROM touched WHERE entangled) AS d
    CROSS JOIN statement INDEXED BY statement_digest ON statement.digest = d.digest
), changed AS (
    SELECT id FROM touched WHERE NOT entangled
        AND opened <= :shown AND (closed IS NULL OR closed > :shown)
        AND NOT (opened <= :hidden AND (closed IS NULL OR closed > :hidden))
    UNION ALL SELECT id FROM (
        SELECT min(id) AS id FROM others WHERE opened <= :shown AND (closed IS NULL OR closed > :shown) GROUP BY digest
        EXCEPT
        SELECT min(id) FROM others WHERE opened <= :hidden AND (closed IS NULL OR closed > :hidden) GROUP BY digest)
)
"""
_SIGHTINGS = """
SELECT opened, closed, part.name, retrieved, body.sha256, start, stop, confidence, extraction.by
FROM statement
JOIN part ON part.id = statement.part
JOIN record ON record.id = statement.record
JOIN extraction ON extraction.id = statement.extraction
LEFT JOIN quote ON quote.id = statement.quote
LEFT JOIN body ON body.id = quote.body
WHERE digest = ? ORDER BY statement.id
"""


def _open(as_of: int | None) -> str:
    """SQL: a row of `statement` is open at :as_of (None: now), and stands for its digest."""
    still = "{0}.closed IS NULL"
    if as_of is not None:
        still = "{0}.opened <= :as_of AND ({0}.closed IS NULL OR {0}.closed > :as_of)"
    return (
        f"{still.format('statement')} AND (statement.again = 0 OR NOT EXISTS (SELECT 1 FROM statement AS older"
        f" WHERE older.digest = statement.digest AND older.id < statement.id AND {still.format('older')}))"
    )


def match(
    connection: sqlite3.Connection,
    subject: str | None,
    predicate: str | None,
    object: str | Literal | None,
    source: str | None,
    part: str | None,
    as_of: int | None,
) -> Iterator[Statement]:
    """The statements open at a revision that fit, in the order in which they were recorded."""
    wanted: Numbered = {"as_of": as_of}
    conditions: list[str] = []
    for column, number in _numbers(connection, subject, predicate, object):
        if number is None:
            return
        wanted[column] = number
        conditions.append(f"statement.{column} = :{column}")
    if source is not None or part is not None:
        conditions.append(_OF_PART)
        wanted |= {"source": source, "name": part}
    # The plus keeps SQLite to the index of the first condition: they come in order of likely selectivity.
    conditions = [*conditions[:1], *(f"+{condition}" for condition in conditions[1:]), _open(as_of)]
    sql = f"{STATEMENTS} WHERE {' AND '.join(conditions)} ORDER BY statement.id"
    yield from Assembly(connection).statements(sql, wanted)


def _numbers(
    connection: sqlite3.Connection, subject: str | None, predicate: str | None, object: str | Literal | None
) -> Iterator[tuple[str, int | None]]:
    if subject is not None:
        yield "subject", _term(connection, subject)
    if object is not None:
        yield "object", _term(connection, object)
    if predicate is not None:
        found = connection.execute("SELECT id FROM predicate WHERE name = ?", (predicate,)).fetchone()
        yield "predicate", found[0] if found else None


def _term(connection: sqlite3.Connection, said: str | Literal) -> int | None:
    key = (said, "", "") if isinstance(said, str) else (said.value, said.datatype, said.lang)
    found = connection.execute(
        "SELECT id FROM term WHERE text = ? AND datatype = ? AND lang = ?", key
    ).fetchone()
    return int(found[0]) if found else None


def _digest(id: str) -> bytes:
    try:
        digest = bytes.fromhex(id)
    except ValueError:
        digest = b""
    if len(digest) != 16:
        raise UsageError(f"“{id[:80]}” is no id of a statement: it has 32 hexadecimal digits.")
    return digest


def statement(connection: sqlite3.Connection, id: str, as_of: int | None) -> Statement:
    """The statement of this id, open at a revision. Raises NothingFound, Erased."""
    sql = f"{STATEMENTS} WHERE statement.digest = :digest AND {_open(as_of)}"
    wanted = {"digest": _digest(id), "as_of": as_of}
    for found in Assembly(connection).statements(sql, wanted):
        return found
    if gone := erased(connection, "statement", id.lower()):
        raise gone
    raise NothingFound(f"No statement {id} is held{'' if as_of is None else f' at revision {as_of}'}.")


def history(connection: sqlite3.Connection, id: str) -> list[tuple[int, int | None]]:
    """The stretches of recorded time, (opened, closed) as revisions, in which any part said it."""
    rows = connection.execute(
        "SELECT opened, closed FROM statement WHERE digest = ? ORDER BY opened, closed IS NULL, closed",
        (_digest(id),),
    )
    stretches: list[tuple[int, int | None]] = []
    for opened, closed in rows:
        if stretches:
            begun, ended = stretches[-1]
            if ended is None or opened <= ended:
                until = None if ended is None or closed is None else max(ended, closed)
                stretches[-1] = (begun, until)
                continue
        stretches.append((opened, closed))
    return stretches


def sightings(connection: sqlite3.Connection, id: str) -> list[Sighting]:
    """Where and when each part said it, the oldest first."""
    return [
        Sighting(
            opened, closed, part, date.fromisoformat(retrieved), sha256 or "", start, stop, confidence, by
        )
        for opened, closed, part, retrieved, sha256, start, stop, confidence, by in connection.execute(
            _SIGHTINGS, (_digest(id),)
        )
    ]


def changed(connection: sqlite3.Connection, since: int, until: int) -> Iterator[tuple[bool, Statement]]:
    """(False, statement) as it was at `since`, then (True, statement) as it is at `until`, where these differ.

    One that was closed and opened again in between may come on both sides, unchanged.
    """
    sql = f"{_CHANGED} {STATEMENTS} WHERE statement.id IN (SELECT id FROM changed)"
    for opened, shown, hidden in ((False, since, until), (True, until, since)):
        wanted = {"since": since, "until": until, "shown": shown, "hidden": hidden}
        for found in Assembly(connection).statements(f"{sql} ORDER BY statement.id", wanted):
            yield opened, found


def _among(predicates: Iterable[str] | None) -> tuple[str, Numbered]:
    if predicates is None:
        return "", {}
    names = json.dumps(sorted(predicates))
    return " AND predicate.name IN (SELECT value FROM json_each(:names))", {"names": names}


def relations(
    connection: sqlite3.Connection, predicates: Iterable[str] | None, as_of: int | None
) -> Iterator[tuple[int, str, str, str, str, str]]:
    """(row number, subject, predicate, object, mode, key of the valid time or "") of statements between entities."""
    among, wanted = _among(predicates)
    yield from connection.execute(
        f"SELECT statement.id, said.text, predicate.name, object.text, mode, valid {_ROWS}"
        f" WHERE {_open(as_of)} AND object.datatype = ''{among} ORDER BY statement.id",
        wanted | {"as_of": as_of},
    )


def attributes(
    connection: sqlite3.Connection, predicates: Iterable[str] | None, as_of: int | None
) -> Iterator[tuple[int, str, str, str, str, str, str]]:
    """(row number, subject, predicate, value, language, mode, source) of statements with a value."""
    among, wanted = _among(predicates)
    yield from connection.execute(
        f"SELECT statement.id, said.text, predicate.name, object.text, object.lang, mode, source.name {_ROWS}"
        " CROSS JOIN part ON part.id = statement.part CROSS JOIN source ON source.id = part.source"
        f" WHERE {_open(as_of)} AND object.datatype <> ''{among} ORDER BY statement.id",
        wanted | {"as_of": as_of},
    )


def statement_ids(connection: sqlite3.Connection, rows: Sequence[int]) -> list[str]:
    """The ids of the statements behind row numbers, in their order. Raises NothingFound for a row that is gone."""
    found: list[str] = []
    sql = (
        "SELECT lower(hex(digest)) FROM json_each(?) LEFT JOIN statement ON statement.id = value ORDER BY key"
    )
    for at in range(0, len(rows), _IDS):
        found += [id for (id,) in connection.execute(sql, (json.dumps(list(rows[at : at + _IDS])),))]
    if "" in found:
        raise NothingFound(f"Row {rows[found.index('')]} of the ledger is gone.")
    return found


def entities(connection: sqlite3.Connection, as_of: int | None) -> Iterator[str]:
    """Every entity that is subject or object of a statement open at a revision, each once."""
    still = _open(as_of)
    rows = connection.execute(
        "SELECT text FROM term WHERE datatype = '' AND ("
        f"EXISTS (SELECT 1 FROM statement WHERE subject = term.id AND {still})"
        f" OR EXISTS (SELECT 1 FROM statement WHERE object = term.id AND {still})) ORDER BY id",
        {"as_of": as_of},
    )
    for (entity,) in rows:
        yield entity


def count(connection: sqlite3.Connection, as_of: int | None) -> int:
    """How many statements are open at a revision."""
    sql = f"SELECT count(*) FROM statement WHERE {_open(as_of)}"
    (number,) = connection.execute(sql, {"as_of": as_of}).fetchone()
    return int(number)
