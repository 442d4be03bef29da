"""Was anything in the ledger changed behind its back?

All is recomputed from what the tables hold: the digest of every statement from its words, the SHA-256 of every
text, the leaves of every row, and from these the chain of runs. What an erasure removed or rewrote is checked by
the leaf it left. Somebody who holds the ledger and its secret could forge the whole chain: note the hash of the
last run elsewhere to rule that out.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any

from graph.errors import InvalidStatement
from graph.ledger.assembly import STATEMENTS, Assembly
from graph.ledger.chain import BORN, CLOSING, CONTENT, ERASED, leaf_of, leaves, link, measure
from graph.ledger.runs import secret_of
from graph.statement import Statement, digest

__all__ = ["verify"]

_MOST = 20  # findings of one kind that are listed
Leaf = tuple[int, int, bytes]  # run that wrote the row, id, leaf
_DISAGREEMENTS = {
    "Row {} of statements and its record are of different parts.": (
        "SELECT statement.id FROM statement JOIN record ON record.id = statement.record"
        " WHERE record.part <> statement.part"
    ),
    "Row {} of statements was not opened by a load of its part.": (
        "SELECT statement.id FROM statement LEFT JOIN run ON run.id = statement.opened"
        " WHERE run.part IS NOT statement.part"
    ),
    "Row {} of statements would be shown twice.": (
        "SELECT id FROM statement WHERE again = 0 AND EXISTS (SELECT 1 FROM statement AS older"
        " WHERE older.digest = statement.digest AND older.id < statement.id)"
    ),
}


def verify(connection: sqlite3.Connection) -> list[str]:
    """What differs from what was recorded, in sentences, the earliest run first; empty where nothing does."""
    try:
        damage = [line for (line,) in connection.execute("PRAGMA quick_check") if line != "ok"]
        if damage:
            return [f"The file is damaged: {line}." for line in damage]
        connection.execute("BEGIN")  # one state of the ledger for all checks
        return [*_chain(connection), *_words(connection), *_texts(connection), *_rules(connection)]
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return [f"The file is damaged: {error}."]


def _chain(connection: sqlite3.Connection) -> Iterator[str]:
    secret = secret_of(connection)
    held = _sections(connection, secret)
    previous, expected, last = b"", 1, ""
    for number, kind, at, recorded, hash, leaf in _runs(connection, secret):
        name = f"Run {number} ({kind}, {at[:10]})"
        if number != expected:
            yield f"{name}: the run before it is gone from the book (run {expected} is missing)."
        yield from _compare(name, _recorded(recorded), held.pop(number, {}))
        if at < last:
            yield f"{name}: is dated before the run before it."
        if link(previous, leaf) != hash:
            yield f"{name}: its entry in the book was changed."
        previous, expected, last = hash, number + 1, at
    for number in sorted(held):
        yield f"Rows of run {number} are held, but the book has no such run."


def _runs(connection: sqlite3.Connection, secret: str) -> Iterator[tuple[int, str, str, str, bytes, bytes]]:
    """(id, kind, time, sections, hash, leaf of its fields as it was written) of every run in order."""
    erased = connection.execute("SELECT id, leaf FROM erased WHERE kind = 'run' ORDER BY run DESC")
    written: dict[int, bytes] = dict(erased.fetchall())  # the earliest erasure comes last, and stays
    book = connection.execute("SELECT id, kind, at, sections, hash FROM run ORDER BY id")
    for number, kind, at, recorded, hash in book.fetchall():
        leaf = written.get(number) or leaf_of(connection, secret, "run", number) or b""
        yield number, kind, at, recorded, hash, leaf


def _recorded(sections: str) -> dict[str, list[Any]]:
    try:
        said = dict(json.loads(sections))
    except (ValueError, TypeError):  # it was changed; the hash of the run will tell
        return {}
    return {
        name: measured for name, measured in said.items() if isinstance(measured, list) and len(measured) == 2
    }


def _compare(name: str, recorded: dict[str, list[Any]], held: dict[str, list[Any]]) -> Iterator[str]:
    for section in sorted(recorded.keys() | held.keys()):
        then, now = recorded.get(section, [0, ""]), held.get(section, [0, ""])
        if then[0] != now[0]:
            yield f"{name}: {then[0]} rows of “{section}” were recorded, {now[0]} are held."
        elif then != now:
            yield f"{name}: rows of “{section}” are not as they were recorded."


def _sections(connection: sqlite3.Connection, secret: str) -> dict[int, dict[str, list[Any]]]:
    """What the tables hold of each run, measured as when it was written."""
    found: dict[int, dict[str, list[Any]]] = {}
    for table in CONTENT:
        for run, rows in groupby(_leaves(connection, secret, table), itemgetter(0)):
            found.setdefault(run, {})[table] = measure(map(itemgetter(2), rows))
    for table in CLOSING:
        ids = connection.execute(
            f"SELECT closed, id FROM {table} WHERE closed IS NOT NULL UNION ALL"
            " SELECT closed, id FROM erased WHERE kind = ? AND gone AND closed IS NOT NULL ORDER BY 1, 2",
            (table,),
        )
        for run, closed in groupby(ids, itemgetter(0)):
            found.setdefault(run, {})[f"closed {table}"] = measure(b"%d," % number for _, number in closed)
    for (run,) in connection.execute("SELECT DISTINCT run FROM erased").fetchall():
        erased = connection.execute(ERASED, {"run": run})
        found.setdefault(run, {})["erased"] = measure(leaves(map(itemgetter(0), erased)))
        if (rewritten := measure(_rewritten(connection, secret, run)))[0]:
            found[run]["rewritten"] = rewritten
    return found


def _leaves(connection: sqlite3.Connection, secret: str, table: str) -> Iterator[Leaf]:
    """The leaves of a table's rows as they were when written, in the order of run and id."""
    first: dict[int, tuple[int, bytes]] = {}
    removed: set[int] = set()
    for number, born, gone, leaf in connection.execute(
        "SELECT id, born, gone, leaf FROM erased WHERE kind = ? ORDER BY id, run", (table,)
    ):
        first.setdefault(number, (born, leaf))
        if gone:
            removed.add(number)
    rows = connection.execute(
        f"SELECT {BORN[table]}, id, {CONTENT[table]} FROM {table} ORDER BY 1, 2", {"secret": secret}
    )
    held = (
        (run, number, first[number][1] if number in first else next(leaves((content,))))
        for run, number, content in rows
    )
    return merge(held, sorted((first[number][0], number, first[number][1]) for number in removed))


