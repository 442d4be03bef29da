"""How many partners of the last three years have both?

Old acquaintances predict less than fresh ones.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "shared_partners"


def values(point: Standpoint) -> NDArray[np.float64]:
    """The logarithm of one plus the number of common partners of late."""
    found: NDArray[np.float64] = np.log1p(point.recent_common[:, 0])
    return found
