"""Does it work with that country more than others do?

The actor's partners by country against everybody's.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "partner_habit"


def values(point: Standpoint) -> NDArray[np.float64]:
    """The logarithm of how many times more often, at least 0."""
    _, codes = point.ecosystem.countries
    return point.ecosystem.habit(point.actor, codes)[codes[point.others]]
