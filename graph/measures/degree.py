"""With how many others is an actor tied?"""

from __future__ import annotations

import numpy as np

from graph.measures import Measured
from graph.projection.network import Network

__all__ = ["degree"]


def degree(network: Network) -> Measured:
    """How many different partners an actor has.

    Unit: partners (a count). Source: Freeman 1978, "Centrality in social networks", Social Networks 1,
    215-239. Use it for reach at first sight. Do not use it to compare actors of large consortia with others:
    one project of fifty gives forty-nine partners; `weighted_degree` and `pagerank` weigh that down.
    """
    partners = np.diff(network.weights.indptr).astype(np.float64)
    return Measured(partners, {})
