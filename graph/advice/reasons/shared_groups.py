"""Do they belong to the same bodies?"""

from __future__ import annotations

from collections.abc import Callable

from graph.advice.evidence import Evidence
from graph.advice.standpoint import Standpoint

__all__ = ["BINDING", "evidence", "sentence"]

BINDING = True


def evidence(point: Standpoint, other: int) -> Evidence:
    """The clusters and associations that both are members of."""
    groups, ids = point.ecosystem.around.groups, point.ecosystem.network.ids
    mine, theirs = groups.get(ids[point.actor], {}), groups.get(ids[other], {})
    shared = sorted(mine.keys() & theirs.keys())
    rows = tuple(said[body] for body in shared for said in (mine, theirs))
    return Evidence(rows, tuple(shared), len(shared))


def sentence(evidence: Evidence, name: Callable[[str, str], str]) -> dict[str, str]:
    """The bodies by name."""
    listed = {lang: ", ".join(name(body, lang) for body in evidence.about) for lang in ("en", "ro")}
    return {"en": f"Both are members of {listed['en']}.", "ro": f"Amândouă sunt membre în {listed['ro']}."}
