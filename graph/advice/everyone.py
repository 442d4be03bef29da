"""What would every organisation be advised, all at once?

Walks are computed in batches and nothing is said in words: a line has scores, chances and what each reason adds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.advice.candidates import walks
from graph.advice.ecosystem import Ecosystem
from graph.advice.model import Model, signals
from graph.advice.spread import PLACES, spread
from graph.advice.suggesting import scored

__all__ = ["Line", "Placed", "evenly", "everyone"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A suggestion in a line: the row of the other actor, its score and chance, and what each reason adds."""

    other: int
    score: float
    chance: float
    reasons: dict[str, float]


@dataclass(frozen=True, slots=True)
class Line:
    """An actor's row and its suggestions in order."""

    actor: int
    newcomer: bool
    suggestions: list[Placed]


def everyone(
    ecosystem: Ecosystem,
    actors: NDArray[np.int64],
    model: Model,
    *,
    allowed: NDArray[np.bool_] | None = None,
    limit: int = 50,
) -> Iterator[Line]:
    """A line for each of the actors, in their order; those without a suggestion have an empty one."""
    for actor, near in walks(ecosystem, actors):
        found = scored(ecosystem, actor, model, allowed=allowed, closeness=near)
        best = found.order[:limit]
        added: dict[str, NDArray[np.float64]] = {}
        for name, part in found.parts.items():
            kind = signals()[name].REASON
            added[kind] = added.get(kind, 0.0) + part[best]
        activity = float(ecosystem.lasting[actor])
        yield Line(
            actor,
            found.point.is_newcomer,
            [
                Placed(
                    int(found.point.others[at]),
                    float(found.score[at]),
                    round(model.chance_of(float(found.score[at]), activity), 4),
                    {
                        kind: round(float(part[place]), 6)
                        for kind, part in sorted(added.items())
                        if part[place] > 0
                    },
                )
                for place, at in enumerate(best.tolist())
            ],
        )


def evenly(lines: list[Line], most: int, places: int = PLACES) -> list[Line]:
    """The lines with nobody in the first places of more than `most` of them."""
    orders = spread([[one.other for one in line.suggestions] for line in lines], most, places)
    found = []
    for line, order in zip(lines, orders, strict=True):
        by_other = {one.other: one for one in line.suggestions}
        found.append(Line(line.actor, line.newcomer, [by_other[other] for other in order]))
    return found