def _rewritten(connection: sqlite3.Connection, secret: str, run: int) -> Iterator[bytes]:
    """The leaves that an erasure gave to the rows it rewrote: as a later erasure found them, or as they are."""
    rows = connection.execute(
        "SELECT kind, id, (SELECT leaf FROM erased AS later WHERE later.kind = erased.kind AND later.id = erased.id"
        " AND later.run > erased.run ORDER BY later.run LIMIT 1)"
        " FROM erased WHERE run = ? AND NOT gone ORDER BY kind, id",
        (run,),
    ).fetchall()
    for kind, number, later in rows:
        yield later or leaf_of(connection, secret, kind, number) or b""


def _words(connection: sqlite3.Connection) -> Iterator[str]:
    """Does the digest of every statement fit its words?"""
    recorded = connection.execute("SELECT id, digest, opened FROM statement ORDER BY id")
    words = _readable(connection)
    said = next(words, None)
    faults = 0
    for number, expected, run in recorded:
        while said and said[0] < number:
            said = next(words, None)
        if said is None or said[0] != number:
            problem = "has lost its words"
        elif isinstance(said[1], str):
            problem = f"cannot be read ({said[1]})"
        elif digest(said[1]) != expected:
            problem = "does not say what was recorded"
        else:
            continue
        faults += 1
        if faults <= _MOST:
            yield f"Run {run}: row {number} of “statement” {problem}."
    if faults > _MOST:
        yield f"{faults - _MOST} more rows of “statement” are not as they were recorded."


def _readable(connection: sqlite3.Connection) -> Iterator[tuple[int, Statement | str]]:
    """(row, statement) of every row, or (row, why not) of one that cannot be made a statement again."""
    last = 0
    while True:
        assembly = Assembly(connection)
        try:
            sql = f"{STATEMENTS} WHERE statement.id > :last ORDER BY statement.id"
            yield from assembly.numbered(sql, {"last": last})
            return
        except (ValueError, TypeError, InvalidStatement) as error:
            last = assembly.row
            yield last, str(error)


def _texts(connection: sqlite3.Connection) -> Iterator[str]:
    """Does every text have its SHA-256?"""
    for run, recorded, text in connection.execute("SELECT run, sha256, text FROM body ORDER BY id"):
        if sha256(text.encode()).hexdigest() != recorded:
            yield f"Run {run}: the document with SHA-256 {recorded} has another text now."


def _rules(connection: sqlite3.Connection) -> Iterator[str]:
    """Do rows that must agree do so?"""
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST):
        yield f"Row {row} of “{table}” names a row of “{parent}” that is gone."
    for sentence, sql in _DISAGREEMENTS.items():
        for (number,) in connection.execute(f"{sql} LIMIT {_MOST}"):
            yield sentence.format(number)
