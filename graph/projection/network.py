"""Who is tied to whom, and how strongly? The network that measures, paths and advice stand on.

Actors (organisations, clusters, people) are tied through what they share, such as projects and events, and
directly where a source says that they work together; which relations count is said by the ontology
(`meta:collaboration`). A shared thing of n actors ties each pair with weight 1/(n - 1) (Newman 2001, "Scientific
collaboration networks II", Phys. Rev. E 64, 016132), so that a consortium of fifty does not outweigh twenty joint
projects of two. Whoever organises a thing shares it with those who take part. Planned, refuted and unnamed
participants do not count.

Inside, all is in scipy CSR matrices beside an array of ids; `to_networkx()` gives the type users know.
How it is read from the ledger stands in `network_ties.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, diags_array

from graph.projection.network_ties import Ties, read_ties, types_of
from graph.statement import Mode

if TYPE_CHECKING:
    import networkx

    from graph.index import Index
    from graph.ledger import Ledger
    from ontology import Ontology

__all__ = ["Network", "NetworkSpec", "build_network", "network_of", "types_of"]

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """Which network: the choice that every answer built on it names.

    `before` cuts for training (only what surely began before the day; undated dropped); `during` keeps what
    may have held in the period (undated dropped and counted, unless `undated`); `as_of` is a ledger
    revision. `largest` leaves out shared things with more members. `actors` are class names. With `isolated`
    every actor that we know of has a row, tied or not. `since` goes with `before` and keeps what began on that day
    or later: what a back-test hides.
    """

    relations: tuple[str, ...] = ()  # empty: all that the ontology counts as collaboration
    actors: tuple[str, ...] = ()  # empty: all that the ontology counts as actors
    modes: tuple[Mode, ...] = (Mode.HAPPENED, Mode.CLAIMED)
    largest: int | None = None
    before: date | None = None
    during: tuple[date, date] | None = None
    undated: bool = False
    as_of: int | None = None
    isolated: bool = False
    since: date | None = None

    def sentence(self, lang: str = "en") -> str:
        """The choice in words."""
        time = {"en": "all dates", "ro": "toate datele"}[lang]
        if self.before:
            time = {"en": f"begun before {self.before}", "ro": f"începute înainte de {self.before}"}[lang]
        if self.before and self.since:
            time = {
                "en": f"begun from {self.since} and before {self.before}",
                "ro": f"începute de la {self.since} și înainte de {self.before}",
            }[lang]
        if self.during:
            since, until = self.during
            time = {"en": f"during {since} to {until}", "ro": f"în perioada {since} – {until}"}[lang]
        parts = [time]
        if self.largest:
            parts.append(
                {
                    "en": f"shared by at most {self.largest} members",
                    "ro": f"cu cel mult {self.largest} membri",
                }[lang]
            )
        who = {"en": ", ".join(self.actors) or "actors", "ro": ", ".join(self.actors) or "actori"}[lang]
        how = {"en": ", ".join(self.relations) or "what they share", "ro": ", ".join(self.relations)}[lang]
        parts += [", ".join(self.modes)] if self.modes != (Mode.HAPPENED, Mode.CLAIMED) else []
        said = "; ".join([parts[0], *parts[1:]])
        return {
            "en": f"{who} tied by {how}, weight 1/(n - 1) a pair; {said}",
            "ro": f"{who} legați prin {how or 'ceea ce au în comun'}, ponderea 1/(n - 1) pe pereche; {said}",
        }[lang]


@dataclass(frozen=True, eq=False)
class Network:
    """Actors and the weights between them; row and column i of `weights` belong to `ids[i]`.

    `incidence` has the actors as rows and the shared `things` as columns, 1 where the actor takes part. Beside
    its data lie `rows` (the ledger row of the statement that says so) and `begun` (the day it began as an
    ordinal of `datetime.date`, 0 where undated). `direct` has a line (actor, actor, ledger row, day) for each
    pair that a source ties directly. `thing_topics` and `actor_topics` have the `topics` as columns and as data
    the ledger row that says it.
    """

    spec: NetworkSpec
    ids: tuple[str, ...]
    weights: csr_array  # symmetric, no diagonal
    incidence: csr_array
    things: tuple[str, ...]
    rows: Ints
    begun: Ints
    direct: Ints  # shape (ties, 4)
    topics: tuple[str, ...]
    thing_topics: csr_array
    actor_topics: csr_array
    types: dict[str, frozenset[str]] = field(repr=False)
    undated: int = 0  # relations left out for want of a date

    @cached_property
    def position(self) -> dict[str, int]:
        """The row of each actor."""
        return {entity: row for row, entity in enumerate(self.ids)}

    @cached_property
    def members(self) -> Ints:
        """How many actors share each thing."""
        return np.bincount(self.incidence.indices, minlength=len(self.things))

    def partners(self, actor: str) -> frozenset[str]:
        """The actors it is tied to."""
        row = self.position.get(actor)
        return frozenset() if row is None else frozenset(self.ids[other] for other in self.partner_rows(row))

    def partner_rows(self, actor: int) -> Ints:
        """The rows of the actors that an actor's row is tied to, ascending."""
        return np.asarray(
            self.weights.indices[self.weights.indptr[actor] : self.weights.indptr[actor + 1]], np.int64
        )

    def cells(self, actor: int) -> slice:
        """Where an actor's things lie in `incidence.indices`, `rows` and `begun`."""
        return slice(int(self.incidence.indptr[actor]), int(self.incidence.indptr[actor + 1]))

    def proofs(self, one: int, other: int) -> list[int]:
        """All ledger rows that tie two partners: their direct ties, and both ends of each thing they share."""
        return sorted(self._direct_rows.get((min(one, other), max(one, other)), [])) + self.joint(one, other)

    def joint(self, one: int, other: int) -> list[int]:
        """The ledger rows by which two actors take part in the things they share, the smallest thing first."""
        mine, theirs = self.cells(one), self.cells(other)
        _, first, second = np.intersect1d(
            self.incidence.indices[mine],
            self.incidence.indices[theirs],
            assume_unique=True,
            return_indices=True,
        )
        size = self.members[self.incidence.indices[mine][first]]
        pairs = np.stack([self.rows[mine][first], self.rows[theirs][second]], axis=1)
        return [int(row) for row in pairs[np.argsort(size, kind="stable")].ravel()]

    @cached_property
    def _direct_rows(self) -> dict[tuple[int, int], list[int]]:
        found: dict[tuple[int, int], list[int]] = {}
        for one, other, row, _ in self.direct.tolist():
            found.setdefault((min(one, other), max(one, other)), []).append(row)
        return found

    @cached_property
    def _direct_of(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for one, other, row, _ in self.direct.tolist():
            found.setdefault(one, []).append(row)
            found.setdefault(other, []).append(row)
        return found

    def rows_of(self, actor: int) -> list[int]:
        """The ledger rows of the statements that tie an actor to anything, ascending."""
        return sorted({*self.rows[self.cells(actor)].tolist(), *self._direct_of.get(actor, ())})

    def to_networkx(self) -> networkx.Graph[str]:
        """The same as an undirected networkx graph with edge attribute `weight`."""
        import networkx as nx

        found: networkx.Graph[str] = nx.Graph()
        found.add_nodes_from(self.ids)
        upper = coo_array(self.weights)
        kept = upper.row < upper.col
        found.add_weighted_edges_from(
            (self.ids[row], self.ids[column], weight)
            for row, column, weight in zip(
                upper.row[kept].tolist(), upper.col[kept].tolist(), upper.data[kept].tolist(), strict=True
            )
        )
        return found


def build_network(
    ledger: Ledger, index: Index, ontology: Ontology, spec: NetworkSpec | None = None
) -> Network:
    """The network of a choice. The same ledger and choice give the same network in any order of input."""
    spec = spec or NetworkSpec()
    return assemble(spec, read_ties(ledger, index, ontology, spec))


def network_of(
    spec: NetworkSpec,
    ids: Iterable[str],
    weights: csr_array,
    types: dict[str, frozenset[str]] | None = None,
) -> Network:
    """A network of given weights (symmetric, no diagonal) and nothing shared: for graphs from elsewhere."""
    known = tuple(ids)
    none = np.zeros(0, np.int64)
    empty = csr_array((len(known), 0))
    return Network(
        spec,
        known,
        weights,
        empty,
        (),
        none,
        none,
        none.reshape(0, 4),
        (),
        csr_array((0, 0)),
        empty,
        types or {},
    )


def assemble(spec: NetworkSpec, ties: Ties) -> Network:
    """The matrices of some ties: sorted, each cell once, proved by its lowest ledger row."""
    actor, thing, row, begun = ties.shared
    if spec.largest is not None and len(actor):
        pairs = np.unique(np.stack([thing, actor]), axis=1)
        small = np.bincount(pairs[0], minlength=int(thing.max()) + 1)[thing] <= spec.largest
        actor, thing, row, begun = actor[small], thing[small], row[small], begun[small]
    ids, actor_at = _sorted_names(
        ties.names, np.concatenate([actor, ties.direct[:, 0], ties.direct[:, 1], ties.untied])
    )
    things, thing_at = _sorted_names(ties.names, thing)
    topics, topic_at = _sorted_names(ties.names, ties.topical[1])
    incidence, rows, begun = _cells(actor_at[actor], thing_at[thing], row, begun, (len(ids), len(things)))
    direct = np.column_stack([actor_at[ties.direct[:, 0]], actor_at[ties.direct[:, 1]], ties.direct[:, 2:]])
    direct = direct[np.lexsort(direct.T[::-1])]
    return Network(
        spec=spec,
        ids=ids,
        weights=_weights(incidence, direct),
        incidence=incidence,
        things=things,
        rows=rows,
        begun=begun,
        direct=direct,
        topics=topics,
        thing_topics=_said(ties, thing_at, topic_at, (len(things), len(topics))),
        actor_topics=_said(ties, actor_at, topic_at, (len(ids), len(topics))),
        types=ties.types,
        undated=ties.undated,
    )


def _sorted_names(names: list[str], codes: Ints) -> tuple[tuple[str, ...], Ints]:
    """The names of some codes in alphabetical order, and for each code its place there (-1 for others)."""
    used = sorted(np.unique(codes).tolist(), key=names.__getitem__)
    place = np.full(len(names), -1, np.int64)
    place[used] = np.arange(len(used))
    return tuple(names[code] for code in used), place


def _cells(
    actor: Ints, thing: Ints, row: Ints, begun: Ints, shape: tuple[int, int]
) -> tuple[csr_array, Ints, Ints]:
    order = np.lexsort((row, thing, actor))
    actor, thing, row, begun = actor[order], thing[order], row[order], begun[order]
    first = np.ones(len(actor), bool)
    first[1:] = (actor[1:] != actor[:-1]) | (thing[1:] != thing[:-1])
    starts = np.flatnonzero(first)
    # the earliest known day counts; 0 means that no day is known
    earliest = np.minimum.reduceat(np.where(begun > 0, begun, np.iinfo(np.int64).max), starts)
    days = np.where(earliest == np.iinfo(np.int64).max, 0, earliest) if len(starts) else begun[:0]
    indptr = np.concatenate(([0], np.cumsum(np.bincount(actor[first], minlength=shape[0]))))
    incidence = csr_array((np.ones(len(starts)), thing[first].astype(np.int32), indptr), shape=shape)
    return incidence, row[first], days


def _said(ties: Ties, head_at: Ints, topic_at: Ints, shape: tuple[int, int]) -> csr_array:
    head, topic, row = ties.topical
    mine = head_at[head] >= 0
    head, topic, row = head_at[head[mine]], topic_at[topic[mine]], row[mine]
    order = np.lexsort((row, topic, head))
    head, topic, row = head[order], topic[order], row[order]
    first = np.ones(len(head), bool)
    first[1:] = (head[1:] != head[:-1]) | (topic[1:] != topic[:-1])
    return csr_array((row[first], (head[first], topic[first])), shape=shape)


def _weights(incidence: csr_array, direct: Ints) -> csr_array:
    members = np.bincount(incidence.indices, minlength=incidence.shape[1])
    share = np.divide(1.0, members - 1, out=np.zeros(len(members)), where=members > 1)
    joined: Any = incidence @ diags_array(share) @ incidence.T if incidence.shape[1] else None
    if joined is None:
        joined = csr_array((incidence.shape[0],) * 2)
    if len(direct):
        ends = np.unique(np.sort(direct[:, :2], axis=1), axis=0)
        one_way = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=joined.shape)
        joined = joined + one_way + one_way.T
    weights = csr_array(joined)
    weights.setdiag(0)
    weights.eliminate_zeros()
    weights.sort_indices()
    return weights
