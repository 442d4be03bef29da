"""Are both members of the same cluster or association?

Each body counts with one over the logarithm of its members, so that a chamber of thousands says little.
"""

from __future__ import annotations

from math import log1p

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint

__all__ = ["REASON", "values"]

REASON = "shared_groups"


def values(point: Standpoint) -> NDArray[np.float64]:
    """The sum over the bodies that both are members of."""
    groups, ids = point.ecosystem.around.groups, point.ecosystem.network.ids
    found = np.zeros(len(point.others))
    mine = groups.get(ids[point.actor], {}).keys()
    if not mine:
        return found
    size = {body: sum(body in theirs for theirs in groups.values()) for body in mine}
    for at, other in enumerate(point.others.tolist()):
        theirs = groups.get(ids[other], {})
        found[at] = sum(1.0 / log1p(size[body]) for body in sorted(mine & theirs.keys()))
    return found
