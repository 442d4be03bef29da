"""Are both in one town or county?

Meeting costs nothing; weak alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "place"


def values(point: Standpoint) -> NDArray[np.float64]:
    """1 where a place below the country is common to both, else 0."""
    around, ids = point.ecosystem.around, point.ecosystem.network.ids
    mine = around.places.get(ids[point.actor], {}).keys() - {
        around.countries.get(ids[point.actor], ("", 0))[0]
    }
    found = np.zeros(len(point.others))
    if mine:
        for at, other in enumerate(point.others.tolist()):
            found[at] = float(not mine.isdisjoint(around.places.get(ids[other], ())))
    return found
