"""Are they of one kind?"""

from __future__ import annotations

from collections.abc import Callable

from graph.advice.evidence import Evidence
from graph.advice.standpoint import Standpoint

__all__ = ["BINDING", "evidence", "sentence"]

BINDING = False


def evidence(point: Standpoint, other: int) -> Evidence:
    """The kind of both, and what says so of each."""
    names, codes = point.ecosystem.kinds
    kind = names[codes[other]]
    kinds, ids = point.ecosystem.around.kinds, point.ecosystem.network.ids
    rows = tuple(kinds[ids[end]][kind] for end in (point.actor, other) if kind in kinds.get(ids[end], {}))
    return Evidence(rows, (kind,), 1)


def sentence(evidence: Evidence, name: Callable[[str, str], str]) -> dict[str, str]:
    """The kind by its label."""
    (kind,) = evidence.about
    return {
        "en": f"Both are of one kind: {name(kind, 'en')}.",
        "ro": f"Amândouă sunt de același fel: {name(kind, 'ro')}.",
    }
