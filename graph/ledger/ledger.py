"""What does the ledger keep, and how is it asked and changed?"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from graph.errors import Erased, StoreUnwritable
from graph.ledger import (
    documents,
    erasure,
    forgotten,
    judgements,
    loading,
    reading,
    review,
    runs,
    tokens,
    verify,
)
from graph.ledger.answers import Change, Judgement, Proposal, Receipt, Run, Sighting, Token
from graph.ledger.connection import backup, explained, open_reader, open_writer, pending_scrub, prepare, scrub
from graph.statement import Document, Literal, Source, Statement

__all__ = ["Ledger"]

_Answer = TypeVar("_Answer")
_WAIT = 120.0  # seconds a writer waits for another


class Ledger:
    """All statements for good, in one SQLite file that many processes share.

    Readers never wait. Writers wait for one another; each write is one transaction and one run, and survives
    kill -9 as a whole or not at all. `as_of` is always a revision, None the present. Iterators read one state of
    the ledger, that of their first step. Raises StoreError and its kinds where the file cannot answer.
    """

    def __init__(
        self, path: Path, reader: sqlite3.Connection, clock: runs.Clock, wait: float, readonly: bool
    ) -> None:
        self.path = path
        self._reader = reader
        self._clock = clock
        self._wait = wait
        self._readonly = readonly

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = True,
        readonly: bool = False,
        clock: runs.Clock = runs.now,
        wait: float = _WAIT,
    ) -> Ledger:
        """The ledger in this file; made if there is none, unless `create` is false or `readonly` set.

        `clock` gives the recorded time of runs (with a time zone): a test or a rebuilt past may give another than
        now, but time never runs backwards in one ledger. `wait`: seconds that a write waits for another.
        """
        prepare(path, create=create, readonly=readonly, wait=wait)
        with explained(path):
            return cls(path, open_reader(path, wait=wait, readonly=readonly), clock, wait, readonly)

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with explained(self.path):
            yield self._reader

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        if self._readonly:
            raise StoreUnwritable(f"{self.path} was opened for reading only.")
        with explained(self.path):
            connection = open_writer(self.path, wait=self._wait)
            try:
                yield connection
            finally:
                connection.close()
            if pending_scrub(self._reader):  # left over from an erasure while somebody was reading
                scrub(self.path)

    def _another(self) -> sqlite3.Connection:
        return open_reader(self.path, wait=self._wait, readonly=self._readonly)

    def _each(self, rows: Iterator[_Answer]) -> Iterator[_Answer]:
        with explained(self.path):
            yield from rows

    @property
    def revision(self) -> int:
        """The number of the last run; 0 in an empty ledger."""
        with self._reading() as connection:
            return runs.revision(connection)

    @property
    def epoch(self) -> int:
        """A number that changes with every erasure: projections of another epoch must be made anew."""
        with self._reading() as connection:
            return loading.epoch(connection)

    def secret(self) -> str:
        """The project's salt, made once: 64 hexadecimal digits."""
        with self._reading() as connection:
            return runs.secret_of(connection)

    # -- what is said

    def replace(
        self,
        source: str,
        part: str,
        statements: Iterable[Statement],
        *,
        documents: Iterable[Document] = (),
        fingerprint: str = "",
        by: str = "",
        catalogue: Source | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Change:
        """Make these statements all that one part of a source says; what it no longer says is closed.

        Documents that quotes point into are given with the first load that quotes them; a list may be filled while
        the statements are read. An exception anywhere leaves the ledger as it was. Raises InvalidStatement.
        """
        with self._writing() as connection, self._reading() as kept:
            return loading.load(
                connection,
                kept,
                self._clock,
                source,
                part,
                statements,
                documents,
                fingerprint,
                by,
                catalogue,
                progress,
            )

    def unchanged(self, source: str, part: str, fingerprint: str) -> bool:
        """True where this part was last loaded from something of the same fingerprint."""
        with self._reading() as connection:
            return loading.unchanged(connection, source, part, fingerprint)

    def match(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        object: str | Literal | None = None,
        *,
        source: str | None = None,
        part: str | None = None,
        as_of: int | None = None,
    ) -> Iterator[Statement]:
        """The statements open at a revision that fit all that is given; each id once, oldest first."""
        return self._each(reading.match(self._reader, subject, predicate, object, source, part, as_of))

    def statement(self, id: str, *, as_of: int | None = None) -> Statement:
        """The statement of this id, open at a revision. Raises NothingFound."""
        with self._reading() as connection:
            return reading.statement(connection, id, as_of)

    def history(self, id: str) -> list[tuple[int, int | None]]:
        """The stretches (opened, closed) of revisions in which it was said; closed None: still."""
        with self._reading() as connection:
            return reading.history(connection, id)

    def sightings(self, id: str) -> list[Sighting]:
        """Each place and stretch of time in which a part said it, oldest first."""
        with self._reading() as connection:
            return reading.sightings(connection, id)

    def relations(
        self, predicates: Iterable[str] | None = None, *, as_of: int | None = None
    ) -> Iterator[tuple[int, str, str, str, str, str]]:
        """(row number, subject, predicate, object, mode, key of valid time or ""): statements between entities."""
        return self._each(reading.relations(self._reader, predicates, as_of))

    def attributes(
        self, predicates: Iterable[str] | None = None, *, as_of: int | None = None
    ) -> Iterator[tuple[int, str, str, str, str, str, str]]:
        """(row number, subject, predicate, value, language, mode, source): statements with a value."""
        return self._each(reading.attributes(self._reader, predicates, as_of))

    def statement_ids(self, rows: Sequence[int]) -> list[str]:
        """The ids behind row numbers of `relations` and `attributes`, in their order."""
        with self._reading() as connection:
            return reading.statement_ids(connection, rows)

    def changed(self, since: int, until: int) -> Iterator[tuple[bool, Statement]]:
        """What a projection of revision `since` must change to show `until`.

        First (False, statement as at `since`) for what was closed or is seen otherwise, then (True, statement as
        at `until`) for what was opened or is seen otherwise.
        """
        return self._each(reading.changed(self._reader, since, until))

    def entities(self, *, as_of: int | None = None) -> Iterator[str]:
        """Every entity at an end of an open statement, each once."""
        return self._each(reading.entities(self._reader, as_of))

    def count(self, *, as_of: int | None = None) -> int:
        """How many statements are open."""
        with self._reading() as connection:
            return reading.count(connection, as_of)

    # -- from where, and when

    def revision_at(self, day: date) -> int:
        """The last run of that day (UTC) or before; 0 if none."""
        with self._reading() as connection:
            return runs.revision_at(connection, day)

    def runs(self, limit: int = 100) -> list[Run]:
        """The last runs, the newest first."""
        with self._reading() as connection:
            return runs.runs(connection, limit)

    def document(self, sha256: str) -> Document:
        """The document with this canonical text. Raises NothingFound."""
        with self._reading() as connection:
            return documents.document(connection, sha256)

    def documents(self, source: str | None = None, *, as_of: int | None = None) -> list[Document]:
        """The documents that parts show at a revision, with their text."""
        with self._reading() as connection:
            return documents.documents(connection, source, as_of)

    def sources(self) -> list[Source]:
        """The sources something was loaded from."""
        with self._reading() as connection:
            return documents.sources(connection)

    def parts(self, source: str) -> list[str]:
        """The parts of a source, in the order in which they were first loaded."""
        with self._reading() as connection:
            return documents.parts(connection, source)

    # -- what people decide

    def judge(self, judgement: Judgement) -> int:
        """Record a judgement and give its id. Raises UsageError, naming both, where it contradicts another."""
        with self._writing() as connection:
            return judgements.judge(connection, self._clock, judgement)

    def undo(self, judgement: int, by: str, why: str) -> None:
        """Undo a judgement; that it stood is kept. Raises NothingFound or UsageError."""
        with self._writing() as connection:
            judgements.undo(connection, self._clock, judgement, by, why)

    def judgements(self, *, as_of: int | None = None, undone: bool = False) -> list[Judgement]:
        """The judgements that stand at a revision; with `undone` those that were undone, too."""
        with self._reading() as connection:
            return judgements.judgements(connection, as_of, undone=undone)

    def propose(self, proposals: Iterable[Proposal], *, by: str = "") -> int:
        """Put proposals into the review queue; how many were new (kind and key)."""
        with self._writing() as connection:
            return review.propose(connection, self._clock, proposals, by)

    def proposals(
        self, kind: str | None = None, state: str | None = "open", limit: int = 100
    ) -> list[Proposal]:
        """Proposals of a kind (None: all) in a state (None: any), the oldest first."""
        with self._reading() as connection:
            return review.proposals(connection, kind, state, limit)

    def settle(
        self, proposal: int, state: str, by: str, why: str, correction: dict[str, Any] | None = None
    ) -> None:
        """Decide an open proposal (accepted, corrected, rejected, never, unsure), or `open` a settled one again.

        Raises UsageError where another reviewer was faster, naming them; NothingFound.
        """
        with self._writing() as connection:
            review.settle(connection, self._clock, proposal, state, by, why, correction)

    # -- what must not be kept

    def erase(self, entities: Iterable[str], why: str, by: str) -> Receipt:
        """Remove entities for good: all statements, passages, rows, judgements and proposals about them.

        Give all ids of one entity. Bumps `epoch`: projections must be made anew; what lies outside the ledger is the
        caller's to remove. Raises UnknownEntity, Erased.
        """
        with self._writing() as connection:
            receipt = erasure.erase(connection, self._clock, list(entities), why, by)
        with self._reading() as connection:
            return erasure.completed(receipt, scrubbed=not pending_scrub(connection))

    def erased(self, entity: str) -> Erased | None:
        """What is to be answered of an entity that was erased (raise it); None of any other."""
        with self._reading() as connection:
            return forgotten.erased(connection, "entity", entity)

    # -- who may, and is it whole

    def new_token(self, role: str, label: str, *, by: str = "") -> str:
        """A new token for a role; only its hash is kept, so it cannot be shown again."""
        with self._writing() as connection:
            return tokens.new_token(connection, self._clock, role, label, by)

    def role_of(self, token: str) -> str | None:
        """The role of a token; None for one that is unknown or revoked."""
        with self._reading() as connection:
            return tokens.role_of(connection, token)

    def tokens(self) -> list[Token]:
        """All tokens ever given, without their words."""
        with self._reading() as connection:
            return tokens.tokens(connection)

    def revoke_token(self, label: str, *, by: str = "") -> int:
        """End every token of this label; how many there were. Raises NothingFound."""
        with self._writing() as connection:
            return tokens.revoke_token(connection, self._clock, label, by)

    def verify(self) -> list[str]:
        """What was changed behind the ledger's back, in sentences; empty where nothing was."""
        with explained(self.path), closing(self._another()) as connection:
            return verify.verify(connection)

    def backup(self, to: Path) -> None:
        """Write a copy of the ledger as it is now into a new file; reading and writing go on meanwhile.

        A backup keeps what is erased later: it must be deleted, or the erasure repeated in it. Raises StoreUnwritable.
        """
        with self._reading() as connection:
            backup(connection, to)
