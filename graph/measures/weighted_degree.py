"""How much does an actor do together with others?"""

from __future__ import annotations

import numpy as np

from graph.measures import Measured
from graph.projection.network import Network

__all__ = ["weighted_degree"]


def weighted_degree(network: Network) -> Measured:
    """How much an actor does with others: the sum of its ties.

    Unit: with weight 1/(n - 1) a pair, the number of shared projects, events and groups that had another member,
    plus direct ties. Source: Newman 2001, Phys. Rev. E 64, 016132. Use it for activity. Do not use it for
    influence: it knows nothing of the partners.
    """
    return Measured(np.asarray(network.weights.sum(axis=1), dtype=np.float64).ravel(), {})
