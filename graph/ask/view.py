"""What does an answer about one entity consist of?

Plain values all through, so that `dataclasses.asdict` gives JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["EntityView", "Fact", "Identifier", "Neighbour", "Receipt", "Unknown", "Value"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """One statement that says it, and where. `row` is the row as read (JSON), `quote` the words of a text."""

    statement: str
    source: str
    part: str
    record: str
    retrieved: str
    mode: str
    when: str  # key of the valid time, "" where none is said
    inferred: bool  # the valid time was worked out, not stated
    confidence: float
    by: str
    qualifiers: dict[str, str]
    said_subject: str  # ids as the source knows them
    said_object: str
    row: str = ""
    quote: str = ""
    document: str = ""  # SHA-256 of the text that holds the quote
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that is said, with all receipts for it and against it (in mode refuted)."""

    text: str  # as shown: a name, or the value
    entity: str = ""  # canonical id where it is an entity
    lang: str = ""
    datatype: str = ""
    mode: str = "happened"  # the strongest of its receipts
    receipts: tuple[Receipt, ...] = ()
    against: tuple[Receipt, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """All values of one predicate in one direction, the best first.

    `disagreement` is true where values exclude each other or somebody refutes one; `rule` then says in English and
    Romanian why the first is shown first. `more` counts values beyond the limit.
    """

    predicate: str
    direction: str  # "out": the entity is the subject; "in": it is the object
    label: dict[str, str]
    values: tuple[Value, ...]
    disagreement: bool = False
    rule: dict[str, str] = field(default_factory=dict)
    more: int = 0


@dataclass(frozen=True, slots=True)
class Identifier:
    """An id that an authority gave: `value` as the authority writes it, `url` its page or ""."""

    id: str
    authority: dict[str, str]
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An entity at the other end of some relation; `statements` counts what ties them."""

    id: str
    name: str
    type: str
    relations: tuple[str, ...]
    statements: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something a reader would expect to be told and that we do not hold."""

    about: str
    text: dict[str, str]


@dataclass(frozen=True, slots=True)
class EntityView:
    """All that is held on an entity, grouped, with evidence, contradictions and gaps.

    `undated` and `outside` count statements left out by a date of the question, `dates` names those dates.
    """

    id: str
    asked: str
    type: str
    types: tuple[str, ...]
    name: str
    names: dict[str, str]
    aliases: tuple[str, ...]
    acronyms: tuple[str, ...]
    members: tuple[str, ...]
    identifiers: tuple[Identifier, ...]
    facts: tuple[Fact, ...]
    neighbours: tuple[Neighbour, ...]
    unknown: tuple[Unknown, ...]
    revision: int
    dates: tuple[str, ...] = ()
    undated: int = 0
    outside: int = 0

    def fact(self, predicate: str, direction: str = "out") -> Fact | None:
        """The fact of one predicate, or None."""
        return next(
            (fact for fact in self.facts if fact.predicate == predicate and fact.direction == direction), None
        )
