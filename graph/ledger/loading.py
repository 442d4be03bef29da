"""How does a load replace what one part of a source says?"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace

from graph.errors import InvalidStatement, StoreLocked
from graph.ledger.answers import Change
from graph.ledger.connection import transaction
from graph.ledger.forgotten import Forgotten
from graph.ledger.runs import Clock, recording
from graph.ledger.staging import Stage
from graph.ledger.switch import ensure_part, find_part, switch
from graph.ledger.texts import Texts
from graph.statement import Document, Source, Statement

__all__ = ["epoch", "load", "unchanged"]


def unchanged(connection: sqlite3.Connection, source: str, part: str, fingerprint: str) -> bool:
    """True where the last load of this part had this fingerprint, so that parsing can be skipped."""
    number = find_part(connection, source, part)
    if number is None or not fingerprint:
        return False
    (last,) = connection.execute("SELECT fingerprint FROM part WHERE id = ?", (number,)).fetchone()
    return bool(last == fingerprint)


def load(
    connection: sqlite3.Connection,
    kept: sqlite3.Connection,
    clock: Clock,
    source: str,
    part: str,
    statements: Iterable[Statement],
    documents: Iterable[Document],
    fingerprint: str,
    by: str,
    catalogue: Source | None,
    progress: Callable[[int], None] | None,
) -> Change:
    """Stage the statements without a lock, then switch; on any failure the ledger is as before."""
    if not source or not part:
        raise InvalidStatement("A load needs the id of its source and the name of its part.")
    if catalogue and catalogue.id != source:
        raise InvalidStatement(f"The catalogue's entry {catalogue.id} came with a load of {source}.")
    begun = epoch(kept)
    forgotten = Forgotten(kept, source)
    if forgotten:
        statements, documents = forgotten.clean(statements, documents), forgotten.documents
        catalogue, by = catalogue and forgotten.entry(catalogue), forgotten.blank(by)
    connection.execute("BEGIN")  # over temporary tables only: one transaction is faster, and locks nobody
    texts = Texts(connection, kept, source, part, documents)
    Stage(connection, source, part, texts).fill(statements, progress)
    texts.finish()
    connection.execute("COMMIT")
    change = Change(source, part, 0)
    with recording(connection, clock, "load", by=by, fingerprint=fingerprint) as run:
        if epoch(connection) != begun:
            raise StoreLocked(f"Somebody was erased while {source}/{part} was being read; load it again.")
        change = replace(switch(connection, run, source, part, catalogue), suppressed=forgotten.suppressed)
        run.counts = {
            "added": change.added,
            "closed": change.closed,
            "same": change.same,
            "seen_again": change.seen_again,
            "documents": change.documents,
            "suppressed": change.suppressed,
        }
        if change.noop:
            change = replace(change, revision=run.id - 1)
            run.discard()
        _note(connection, source, part, fingerprint)
    if change.noop and fingerprint and not unchanged(kept, source, part, fingerprint):
        with transaction(connection):
            _note(connection, source, part, fingerprint)
    return change


def _note(connection: sqlite3.Connection, source: str, part: str, fingerprint: str) -> None:
    """Note the fingerprint of what was loaded last: it saves parsing and proves nothing, so it is in no run."""
    number = ensure_part(connection, source, part)
    connection.execute("UPDATE part SET fingerprint = ? WHERE id = ?", (fingerprint, number))


def epoch(connection: sqlite3.Connection) -> int:
    """The number that changes with every erasure."""
    (number,) = connection.execute("SELECT value FROM meta WHERE name = 'epoch'").fetchone()
    return int(number)
