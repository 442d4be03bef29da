"""How many partners have both?

The logarithm keeps a hundred from counting ten times what ten do.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "shared_partners"


def values(point: Standpoint) -> NDArray[np.float64]:
    """The natural logarithm of one plus the number of common partners."""
    found: NDArray[np.float64] = np.log1p(point.common[:, 0])
    return found
