"""What do the statements of a ledger say about who is who?

Two ways to the same values: `gather` reads the whole ledger in two lean passes, `Asked` asks for single ids when
they are needed. Both hold raw texts; `profile.py` makes sense of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from graph.statement import Literal, Mode, Statement

__all__ = ["ATTRIBUTES", "RELATIONS", "TELLING", "Asked", "Gathered", "gather", "gather_statements"]

# Which statements tell who an entity is, and what of it. Data, so that the rest of the package names no predicate.
ATTRIBUTES: Mapping[str, str] = {
    "type": "kinds",
    "name": "names",
    "alias": "aliases",
    "acronym": "acronyms",
    "identifier": "identifiers",
    "website": "websites",
    "countryCode": "countries",
    "hasDate": "dates",
}
RELATIONS: Mapping[str, str] = {
    "locatedIn": "places",
    "partOf": "context",
    "organisedBy": "context",
    "affiliatedWith": "context",
    "broader": "above",
}
TELLING = ("names", "aliases", "acronyms", "websites")  # an id that has none of them can be nobody else
_ROLES = (*ATTRIBUTES.values(), *dict.fromkeys(RELATIONS.values()))


@dataclass(slots=True)
class Gathered:
    """Raw values by role and id, in the order in which the ledger holds them.

    `first` puts every id the ledger knows into the order in which it heard of them.
    """

    first: dict[str, int] = field(default_factory=dict)
    values: dict[str, dict[str, list[str]]] = field(default_factory=lambda: {role: {} for role in _ROLES})
    languages: dict[tuple[str, str], str] = field(default_factory=dict)  # (id, name), where one was said

    def of(self, role: str, entity: str) -> list[str]:
        """The values of one role of an id."""
        return self.values[role].get(entity, [])

    def language(self, entity: str, name: str) -> str:
        """The language in which an id has this name, or ""."""
        return self.languages.get((entity, name), "")

    def add(self, said: Statement) -> None:
        """Take one statement in; what was refuted tells nothing."""
        role = ATTRIBUTES.get(said.predicate) or RELATIONS.get(said.predicate)
        if role is None or said.mode is Mode.REFUTED:
            return
        literal = said.object if isinstance(said.object, Literal) else None
        value = literal.value if literal else str(said.object)
        self.values[role].setdefault(said.subject, []).append(value)
        if literal and literal.lang:
            self.languages.setdefault((said.subject, value), literal.lang)


class Statements(Protocol):
    """What this module needs of the ledger."""

    def entities(self, *, as_of: int | None = None) -> Iterator[str]:
        """Every entity, in the order in which the ledger first heard of them."""
        ...

    def attributes(
        self, predicates: Iterable[str] | None = None, *, as_of: int | None = None
    ) -> Iterator[tuple[int, str, str, str, str, str, str]]:
        """(row, subject, predicate, value, language, mode, source)."""
        ...

    def relations(
        self, predicates: Iterable[str] | None = None, *, as_of: int | None = None
    ) -> Iterator[tuple[int, str, str, str, str, str]]:
        """(row, subject, predicate, object, mode, valid time)."""
        ...


class Matching(Protocol):
    """What `Asked` needs of the ledger."""

    def match(self, subject: str | None = None, *, as_of: int | None = None) -> Iterator[Statement]:
        """The open statements about a subject."""
        ...


def gather(ledger: Statements, *, as_of: int | None = None) -> Gathered:
    """Everything that tells who is who, read in two passes over the ledger."""
    gathered = Gathered({entity: at for at, entity in enumerate(ledger.entities(as_of=as_of))})
    columns: dict[str, defaultdict[str, list[str]]] = {role: defaultdict(list) for role in _ROLES}
    by_predicate = {name: columns[role] for name, role in {**ATTRIBUTES, **RELATIONS}.items()}
    refuted = Mode.REFUTED.value
    for _, subject, predicate, value, lang, mode, _ in ledger.attributes(ATTRIBUTES, as_of=as_of):
        if mode != refuted:
            by_predicate[predicate][subject].append(value)
            if lang:
                gathered.languages.setdefault((subject, value), lang)
    for _, subject, predicate, value, mode, _ in ledger.relations(RELATIONS, as_of=as_of):
        if mode != refuted:
            by_predicate[predicate][subject].append(value)
    gathered.values = {role: dict(column) for role, column in columns.items()}
    return gathered


def gather_statements(statements: Iterable[Statement]) -> Gathered:
    """The same from whole statements: of a few entities, or of a day in the past."""
    gathered = Gathered()
    for row, said in enumerate(statements):
        gathered.first.setdefault(said.subject, row)
        gathered.add(said)
    return gathered


class Asked(Gathered):
    """The same for single ids, read when they are first asked for."""

    __slots__ = ("_as_of", "_known", "_ledger")

    def __init__(self, ledger: Matching, first: dict[str, int], as_of: int) -> None:
        super().__init__(first)
        self._ledger = ledger
        self._as_of = as_of
        self._known: set[str] = set()

    def of(self, role: str, entity: str) -> list[str]:
        """The values of one role of an id."""
        if entity not in self._known:
            self._known.add(entity)
            for said in self._ledger.match(subject=entity, as_of=self._as_of):
                self.add(said)
        return Gathered.of(self, role, entity)

    def language(self, entity: str, name: str) -> str:
        """The language in which an id has this name, or ""."""
        self.of("names", entity)
        return Gathered.language(self, entity, name)
