"""Which statements of the ledger tie actors, and through what?

One pass over the lean rows of the relations that count; entities become numbers at once, so that hundreds of
thousands of rows cost a second and little memory.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.ask.dates import holds
from graph.statement import Mode
from graph.when import When, last_day

if TYPE_CHECKING:
    from graph.index import Index
    from graph.ledger import Ledger
    from graph.projection.network import NetworkSpec
    from ontology import Ontology

__all__ = ["Ties", "actor_kinds", "begin", "fits", "read_ties", "types_of"]

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ties:
    """What a network is made of, before any arithmetic; entities are numbers into `names`."""

    names: list[str]
    shared: tuple[Ints, Ints, Ints, Ints]  # actor, thing, ledger row, day it began (0: unknown)
    direct: Ints  # lines of actor, actor, ledger row, day
    topical: tuple[Ints, Ints, Ints]  # actor or thing, topic, ledger row
    undated: int
    types: dict[str, frozenset[str]] = field(repr=False)
    untied: Ints  # actors to be shown though nothing ties them


def types_of(
    ledger: Ledger, canonical: dict[str, str], as_of: int | None = None
) -> dict[str, frozenset[str]]:
    """The class names stated of each canonical entity; equal sets are one object."""
    found: dict[str, set[str]] = defaultdict(set)
    for _, subject, _, value, _, mode, _ in ledger.attributes(["type"], as_of=as_of):
        if mode != Mode.REFUTED:
            found[canonical.get(subject, subject)].add(value)
    same: dict[frozenset[str], frozenset[str]] = {}
    return {entity: same.setdefault(kinds := frozenset(types), kinds) for entity, types in found.items()}


def actor_kinds(ontology: Ontology, chosen: tuple[str, ...] = ()) -> frozenset[str]:
    """The classes whose entities count as actors: of those chosen, or all; never one that only counts heads."""
    kinds = frozenset(name for name, term in ontology.classes.items() if term.actor)
    return kinds & frozenset().union(*map(ontology.kinds, chosen)) if chosen else kinds


def begin(when: str) -> int:
    """The day on which a valid time has surely begun, as an ordinal; 0 where it has no start."""
    time = When.parse(when) if when else None
    return last_day(time.start).toordinal() if time and time.start else 0


def fits(when: str, spec: NetworkSpec) -> bool | None:
    """Whether a tie of this valid time counts; None where it has no date to tell."""
    found = holds(when, span=spec.during, cut=spec.before)
    if found and spec.since is not None:
        return begin(when) >= spec.since.toordinal()
    return True if found is None and spec.undated and spec.before is None else found


def read_ties(ledger: Ledger, index: Index, ontology: Ontology, spec: NetworkSpec) -> Ties:
    """The ties of a choice. Raises UnknownTerm for a relation or class that the ontology does not have."""
    canonical = index.canonicals(spec.as_of)
    types = types_of(ledger, canonical, spec.as_of)
    counted = frozenset(ontology.relation(name).name for name in spec.relations) or frozenset(
        name for name, term in ontology.relations.items() if term.collaboration and not term.derived
    )
    topical = frozenset(name for name, term in ontology.relations.items() if term.topical) - counted
    reading = _Reading(spec, canonical)
    for row in ledger.relations(counted | topical, as_of=spec.as_of):
        reading.take(row, counted)
    kinds = actor_kinds(ontology, spec.actors)
    if spec.isolated:
        for entity, theirs in types.items():
            if theirs & kinds:
                reading.numbers.setdefault(entity, len(reading.numbers))
    names = list(reading.numbers)
    everyone = actor_kinds(ontology)
    nobody: frozenset[str] = frozenset()
    acts = np.fromiter((bool(types.get(name, nobody) & kinds) for name in names), bool, len(names))
    # an actor of a kind that was not chosen is no shared thing either
    other = (
        np.fromiter((bool(types.get(name, nobody) & everyone) for name in names), bool, len(names)) & ~acts
    )
    symmetric = frozenset(name for name in counted if ontology.relation(name).symmetric)
    shared, direct = _split(reading, acts, other, symmetric)
    head, topic, row_number, dated = (np.array(column, np.int64) for column in reading.topical)
    # what an undated statement says of a shared thing holds when the thing does, as its type; of an actor it does not
    about = ~(acts | other)[topic] & ((dated > 0) | ~(acts | other)[head])
    untied = np.flatnonzero(acts) if spec.isolated else np.zeros(0, np.int64)
    said = (head[about], topic[about], row_number[about])
    return Ties(names, shared, direct, said, reading.undated, types, untied)


class _Reading:
    """Rows as numbers, while they are read."""

    def __init__(self, spec: NetworkSpec, canonical: dict[str, str]) -> None:
        self._spec = spec
        self._canonical = canonical
        self._modes = frozenset(str(mode) for mode in spec.modes)
        self._times: dict[str, tuple[bool | None, int]] = {}  # few valid times serve many rows
        self.numbers: dict[str, int] = {}
        self.counted = tuple(array("q") for _ in range(4))  # head, tail, row, day
        self.relation: list[str] = []
        self.topical = tuple(array("q") for _ in range(4))  # head, topic, row, whether its own time fits
        self.undated = 0

    def take(self, said: tuple[int, str, str, str, str, str], counted: frozenset[str]) -> None:
        """Keep a row if its mode and time fit."""
        row, subject, relation, target, mode, when = said
        if mode not in self._modes:
            return
        head, tail = self._canonical.get(subject, subject), self._canonical.get(target, target)
        if head == tail:
            return
        if (time := self._times.get(when)) is None:
            time = self._times[when] = (fits(when, self._spec), begin(when))
        fitting, day = time
        if not fitting and (fitting is not None or relation in counted):
            self.undated += fitting is None
            return
        numbers = self.numbers
        ends = numbers.setdefault(head, len(numbers)), numbers.setdefault(tail, len(numbers))
        if relation in counted:
            for column, value in zip(self.counted, (*ends, row, day), strict=True):
                column.append(value)
            self.relation.append(relation)
        else:
            for column, value in zip(self.topical, (*ends, row, bool(fitting)), strict=True):
                column.append(value)


def _split(
    reading: _Reading, acts: NDArray[np.bool_], other: NDArray[np.bool_], symmetric: frozenset[str]
) -> tuple[tuple[Ints, Ints, Ints, Ints], Ints]:
    """Actor with thing, whichever way the relation points, and actor with actor."""
    head, tail, row, day = (np.array(column, np.int64) for column in reading.counted)
    mutual = np.fromiter((name in symmetric for name in reading.relation), bool, len(head))
    heads, tails = acts[head], acts[tail]
    forward = heads & ~tails & ~other[tail]
    backward = tails & ~heads & ~other[head]
    pairs = heads & tails & mutual
    # an actor that others are members of is itself the shared thing, and shares it with them
    within = heads & tails & ~mutual
    shared = (
        np.concatenate([head[forward], tail[backward], head[within], tail[within]]),
        np.concatenate([tail[forward], head[backward], tail[within], tail[within]]),
        np.concatenate([row[forward], row[backward], row[within], row[within]]),
        np.concatenate([day[forward], day[backward], day[within], day[within]]),
    )
    return shared, np.column_stack([head[pairs], tail[pairs], row[pairs], day[pairs]])
