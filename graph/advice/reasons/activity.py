"""Is it active?"""

from __future__ import annotations

from collections.abc import Callable

from graph.advice.evidence import Evidence, work_rows
from graph.advice.standpoint import Standpoint

__all__ = ["BINDING", "evidence", "sentence"]

BINDING = False


def evidence(point: Standpoint, other: int) -> Evidence:
    """Its joint works, the latest first; `number` counts those of the last two years."""
    rows = work_rows(point.ecosystem, other)
    recent = int(point.ecosystem.active_recently[other])
    day = int(point.ecosystem.last[other])
    return Evidence(tuple(rows), (), recent, str(point.ecosystem.day(day)) if day else "")


def sentence(evidence: Evidence, name: Callable[[str, str], str]) -> dict[str, str]:
    """How much it began of late, and when last."""
    last = {"en": f", the last on {evidence.day}", "ro": f", ultima la {evidence.day}"}
    if not evidence.day:
        last = {"en": "", "ro": ""}
    if not evidence.number:
        return {
            "en": f"It has worked together with others before{last['en']}.",
            "ro": f"A mai lucrat împreună cu alții{last['ro']}.",
        }
    return {
        "en": f"It began {evidence.number} joint works in the last two years{last['en']}.",
        "ro": f"Lucrări comune începute în ultimii doi ani: {evidence.number}{last['ro']}.",
    }
