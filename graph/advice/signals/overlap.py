"""How large a part of their partners is common to both?

Salton's cosine: common partners over the geometric mean of the two numbers of partners.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "shared_partners"


def values(point: Standpoint) -> NDArray[np.float64]:
    """The square root of the cosine, 0 to 1."""
    degree = point.ecosystem.degree
    reach = np.sqrt(np.maximum(degree[point.others] * max(int(degree[point.actor]), 1), 1))
    found: NDArray[np.float64] = np.sqrt(point.common[:, 0] / reach)
    return found
