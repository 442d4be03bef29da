"""Who is tied to whom, and how strongly? The network that measures, paths and advice stand on.

Actors (organisations, clusters) are tied through what they share: projects, events, working groups, clusters,
and directly where a source says that they work together. A shared thing of n members ties each pair with
weight 1/(n - 1) (Newman 2001, "Scientific collaboration networks II", Phys. Rev. E 64, 016132), so that a
consortium of fifty does not outweigh twenty joint projects of two. Planned, refuted and unnamed participants
do not count.

Inside, the network is a scipy CSR matrix with an array of ids; `to_networkx()` gives the type users know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import coo_array, csr_array, diags_array

from graph.ask.dates import holds
from graph.statement import Mode

if TYPE_CHECKING:
    import networkx

    from graph.index import Index
    from graph.ledger import Ledger
    from ontology import Ontology

__all__ = ["Network", "NetworkSpec", "build_network", "types_of"]

TOPICAL = ("focusesOn", "partOf")  # what says the topic of an actor or of a thing it shares


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """Which network: the choice that every answer built on it names.

    `before` cuts for training (only what surely began before the day; undated dropped); `during` keeps what
    may have held in the period (undated dropped and counted, unless `undated`); `as_of` is a ledger
    revision. `largest` leaves out shared things with more members.
    """

    relations: tuple[str, ...] = ()  # empty: all that the ontology counts as collaboration
    actors: tuple[str, ...] = ("Organisation", "Cluster")  # and their kinds; never unnamed groups
    modes: tuple[Mode, ...] = (Mode.HAPPENED, Mode.CLAIMED)
    largest: int | None = None
    before: date | None = None
    during: tuple[date, date] | None = None
    undated: bool = False
    as_of: int | None = None

    def sentence(self, lang: str = "en") -> str:
        """The choice in words."""
        time = {"en": "all dates", "ro": "toate datele"}[lang]
        if self.before:
            time = {"en": f"begun before {self.before}", "ro": f"începute înainte de {self.before}"}[lang]
        elif self.during:
            since, until = self.during
            time = {"en": f"during {since} to {until}", "ro": f"în perioada {since} – {until}"}[lang]
        cap = ""
        if self.largest:
            cap = {
                "en": f", shared by at most {self.largest} members",
                "ro": f", cu cel mult {self.largest} membri",
            }[lang]
        return {
            "en": f"actors tied by what they share, weight 1/(n - 1) a pair; {time}{cap}",
            "ro": f"actori legați prin ceea ce au în comun, ponderea 1/(n - 1) pe pereche; {time}{cap}",
        }[lang]


@dataclass(frozen=True, slots=True)
class Shared:
    """One statement that ties an actor to a shared thing, or two actors directly (`other` is an actor)."""

    actor: str
    other: str
    relation: str
    row: int  # the ledger's row number; `Ledger.statement_ids` names the statement


@dataclass(frozen=True, slots=True)
class Ties:
    """What the network is made of, before any arithmetic."""

    shared: tuple[Shared, ...]
    direct: tuple[Shared, ...]
    topical: tuple[Shared, ...]  # what actors and shared things focus on or are part of
    undated: int  # left out for want of a date
    types: dict[str, frozenset[str]] = field(repr=False)


@dataclass(frozen=True)
class Network:
    """Actors and the weights between them; row and column i of `weights` belong to `ids[i]`."""

    spec: NetworkSpec
    ids: tuple[str, ...]
    weights: csr_array  # symmetric, no diagonal
    incidence: csr_array  # actors x shared things, 1 where the actor takes part
    things: tuple[str, ...]
    ties: Ties

    @cached_property
    def position(self) -> dict[str, int]:
        """The row of each actor."""
        return {entity: row for row, entity in enumerate(self.ids)}

    @cached_property
    def rows_of(self) -> dict[str, tuple[int, ...]]:
        """For each actor the ledger rows of the statements that tie it."""
        rows: dict[str, list[int]] = defaultdict(list)
        for tie in (*self.ties.shared, *self.ties.direct):
            rows[tie.actor].append(tie.row)
        for tie in self.ties.direct:
            rows[tie.other].append(tie.row)
        return {actor: tuple(sorted(found)) for actor, found in rows.items()}

    def partners(self, actor: str) -> frozenset[str]:
        """The actors it is tied to."""
        row = self.position.get(actor)
        if row is None:
            return frozenset()
        start, end = self.weights.indptr[row], self.weights.indptr[row + 1]
        return frozenset(self.ids[column] for column in self.weights.indices[start:end])

    @cached_property
    def shared_by(self) -> dict[str, dict[str, int]]:
        """For each actor the things it shares and one ledger row that says so."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for tie in sorted(self.ties.shared, key=lambda one: one.row, reverse=True):
            found[tie.actor][tie.other] = tie.row
        return found

    @cached_property
    def direct_rows(self) -> dict[tuple[str, str], int]:
        """For each pair tied directly (smaller id first) one ledger row that says so."""
        found: dict[tuple[str, str], int] = {}
        for tie in sorted(self.ties.direct, key=lambda one: one.row, reverse=True):
            found[min(tie.actor, tie.other), max(tie.actor, tie.other)] = tie.row
        return found

    def proof(self, one: str, other: str) -> tuple[int, ...]:
        """Ledger rows that show the tie of two partners: the smallest thing both share, or the direct tie."""
        direct = self.direct_rows.get((min(one, other), max(one, other)))
        if direct is not None:
            return (direct,)
        mine, theirs = self.shared_by.get(one, {}), self.shared_by.get(other, {})
        size = {thing: self.members_of[thing] for thing in mine.keys() & theirs.keys()}
        if not size:
            return ()
        thing = min(size, key=lambda name: (size[name], name))
        return (mine[thing], theirs[thing])

    @cached_property
    def members_of(self) -> dict[str, int]:
        """How many actors share each thing."""
        counts = np.asarray(self.incidence.sum(axis=0)).ravel()
        return {thing: int(count) for thing, count in zip(self.things, counts, strict=True)}

    @cached_property
    def topics(self) -> dict[str, dict[str, tuple[int, ...]]]:
        """For each actor its topics, and for each the ledger rows by which it has it (one way is enough)."""
        of: dict[str, dict[str, int]] = defaultdict(dict)
        for tie in sorted(self.ties.topical, key=lambda one: one.row, reverse=True):
            of[tie.actor][tie.other] = tie.row
        found: dict[str, dict[str, tuple[int, ...]]] = {}
        for actor in self.ids:
            mine: dict[str, tuple[int, ...]] = {}
            for thing, row in sorted(self.shared_by.get(actor, {}).items()):
                for topic, said in of.get(thing, {}).items():
                    mine.setdefault(topic, (row, said))
            mine.update({topic: (row,) for topic, row in of.get(actor, {}).items()})
            if mine:
                found[actor] = mine
        return found

    def to_networkx(self) -> networkx.Graph[str]:
        """The same as an undirected networkx graph with edge attribute `weight`."""
        import networkx as nx

        found: networkx.Graph[str] = nx.Graph()
        found.add_nodes_from(self.ids)
        upper = coo_array(self.weights)
        for row, column, weight in zip(upper.row, upper.col, upper.data, strict=True):
            if row < column:
                found.add_edge(self.ids[row], self.ids[column], weight=float(weight))
        return found


