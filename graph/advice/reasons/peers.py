"""With whom do those like it work?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from graph.advice.evidence import Evidence, joint_rows, own_rows
from graph.advice.standpoint import Standpoint

__all__ = ["BINDING", "evidence", "sentence"]

BINDING = True
SHOWN = 3  # peers named in the sentence


def evidence(point: Standpoint, other: int) -> Evidence:
    """The actors of the same country and kind that work with the other, and what ties them."""
    ecosystem = point.ecosystem
    peers = np.intersect1d(ecosystem.peers(point.actor), ecosystem.partner_rows(other), assume_unique=True)
    rows = set(joint_rows(ecosystem, other, peers)) | own_rows(ecosystem, point.actor)
    for peer in peers.tolist():
        rows |= own_rows(ecosystem, peer)
    ids = ecosystem.network.ids
    return Evidence(tuple(sorted(rows)), tuple(ids[one] for one in peers[:SHOWN].tolist()), len(peers))


def sentence(evidence: Evidence, name: Callable[[str, str], str]) -> dict[str, str]:
    """The peers by name."""
    listed = {lang: ", ".join(name(peer, lang) for peer in evidence.about) for lang in ("en", "ro")}
    return {
        "en": f"{evidence.number} of the same country and kind work with it, such as {listed['en']}.",
        "ro": f"{evidence.number} din aceeași țară și de același fel lucrează cu ea, de pildă {listed['ro']}.",
    }
