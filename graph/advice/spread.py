"""Are the same few advised to all, and how is attention spread?

Popularity alone fills all places with hubs. `spread` gives every actor its best suggestions in turn, the first place
of all before the second of any, and lets nobody fill more than a share of the first places: whom the ceiling stops
stands behind the first places instead of in them. Nothing is lost, and scores do not change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["PLACES", "Coverage", "coverage", "spread"]

PLACES = 10  # the first places, that people look at


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the first places are spread: over how many different actors, and how unevenly."""

    places: int
    different: int
    top_twenty: float  # the part of the places that the twenty most advised fill
    gini: float  # 0: all of those advised as often; towards 1: few fill nearly all


def coverage(lists: Sequence[Sequence[int]], places: int = PLACES) -> Coverage:
    """How the first places of some lists of suggestions are spread."""
    first = [one for each in lists for one in each[:places]]
    if not first:
        return Coverage(0, 0, 0.0, 0.0)
    counts = np.sort(np.unique(np.array(first), return_counts=True)[1])
    number, total = len(counts), int(counts.sum())
    gini = float((2 * np.arange(1, number + 1) - number - 1) @ counts / (number * total))
    return Coverage(total, number, float(counts[-20:].sum() / total), gini)


def spread(lists: Sequence[Sequence[int]], most: int, places: int = PLACES) -> list[list[int]]:
    """The same lists, reordered so that nobody stands in the first places of more than `most` of them."""
    used: dict[int, int] = {}
    chosen: list[list[int]] = [[] for _ in lists]
    ahead = [0] * len(lists)
    for place in range(places):
        for at, wanted in enumerate(lists):
            if len(chosen[at]) != place:
                continue  # its list ran out
            while ahead[at] < len(wanted) and used.get(wanted[ahead[at]], 0) >= most:
                ahead[at] += 1
            if ahead[at] < len(wanted):
                one = wanted[ahead[at]]
                chosen[at].append(one)
                used[one] = used.get(one, 0) + 1
                ahead[at] += 1
    return [
        [*first, *(one for one in wanted if one not in set(first))]
        for first, wanted in zip(chosen, lists, strict=True)
    ]
