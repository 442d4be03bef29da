"""Are they near each other?"""

from __future__ import annotations

from collections.abc import Callable

from graph.advice.evidence import Evidence
from graph.advice.standpoint import Standpoint

__all__ = ["BINDING", "evidence", "sentence"]

BINDING = False


def evidence(point: Standpoint, other: int) -> Evidence:
    """The most exact place that both lie in, and what says where each lies."""
    around, ids = point.ecosystem.around, point.ecosystem.network.ids
    mine, theirs = around.places.get(ids[point.actor], {}), around.places.get(ids[other], {})
    shared = sorted(mine.keys() & theirs.keys(), key=lambda place: (-len(around.parents[place]), place))
    if shared:
        rows = {said[place] for place in shared for said in (mine, theirs)}
    else:
        shared = [around.countries[ids[other]][0]]
        rows = {around.countries[ids[end]][1] for end in (point.actor, other)}
    return Evidence(tuple(sorted(rows)), tuple(shared[:1]), len(shared))


def sentence(evidence: Evidence, name: Callable[[str, str], str]) -> dict[str, str]:
    """The place by name."""
    (place,) = evidence.about
    return {"en": f"Both are in {name(place, 'en')}.", "ro": f"Amândouă se află în {name(place, 'ro')}."}
