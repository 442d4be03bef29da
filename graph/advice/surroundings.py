"""What is known around the actors of a network: where they lie, what they belong to, what they offer and need?

Read once from the ledger, with the dates of the network's choice. Places are timeless; everything else has to
fit the choice. Ties between two actors that are no collaboration (part of, member of, owned by …) are `kin`:
whoever has one is known to the other, and no partner to be advised. A kin tie without a date only keeps a pair
from being advised, so that it counts under a training cut as well.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.projection.network import Network
from graph.projection.network_ties import fits

if TYPE_CHECKING:
    from graph.index import Index
    from graph.ledger import Ledger
    from ontology import Ontology

__all__ = ["Surroundings", "read_surroundings"]

Rows = dict[str, int]  # what is said -> one ledger row that says it
COUNTRY = "country"  # the authority whose ids are countries


@dataclass(frozen=True, slots=True)
class Surroundings:
    """By the id of an actor; each value names the ledger row that says so."""

    kinds: dict[str, Rows] = field(default_factory=dict)  # the classes it is said to be of
    places: dict[str, Rows] = field(default_factory=dict)  # where it is said to lie
    countries: dict[str, tuple[str, int]] = field(default_factory=dict)
    parents: dict[str, frozenset[str]] = field(default_factory=dict)  # of a place: all places it lies in
    kin: dict[str, frozenset[str]] = field(default_factory=dict)
    groups: dict[str, Rows] = field(default_factory=dict)  # clusters and other bodies it is a member of
    offers: dict[str, dict[str, tuple[int, ...]]] = field(default_factory=dict)  # topic -> rows
    needs: dict[str, dict[str, tuple[int, ...]]] = field(default_factory=dict)


def read_surroundings(ledger: Ledger, index: Index, ontology: Ontology, network: Network) -> Surroundings:
    """What the ledger says around the actors of a network and those it has no ties of."""
    return _Reading(ledger, index, ontology, network).surroundings()


def _to(ontology: Ontology, kind: str) -> frozenset[str]:
    """The relations that lead to this kind only."""
    kinds = ontology.kinds(kind)
    return frozenset(name for name, term in ontology.relations.items() if term.range and term.range <= kinds)


class _Reading:
    def __init__(self, ledger: Ledger, index: Index, ontology: Ontology, network: Network) -> None:
        self._ontology = ontology
        self._types = network.types
        self._actors = frozenset(name for name, term in ontology.classes.items() if term.actor)
        self._placing, self._offering, self._needing = (
            _to(ontology, kind) for kind in ("Place", "Offering", "Need")
        )
        self.places: dict[str, Rows] = defaultdict(dict)
        self.kin: dict[str, set[str]] = defaultdict(set)
        self.groups: dict[str, Rows] = defaultdict(dict)
        self.within: dict[str, set[str]] = defaultdict(set)
        self.things: dict[str, dict[str, list[tuple[str, int]]]] = {"offers": {}, "needs": {}}
        self.topics: dict[str, list[tuple[str, int]]] = defaultdict(list)
        canonical = index.canonicals(network.spec.as_of)
        times: dict[str, bool | None] = {}
        modes = frozenset(str(mode) for mode in network.spec.modes)
        for name, concept in ontology.concepts.items():
            self.within[name] |= set(concept.broader)
        wanted = [name for name, term in ontology.relations.items() if not term.collaboration]
        self.kinds: dict[str, Rows] = defaultdict(dict)
        for row, subject, _, kind, _, mode, _ in ledger.attributes(["type"], as_of=network.spec.as_of):
            if mode in modes and kind in self._actors:
                self.kinds[canonical.get(subject, subject)].setdefault(kind, row)
        for row, subject, relation, target, mode, when in ledger.relations(wanted, as_of=network.spec.as_of):
            if mode not in modes:
                continue
            head, tail = canonical.get(subject, subject), canonical.get(target, target)
            if when not in times:
                times[when] = fits(when, network.spec)
            if head != tail:
                self._take(row, head, relation, tail, times[when])

    def _take(self, row: int, head: str, relation: str, tail: str, fitting: bool | None) -> None:
        if relation in self._placing:
            self.places[head].setdefault(tail, row)
            return
        if self._is(tail, "Place"):
            self.within[head].add(tail)
            return
        if self._acts(head) and self._acts(tail):
            if fitting is not False:  # without a date it still keeps a pair from being advised
                self.kin[head].add(tail)
                self.kin[tail].add(head)
            if fitting:
                self.groups[head].setdefault(tail, row)
            return
        if not fitting:
            return
        for kind, relations in (("offers", self._offering), ("needs", self._needing)):
            if relation in relations and self._acts(head):
                self.things[kind].setdefault(head, []).append((tail, row))
        if self._ontology.relations[relation].topical:
            self.topics[head].append((tail, row))

    def _acts(self, entity: str) -> bool:
        return bool(self._types.get(entity, frozenset()) & self._actors)

    def _is(self, entity: str, kind: str) -> bool:
        return kind in self._types.get(entity, frozenset()) or (
            entity in self._ontology.concepts and self._ontology.concepts[entity].kind == kind
        )

    def surroundings(self) -> Surroundings:
        """Everything read, places resolved to countries."""
        met = {place for mine in self.places.values() for place in mine}
        parents = {place: frozenset(self._above(place)) for place in met}
        countries: dict[str, tuple[str, int]] = {}
        for actor, mine in self.places.items():
            for place, row in sorted(mine.items()):
                if country := self._country({place, *parents[place]}):
                    countries.setdefault(actor, (country, row))
        return Surroundings(
            kinds=dict(self.kinds),
            places=dict(self.places),
            countries=countries,
            parents=parents,
            kin={actor: frozenset(others) for actor, others in self.kin.items()},
            groups=dict(self.groups),
            offers=self._on_topic("offers"),
            needs=self._on_topic("needs"),
        )

    def _above(self, place: str) -> set[str]:
        found: set[str] = set()
        edge = [place]
        while edge:
            edge = [parent for one in edge for parent in self.within.get(one, ()) if parent not in found]
            found.update(edge)
        return found

    def _country(self, places: set[str]) -> str:
        for place in sorted(places):
            authority = self._ontology.authority_of(place)
            if authority is not None and authority.prefix == COUNTRY:
                return place
        return ""

    def _on_topic(self, kind: str) -> dict[str, dict[str, tuple[int, ...]]]:
        found: dict[str, dict[str, tuple[int, ...]]] = {}
        for actor, said in self.things[kind].items():
            for thing, row in said:
                for topic, about in self.topics.get(thing, ()):
                    mine = found.setdefault(actor, {})
                    mine[topic] = (*mine.get(topic, ()), row, about)
        return found
