"""How lately has it begun something?

Whoever has begun nothing for years rarely begins again.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "activity"
YEARS = 10.0  # after which nothing is left


def values(point: Standpoint) -> NDArray[np.float64]:
    """One for today, falling with the logarithm of the years since, zero after ten."""
    last = point.ecosystem.last[point.others]
    years = (point.ecosystem.today - last) / 365.25
    found: NDArray[np.float64] = np.where(
        last > 0, np.maximum(1.0 - np.log1p(years) / np.log1p(YEARS), 0.0), 0.0
    )
    return found
