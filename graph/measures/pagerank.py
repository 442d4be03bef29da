"""Who is tied to actors that are themselves well tied?"""

from __future__ import annotations

import numpy as np
from scipy.sparse import diags_array

from graph.measures import Measured
from graph.projection.network import Network

__all__ = ["pagerank"]

DAMPING = 0.85
TOLERANCE = 1e-10  # L1 change of the whole vector between two steps
STEPS = 500


def pagerank(network: Network) -> Measured:
    """How often a walker who follows ties by their weight comes by: importance through important partners.

    Unit: a share; all actors sum to 1. Source: Page, Brin, Motwani, Winograd 1999; damping 0.85, uniform
    restart, an actor without ties restarts anywhere (as networkx does). Use it to rank by standing in the
    network. Do not read differences in the third digit as meaning, nor compare values between networks of
    different size.
    """
    size = len(network.ids)
    if size == 0:
        return Measured(np.zeros(0), {})
    strength = np.asarray(network.weights.sum(axis=1), dtype=np.float64).ravel()
    tied = strength > 0
    step = network.weights.T @ diags_array(np.divide(1.0, strength, out=np.zeros(size), where=tied))
    share = np.full(size, 1.0 / size)
    for _ in range(STEPS):
        lost = share[~tied].sum()
        following = DAMPING * (step @ share + lost / size) + (1.0 - DAMPING) / size
        change = np.abs(following - share).sum()
        share = following
        if change < TOLERANCE:
            break
    return Measured(share, {})
