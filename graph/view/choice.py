"""Which part of a large graph is worth drawing?

Around seeds: what lies within so many steps, the nearest first, then what is best connected to the seeds.
Without seeds: what is best connected to the actors in focus, or to everything. Well connected is meant as by a
walker who starts at a seed, follows ties at random and now and then starts again (personalised PageRank): a
partner in three projects comes before one in one large consortium. The answer depends on nothing but the graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

__all__ = ["Choice", "Links", "choose"]

DAMPING = 0.8
ROUNDS = 40
COMMON = (
    0.12  # what is shared like a label (a programme) by more of the picture than this tells nothing apart
)
COMMON_FROM = 40  # nodes, from which on that is asked


@dataclass(frozen=True, slots=True)
class Links:
    """An undirected simple graph: the ends of each link once, which links mean that somebody acts with
    somebody, and which nodes act (organisations, people)."""

    count: int
    one: np.ndarray
    other: np.ndarray
    together: np.ndarray
    actor: np.ndarray
    _beside: list[np.ndarray] = field(default_factory=list, repr=False)  # filled when first asked for

    @classmethod
    def of(
        cls, count: int, one: np.ndarray, other: np.ndarray, together: np.ndarray, actor: np.ndarray
    ) -> Links:
        """From ends in any order, with repeats."""
        low, high = np.minimum(one, other), np.maximum(one, other)
        keys, inverse = np.unique(low * count + high, return_inverse=True)
        any_together = np.bincount(inverse, weights=together, minlength=len(keys)) > 0
        return cls(count, keys // count, keys % count, any_together, actor)

    def beside(self, node: int) -> np.ndarray:
        """The nodes tied to a node."""
        if not self._beside:
            both = np.concatenate([self.one, self.other]), np.concatenate([self.other, self.one])
            order = np.argsort(both[0], kind="stable")
            ends = np.cumsum(np.bincount(both[0], minlength=self.count))
            self._beside.extend(np.split(both[1][order], ends[:-1]))
        return self._beside[node]

    def degrees(self, among: np.ndarray, *, labels_only: bool = False) -> np.ndarray:
        """How many links each node has to nodes of `among` (a mask), if it is in it itself."""
        inside = among[self.one] & among[self.other]
        if labels_only:
            inside &= ~self.together
        return np.asarray(
            np.bincount(self.one[inside], minlength=self.count)
            + np.bincount(self.other[inside], minlength=self.count)
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """The nodes chosen, the best first; steps from the seeds of every node (-1: out of reach); what fell where."""

    nodes: list[int]
    distance: np.ndarray
    reachable: np.ndarray  # which nodes could have been drawn
    farther: int  # nodes tied to the seeds by more steps than asked for
    common: list[int]  # left out because nearly everything is tied to them


def choose(
    links: Links, *, seeds: Sequence[int], focus: Sequence[int], depth: int, limit: int, order: Sequence[str]
) -> Choice:
    """At most `limit` nodes. `order` (ids) decides between equals."""
    if not links.count:
        return Choice([], np.zeros(0, dtype=int), np.zeros(0, dtype=bool), 0, [])
    tied = links.degrees(np.ones(links.count, dtype=bool)) > 0
    distance = _distances(links, seeds) if seeds else np.where(tied, 0, -1)
    reach = (distance >= 0) & (distance <= depth) if seeds else tied
    farther = int((distance > depth).sum()) if seeds else 0
    start = list(seeds) or [node for node in focus if tied[node]]
    score = _walk(links, start)
    name_rank = np.empty(links.count, dtype=int)
    name_rank[np.argsort(np.array(order))] = np.arange(links.count)
    near = distance if seeds else np.zeros(links.count, dtype=int)
    kept, in_focus = np.zeros((2, links.count), dtype=bool)
    kept[list(seeds)] = True
    in_focus[list(focus)] = True
    ranked = np.lexsort((name_rank, -np.round(score, 12), near, ~kept))
    pool = [int(node) for node in ranked if reach[node]]
    common: list[int] = []
    while True:
        chosen = _trimmed(links, pool, kept, in_focus, limit, whole=not seeds)
        hub = _hub(links, chosen, (distance >= 0) & (distance < 2) if seeds else kept)
        if hub is None:
            return Choice(chosen, distance, reach, farther, common)
        common.append(hub)
        pool = [node for node in pool if node != hub]


def _distances(links: Links, seeds: Sequence[int]) -> np.ndarray:
    """Steps from the nearest seed; -1 where there is no way."""
    distance = np.full(links.count, -1, dtype=int)
    distance[list(seeds)] = 0
    step = 0
    while True:
        here = distance == step
        ahead = np.zeros(links.count, dtype=bool)
        ahead[links.other[here[links.one]]] = True
        ahead[links.one[here[links.other]]] = True
        ahead &= distance < 0
        if not ahead.any():
            return distance
        step += 1
        distance[ahead] = step


def _walk(links: Links, start: Sequence[int]) -> np.ndarray:
    """Personalised PageRank by iteration."""
    degree = links.degrees(np.ones(links.count, dtype=bool))
    restart = np.zeros(links.count)
    restart[list(start) if start else degree > 0] = 1.0
    restart /= max(restart.sum(), 1.0)
    share = 1.0 / np.maximum(degree, 1)
    score = restart.copy()
    for _ in range(ROUNDS):
        out = score * share
        carried = np.bincount(links.one, weights=out[links.other], minlength=links.count)
        carried += np.bincount(links.other, weights=out[links.one], minlength=links.count)
        score = DAMPING * carried + (1 - DAMPING + DAMPING * float(score[degree == 0].sum())) * restart
    return np.asarray(score)


def _trimmed(
    links: Links, pool: list[int], kept: np.ndarray, in_focus: np.ndarray, limit: int, *, whole: bool
) -> list[int]:
    """The first `limit` of the pool that hang together: what hangs loose among them makes room for the next.

    A node hangs loose without any tie; in a picture of the whole, also one with a single tie that is neither
    in focus nor a seed: it joins nothing (but what alone ties somebody in focus stays). Where too little would be left, all with a tie stay.
    """
    refused = np.zeros(links.count, dtype=bool)
    least = np.where(kept, 0, np.where(in_focus | (not whole), 1, 2))
    first: list[int] = []
    while True:
        open_ = [node for node in pool if not refused[node]]
        chosen = _grown(links, open_, limit) if whole else open_[:limit]
        among = np.zeros(links.count, dtype=bool)
        among[chosen] = True
        degree = links.degrees(among)
        loose = among & (degree < least) & ~_only_friends(links, among & in_focus & (degree == 1), among)
        hanging = [node for node in chosen if degree[node] or kept[node]]
        first = first or hanging
        if len(chosen) < limit or not loose.any():
            return hanging if 2 * len(hanging) >= len(first) else first
        refused |= loose


def _only_friends(links: Links, lonely: np.ndarray, among: np.ndarray) -> np.ndarray:
    """The nodes of `among` that are tied to a lonely one."""
    found = np.zeros(links.count, dtype=bool)
    found[links.other[lonely[links.one]]] = True
    found[links.one[lonely[links.other]]] = True
    return np.asarray(found & among)


def _grown(links: Links, ranked: list[int], limit: int) -> list[int]:
    """The best node, then again and again the best that is tied to one already taken; the next best if none is."""
    rank = np.full(links.count, -1, dtype=int)
    rank[ranked] = np.arange(len(ranked))
    taken: list[int] = []
    seen = rank < 0
    waiting: list[int] = []
    rest = iter(ranked)
    while len(taken) < limit:
        if waiting:
            node = ranked[heappop(waiting)]
        else:
            node = next((one for one in rest if not seen[one]), -1)
            if node < 0:
                return taken
            seen[node] = True
        taken.append(node)
        for other in links.beside(node):
            if not seen[other]:
                seen[other] = True
                heappush(waiting, int(rank[other]))
    return taken


def _hub(links: Links, chosen: list[int], near: np.ndarray) -> int | None:
    """A node that neither acts nor is near a seed, and that much of the picture is tied to as to a label."""
    if len(chosen) < COMMON_FROM:
        return None
    among = np.zeros(links.count, dtype=bool)
    among[chosen] = True
    degree = np.where(links.actor | near, 0, links.degrees(among, labels_only=True))
    top = int(degree.argmax())
    return top if degree[top] > COMMON * len(chosen) else None
