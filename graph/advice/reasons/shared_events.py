"""Did they meet?"""

from __future__ import annotations

from collections.abc import Callable

from graph.advice.evidence import Evidence, common_ground, thing_rows
from graph.advice.standpoint import Standpoint

__all__ = ["BINDING", "evidence", "sentence"]

BINDING = True
SHOWN = 3  # events named in the sentence


def evidence(point: Standpoint, other: int) -> Evidence:
    """The events and working groups in which both took part, the smallest first."""
    things = common_ground(point.ecosystem, point.actor, other)
    rows = [row for end in (point.actor, other) for row in thing_rows(point.ecosystem, end, things)]
    names = point.ecosystem.network.things
    return Evidence(tuple(rows), tuple(names[one] for one in things[:SHOWN].tolist()), len(things))


def sentence(evidence: Evidence, name: Callable[[str, str], str]) -> dict[str, str]:
    """The events by name."""
    listed = {lang: ", ".join(name(event, lang) for event in evidence.about) for lang in ("en", "ro")}
    return {"en": f"Both took part in {listed['en']}.", "ro": f"Amândouă au participat la {listed['ro']}."}
