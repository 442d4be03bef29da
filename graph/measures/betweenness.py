"""Who stands on the shortest ways between others?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.measures import Measured
from graph.projection.network import Network

__all__ = ["betweenness"]

EXACT_UP_TO = 2_000  # actors; above it pivots are sampled
PIVOTS = 256
BATCH = 64
CHANCE = 0.05  # that some value is further off than the note says


def betweenness(network: Network) -> Measured:
    """The share of shortest ways between two others that lead through an actor: who brokers, who could block.

    Unit: a share of pairs, 0 to 1; ways are counted in steps, ties unweighted. Source: Freeman 1977; computed
    after Brandes 2001 ("A faster algorithm for betweenness centrality", J. Math. Sociol. 25) in the matrix
    form of Kepner & Gilbert 2011, chapter 6. Above 2,000 actors 256 start points are drawn (seed fixed); the
    note gives the bound of the error (Brandes & Pich 2007, by Hoeffding's inequality). Do not use it in a
    network of one large consortium, where everyone is one step from everyone.
    """
    size = len(network.ids)
    if size < 3:
        return Measured(np.zeros(size), {})
    pattern = csr_array(
        (np.ones_like(network.weights.data), network.weights.indices, network.weights.indptr),
        shape=network.weights.shape,
    )
    sampled = size > EXACT_UP_TO
    if sampled:
        starts = np.sort(np.random.default_rng(0).choice(size, PIVOTS, replace=False))
    else:
        starts = np.arange(size)
    total = np.zeros(size)
    for first in range(0, len(starts), BATCH):
        total += _dependencies(pattern, starts[first : first + BATCH])
    values = total * (size / len(starts)) / ((size - 1) * (size - 2))
    return Measured(values, _note(size, len(starts)) if sampled else {})


def _dependencies(pattern: csr_array, starts: NDArray[np.int64]) -> NDArray[np.float64]:
    """The sum over some start points of each actor's share in the shortest ways that begin there."""
    size, batch = pattern.shape[0], len(starts)
    paths = np.zeros((size, batch))
    paths[starts, np.arange(batch)] = 1.0
    front = paths.copy()
    levels = [front > 0]
    while True:
        front = np.where(paths == 0, pattern @ front, 0.0)
        if not front.any():
            break
        paths += front
        levels.append(front > 0)
    dependency = np.zeros((size, batch))
    for depth in range(len(levels) - 1, 0, -1):
        share = np.divide(1.0 + dependency, paths, out=np.zeros_like(paths), where=levels[depth])
        dependency += np.where(levels[depth - 1], paths * (pattern @ share), 0.0)
    dependency[starts, np.arange(batch)] = 0.0
    total: NDArray[np.float64] = dependency.sum(axis=1)
    return total


def _note(size: int, pivots: int) -> dict[str, str]:
    # each pivot's dependency lies in [0, size - 2]; a union bound over all actors
    off = float(np.sqrt(np.log(2 * size / CHANCE) / (2 * pivots)))
    return {
        "en": f"Estimated from {pivots} of {size} start points; with {1 - CHANCE:.0%} certainty no value is "
        f"off by more than {off:.3f}.",
        "ro": f"Estimat din {pivots} din {size} puncte de pornire; cu certitudine de {1 - CHANCE:.0%} nicio "
        f"valoare nu se abate cu mai mult de {off:.3f}.",
    }
