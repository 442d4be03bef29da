"""Does it like to work with such partners?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from graph.advice.evidence import Evidence, joint_rows, own_rows
from graph.advice.standpoint import Standpoint

__all__ = ["BINDING", "evidence", "sentence"]

BINDING = False


def evidence(point: Standpoint, other: int) -> Evidence:
    """The actor's partners of the same country or kind as the other, and what ties it to them."""
    ecosystem = point.ecosystem
    partners = ecosystem.partner_rows(point.actor)
    alike = np.zeros(len(partners), bool)
    about = []
    for names, codes in (ecosystem.countries, ecosystem.kinds):
        if codes[other] >= 0 and ecosystem.habit(point.actor, codes)[codes[other]] > 0:
            alike |= codes[partners] == codes[other]
            about.append(names[codes[other]])
    rows = set(joint_rows(ecosystem, point.actor, partners[alike]))
    for one in (other, *partners[alike].tolist()):
        rows |= own_rows(ecosystem, one)
    return Evidence(tuple(sorted(rows)), tuple(about), int(alike.sum()), of=len(partners))


def sentence(evidence: Evidence, name: Callable[[str, str], str]) -> dict[str, str]:
    """How many of its partners are such."""
    said = {lang: ", ".join(name(one, lang) for one in evidence.about) for lang in ("en", "ro")}
    return {
        "en": f"{evidence.number} of {evidence.of} present partners are of that country or kind too ({said['en']}).",
        "ro": f"{evidence.number} din {evidence.of} parteneri actuali sunt din aceeași țară sau de același fel "
        f"({said['ro']}).",
    }
