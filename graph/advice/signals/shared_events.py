"""Did both take part in the same events or working groups?

Each counts with one over the logarithm of its participants, so that a fair says less than a meeting.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "shared_events"


def values(point: Standpoint) -> NDArray[np.float64]:
    """The sum over the events that both took part in."""
    ground = point.ecosystem.ground
    weigh = np.zeros(ground.shape[1])
    mine = ground.indices[ground.indptr[point.actor] : ground.indptr[point.actor + 1]]
    weigh[mine] = 1.0 / np.log1p(point.ecosystem.members[mine])
    found: NDArray[np.float64] = ground[point.others] @ weigh
    return found
