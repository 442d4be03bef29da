"""What is a term: a class, relation, attribute, qualifier, authority or concept?

All are frozen: read once from the Turtle files, then shared by every part of the program.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = [
    "AttributeTerm",
    "Authority",
    "ClassTerm",
    "Concept",
    "OntologyError",
    "QualifierTerm",
    "RelationTerm",
    "Term",
    "UnknownTerm",
]


class UnknownTerm(ValueError):
    """A name that the ontology does not have; the message says which names come close."""


class OntologyError(ValueError):
    """The Turtle files contradict themselves or cannot be read; `problems` are sentences."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


@dataclass(frozen=True, slots=True)
class Term:
    """What every term has: name, IRI, labels, one-sentence definitions, and published terms it maps to."""

    name: str
    iri: str
    label: dict[str, str]
    definition: dict[str, str]
    mappings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassTerm(Term):
    """A class of entities; `actor` is true where its entities count in networks, groups never do."""

    parent: str | None
    colour: str
    shape: str
    actor: bool


@dataclass(frozen=True, slots=True)
class RelationTerm(Term):
    """A relation between two entities; an empty domain or range allows any class.

    `collaboration` is true where its two ends, or two actors at the same other end, work together;
    `topical` where its second end says what the first works on or belongs to;
    `derived` where only the program concludes it and no loader may say it.
    """

    domain: frozenset[str]
    range: frozenset[str]
    inverse_label: dict[str, str]
    symmetric: bool
    collaboration: bool
    topical: bool
    derived: bool
    cypher: str

    @property
    def planned(self) -> str:
        """The relationship type of a statement in mode planned: `PLANNED_MEMBER_OF`."""
        return f"PLANNED_{self.cypher}"

    @property
    def refuted(self) -> str:
        """The relationship type of a statement in mode refuted: `REFUTED_MEMBER_OF`."""
        return f"REFUTED_{self.cypher}"


@dataclass(frozen=True, slots=True)
class AttributeTerm(Term):
    """A value of an entity; `datatype` is a key of `DATATYPES`; if `chosen`, a node property shows it."""

    domain: frozenset[str]
    datatype: str
    chosen: bool
    lang: bool
    cypher: str


@dataclass(frozen=True, slots=True)
class QualifierTerm(Term):
    """A detail of one statement, such as a role or an amount; `datatype` is a key of `DATATYPES`."""

    datatype: str


@dataclass(frozen=True, slots=True)
class Authority:
    """Who gives identifiers: `prefix` opens the entity ids, a lower `order` makes the better canonical id.

    `synonyms` maps values that sources use to ours (`uk` -> `gb`); `upper` values are written in capitals.
    """

    prefix: str
    order: int
    label: dict[str, str]
    definition: dict[str, str]
    url: str
    for_class: frozenset[str]
    upper: bool
    synonyms: dict[str, str]

    def link(self, value: str) -> str:
        """The page of one identifier at the authority, or "" where it has none."""
        return self.url.replace("{value}", value.upper() if self.upper else value) if self.url else ""


@dataclass(frozen=True, slots=True)
class Concept:
    """A vertical, horizontal, place or classified topic of a bundled scheme; its id is an entity id.

    `alt` has every other name by which texts call it, inflected forms too; `hidden` are those not for
    display. `mappings` are IRIs of published concepts, `notations` are codes. A `borrowed` one belongs to a
    published classification: where its name is one of ours as well, ours is meant.
    """

    id: str
    scheme: str
    kind: str
    label: dict[str, str]
    alt: dict[str, tuple[str, ...]] = field(default_factory=dict)
    hidden: dict[str, tuple[str, ...]] = field(default_factory=dict)
    broader: tuple[str, ...] = ()
    mappings: tuple[str, ...] = ()
    notations: tuple[str, ...] = ()
    borrowed: bool = False
    latitude: float | None = None
    longitude: float | None = None
