"""What must a projection write and remove to show another revision of the ledger?

A statement is projected under the canonical ids of its ends. It must be written anew when it was opened,
removed when it was closed, and both when the identity of one of its ends changed between the two revisions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from graph.statement import Literal, Statement

__all__ = ["Delta", "Resolved", "delta", "resolve", "resolved"]


class Identity(Protocol):
    """What this module needs of the index."""

    def canonical(self, entity: str, at: int | None = None) -> str:
        """The canonical id of an entity at a revision; an unknown id is its own."""
        ...

    def canonicals(self, at: int | None = None) -> dict[str, str]:
        """All ids whose canonical id differs from themselves."""
        ...

    def moved(self, since: int, until: int) -> Iterator[tuple[str, str, str]]:
        """(id, canonical at `since`, canonical at `until`) where these differ."""
        ...


class Statements(Protocol):
    """What this module needs of the ledger."""

    def match(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        object: str | Literal | None = None,
        *,
        as_of: int | None = None,
    ) -> Iterator[Statement]:
        """The statements open at a revision."""
        ...

    def changed(self, since: int, until: int) -> Iterator[tuple[bool, Statement]]:
        """(True, opened in between and still open) and (False, open before and closed in between)."""
        ...


@dataclass(frozen=True, slots=True)
class Resolved:
    """A statement under canonical ids; `statement` keeps the ids as they were said."""

    statement: Statement
    id: str
    subject: str
    object: str | Literal


@dataclass(frozen=True, slots=True)
class Delta:
    """What to take out (under the canonical ids it was written with) and what to put in."""

    removed: list[Resolved]
    added: list[Resolved]

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)

    @property
    def touched(self) -> set[str]:
        """The canonical ids at either end of anything removed or added."""
        ends: set[str] = set()
        for change in (*self.removed, *self.added):
            ends.add(change.subject)
            if isinstance(change.object, str):
                ends.add(change.object)
        return ends


def resolve(statement: Statement, canonical: dict[str, str]) -> Resolved:
    """A statement under the canonical ids of a mapping (ids that are missing stay as they are)."""
    said = statement.object
    return Resolved(
        statement,
        statement.id,
        canonical.get(statement.subject, statement.subject),
        canonical.get(said, said) if isinstance(said, str) else said,
    )


def resolved(ledger: Statements, identity: Identity, *, as_of: int | None = None) -> Iterator[Resolved]:
    """All statements open at a revision, under the canonical ids of that revision: for a full build."""
    canonical = identity.canonicals(as_of)
    for statement in ledger.match(as_of=as_of):
        yield resolve(statement, canonical)


def delta(ledger: Statements, identity: Identity, since: int, until: int) -> Delta:
    """What changed between two revisions. Size: the change, not the graph."""
    moved = {entity: (then, now) for entity, then, now in identity.moved(since, until)}
    before = _Side(identity, since, {entity: pair[0] for entity, pair in moved.items()})
    after = _Side(identity, until, {entity: pair[1] for entity, pair in moved.items()})
    removed: dict[str, Resolved] = {}
    added: dict[str, Resolved] = {}
    for opened, statement in ledger.changed(since, until):
        side, kept = (after, added) if opened else (before, removed)
        kept[statement.id] = side.resolve(statement)
    for entity in moved:
        for statement in _about(ledger, entity, until):
            if statement.id in added:
                continue
            was, now = before.resolve(statement), after.resolve(statement)
            if (was.subject, was.object) != (now.subject, now.object):
                removed[statement.id], added[statement.id] = was, now
    for same in [key for key in removed if key in added and removed[key] == added[key]]:
        del removed[same], added[same]
    return Delta(list(removed.values()), list(added.values()))


def _about(ledger: Statements, entity: str, revision: int) -> Iterator[Statement]:
    yield from ledger.match(subject=entity, as_of=revision)
    yield from ledger.match(object=entity, as_of=revision)


class _Side:
    """Canonical ids at one of the two revisions; what did not move is asked of the index once."""

    def __init__(self, identity: Identity, revision: int, known: dict[str, str]) -> None:
        self._identity = identity
        self._revision = revision
        self._known = known

    def _canonical(self, entity: str) -> str:
        if entity not in self._known:
            self._known[entity] = self._identity.canonical(entity, at=self._revision)
        return self._known[entity]

    def resolve(self, statement: Statement) -> Resolved:
        said = statement.object
        return Resolved(
            statement,
            statement.id,
            self._canonical(statement.subject),
            self._canonical(said) if isinstance(said, str) else said,
        )
