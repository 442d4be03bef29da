"""Does one offer what the other needs?

An offering and a need meet where they are about the same topic.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "offers_meet_needs"


def values(point: Standpoint) -> NDArray[np.float64]:
    """The number of topics on which an offering of one meets a need of the other."""
    around, ids = point.ecosystem.around, point.ecosystem.network.ids
    offered, needed = around.offers.get(ids[point.actor], {}), around.needs.get(ids[point.actor], {})
    found = np.zeros(len(point.others))
    if not offered and not needed:
        return found
    for at, other in enumerate(point.others.tolist()):
        met = (offered.keys() & around.needs.get(ids[other], {}).keys()) | (
            needed.keys() & around.offers.get(ids[other], {}).keys()
        )
        found[at] = len(met)
    return found
