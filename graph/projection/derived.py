"""Which pairs of organisations have taken part in the same things, so that a plain query may follow the tie?

A derived tie is a conclusion of ours, never something a source said: both projections write it marked as
derived, and no count of stated relations includes it. It is written only where one end is in the focus of
the case and the shared thing is small, because all pairs of all consortia would outnumber what was said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from graph.statement import Mode

if TYPE_CHECKING:
    from graph.index import Index
    from graph.ledger import Ledger
    from ontology import Ontology

__all__ = ["LARGEST", "SHOWN", "DerivedTie", "derived_collaboration", "derived_ties"]

LARGEST = 20  # members of a shared thing above which it says little about any two of them
SHOWN = 20  # statement ids written with a tie; `of` says how many there are


@dataclass(frozen=True, slots=True, order=True)
class DerivedTie:
    """Two actors (`a` < `b`) that share `count` things; `statements` are up to 20 of the `of` that say so."""

    a: str
    b: str
    count: int
    statements: tuple[str, ...]
    of: int


def derived_collaboration(
    participations: Iterable[tuple[int, str, str]], focus: Collection[str], largest: int = LARGEST
) -> Iterator[tuple[str, str, int, tuple[int, ...]]]:
    """The pairs (a, b, things shared, rows that say so), sorted, a < b, one of them in `focus`.

    `participations` are (row, canonical actor, canonical thing). A thing with more than `largest` actors is
    left out; an actor that stands twice in one thing counts once, with all its rows.
    """
    things: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, actor, thing in participations:
        things[thing][actor].append(row)
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for thing, members in things.items():
        if len(members) > largest:
            continue
        here = members.keys() & focus
        for pair in combinations(sorted(members), 2) if here else ():
            if pair[0] in here or pair[1] in here:
                shared[pair].append(thing)
    for (a, b), common in sorted(shared.items()):
        rows = sorted({row for thing in common for end in (a, b) for row in things[thing][end]})
        yield a, b, len(common), tuple(rows)


def derived_ties(
    ledger: Ledger,
    index: Index,
    ontology: Ontology,
    focus: Collection[str] | None,
    *,
    as_of: int | None = None,
    largest: int = LARGEST,
) -> list[DerivedTie]:
    """The derived ties of a case whose focus are these actors (canonical ids); none without a focus.

    Both projections write exactly these. What counts as taking part is what the ontology marks as
    collaboration; planned and refuted participations, people and unnamed groups do not count.
    """
    if not focus:
        return []
    canonical = index.canonicals(as_of)
    actors = _actors(ledger, ontology, canonical, as_of)
    participations = (
        (row, canonical.get(subject, subject), canonical.get(target, target))
        for row, subject, _, target, mode, _ in ledger.relations(_counted(ontology), as_of=as_of)
        if Mode(mode).is_plain and canonical.get(subject, subject) in actors
    )
    pairs = list(derived_collaboration(participations, focus, largest))
    shown = sorted({row for _, _, _, rows in pairs for row in rows[:SHOWN]})
    names = dict(zip(shown, ledger.statement_ids(shown), strict=True))
    return [
        DerivedTie(a, b, count, tuple(names[row] for row in rows[:SHOWN]), len(rows))
        for a, b, count, rows in pairs
    ]


def _counted(ontology: Ontology) -> list[str]:
    """The relations by which two actors share a third thing; a direct tie of two needs no deriving."""
    return [name for name, term in ontology.relations.items() if term.collaboration and not term.symmetric]


def _actors(
    ledger: Ledger, ontology: Ontology, canonical: dict[str, str], as_of: int | None
) -> frozenset[str]:
    """The entities that count as actors in networks, without people: nothing about them is concluded."""
    kinds = {name for name, term in ontology.classes.items() if term.actor} - ontology.kinds("Person")
    return frozenset(
        canonical.get(subject, subject)
        for _, subject, _, value, _, mode, _ in ledger.attributes(["type"], as_of=as_of)
        if value in kinds and mode != Mode.REFUTED
    )
