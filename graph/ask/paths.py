"""How do two entities hang together, and what proves each step?

A path leads along stated relations of any kind, in either direction. A step's cost grows with the number of
ties at its ends, (ln(1 + d(a)) + ln(1 + d(b))) / 2, so that a path through a country or a programme, which
explains nothing, comes last without being forbidden.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise
from math import log
from typing import TYPE_CHECKING
from zlib import crc32

import rustworkx

from graph.ask.dates import holds
from graph.statement import Literal, Mode

if TYPE_CHECKING:
    import networkx

    from graph.index import Index
    from graph.ledger import Ledger
    from ontology import Ontology

__all__ = ["Path", "PathFinder", "Paths", "Step"]

BECAUSE = 5  # statement ids shown for one step
TRACE = 1e-15  # times a 32-bit hash: far below any difference of costs that means something


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path as it was said: `forward` is false where the path walks the relation backwards."""

    subject: str
    relation: str
    object: str
    forward: bool
    because: tuple[str, ...]
    sentence: dict[str, str]


@dataclass(frozen=True, slots=True)
class Path:
    """The entities passed, the steps between them, and the cost by which paths are ordered."""

    entities: tuple[str, ...]
    steps: tuple[Step, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Paths:
    """The paths found; where there is none, how many entities each end reaches."""

    start: str
    end: str
    paths: tuple[Path, ...]
    reached_from_start: int = 0
    reached_from_end: int = 0
    undated: int = 0


Said = tuple[int, str, bool]  # ledger row, relation, whether it points from the smaller to the larger id


class PathFinder:
    """All stated relations of a revision and period, ready for many questions."""

    def __init__(
        self,
        ledger: Ledger,
        index: Index,
        ontology: Ontology,
        *,
        as_of: int | None = None,
        before: date | None = None,
        during: tuple[date, date] | None = None,
        undated: bool = False,
        modes: tuple[Mode, ...] = (Mode.HAPPENED, Mode.CLAIMED),
        relations: tuple[str, ...] | None = None,
    ) -> None:
        self._ontology = ontology
        self._said: dict[tuple[str, str], list[Said]] = defaultdict(list)
        self.undated = 0
        canonical = index.canonicals(as_of)
        groups = ledger.match(predicate="type", object=Literal("Group", "term"), as_of=as_of)
        unnamed = {canonical.get(group.subject, group.subject) for group in groups}  # a count ties nobody
        for row, subject, relation, target, mode, when in ledger.relations(relations, as_of=as_of):
            head, tail = canonical.get(subject, subject), canonical.get(target, target)
            if head == tail or mode not in modes or head in unnamed or tail in unnamed:
                continue
            fits = holds(when, span=during, cut=before)
            if not (fits or (fits is None and undated and before is None)):
                self.undated += fits is None
                continue
            key, forward = ((head, tail), True) if head < tail else ((tail, head), False)
            self._said[key].append((row, relation, forward))
        ends = {entity for pair in self._said for entity in pair}
        self._position = {entity: place for place, entity in enumerate(sorted(ends))}
        self._cost = self._costs()
        self._network = rustworkx.PyGraph(multigraph=False)
        self._network.add_nodes_from(list(self._position))
        self._network.extend_from_weighted_edge_list(
            [(self._position[one], self._position[other], cost) for (one, other), cost in self._cost.items()]
        )

    def _costs(self) -> dict[tuple[str, str], float]:
        """What each step costs; a trace of the pair's own hash makes equal ways differ, always the same way."""
        ties = Counter(entity for pair in self._said for entity in pair)
        spread = {entity: log(1 + count) for entity, count in ties.items()}
        return {
            (one, other): (spread[one] + spread[other]) / 2 + crc32(f"{one} {other}".encode()) * TRACE
            for one, other in self._said
        }

    def paths(
        self, start: str, end: str, *, ledger: Ledger, index: Index, limit: int = 1, longest: int = 6
    ) -> Paths:
        """The cheapest loopless paths between two canonical ids, each of at most `longest` steps.

        `ledger` and `index` give the statement ids and names; they are asked for each time because a finder
        is shared by threads and their connections are not.
        """
        if start == end or not {start, end} <= self._position.keys():
            return self._none(start, end)
        ways = self._ways(start, end, limit, longest)
        passed = sorted({entity for way in ways for entity in way})
        names = {lang: index.names(passed, lang) for lang in ("en", "ro")}
        found = tuple(self._path(way, names, ledger) for way in ways)
        return Paths(start, end, found, undated=self.undated) if found else self._none(start, end)

    def _ways(self, start: str, end: str, limit: int, longest: int) -> list[list[str]]:
        source, target = self._position[start], self._position[end]
        nearest = rustworkx.dijkstra_shortest_paths(self._network, source, target, weight_fn=float)
        if target not in nearest:
            return []
        cheapest = [self._network[node] for node in nearest[target]]
        if limit == 1 and len(cheapest) <= longest + 1:
            return [cheapest]
        return list(islice(self._loopless(start, end, longest), limit))

    def _loopless(self, start: str, end: str, longest: int) -> Iterator[list[str]]:
        """All loopless ways of at most `longest` steps, the cheapest first (Yen 1971)."""
        import networkx as nx

        drawn: networkx.Graph[str] = nx.Graph()
        drawn.add_weighted_edges_from((one, other, cost) for (one, other), cost in self._cost.items())
        tried = 200  # a pair whose two hundred cheapest ways are all too long is answered with none
        for entities in islice(nx.shortest_simple_paths(drawn, start, end, weight="weight"), tried):
            if len(entities) <= longest + 1:
                yield entities

    def _none(self, start: str, end: str) -> Paths:
        def reach(entity: str) -> int:
            place = self._position.get(entity)
            return 0 if place is None else len(rustworkx.node_connected_component(self._network, place)) - 1

        return Paths(start, end, (), reach(start), reach(end), self.undated)

    def _path(self, entities: list[str], names: dict[str, dict[str, str]], ledger: Ledger) -> Path:
        pairs = list(pairwise(entities))
        steps = tuple(self._step(here, there, names, ledger) for here, there in pairs)
        cost = sum(self._cost[min(pair), max(pair)] for pair in pairs)
        return Path(tuple(entities), steps, round(cost, 4))

    def _step(self, here: str, there: str, names: dict[str, dict[str, str]], ledger: Ledger) -> Step:
        said = self._said[(here, there) if here < there else (there, here)]
        _, relation, points_up = min(said, key=lambda one: (one[1], one[0]))
        same = sorted(row for row, name, up in said if name == relation and up == points_up)
        forward = points_up == (here < there)
        subject, target = (here, there) if forward else (there, here)
        term = self._ontology.relation(relation)
        sentence = {
            lang: f"{names[lang][subject]} {term.label[lang]} {names[lang][target]}" for lang in ("en", "ro")
        }
        because = tuple(ledger.statement_ids(same[:BECAUSE]))
        return Step(subject, relation, target, forward, because, sentence)
