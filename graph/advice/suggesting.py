"""With whom could this actor collaborate, and why?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.advice.candidates import candidates_of, closeness_of
from graph.advice.doubts import doubts, introducers, unknowns
from graph.advice.ecosystem import Ecosystem, ecosystem_of
from graph.advice.model import Model, default_model, reasons, signals, word
from graph.advice.standpoint import Standpoint
from graph.errors import UnknownEntity
from graph.projection.network import NetworkSpec, build_network

if TYPE_CHECKING:
    from graph.index import Index
    from graph.ledger import Ledger
    from ontology import Ontology

__all__ = [
    "DEFAULT_KINDS",
    "Advice",
    "Doubt",
    "Reason",
    "Scored",
    "Suggestion",
    "Wish",
    "allowed",
    "explain",
    "prepare",
    "scored",
    "suggest",
]

DEFAULT_KINDS = ("Organisation", "Cluster")  # people are advised only where they are asked for
MOST_STATEMENTS = 500  # of one reason; the rest is counted
DIGITS = 9
Naming = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of a partner: classes, topics (any of them), places (any of them). Empty: anything."""

    kinds: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a sentence in each language, the statements behind it, its part of the score.

    `signals` says how much of the contribution each signal makes. `of` is how many statements there are where not
    all are listed.
    """

    kind: str
    sentence: dict[str, str]
    because: tuple[str, ...]
    contribution: float
    signals: dict[str, float] = field(default_factory=dict)
    of: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """What speaks against a suggestion or is not known: a sentence, and statements where there are any."""

    kind: str
    sentence: dict[str, str]
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A possible partner: `score` is the sum of the contributions of `reasons`.

    `chance` is the calibrated chance of joint work within the years that the model was trained for; `introduce` are
    common partners who could introduce, the most telling first.
    """

    rank: int
    entity: str
    score: float
    reasons: tuple[Reason, ...]
    chance: float = 0.0
    sure: dict[str, str] = field(default_factory=dict)
    against: tuple[Doubt, ...] = ()
    unknown: tuple[Doubt, ...] = ()
    introduce: tuple[str, ...] = ()


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
    newcomer: bool = False  # without partners so far: advice rests on what it is, not on whom it knows


@dataclass(frozen=True, slots=True)
class Scored:
    """The candidates of an actor that are advised, the best first, and what each signal adds to each score."""

    point: Standpoint
    order: NDArray[np.int64]  # places in `point.others`
    score: NDArray[np.float64]  # of each of `point.others`
    parts: dict[str, NDArray[np.float64]]


def prepare(ledger: Ledger, index: Index, ontology: Ontology, spec: NetworkSpec | None = None) -> Ecosystem:
    """The ecosystem that advice is given on; every actor that we know of is in it, tied or not."""
    chosen = replace(spec or NetworkSpec(), isolated=True)
    return ecosystem_of(build_network(ledger, index, ontology, chosen), ledger, index, ontology)


def suggest(
    ecosystem: Ecosystem,
    actor: str,
    ledger: Ledger,
    *,
    name: Naming,
    wish: Wish | None = None,
    limit: int = 10,
    model: Model | None = None,
) -> Advice:
    """Possible partners of an actor (a canonical id), best first; `name(entity, lang)` gives the names.

    Raises UnknownEntity where the actor is none that can have partners.
    """
    model = model or default_model()
    row = ecosystem.network.position.get(actor)
    if row is None:
        raise UnknownEntity(f"{actor} as an actor that could have partners")
    found = scored(ecosystem, row, model, allowed=allowed(ecosystem, wish or Wish()))
    words = {lang: ecosystem.network.spec.sentence(lang) for lang in ("en", "ro")}
    chosen = tuple(
        explain(found, model, place, at, ledger, name)
        for place, at in enumerate(found.order[:limit].tolist(), 1)
    )
    nothing = {} if chosen else _nothing(ecosystem, row, wish or Wish())
    known = len(ecosystem.known(row)) - 1
    newcomer = found.point.is_newcomer
    return Advice(actor, chosen, len(found.order), known, words, model.name, nothing, newcomer)


