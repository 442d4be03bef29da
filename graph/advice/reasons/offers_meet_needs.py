"""Does one offer what the other needs?"""

from __future__ import annotations

from collections.abc import Callable

from graph.advice.evidence import Evidence
from graph.advice.standpoint import Standpoint

__all__ = ["BINDING", "evidence", "sentence"]

BINDING = True


def evidence(point: Standpoint, other: int) -> Evidence:
    """The topics on which an offering meets a need, and what says so of each."""
    around, ids = point.ecosystem.around, point.ecosystem.network.ids
    rows: set[int] = set()
    topics: set[str] = set()
    for giver, taker in ((point.actor, other), (other, point.actor)):
        offered, needed = around.offers.get(ids[giver], {}), around.needs.get(ids[taker], {})
        met = offered.keys() & needed.keys()
        topics |= met
        rows |= {row for topic in met for row in (*offered[topic], *needed[topic])}
    return Evidence(tuple(sorted(rows)), tuple(sorted(topics)), len(topics))


def sentence(evidence: Evidence, name: Callable[[str, str], str]) -> dict[str, str]:
    """The topics by name."""
    listed = {lang: ", ".join(name(topic, lang) for topic in evidence.about) for lang in ("en", "ro")}
    return {
        "en": f"One offers what the other needs: {listed['en']}.",
        "ro": f"Una oferă ceea ce îi trebuie celeilalte: {listed['ro']}.",
    }
