"""How many partners did it take on in the last two years?

As `openings`, over the longer time that a programme runs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "activity"


def values(point: Standpoint) -> NDArray[np.float64]:
    """The logarithm of one plus the places beside others in joint work of the last two years."""
    found: NDArray[np.float64] = np.log1p(point.ecosystem.openings_before[point.others])
    return found
