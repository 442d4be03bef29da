"""What does advice compute once for all actors of a network?

An `Ecosystem` is a network made ready: who worked with whom and how recently, who is how active, what each works
on, of which kind it is and where it lies. Events and working groups are common ground, not partnership: who met
there may still be advised to each other, so they are kept apart from joint work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, diags_array

from graph.advice.surroundings import Surroundings, read_surroundings
from graph.projection.network import Network

if TYPE_CHECKING:
    from graph.index import Index
    from graph.ledger import Ledger
    from ontology import Ontology

__all__ = ["YEAR", "Ecosystem", "ecosystem_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
YEAR = 365.25
HALF_LIFE = 2.0  # years after which joint work weighs half
RECENT = 3.0  # years that count as recent
COMMON = 4.0  # one actor in so many: a topic that is more common says nothing


class Ecosystem:
    """A network and its surroundings, with everything that signals share. Rows are those of the network."""

    def __init__(
        self, network: Network, around: Surroundings | None = None, *, grounds: frozenset[str] = frozenset()
    ) -> None:
        self.network = network
        self.around = around or Surroundings()
        self.size = len(network.ids)
        self._peer_partners: dict[tuple[int, int], Floats] = {}
        types = network.types
        self.is_ground = np.fromiter(
            (bool(types.get(thing, frozenset()) & grounds) for thing in network.things),
            bool,
            len(network.things),
        )

    # ------------------------------------------------------------ time

    @cached_property
    def today(self) -> int:
        """The day from which age is counted: the training cut, or the day after the last known beginning."""
        if self.network.spec.before:
            return self.network.spec.before.toordinal()
        return max(int(self.network.begun.max(initial=0)), int(self.network.direct[:, 3].max(initial=0))) + 1

    @cached_property
    def cell_actor(self) -> Ints:
        """The actor of each cell of the incidence."""
        return np.repeat(np.arange(self.size), np.diff(self.network.incidence.indptr))

    @cached_property
    def cell_age(self) -> Floats:
        """Years since each participation began; infinite where undated."""
        begun = self.network.begun
        return np.where(begun > 0, np.maximum(self.today - begun, 0) / YEAR, np.inf)

    @cached_property
    def thing_age(self) -> Floats:
        """Years since each shared thing began (its first participation); infinite where undated."""
        age = np.zeros(len(self.network.things))
        np.maximum.at(
            age, self.network.incidence.indices, np.where(np.isinf(self.cell_age), -1, self.cell_age)
        )
        seen = np.bincount(
            self.network.incidence.indices, ~np.isinf(self.cell_age), minlength=len(self.network.things)
        )
        return np.where(seen > 0, age, np.inf)

    @cached_property
    def last(self) -> Ints:
        """The day of each actor's last known beginning, 0 where none is known."""
        found = np.zeros(self.size, np.int64)
        np.maximum.at(found, self.cell_actor, self.network.begun)
        return found

    def day(self, ordinal: int) -> date:
        """A day as a date."""
        return date.fromordinal(ordinal)

    # ------------------------------------------------------------ joint work

    @cached_property
    def work(self) -> csr_array:
        """Actors by the things they worked on together, without common ground such as events."""
        return self._columns(~self.is_ground)

    @cached_property
    def ground(self) -> csr_array:
        """Actors by the events and working groups in which they met."""
        return self._columns(self.is_ground)

    def _columns(self, kept: NDArray[np.bool_]) -> csr_array:
        found = csr_array(self.network.incidence @ diags_array(kept.astype(np.float32)))
        found.eliminate_zeros()
        return found

    @cached_property
    def by_thing(self) -> tuple[csr_array, Ints]:
        """Things by actors, and beside its data the ledger rows that say who takes part."""
        incidence, rows = self.network.incidence, self.network.rows
        order = np.lexsort((self.cell_actor, incidence.indices))
        indptr = np.concatenate(([0], np.cumsum(self.members)))
        shape = (incidence.shape[1], self.size)
        return csr_array((np.ones(len(order)), self.cell_actor[order], indptr), shape=shape), rows[order]

    @cached_property
    def members(self) -> Ints:
        """How many actors share each thing."""
        return self.network.members

    @cached_property
    def share(self) -> Floats:
        """1/(n - 1) of each thing of joint work, 0 for one of a single actor."""
        large = self.members > 1
        found = np.divide(1.0, self.members - 1, out=np.zeros(len(self.members)), where=large)
        return np.where(self.is_ground, 0.0, found)

    @cached_property
    def faded(self) -> Floats:
        """`share`, halved every two years of age."""
        return self.share * np.where(np.isinf(self.thing_age), 0.0, 0.5 ** (self.thing_age / HALF_LIFE))

    @cached_property
    def _direct(self) -> csr_array:
        ends = self.network.direct[:, :2]
        both = np.concatenate([ends, ends[:, ::-1]])
        ones = np.ones(len(both), np.float32)
        found = coo_array((ones, (both[:, 0], both[:, 1])), shape=(self.size, self.size)).tocsr()
        found.sum_duplicates()
        found.data[:] = 1.0
        return found

    @cached_property
    def partners(self) -> csr_array:
        """1 where two actors worked together; no diagonal."""
        return self._pairs(self.share > 0)

    @cached_property
    def recent_partners(self) -> csr_array:
        """1 where two actors worked together in something that began in the last three years."""
        return self._pairs((self.share > 0) & (self.thing_age <= RECENT))

    def _pairs(self, things: NDArray[np.bool_]) -> csr_array:
        work = self.network.incidence[:, np.flatnonzero(things)].astype(np.float32)
        found: csr_array = csr_array(work @ work.T) + self._direct
        found.setdiag(0)
        found.eliminate_zeros()
        found.data[:] = 1.0
        found.sort_indices()
        return found

    @cached_property
    def degree(self) -> Ints:
        """How many partners each actor has."""
        return np.diff(self.partners.indptr).astype(np.int64)

    @cached_property
    def recent_degree(self) -> Ints:
        """How many partners each actor has of the last three years."""
        return np.diff(self.recent_partners.indptr).astype(np.int64)

    def partner_rows(self, actor: int) -> Ints:
        """The partners of an actor, ascending."""
        partners = self.partners
        return np.asarray(partners.indices[partners.indptr[actor] : partners.indptr[actor + 1]], np.int64)

    def known(self, actor: int) -> Ints:
        """Whom it already knows: itself, its partners, and its kin (own departments, clusters, owners)."""
        kin = self.around.kin.get(self.network.ids[actor], frozenset())
        position = self.network.position
        others = [position[one] for one in kin if one in position]
        return np.unique(np.concatenate([self.partner_rows(actor), np.array([actor, *others], np.int64)]))

    @cached_property
    def walk(self) -> tuple[csr_array, csr_array, NDArray[np.float32], NDArray[np.float32], csr_array]:
        """What a random step needs: things by actors, actors by things faded, own return, 1/strength, direct."""
        work = self.network.incidence.astype(np.float32)
        faded = csr_array(work @ diags_array(self.faded.astype(np.float32)))
        back = np.asarray(faded.sum(axis=1), np.float32).ravel()
        strength = faded @ np.maximum(self.members - 1, 0).astype(np.float32)
        strength = strength + np.asarray(self._direct.sum(axis=1), np.float32).ravel()
        inverse = np.divide(1.0, strength, out=np.zeros_like(strength), where=strength > 0)
        return csr_array(work.T), faded, back, inverse.astype(np.float32), self._direct

    # ------------------------------------------------------------ activity

    def active_within(self, years: float, *, openings: bool = False) -> Floats:
        """For each actor the joint works of the last years, or with `openings` the partners met in them."""
        weight = (self.cell_age <= years) & (self.share[self.network.incidence.indices] > 0)
        values = weight * (self.members[self.network.incidence.indices] - 1.0 if openings else 1.0)
        return np.bincount(self.cell_actor, values, minlength=self.size).astype(np.float64)

    @cached_property
    def active_recently(self) -> Floats:
        """Joint works of each actor that began in the last two years."""
        return self.active_within(2.0)

    @cached_property
    def openings(self) -> Floats:
        """Places beside others that each actor had in joint work of the last year."""
        return self.active_within(1.0, openings=True)

    @cached_property
    def openings_before(self) -> Floats:
        """Places beside others that each actor had in joint work of the last two years."""
        return self.active_within(2.0, openings=True)

    @cached_property
    def lasting(self) -> Floats:
        """Joint works of each actor, halved every two years of age."""
        cells = self.network.incidence.indices
        faded = np.where(np.isinf(self.cell_age), 0.0, 0.5 ** (self.cell_age / HALF_LIFE))
        kept = faded * (self.share[cells] > 0)
        return np.bincount(self.cell_actor, kept, minlength=self.size).astype(np.float64)

    # ------------------------------------------------------------ topics, kinds, countries

    @cached_property
    def having(self) -> csr_array:
        """Actors by topics, above zero where the actor or a thing that it shares has the topic."""
        return self._topics_of(np.ones(len(self.network.things)))

    @cached_property
    def rarity(self) -> Floats:
        """The logarithm of how rare each topic is among the actors that have any.

        Zero where a quarter of them has it, as a framework programme: such a topic says nothing.
        """
        having = self.having
        count = np.bincount(having.indices, minlength=len(self.network.topics))
        known = max(int((np.diff(having.indptr) > 0).sum()), 1)
        rare = np.log(np.maximum(known / np.maximum(count, 1), 1.0))
        return np.where(rare > np.log(COMMON), rare, 0.0)

    @cached_property
    def profiles(self) -> csr_array:
        """What each actor works on, as rows of length 1: its things' topics faded by age and size, and its own."""
        size = np.sqrt(np.maximum(self.members, 1))
        aged = np.where(np.isinf(self.thing_age), 0.1, 0.5 ** (self.thing_age / HALF_LIFE))
        found = csr_array(self._topics_of(aged / size) @ diags_array(self.rarity))
        found.eliminate_zeros()
        length = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
        scale = np.divide(1.0, length, out=np.zeros(self.size), where=length > 0)
        return csr_array(diags_array(scale) @ found)

    @cached_property
    def topic_openings(self) -> csr_array:
        """Actors by topics: places beside others in joint work on the topic, halved every two years of age."""
        aged = np.where(np.isinf(self.thing_age), 0.0, 0.5 ** (self.thing_age / HALF_LIFE))
        places = np.maximum(self.members - 1, 0) * aged * (self.share > 0)
        found = csr_array(self._topics_of(places, own=False) @ diags_array((self.rarity > 0).astype(float)))
        found.eliminate_zeros()
        return found

    def _topics_of(self, weight: Floats, *, own: bool = True) -> csr_array:
        network = self.network
        of_things, of_actors = network.thing_topics.astype(bool), network.actor_topics.astype(bool)
        shape = (self.size, len(network.topics))
        if not shape[1]:
            return csr_array(shape)
        joint = network.incidence @ diags_array(weight) @ of_things.astype(np.float64)
        return csr_array(joint + of_actors.astype(np.float64) if own else joint)

    @cached_property
    def kinds(self) -> tuple[tuple[str, ...], Ints]:
        """The kinds there are, and each actor's: the rarest of its classes, which says most; -1 where none."""
        nothing: frozenset[str] = frozenset()
        theirs = [self.network.types.get(entity, nothing) for entity in self.network.ids]
        count = Counter(kind for kinds in theirs for kind in kinds)
        return _coded([min(kinds, key=lambda kind: (count[kind], kind), default="") for kinds in theirs])

    @cached_property
    def countries(self) -> tuple[tuple[str, ...], Ints]:
        """The countries there are, and each actor's (-1 where unknown)."""
        found = self.around.countries
        return _coded([found[entity][0] if entity in found else "" for entity in self.network.ids])

    def habit(self, actor: int, codes: Ints) -> Floats:
        """How much more often an actor's joint work is with each code than everybody's, smoothed; at least 0.

        The logarithm of the ratio, by code.
        """
        number = int(codes.max(initial=-1)) + 1
        if not number:
            return np.zeros(1)
        counted = codes >= 0
        everyone = np.bincount(codes[counted], self.degree[counted], minlength=number) + 1.0
        everyone = everyone / everyone.sum()
        theirs = codes[self.partner_rows(actor)]
        mine = np.bincount(theirs[theirs >= 0], minlength=number) + 5.0 * everyone
        return np.append(np.maximum(np.log(mine / mine.sum() / everyone), 0.0), 0.0)  # last: code -1

    def peers(self, actor: int) -> Ints:
        """The actors of the same country and kind; none where one of the two is unknown."""
        (_, country), (_, kind) = self.countries, self.kinds
        if min(country[actor], kind[actor]) < 0:
            return np.zeros(0, np.int64)
        return np.flatnonzero((country == country[actor]) & (kind == kind[actor]))

    def peer_partners(self, actor: int) -> Floats:
        """For each actor how many peers of this one are its partners."""
        key = (int(self.countries[1][actor]), int(self.kinds[1][actor]))
        if key not in self._peer_partners:
            mask = np.zeros(self.size, np.float32)
            mask[self.peers(actor)] = 1.0
            self._peer_partners[key] = np.asarray(self.partners @ mask, np.float64)
        return self._peer_partners[key]

    @cached_property
    def busiest(self) -> Ints:
        """The actors by how active they were of late, the most active first."""
        return np.lexsort((np.arange(self.size), -self.lasting, -self.openings))


def _coded(names: Iterable[str]) -> tuple[tuple[str, ...], Ints]:
    said = list(names)
    words = tuple(sorted({name for name in said if name}))
    code = {name: number for number, name in enumerate(words)}
    return words, np.array([code.get(name, -1) for name in said], np.int64)


def ecosystem_of(network: Network, ledger: Ledger, index: Index, ontology: Ontology) -> Ecosystem:
    """A network made ready for advice, with what the ledger says around it."""
    grounds = ontology.kinds("Event") | ontology.kinds("WorkingGroup")
    return Ecosystem(network, read_surroundings(ledger, index, ontology, network), grounds=grounds)
