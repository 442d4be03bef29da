"""How much has it done together with others?

Joint works, each halved every two years: track record and present activity in one number.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "activity"


def values(point: Standpoint) -> NDArray[np.float64]:
    """The logarithm of one plus the faded number of joint works."""
    found: NDArray[np.float64] = np.log1p(point.ecosystem.lasting[point.others])
    return found
