"""Whom is it worth to look at for an actor, out of all there are?

Random walk with restart (Tong, Faloutsos, Pan 2006): a walker steps along joint work, each thing of n members with
weight 1/(n - 1) that halves every two years, and returns to the actor with probability one half before every step.
Whoever is met most often comes first; the rest of the places goes to those most active of late, so that actors
beyond the reach of the walk are looked at too.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from graph.advice.ecosystem import Ecosystem

__all__ = ["MOST", "candidates_of", "closeness_of", "walks"]

RESTART = 0.5
STEPS = 5  # a walker still on the way after five steps is one in 32
MOST = 500  # candidates of an actor
ACTIVE = 150  # of these, at least so many for being active
BATCH = 32

Ints = NDArray[np.int64]


def closeness_of(ecosystem: Ecosystem, actors: Ints) -> NDArray[np.float32]:
    """Column i: how often a walker who keeps returning to `actors[i]` is at each actor, beyond the start."""
    things, faded, back, inverse, direct = ecosystem.walk
    place = np.zeros((ecosystem.size, len(actors)), np.float32)
    place[actors, np.arange(len(actors))] = 1.0
    total = np.zeros_like(place)
    for _ in range(STEPS):
        step = place * inverse[:, None]
        place = faded @ (things @ step)
        place -= back[:, None] * step  # nobody steps to itself
        if direct.nnz:
            place += direct @ step
        place *= 1.0 - RESTART
        total += place
    total *= RESTART
    return np.maximum(total, 0.0)  # what is below zero is rounding


def walks(ecosystem: Ecosystem, actors: Ints) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Each actor with its closeness to all, computed for many at once."""
    for first in range(0, len(actors), BATCH):
        batch = actors[first : first + BATCH]
        near = np.ascontiguousarray(closeness_of(ecosystem, batch).T)
        yield from zip(batch.tolist(), near, strict=True)


def candidates_of(
    ecosystem: Ecosystem,
    actor: int,
    closeness: NDArray[np.float32],
    allowed: NDArray[np.bool_] | None = None,
    most: int = MOST,
) -> Ints:
    """The rows of at most `most` actors that it does not know yet, ascending; `allowed` says who may come."""
    free = np.ones(ecosystem.size, bool) if allowed is None else allowed.copy()
    free[ecosystem.known(actor)] = False
    reached = np.flatnonzero(free & (closeness > 0))
    near = reached
    if len(reached) > most - ACTIVE:
        values = closeness[reached]
        edge = np.partition(values, len(values) - (most - ACTIVE))[len(values) - (most - ACTIVE)]
        near = reached[values >= edge][: most - ACTIVE]
    free[near] = False
    busy = ecosystem.busiest
    rest = busy[free[busy] & (ecosystem.lasting[busy] > 0)][: most - len(near)]
    grounded = _met(ecosystem, actor, free)
    return np.unique(np.concatenate([near, rest, grounded]))


def _met(ecosystem: Ecosystem, actor: int, free: NDArray[np.bool_]) -> Ints:
    """Whom it met at events and in groups, shares a body with, or whose offers and needs fit its own."""
    ground = ecosystem.ground
    mine = ground.indices[ground.indptr[actor] : ground.indptr[actor + 1]]
    met: set[int] = set(np.flatnonzero(np.asarray(ground[:, mine].sum(axis=1)).ravel() > 0).tolist())
    around, ids, position = ecosystem.around, ecosystem.network.ids, ecosystem.network.position
    bodies = set(around.groups.get(ids[actor], ()))
    topics = {*around.offers.get(ids[actor], ()), *around.needs.get(ids[actor], ())}
    for said, wanted in ((around.groups, bodies), (around.offers, topics), (around.needs, topics)):
        met |= {position[one] for one, theirs in said.items() if one in position and wanted & theirs.keys()}
    return np.array(sorted(one for one in met if free[one]), np.int64)[:MOST]
