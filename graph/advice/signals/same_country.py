"""Are both in one country?

Language, law and national money make it easier; weak alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "place"


def values(point: Standpoint) -> NDArray[np.float64]:
    """1 in the same country, else 0."""
    _, codes = point.ecosystem.countries
    mine = codes[point.actor]
    found: NDArray[np.float64] = ((codes[point.others] == mine) & (mine >= 0)).astype(np.float64)
    return found
