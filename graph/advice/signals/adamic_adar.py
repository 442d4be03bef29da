"""How telling are the common partners?

Adamic and Adar 2003, “Friends and neighbors on the Web”, Social Networks 25: each counts with one over the
logarithm of its own partners.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "shared_partners"


def values(point: Standpoint) -> NDArray[np.float64]:
    """The logarithm of one plus the sum over the common partners."""
    found: NDArray[np.float64] = np.log1p(point.common[:, 1])
    return found
