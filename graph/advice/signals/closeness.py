"""How often does a walker who starts at one come by the other?

The random walk with restart of `graph.advice.candidates`, over joint work that fades with time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "shared_partners"
SMALLEST = 1e-7  # a share below this counts as good as none


def values(point: Standpoint) -> NDArray[np.float64]:
    """The logarithm of the walker's share in units of a ten-millionth; 0 where no partner is common."""
    share = np.where(point.common[:, 0] > 0, point.closeness, 0.0)
    found: NDArray[np.float64] = np.log1p(share / SMALLEST)
    return found
