"""Which ties does the graph hold under canonical ids, and which of them do the filters of a view let through?

Everything is read once into arrays (a row of the ledger each), so that a view of a large graph costs one pass.
`Held` depends only on the revision: a server can keep it and pass it to `build_picture` again and again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from graph.statement import Mode, Statement
from graph.view.spec import ViewSpec
from graph.when import When, first_day, last_day

if TYPE_CHECKING:
    from graph.index import Index
    from graph.ledger import Ledger
    from ontology import Ontology

__all__ = ["Held", "Passed", "filtered", "read_held"]

MODES = tuple(Mode)
CONCEPT = "Concept"  # of a scheme: verticals, topics …
PLACE = "Place"  # its entities tell where, and are drawn only where a view asks for them
TOPICS = ("Vertical", "Horizontal")  # what a node can be coloured and filtered by


@dataclass(frozen=True, slots=True)
class Held:
    """All ties between entities: numbers of `ids`, `relations` and `whens`, one entry a statement."""

    ids: tuple[str, ...]
    relations: tuple[str, ...]
    whens: tuple[str, ...]  # keys of valid times; the empty one stands for undated
    subject: np.ndarray
    relation: np.ndarray
    object: np.ndarray
    mode: np.ndarray
    when: np.ndarray
    row: np.ndarray  # the ledger's row number, or the number of a statement in `statements`
    statements: tuple[Statement, ...] = ()
    types: tuple[str, ...] = ()  # of each id; empty where nothing is said
    number: dict[str, int] = field(default_factory=dict)
    concepts: dict[str, str] = field(default_factory=dict)  # concepts under another canonical id, with that
    unread: int = 0  # statements of other sources, or less certain, where a view asks for some only


@dataclass(frozen=True, slots=True)
class Passed:
    """The entries of `Held` that the filters let through, and how many fell to each filter."""

    entries: np.ndarray
    left: dict[str, int]  # ties (not statements) left out, by reason


def read_held(
    ledger: Ledger,
    index: Index,
    ontology: Ontology,
    *,
    as_of: int | None = None,
    spec: ViewSpec | None = None,
) -> Held:
    """All ties of a revision. Where the view asks for certain sources or a confidence, only ties of those."""
    canonical = index.canonicals(as_of)
    numbers: dict[str, int] = {}
    relations: dict[str, int] = {}
    whens: dict[str, int] = {"": 0}
    modes = {mode.value: at for at, mode in enumerate(MODES)}
    columns: list[tuple[int, int, int, int, int, int]] = []
    statements: list[Statement] = []
    unread = 0
    if spec and (spec.sources or spec.confidence > 0):
        statements = list(_said_by(ledger, spec, as_of))
        unread = sum(1 for _ in ledger.relations(as_of=as_of)) - len(statements)
        rows: Iterable[tuple[int, str, str, str, str, str]] = (
            (
                at,
                one.subject,
                one.predicate,
                str(one.object),
                one.mode.value,
                one.when.key if one.when else "",
            )
            for at, one in enumerate(statements)
        )
    else:
        rows = ledger.relations(as_of=as_of)
    for row, subject, relation, target, mode, when in rows:
        head, tail = canonical.get(subject, subject), canonical.get(target, target)
        columns.append(
            (
                numbers.setdefault(head, len(numbers)),
                relations.setdefault(relation, len(relations)),
                numbers.setdefault(tail, len(numbers)),
                modes[mode],
                whens.setdefault(when, len(whens)),
                row,
            )
        )
    table = np.array(columns, dtype=np.int64).reshape(-1, 6).copy(order="F")
    kinds = index.types(numbers)
    types = tuple(kinds.get(entity) or _concept_kind(ontology, entity) for entity in numbers)
    return Held(
        tuple(numbers),
        tuple(relations),
        tuple(whens),
        subject=table[:, 0],
        relation=table[:, 1],
        object=table[:, 2],
        mode=table[:, 3],
        when=table[:, 4],
        row=table[:, 5],
        statements=tuple(statements),
        types=types,
        number=numbers,
        concepts={entity: canonical[entity] for entity in ontology.concepts.keys() & canonical.keys()},
        unread=unread,
    )


def _said_by(ledger: Ledger, spec: ViewSpec, as_of: int | None) -> Iterable[Statement]:
    for source in spec.sources or (None,):
        for statement in ledger.match(source=source, as_of=as_of):
            if isinstance(statement.object, str) and statement.confidence >= spec.confidence:
                yield statement


def _concept_kind(ontology: Ontology, entity: str) -> str:
    concept = ontology.concepts.get(entity)
    return concept.kind if concept else ""


def filtered(held: Held, ontology: Ontology, spec: ViewSpec) -> Passed:
    """The entries that pass the filters on relations, modes, dates, types, verticals, places and weight."""
    left: Counter[str] = Counter()
    passing = held.subject != held.object
    keep = passing & _named(held.relations, held.relation, spec.relations)
    keep &= _named(MODES, held.mode, spec.modes)
    nodes = _nodes_wanted(held, ontology, spec)
    keep &= nodes[held.subject] & nodes[held.object]
    folded = _folded(held, ontology, spec)
    to_place = folded[held.subject] | folded[held.object]
    scheme = _named(held.relations, held.relation, _of_schemes(ontology) or ("",)) & (not spec.relations)
    fits, undated = _in_period(held, spec)
    drawn = keep & ~to_place & ~scheme
    left["outside"] = _ties(held, np.flatnonzero((passing & ~keep) | (drawn & ~fits & ~undated)))
    left["place"] = _ties(held, np.flatnonzero(keep & to_place & ~scheme & fits))
    left["scheme"] = _ties(held, np.flatnonzero(keep & scheme & fits))
    left["undated"] = _ties(held, np.flatnonzero(drawn & undated & ~fits))
    keep = drawn & fits
    entries = np.flatnonzero(keep)
    if spec.weight > 1 and len(entries):
        keys = tie_keys(held, entries)
        _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
        strong = counts[inverse] >= spec.weight
        left["weight"] = int((counts < spec.weight).sum())
        entries = entries[strong]
    return Passed(entries, {reason: count for reason, count in left.items() if count > 0})


def tie_keys(held: Held, entries: np.ndarray) -> np.ndarray:
    """One number for each (subject, relation, object, mode)."""
    keys = held.subject[entries] * len(held.relations) + held.relation[entries]
    return np.asarray((keys * len(held.ids) + held.object[entries]) * len(MODES) + held.mode[entries])


def _of_schemes(ontology: Ontology) -> tuple[str, ...]:
    """The relations that order concepts among themselves (broader …): they say nothing of who acts with whom."""
    concepts = ontology.kinds(CONCEPT) | ontology.kinds(PLACE)
    return tuple(
        name
        for name in ontology.relations
        if (ends := ontology.subjects(name) | ontology.objects(name)) and ends <= concepts
    )


def _ties(held: Held, entries: np.ndarray) -> int:
    return len(np.unique(tie_keys(held, entries)))


def _named(names: Iterable[str], numbers: np.ndarray, wanted: tuple[str, ...]) -> np.ndarray:
    if not wanted:
        return np.ones(len(numbers), dtype=bool)
    return np.asarray(np.array([name in wanted for name in names], dtype=bool)[numbers])


def _in_period(held: Held, spec: ViewSpec) -> tuple[np.ndarray, np.ndarray]:
    """Which entries may hold in the period, and which have no date."""
    if not spec.during:
        return np.ones(len(held.when), dtype=bool), held.when == 0
    start, end = spec.period
    since = first_day(start) if start else date.min
    until = last_day(end) if end else date.max
    fits = [spec.undated, *(When.parse(key).overlaps(since, until) for key in held.whens[1:])]
    return np.array(fits, dtype=bool)[held.when], held.when == 0


def _nodes_wanted(held: Held, ontology: Ontology, spec: ViewSpec) -> np.ndarray:
    """Which nodes the filters on nodes let through. Seeds always pass."""
    wanted = frozenset[str]().union(*(ontology.kinds(name) for name in spec.types))
    allowed = np.array([not wanted or kind in wanted for kind in held.types], dtype=bool)
    if spec.verticals:
        topics = _with_narrower(held, ontology, spec.verticals)
        allowed &= _about(held, ontology, topics, TOPICS)
    if spec.places:
        places = _with_narrower(held, ontology, spec.places)
        allowed &= _about(held, ontology, places, (PLACE,)) | _not_placed(held, ontology)
    for seed in spec.seeds:
        if seed in held.number:
            allowed[held.number[seed]] = True
    return allowed


def _folded(held: Held, ontology: Ontology, spec: ViewSpec) -> np.ndarray:
    """Places tie nearly everything together: they are drawn only where a type or a seed asks for them."""
    kinds = frozenset() if spec.types else ontology.kinds(PLACE)
    seeds = set(spec.seeds)
    return np.array(
        [kind in kinds and entity not in seeds for entity, kind in zip(held.ids, held.types, strict=True)],
        dtype=bool,
    )


def _with_narrower(held: Held, ontology: Ontology, concepts: Iterable[str]) -> set[str]:
    """The concepts and all that are narrower, by the schemes, under canonical ids."""
    found = set(concepts)
    while (
        more := {name for name, concept in ontology.concepts.items() if found & set(concept.broader)} - found
    ):
        found |= more
    return {held.concepts.get(entity, entity) for entity in found}


def pointing(held: Held, ontology: Ontology, kinds: Iterable[str]) -> np.ndarray:
    """The entries, happened or claimed, whose object is of one of these classes."""
    classes = frozenset[str]().union(*(ontology.kinds(kind) for kind in kinds))
    of_kind = np.array([kind in classes for kind in held.types], dtype=bool)
    plain = np.array([mode.is_plain for mode in MODES], dtype=bool)
    return np.flatnonzero(of_kind[held.object] & ~of_kind[held.subject] & plain[held.mode])


def _about(held: Held, ontology: Ontology, concepts: set[str], kinds: Iterable[str]) -> np.ndarray:
    """The nodes that point to one of the concepts, and those concepts."""
    chosen = np.array([entity in concepts for entity in held.ids], dtype=bool)
    entries = pointing(held, ontology, kinds)
    about = chosen.copy()
    about[held.subject[entries[chosen[held.object[entries]]]]] = True
    return about


def in_focus(held: Held, ontology: Ontology, focus: Iterable[str]) -> list[int]:
    """The nodes in focus: those named, and those that lie in a place named or inside one."""
    named = _with_narrower(held, ontology, focus)
    around = _about(held, ontology, named, (PLACE,))
    around[[held.number[entity] for entity in named if entity in held.number]] = True
    places = ontology.kinds(PLACE)
    return [node for node in np.flatnonzero(around).tolist() if held.types[node] not in places]


def _not_placed(held: Held, ontology: Ontology) -> np.ndarray:
    """The nodes of which no place is said: shared things such as projects, which lie where their partners do."""
    placed = np.zeros(len(held.ids), dtype=bool)
    placed[held.subject[pointing(held, ontology, (PLACE,))]] = True
    return np.asarray(~placed & ~acting(held, ontology))


def acting(held: Held, ontology: Ontology) -> np.ndarray:
    """The nodes that act (organisations, clusters, people), by the ontology."""
    actors = {name for name, term in ontology.classes.items() if term.actor}
    return np.array([kind in actors for kind in held.types], dtype=bool)
