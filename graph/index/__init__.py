"""Which ids are one entity, what is it called, and which entity does somebody mean?

The index is a projection of the ledger: it carries the epoch and revision of the ledger it shows and the version of
the identity rules it followed, and is made anew when one of them is foreign. Opening it reads nothing but that.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from graph.errors import InvalidStatement, UnknownEntity
from graph.identity.decision import Decision
from graph.index.find import Hit, find, near, search
from graph.index.labels import Entity
from graph.index.store import explained, open_connection, transaction
from graph.statement import make_slug

if TYPE_CHECKING:
    from graph.ledger import Ledger, Proposal
    from ontology import Ontology

__all__ = ["Decision", "Entity", "Hit", "Index"]


class Index:
    """Identity, names and search over one ledger; a context manager. `Index.open` makes one."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: Path, readonly: bool = False) -> Self:
        """Open the index, or make an empty one unless `readonly`. Raises StoreError, StoreUnwritable, StoreLocked."""
        with explained(path):
            return cls(path, open_connection(path, readonly=readonly))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------ what it shows

    def _meta(self, name: str, default: str) -> str:
        with explained(self.path):
            row = self._connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else default

    @property
    def revision(self) -> int:
        """The revision of the ledger it shows; 0 while it is empty."""
        return int(self._meta("revision", "0"))

    @property
    def epoch(self) -> int:
        """The epoch of the ledger it shows; -1 while it is empty."""
        return int(self._meta("epoch", "-1"))

    @property
    def rules(self) -> str:
        """The version of the identity rules, their word lists and the ontology; "" while it is empty."""
        return self._meta("rules", "")

    def shows(self, ledger: Ledger, ontology: Ontology) -> bool:
        """True where it is up to date: same ledger, same revision, same rules."""
        from graph.identity.rules import rules_version

        held = (self.epoch, self.revision, self.rules)
        return held == (ledger.epoch, ledger.revision, rules_version(ontology))

    def update(self, ledger: Ledger, ontology: Ontology, *, revision: int | None = None) -> list[Proposal]:
        """Bring it to the ledger's revision (or build an empty one for an older revision), in one transaction.

        Returns the machine's questions about identity that are new: the caller files them with `ledger.propose`.
        """
        from graph.index.build import bring_to

        with explained(self.path), transaction(self._connection):
            return bring_to(
                self._connection, ledger, ontology, ledger.revision if revision is None else revision
            )

    # ------------------------------------------------------------ identity

    def canonical(self, entity: str, at: int | None = None) -> str:
        """The canonical id of an id, now or at a revision; an unknown id is its own."""
        query = "SELECT canonical FROM identity WHERE id = ? AND " + _at(at)
        with explained(self.path):
            row = self._connection.execute(query, (entity, *_revisions(at))).fetchone()
        return str(row[0]) if row else entity

    def canonicals(self, at: int | None = None) -> dict[str, str]:
        """Every id whose canonical id is another, with that one."""
        with explained(self.path):
            return dict(
                self._connection.execute(
                    "SELECT id, canonical FROM identity WHERE " + _at(at), _revisions(at)
                )
            )

    def members(self, canonical: str, at: int | None = None) -> tuple[str, ...]:
        """All ids of an entity, the canonical one first, the others in order."""
        query = "SELECT id FROM identity WHERE canonical = ? AND " + _at(at) + " ORDER BY id"
        with explained(self.path):
            others = self._connection.execute(query, (canonical, *_revisions(at))).fetchall()
        return (canonical, *(entity for (entity,) in others))

    def moved(self, since: int, until: int) -> Iterator[tuple[str, str, str]]:
        """(id, canonical at `since`, canonical at `until`) of every id for which they differ."""
        query = (
            "SELECT DISTINCT id FROM identity WHERE (since > :since AND since <= :until) "
            "OR (until > :since AND until <= :until) ORDER BY id"
        )
        with explained(self.path):
            ids = self._connection.execute(query, {"since": since, "until": until}).fetchall()
        for (entity,) in ids:
            then, now = self.canonical(entity, since), self.canonical(entity, until)
            if then != now:
                yield entity, then, now

    def decisions(self, canonical: str) -> list[Decision]:
        """Every decision in which one of the entity's ids took part, people's first."""
        from graph.index.write import decision_of

        marks = ",".join("?" * len(ids := self.members(canonical)))
        query = (
            f"SELECT * FROM decision WHERE a IN ({marks}) UNION SELECT * FROM decision WHERE b IN ({marks})"
        )
        with explained(self.path):
            rows = self._connection.execute(query, ids + ids).fetchall()
        return sorted(
            map(decision_of, rows), key=lambda taken: (taken.by == "machine", taken.verdict, taken.a, taken.b)
        )

    # ------------------------------------------------------------ names

    def entity(self, canonical: str) -> Entity | None:
        """What an entity is called and of which type it is; None where nothing is said of it."""
        with explained(self.path):
            row = self._connection.execute("SELECT * FROM entity WHERE id = ?", (canonical,)).fetchone()
        if row is None:
            return None
        entity, kind, types, name, names, aliases, acronyms = row
        return Entity(
            entity,
            kind,
            tuple(json.loads(types)),
            name,
            json.loads(names),
            tuple(json.loads(aliases)),
            tuple(json.loads(acronyms)),
        )

    def name(self, canonical: str, lang: str = "en") -> str:
        """The name in this language, else the one shown by default, else the id."""
        return self.names((canonical,), lang)[canonical]

    def names(self, ids: Iterable[str], lang: str = "en") -> dict[str, str]:
        """The names of many entities at once, as `name` gives them."""
        asked = list(dict.fromkeys(ids))
        found = dict(zip(asked, asked, strict=True))
        query = "SELECT id, coalesce(json_extract(names, ?), name) FROM entity WHERE id IN (SELECT value FROM json_each(?))"
        with explained(self.path):
            found.update(self._connection.execute(query, (f'$."{lang}"', json.dumps(asked))))
        return found

    def types(self, ids: Iterable[str]) -> dict[str, str]:
        """The types of many entities at once; those nothing is said of are left out."""
        query = "SELECT id, type FROM entity WHERE id IN (SELECT value FROM json_each(?))"
        with explained(self.path):
            return dict(self._connection.execute(query, (json.dumps(list(ids)),)))

    def find(self, asked: str) -> str:
        """The canonical id of an entity named by any of its ids ("ror:…" too), its exact name, or part of it.

        Raises AmbiguousEntity with the candidates, or UnknownEntity with similar names.
        """
        with explained(self.path):
            for entity in _as_ids(asked):
                canonical = self.canonical(entity)
                if canonical != entity or self._holds(entity):
                    return canonical
            return find(self._connection, asked)

    def _holds(self, entity: str) -> bool:
        query = "SELECT 1 FROM entity WHERE id = ?1 UNION SELECT 1 FROM identity WHERE canonical = ?1 AND "
        query += _at(None)
        return self._connection.execute(query, (entity,)).fetchone() is not None

    def search(
        self, text: str, type: Iterable[str] | str | None = None, limit: int = 20, prefix: bool = True
    ) -> list[Hit]:
        """Entities whose names hold all the words, the best first; marks and case do not matter, typing errors little.

        `type` keeps one type, or those in the iterable (see `Ontology.kinds`).
        """
        kinds = None if type is None else frozenset((type,) if isinstance(type, str) else type)
        with explained(self.path):
            return search(self._connection, text, kinds, limit, prefix)

    def unknown(self, asked: str) -> UnknownEntity:
        """The error to raise where nothing is held on what was asked, with similar names."""
        with explained(self.path):
            return UnknownEntity(asked, near(self._connection, asked))


def _at(revision: int | None) -> str:
    return "until IS NULL" if revision is None else "since <= ? AND (until IS NULL OR until > ?)"


def _revisions(revision: int | None) -> tuple[int, ...]:
    return () if revision is None else (revision, revision)


def _as_ids(asked: str) -> Iterator[str]:
    """The ids that somebody may have written: as it stands, or an identifier such as "ror:051h0cw83"."""
    yield asked
    authority, colon, value = asked.strip().partition(":")
    if colon and authority.replace("-", "").isalnum():
        try:
            yield make_slug(authority.lower(), value)
        except InvalidStatement:
            return
