"""Do they know the same others?

Resource allocation (Zhou, Lü, Zhang 2009, "Predicting missing links via local information", Eur. Phys. J. B
71): every common partner counts with one over the number of its own partners, so that hubs say little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from graph.advice import Evidence
from graph.projection.network import Network

if TYPE_CHECKING:
    from graph.ledger import Ledger
    from ontology import Ontology

__all__ = ["sentence", "signal"]

SHOWN = 3


def signal(network: Network, actor: str, ledger: Ledger, ontology: Ontology) -> dict[str, Evidence]:
    """Candidates two steps away, with the common partners that weigh most and what ties both to them."""
    common: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for partner in sorted(network.partners(actor)):
        others = network.partners(partner)
        for candidate in others:
            common[candidate].append((1.0 / len(others), partner))
    return {
        candidate: Evidence(
            sum(weight for weight, _ in shared),
            _rows(network, (actor, candidate), best := _best(shared)),
            best,
        )
        for candidate, shared in common.items()
        if candidate != actor
    }


def _best(shared: list[tuple[float, str]]) -> tuple[str, ...]:
    return tuple(partner for _, partner in sorted(shared, key=lambda pair: (-pair[0], pair[1]))[:SHOWN])


def _rows(network: Network, ends: tuple[str, str], partners: tuple[str, ...]) -> tuple[int, ...]:
    """For each common partner one statement pair a side: both in the same shared thing, or the direct tie."""
    rows: set[int] = set()
    for end in ends:
        for partner in partners:
            rows |= set(network.proof(end, partner))
    return tuple(sorted(rows))


def sentence(evidence: Evidence, name: Callable[[str, str], str]) -> dict[str, str]:
    """The common partners by name."""
    listed = {lang: ", ".join(name(partner, lang) for partner in evidence.about) for lang in ("en", "ro")}
    return {
        "en": f"Both have worked with {listed['en']}.",
        "ro": f"Amândouă au lucrat cu {listed['ro']}.",
    }
