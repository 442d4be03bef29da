"""Which actors does the case look at?

A case names places; in focus is every actor that is said to lie in one of them, or in a place inside one.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.statement import Mode

if TYPE_CHECKING:
    from graph.index import Index
    from graph.ledger import Ledger
    from ontology import Ontology

__all__ = ["actors_in"]


def actors_in(
    places: tuple[str, ...], ledger: Ledger, index: Index, ontology: Ontology, *, as_of: int | None = None
) -> frozenset[str]:
    """The canonical ids of actors located in the places (ids of the ontology's places) or inside them."""
    canonical = index.canonicals(as_of)
    inside = {canonical.get(place, place) for place in _with_parts(places, ontology)}
    actors: set[str] = set()
    types: dict[str, set[str]] = defaultdict(set)
    for _, subject, _, value, _, _, _ in ledger.attributes(["type"], as_of=as_of):
        types[canonical.get(subject, subject)].add(value)
    kinds = {name for name, term in ontology.classes.items() if term.actor}  # never unnamed groups
    for _, subject, _, target, mode, _ in ledger.relations(["locatedIn"], as_of=as_of):
        head = canonical.get(subject, subject)
        if canonical.get(target, target) in inside and Mode(mode).is_plain and types[head] & kinds:
            actors.add(head)
    return frozenset(actors)


def _with_parts(places: tuple[str, ...], ontology: Ontology) -> set[str]:
    found = set(places)
    while True:
        parts = {name for name, concept in ontology.concepts.items() if found & set(concept.broader)} - found
        if not parts:
            return found
        found |= parts