def allowed(ecosystem: Ecosystem, wish: Wish) -> NDArray[np.bool_]:
    """Which actors fit a wish."""
    network, around = ecosystem.network, ecosystem.around
    nothing: frozenset[str] = frozenset()
    fitting = np.fromiter(
        (bool(network.types.get(one, nothing) & wish.kinds) or not wish.kinds for one in network.ids),
        bool,
        ecosystem.size,
    )
    if wish.topics:
        asked = np.array([topic in wish.topics for topic in network.topics], np.float64)
        having = ecosystem.having @ asked if len(asked) else np.zeros(ecosystem.size)
        for at, one in enumerate(network.ids):
            own = {*around.offers.get(one, ()), *around.needs.get(one, ())}
            fitting[at] &= bool(having[at] > 0 or own & wish.topics)
    if wish.places:
        for at, one in enumerate(network.ids):
            lies = around.places.get(one, {})
            fitting[at] &= any({place, *around.parents.get(place, ())} & wish.places for place in lies)
    return fitting


def scored(
    ecosystem: Ecosystem,
    actor: int,
    model: Model,
    *,
    allowed: NDArray[np.bool_] | None = None,
    closeness: NDArray[np.float32] | None = None,
) -> Scored:
    """The candidates of an actor with their scores; only those with a reason that is enough are in the order."""
    near = closeness_of(ecosystem, np.array([actor]))[:, 0] if closeness is None else closeness
    others = candidates_of(ecosystem, actor, near, allowed)
    point = Standpoint(ecosystem, actor, others, near)
    parts = {name: np.round(part, DIGITS) for name, part in model.contributions(point).items()}
    score = np.zeros(len(others))
    enough = np.zeros(len(others), bool)
    for name, part in parts.items():
        score += part
        if reasons()[signals()[name].REASON].BINDING:
            enough |= part > 0
    score = np.round(score, DIGITS)
    order = np.lexsort((others, -score))
    return Scored(point, order[enough[order]], score, parts)


def explain(found: Scored, model: Model, place: int, at: int, ledger: Ledger, name: Naming) -> Suggestion:
    """A scored candidate in words: `at` is its place in `found.point.others`, `place` its rank."""
    point, other = found.point, int(found.point.others[at])
    ecosystem = point.ecosystem
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for signal, part in found.parts.items():
        if part[at] > 0:
            shares[signals()[signal].REASON][signal] = float(part[at])
    given = [_reason(point, other, kind, parts, ledger, name) for kind, parts in shares.items()]
    given.sort(key=lambda reason: (-reason.contribution, reason.kind))
    score = round(sum(reason.contribution for reason in given), DIGITS)
    chance = model.chance_of(score, float(ecosystem.lasting[point.actor]))
    against = tuple(
        Doubt(kind, words, tuple(ledger.statement_ids(rows))) for kind, words, rows in doubts(point, other)
    )
    unknown = tuple(Doubt(kind, words) for kind, words in unknowns(point, other))
    return Suggestion(
        place,
        ecosystem.network.ids[other],
        score,
        tuple(given),
        round(chance, 4),
        word(chance),
        against,
        unknown,
        introducers(point, other),
    )


def _reason(
    point: Standpoint, other: int, kind: str, parts: dict[str, float], ledger: Ledger, name: Naming
) -> Reason:
    module = reasons()[kind]
    evidence = module.evidence(point, other)
    because = tuple(ledger.statement_ids(evidence.rows[:MOST_STATEMENTS]))
    total = round(sum(parts.values()), DIGITS)
    return Reason(kind, module.sentence(evidence, name), because, total, parts, len(evidence.rows))


def _nothing(ecosystem: Ecosystem, actor: int, wish: Wish) -> dict[str, str]:
    if wish.topics or wish.places:
        return {
            "en": "Nobody who fits what was asked for and is not known to it has a reason that is strong enough.",
            "ro": "Nimeni care se potrivește cererii și nu îi este deja cunoscut nu are un motiv destul de puternic.",
        }
    if not ecosystem.network.rows_of(actor):
        return {
            "en": "It takes part in nothing that we know of, so nothing speaks for any partner.",
            "ro": "Nu participă la nimic din ce cunoaștem, deci nimic nu susține vreun partener.",
        }
    return {
        "en": "Nobody whom it does not know yet shares a partner, a topic, an event or a body with it.",
        "ro": "Nimeni dintre cei pe care nu îi cunoaște încă nu are cu ea un partener, un subiect, un eveniment sau un "
        "organism comun.",
    }
