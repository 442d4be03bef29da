"""Which two could be brought together, without asking for either?

As at a brokerage event: all actors of one kind on a topic with all of another. Each actor stands in a few of the
pairs only, so that the list is not about one hub.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.advice.candidates import walks
from graph.advice.ecosystem import Ecosystem
from graph.advice.model import Model, default_model
from graph.advice.suggesting import Naming, Scored, Suggestion, Wish, allowed, explain, scored

if TYPE_CHECKING:
    from graph.ledger import Ledger

__all__ = ["Pair", "pairs"]

LOOKED_AT = 400  # actors of the first kind, the most active first
EACH = 3  # pairs in which one actor may stand


@dataclass(frozen=True, slots=True)
class Pair:
    """An actor of the first kind, and the suggestion of one of the second."""

    rank: int
    entity: str
    suggestion: Suggestion


def pairs(
    ecosystem: Ecosystem,
    first: Wish,
    second: Wish,
    ledger: Ledger,
    *,
    name: Naming,
    limit: int = 20,
    model: Model | None = None,
) -> tuple[Pair, ...]:
    """The pairs with the highest scores between actors that fit the one wish and the other."""
    model = model or default_model()
    ones, others = allowed(ecosystem, first), allowed(ecosystem, second)
    busiest = ecosystem.busiest
    actors = busiest[ones[busiest]][:LOOKED_AT]
    found: list[tuple[float, int, int, int, Scored]] = []
    for actor, near in walks(ecosystem, np.sort(actors)):
        advice = scored(ecosystem, actor, model, allowed=others, closeness=near.copy())
        for at in advice.order[:limit].tolist():
            found.append((float(advice.score[at]), actor, int(advice.point.others[at]), at, advice))
    found.sort(key=lambda one: (-one[0], one[1], one[2]))
    used: Counter[int] = Counter()
    seen: set[frozenset[int]] = set()
    chosen: list[Pair] = []
    for _, actor, other, at, advice in found:
        pair = frozenset((actor, other))
        if pair in seen or max(used[actor], used[other]) >= EACH:
            continue
        seen.add(pair)
        used.update(pair)
        suggestion = explain(advice, model, len(chosen) + 1, at, ledger, name)
        chosen.append(Pair(len(chosen) + 1, ecosystem.network.ids[actor], suggestion))
        if len(chosen) == limit:
            break
    return tuple(chosen)
