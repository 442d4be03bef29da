"""How much of the attention of recent common partners do both share?

Resource allocation (Zhou, Lü, Zhang 2009) among the partners of the last three years.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "shared_partners"
SMALLEST = 1e-4  # a sum below this counts as good as none


def values(point: Standpoint) -> NDArray[np.float64]:
    """The logarithm of the sum in units of a ten-thousandth."""
    found: NDArray[np.float64] = np.log1p(point.recent_common[:, 2] / SMALLEST)
    return found
