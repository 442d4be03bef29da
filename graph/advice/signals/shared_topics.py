"""Do they work on the same things?

A topic of an actor is what it, or a project or group that it shares, is said to focus on or to be part of. A
shared topic counts with the logarithm of how rare it is (Spärck Jones 1972), so that a topic everybody has
says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from math import log
from typing import TYPE_CHECKING

from graph.advice import Evidence
from graph.projection.network import Network

if TYPE_CHECKING:
    from graph.ledger import Ledger
    from ontology import Ontology

__all__ = ["sentence", "signal"]

SHOWN = 3


def signal(network: Network, actor: str, ledger: Ledger, ontology: Ontology) -> dict[str, Evidence]:
    """Actors with a topic in common, and the statements by which both have it."""
    topics = network.topics
    having: dict[str, list[str]] = defaultdict(list)
    for one, owned in topics.items():
        for topic in owned:
            having[topic].append(one)
    shared: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for topic in sorted(topics.get(actor, {})):
        rarity = log(len(network.ids) / len(having[topic])) if len(network.ids) > len(having[topic]) else 0.0
        for candidate in having[topic]:
            if rarity > 0:
                shared[candidate].append((rarity, topic))
    return {
        candidate: Evidence(
            sum(rarity for rarity, _ in found),
            _rows(topics, (actor, candidate), best := _best(found)),
            best,
        )
        for candidate, found in shared.items()
        if candidate != actor
    }


def _best(found: list[tuple[float, str]]) -> tuple[str, ...]:
    return tuple(topic for _, topic in sorted(found, key=lambda pair: (-pair[0], pair[1]))[:SHOWN])


def _rows(
    topics: dict[str, dict[str, tuple[int, ...]]], ends: tuple[str, str], shared: tuple[str, ...]
) -> tuple[int, ...]:
    return tuple(sorted({row for end in ends for topic in shared for row in topics[end][topic]}))


def sentence(evidence: Evidence, name: Callable[[str, str], str]) -> dict[str, str]:
    """The shared topics by name."""
    listed = {lang: ", ".join(name(topic, lang) for topic in evidence.about) for lang in ("en", "ro")}
    return {"en": f"Both work on {listed['en']}.", "ro": f"Amândouă lucrează la {listed['ro']}."}