def types_of(
    ledger: Ledger, canonical: dict[str, str], as_of: int | None = None
) -> dict[str, frozenset[str]]:
    """The class names stated of each canonical entity."""
    found: dict[str, set[str]] = defaultdict(set)
    for _, subject, _, value, _, mode, _ in ledger.attributes(["type"], as_of=as_of):
        if mode != Mode.REFUTED:
            found[canonical.get(subject, subject)].add(value)
    return {entity: frozenset(types) for entity, types in found.items()}


def build_network(
    ledger: Ledger, index: Index, ontology: Ontology, spec: NetworkSpec | None = None
) -> Network:
    """The network of a choice. The same ledger and choice give the same network in any order of input."""
    spec = spec or NetworkSpec()
    ties = _ties(ledger, index, ontology, spec)
    if spec.largest is not None:
        ties = _capped(ties, spec.largest)
    actors = {tie.actor for tie in ties.shared} | {
        end for tie in ties.direct for end in (tie.actor, tie.other)
    }
    ids = tuple(sorted(actors))
    things = tuple(sorted({tie.other for tie in ties.shared}))
    incidence = _incidence(ties.shared, ids, things)
    return Network(spec, ids, _weights(incidence, ties.direct, ids), incidence, things, ties)


def _ties(ledger: Ledger, index: Index, ontology: Ontology, spec: NetworkSpec) -> Ties:
    canonical = index.canonicals(spec.as_of)
    types = types_of(ledger, canonical, spec.as_of)
    actor_kinds = frozenset().union(*(ontology.kinds(kind) for kind in spec.actors))
    counted = spec.relations or tuple(name for name, term in ontology.relations.items() if term.collaboration)
    topical = frozenset(TOPICAL) & ontology.relations.keys()
    shared, direct, topics, undated = [], [], [], 0
    for row, subject, relation, target, mode, when in ledger.relations(
        {*counted, *topical}, as_of=spec.as_of
    ):
        head, tail = canonical.get(subject, subject), canonical.get(target, target)
        if mode not in spec.modes or head == tail:
            continue
        if relation in topical and relation not in counted:
            if _fits(when, spec) or not when:
                topics.append(Shared(head, tail, relation, row))
            continue
        if not types.get(head, frozenset()) & actor_kinds:
            continue
        if not (fits := _fits(when, spec)):
            undated += fits is None
            continue
        tie = Shared(head, tail, relation, row)
        both_actors = bool(types.get(tail, frozenset()) & actor_kinds)
        if ontology.relation(relation).symmetric:
            if both_actors:
                direct.append(tie)
        else:
            shared.append(tie)
    return Ties(tuple(shared), tuple(direct), tuple(topics), undated, types)


