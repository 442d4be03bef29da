"""Do they work on the same things?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from graph.advice.evidence import Evidence, topic_rows
from graph.advice.standpoint import Standpoint

__all__ = ["BINDING", "evidence", "sentence"]

BINDING = True
SHOWN = 3  # topics named in the sentence


def evidence(point: Standpoint, other: int) -> Evidence:
    """The common topics, those that make them most alike first, and how each of the two has them."""
    profiles = point.ecosystem.profiles
    alike = (profiles[[point.actor]].multiply(profiles[[other]])).tocsr()
    order = np.lexsort((alike.indices, -alike.data))
    topics = alike.indices[order]
    rows = {row for end in (point.actor, other) for row in topic_rows(point.ecosystem, end, topics)}
    names = point.ecosystem.network.topics
    return Evidence(tuple(sorted(rows)), tuple(names[one] for one in topics[:SHOWN].tolist()), len(topics))


def sentence(evidence: Evidence, name: Callable[[str, str], str]) -> dict[str, str]:
    """The common topics by name."""
    listed = {lang: ", ".join(name(topic, lang) for topic in evidence.about) for lang in ("en", "ro")}
    return {"en": f"Both work on {listed['en']}.", "ro": f"Amândouă lucrează la {listed['ro']}."}
