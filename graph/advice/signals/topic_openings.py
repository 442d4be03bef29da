"""How many partners did it take on in works on the actor's topics?

Whoever is busy in the field looks for partners there. The actor's topics count as they do in its profile.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "shared_topics"


def values(point: Standpoint) -> NDArray[np.float64]:
    """The logarithm of one plus the faded places beside others on the actor's topics."""
    profiles = point.ecosystem.profiles
    if not profiles.shape[1]:
        return np.zeros(len(point.others))
    mine = np.asarray(profiles[[point.actor]].todense()).ravel()
    found: NDArray[np.float64] = np.log1p(point.ecosystem.topic_openings[point.others] @ (mine**2))
    return found
