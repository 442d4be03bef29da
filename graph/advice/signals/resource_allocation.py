"""How much of the common partners' attention do both share?

Zhou, Lü, Zhang 2009, “Predicting missing links via local information”, Eur. Phys. J. B 71: each common partner
counts with one over its own partners, so that hubs say little.
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
    found: NDArray[np.float64] = np.log1p(point.common[:, 2] / SMALLEST)
    return found
