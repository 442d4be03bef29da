"""What kind of partner is asked for, in words?

A topic, vertical or place is named by id or name; what lies within it counts too. A call text is read for the names
of topics that the ontology knows, in English and Romanian.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from graph.advice.suggesting import DEFAULT_KINDS, Wish
from graph.errors import UsageError

if TYPE_CHECKING:
    from graph.index import Index
    from ontology import Ontology

__all__ = ["topics_in", "wish_for", "within"]

LONGEST = 100_000  # characters of a call text
SHORTEST = 3  # letters of a name that is looked for in a text


def wish_for(
    ontology: Ontology,
    index: Index,
    *,
    types: Iterable[str] = (),
    topics: Iterable[str] = (),
    places: Iterable[str] = (),
    text: str = "",
) -> Wish:
    """The wish that these words express. Raises UnknownTerm, UnknownEntity, AmbiguousEntity or UsageError."""
    kinds: frozenset[str] = frozenset().union(
        *(ontology.kinds(ontology.class_(one).name) for one in (tuple(types) or DEFAULT_KINDS))
    )
    about = {found for one in topics for found in within(ontology, _concept(ontology, index, one))}
    if text:
        about |= topics_in(text, ontology)
    around = {found for one in places for found in within(ontology, _concept(ontology, index, one))}
    return Wish(kinds, frozenset(about), frozenset(around))


def _concept(ontology: Ontology, index: Index, asked: str) -> str:
    """A concept of the ontology by id, label or other name, else whatever the index finds."""
    folded = asked.casefold().strip()
    if folded in ontology.concepts:
        return folded
    named = [
        name
        for name, concept in ontology.concepts.items()
        if folded in {label.casefold() for label in concept.label.values()}
    ]
    ours = [name for name in named if not ontology.concepts[name].borrowed]
    return sorted(ours or named)[0] if named else index.find(asked)


def within(ontology: Ontology, concept: str) -> frozenset[str]:
    """A concept and all that the ontology has below it."""
    found = {concept}
    edge = found
    while edge:
        edge = {name for name, one in ontology.concepts.items() if edge & set(one.broader)} - found
        found |= edge
    return frozenset(found)


def topics_in(text: str, ontology: Ontology) -> frozenset[str]:
    """The topics that a text names, with all below them. Raises UsageError where it names none."""
    if len(text) > LONGEST:
        raise UsageError(f"A call text may have {LONGEST:,} characters; this one has {len(text):,}.")
    words = " " + " ".join(re.findall(r"\w+", text.casefold())) + " "
    found: set[str] = set()
    kinds = ontology.kinds("Concept")
    for name, concept in ontology.concepts.items():
        if concept.kind not in kinds or concept.borrowed:
            continue
        called = [*concept.label.values(), *(one for names in concept.alt.values() for one in names)]
        for label in called:
            folded = " ".join(re.findall(r"\w+", label.casefold()))
            if len(folded) >= SHORTEST and f" {folded} " in words:
                found |= within(ontology, name)
                break
    if not found:
        raise UsageError(
            "The text names no topic that we know, in English or Romanian; name one with --vertical, or translate it."
        )
    return frozenset(found)
