"""Which runs changed the ledger, when, and how is a new one written into the book?"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from graph.errors import UsageError
from graph.ledger.answers import Run
from graph.ledger.chain import leaf_of, link, sections
from graph.ledger.connection import transaction

__all__ = ["Clock", "Recording", "now", "recording", "revision", "revision_at", "runs", "secret_of"]

Clock = Callable[[], datetime]

_RUNS = """
SELECT run.id, run.kind, run.at, coalesce(source.name, ''), coalesce(part.name, ''), run.by, run.note,
       run.fingerprint, run.counts, lower(hex(run.hash))
FROM run LEFT JOIN part ON part.id = run.part LEFT JOIN source ON source.id = part.source
ORDER BY run.id DESC LIMIT ?
"""
_HIGHEST = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'statement'), 0)"


class _Discarded(Exception):
    """Ends a transaction that turned out to change nothing."""


@dataclass
class Recording:
    """A run while it is being written; `counts` end up in the book."""

    id: int
    at: str
    by: str
    note: str
    part: int | None = None  # id of the part a load replaces
    counts: dict[str, int] = field(default_factory=dict)

    def discard(self) -> None:
        """Leave the block and undo all of it: nothing is recorded."""
        raise _Discarded


def now() -> datetime:
    """The time of recording, unless a ledger is opened with another clock."""
    return datetime.now(UTC)


def secret_of(connection: sqlite3.Connection) -> str:
    """The ledger's secret: 64 hexadecimal digits, made once."""
    (secret,) = connection.execute("SELECT value FROM meta WHERE name = 'secret'").fetchone()
    return str(secret)


def revision(connection: sqlite3.Connection) -> int:
    """The number of the last run; 0 where there is none."""
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM run").fetchone()
    return int(last)


def revision_at(connection: sqlite3.Connection, day: date) -> int:
    """The last run of that day (UTC) or before; 0 if none."""
    sql = "SELECT coalesce(max(id), 0) FROM run WHERE substr(at, 1, 10) <= ?"
    (last,) = connection.execute(sql, (day.isoformat(),)).fetchone()
    return int(last)


def runs(connection: sqlite3.Connection, limit: int) -> list[Run]:
    """The last runs, the newest first."""
    return [
        Run(id, kind, at, source, part, by, note, fingerprint, json.loads(counts), hash)
        for id, kind, at, source, part, by, note, fingerprint, counts, hash in connection.execute(
            _RUNS, (limit,)
        )
    ]


@contextmanager
def recording(
    connection: sqlite3.Connection,
    clock: Clock,
    kind: str,
    *,
    by: str = "",
    note: str = "",
    fingerprint: str = "",
) -> Iterator[Recording]:
    """One transaction that ends with a run in the book; any exception undoes all of it."""
    with suppress(_Discarded), transaction(connection):
        number, marks = revision(connection) + 1, _marks(connection)
        run = Recording(number, _time(connection, clock), by, note)
        yield run
        fields = (
            number,
            kind,
            run.at,
            run.part,
            run.by,
            run.note,
            fingerprint,
            json.dumps(run.counts, sort_keys=True),
        )
        connection.execute(f"INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ({_HIGHEST}), '', x'')", fields)
        _seal(connection, number, marks)


def _time(connection: sqlite3.Connection, clock: Clock) -> str:
    said = clock()
    if said.tzinfo is None:
        raise UsageError("The ledger's clock must give times with a time zone.")
    at = said.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    last = connection.execute("SELECT at FROM run ORDER BY id DESC LIMIT 1").fetchone()
    # A clock that was put back must not bring the order of runs and days apart.
    return max(at, last[0]) if last else at


def _marks(connection: sqlite3.Connection) -> dict[str, int]:
    """The last id of each table, so that the rows written from here on can be told."""
    return dict(connection.execute("SELECT name, seq FROM sqlite_sequence"))


def _seal(connection: sqlite3.Connection, run: int, marks: dict[str, int]) -> None:
    """Cover all that the run wrote, and the run before it."""
    secret = secret_of(connection)
    written = json.dumps(sections(connection, secret, run, marks), sort_keys=True)
    connection.execute("UPDATE run SET sections = ? WHERE id = ?", (written, run))
    before = connection.execute("SELECT hash FROM run WHERE id = ?", (run - 1,)).fetchone()
    fields = leaf_of(connection, secret, "run", run) or b""
    sealed = link(before[0] if before else b"", fields)
    connection.execute("UPDATE run SET hash = ? WHERE id = ?", (sealed, run))
