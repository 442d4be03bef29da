"""With whom do those like it work?

For newcomers, who have no partners of their own: the peers are the actors of the same country and kind.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "peers"


def values(point: Standpoint) -> NDArray[np.float64]:
    """The logarithm of one plus the number of peers that are partners of each; 0 unless the actor is a newcomer."""
    if not point.is_newcomer:
        return np.zeros(len(point.others))
    found: NDArray[np.float64] = np.log1p(point.ecosystem.peer_partners(point.actor)[point.others])
    return found
