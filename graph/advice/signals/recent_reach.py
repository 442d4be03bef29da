"""With how many different partners did it work of late?

Preferential attachment (Barabási and Albert 1999), among the partners of the last three years.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "activity"


def values(point: Standpoint) -> NDArray[np.float64]:
    """The logarithm of one plus the number of recent partners."""
    found: NDArray[np.float64] = np.log1p(point.ecosystem.recent_degree[point.others])
    return found
