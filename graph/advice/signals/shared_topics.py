"""How alike are the topics that they work on?

Cosine of the two profiles; a topic counts with the logarithm of how rare it is (Spärck Jones 1972), work of
long ago and of many partners counts less.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "shared_topics"


def values(point: Standpoint) -> NDArray[np.float64]:
    """The cosine, 0 to 1."""
    profiles = point.ecosystem.profiles
    if not profiles.shape[1]:
        return np.zeros(len(point.others))
    mine = np.asarray(profiles[[point.actor]].todense()).ravel()
    found: NDArray[np.float64] = profiles[point.others] @ mine
    return found