def _fits(when: str, spec: NetworkSpec) -> bool | None:
    """Whether a tie of this valid time counts; None where it has no date to tell."""
    found = holds(when, span=spec.during, cut=spec.before)
    return True if found is None and spec.undated and spec.before is None else found


def _capped(ties: Ties, largest: int) -> Ties:
    members: dict[str, set[str]] = defaultdict(set)
    for tie in ties.shared:
        members[tie.other].add(tie.actor)
    return replace(ties, shared=tuple(tie for tie in ties.shared if len(members[tie.other]) <= largest))


def _incidence(shared: Iterable[Shared], ids: tuple[str, ...], things: tuple[str, ...]) -> csr_array:
    actor_row = {entity: row for row, entity in enumerate(ids)}
    column = {thing: row for row, thing in enumerate(things)}
    cells = sorted({(actor_row[tie.actor], column[tie.other]) for tie in shared})
    rows = np.fromiter((cell[0] for cell in cells), np.int64, len(cells))
    columns = np.fromiter((cell[1] for cell in cells), np.int64, len(cells))
    return csr_array((np.ones(len(cells)), (rows, columns)), shape=(len(ids), len(things)))


def _weights(incidence: csr_array, direct: Iterable[Shared], ids: tuple[str, ...]) -> csr_array:
    members = np.asarray(incidence.sum(axis=0)).ravel()
    share = np.divide(1.0, members - 1, out=np.zeros_like(members), where=members > 1)
    joined: Any = incidence @ diags_array(share) @ incidence.T
    position = {entity: row for row, entity in enumerate(ids)}
    pairs = sorted({tuple(sorted((position[tie.actor], position[tie.other]))) for tie in direct})
    if pairs:
        ends = np.array(pairs)
        ones = np.ones(len(pairs))
        one_way = coo_array((ones, (ends[:, 0], ends[:, 1])), shape=joined.shape)
        joined = joined + one_way + one_way.T
    weights = csr_array(joined)
    weights.setdiag(0)
    weights.eliminate_zeros()
    weights.sort_indices()
    return weights
