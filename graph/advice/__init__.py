"""Who could collaborate, and why?

A suggestion is an actor that is no partner yet, with reasons that each name the statements they rest on. The
score is the sum of the contributions of its reasons, nothing else; a known partner is never suggested, and
where nothing speaks for anyone the answer is that there is no suggestion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.discover import discover
from graph.projection.network import Network

if TYPE_CHECKING:
    from graph.ledger import Ledger
    from ontology import Ontology

__all__ = ["Advice", "Evidence", "Reason", "Signal", "Suggestion", "available", "suggest"]

MODEL = "signals-1"  # unfitted: every signal weighs the same; replaced when the fitted ranking lands


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a signal found for one candidate: its strength and the ledger rows that show it."""

    strength: float
    rows: tuple[int, ...]
    about: tuple[str, ...]  # the entities shared: partners, topics


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a sentence in each language, the statements behind it, its part of the score."""

    kind: str
    sentence: dict[str, str]
    because: tuple[str, ...]
    contribution: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A possible partner: `score` is the sum of the contributions of `reasons`."""

    rank: int
    entity: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """Suggestions for one actor, out of how many candidates, or why there are none."""

    entity: str
    suggestions: tuple[Suggestion, ...]
    candidates: int
    known_partners: int
    network: dict[str, str]
    model: str
    none_because: dict[str, str]


Signal = Callable[[Network, str, "Ledger", "Ontology"], dict[str, Evidence]]
Sentence = Callable[[Evidence, Callable[[str, str], str]], dict[str, str]]


def available() -> dict[str, tuple[Signal, Sentence]]:
    """The signals by name: what each finds, and how it says it."""
    found = discover("graph.advice.signals")
    return {name: (module.signal, module.sentence) for name, module in found.items()}


def suggest(
    network: Network,
    actor: str,
    ledger: Ledger,
    ontology: Ontology,
    *,
    name: Callable[[str, str], str],
    kinds: frozenset[str] | None = None,
    limit: int = 10,
) -> Advice:
    """Possible partners of an actor, best first; `name(entity, lang)` gives the names for the sentences."""
    known = network.partners(actor)
    found: dict[str, dict[str, Evidence]] = defaultdict(dict)
    for kind, (signal, _) in available().items():
        for candidate, evidence in signal(network, actor, ledger, ontology).items():
            if candidate != actor and candidate not in known and _fits(network, candidate, kinds):
                found[candidate][kind] = evidence
    strongest = {
        kind: max((one[kind].strength for one in found.values() if kind in one), default=1.0)
        for kind in available()
    }
    scored = {
        candidate: {kind: _share(evidence.strength, strongest[kind]) for kind, evidence in one.items()}
        for candidate, one in found.items()
    }
    ordered = sorted(scored, key=lambda one: (-round(sum(scored[one].values()), 9), one))
    chosen = tuple(
        _suggestion(place, candidate, scored[candidate], found[candidate], ledger, name)
        for place, candidate in enumerate(ordered[:limit], 1)
    )
    words = {lang: network.spec.sentence(lang) for lang in ("en", "ro")}
    nothing = {} if chosen else _nothing(network, actor)
    return Advice(actor, chosen, len(ordered), len(known), words, MODEL, nothing)


def _share(strength: float, strongest: float) -> float:
    return round(strength / strongest / len(available()), 9)


def _fits(network: Network, candidate: str, kinds: frozenset[str] | None) -> bool:
    return kinds is None or bool(network.ties.types.get(candidate, frozenset()) & kinds)


def _suggestion(
    place: int,
    candidate: str,
    shares: dict[str, float],
    evidence: dict[str, Evidence],
    ledger: Ledger,
    name: Callable[[str, str], str],
) -> Suggestion:
    reasons = tuple(
        Reason(
            kind,
            available()[kind][1](evidence[kind], name),
            tuple(ledger.statement_ids(evidence[kind].rows)),
            share,
        )
        for kind, share in sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    return Suggestion(place, candidate, round(sum(reason.contribution for reason in reasons), 9), reasons)


def _nothing(network: Network, actor: str) -> dict[str, str]:
    if actor not in network.position:
        return {
            "en": "It takes part in nothing that we know of, so nothing speaks for any partner.",
            "ro": "Nu participă la nimic din ce cunoaștem, deci nimic nu susține vreun partener.",
        }
    return {
        "en": "Nobody outside its present partners shares a partner or a topic with it.",
        "ro": "Nimeni din afara partenerilor actuali nu are cu ea un partener sau un subiect comun.",
    }
