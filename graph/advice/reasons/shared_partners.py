"""Do they know the same others?"""

from __future__ import annotations

from collections.abc import Callable

from graph.advice.evidence import Evidence, joint_rows
from graph.advice.standpoint import Standpoint

__all__ = ["BINDING", "evidence", "sentence"]

BINDING = True
SHOWN = 3  # partners named in the sentence


def evidence(point: Standpoint, other: int) -> Evidence:
    """The common partners, the most telling first, and all that ties both to each of them."""
    shared = point.common_partners(other)
    rows = {row for end in (point.actor, other) for row in joint_rows(point.ecosystem, end, shared)}
    ids = point.ecosystem.network.ids
    return Evidence(tuple(sorted(rows)), tuple(ids[one] for one in shared[:SHOWN].tolist()), len(shared))


def sentence(evidence: Evidence, name: Callable[[str, str], str]) -> dict[str, str]:
    """The common partners by name."""
    listed = {lang: ", ".join(name(partner, lang) for partner in evidence.about) for lang in ("en", "ro")}
    more = evidence.number - len(evidence.about)
    rest = {"en": f" and {more} more", "ro": f" și încă {more}"} if more > 0 else {"en": "", "ro": ""}
    return {
        "en": f"Both have worked with {listed['en']}{rest['en']}.",
        "ro": f"Amândouă au lucrat cu {listed['ro']}{rest['ro']}.",
    }
