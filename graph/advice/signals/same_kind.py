"""Are both of one kind?

Universities work with universities and companies with companies more than chance would have it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "kinship"


def values(point: Standpoint) -> NDArray[np.float64]:
    """1 where both are of the same kind, else 0."""
    _, codes = point.ecosystem.kinds
    mine = codes[point.actor]
    found: NDArray[np.float64] = ((codes[point.others] == mine) & (mine >= 0)).astype(np.float64)
    return found
