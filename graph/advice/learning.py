"""Which weights does a past teach, and with what chance?

`learn` cuts the ledger's own past at a day, looks at who worked together for the first time between then and a later
day, and fits the model of `graph.advice.model` to it. `innograph train` writes it; the package carries the one that
was learned from all of Europe's FP7 and Horizon 2020 participations that began before 2019.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from graph.advice.ecosystem import YEAR, Ecosystem, ecosystem_of
from graph.advice.model import Model
from graph.advice.suggesting import prepare
from graph.advice.training import Examples, collect, fit, fit_chance, new_partners
from graph.errors import UsageError
from graph.projection.network import NetworkSpec, build_network

if TYPE_CHECKING:
    from graph.index import Index
    from graph.ledger import Ledger
    from ontology import Ontology

__all__ = ["ASSUMED", "Past", "learn", "past_of"]

ACTORS = 1_500  # with partners, and a third as many newcomers
ASSUMED = {  # no participation file tells these; set by people, in the order in which studies find them to matter
    "offers_meet_needs": 2.0,
    "shared_events": 2.0,
    "shared_groups": 2.0,
    "same_town": 0.5,
}
FEWEST = 30  # actors with a new partner from which something can be learned


@dataclass(frozen=True)
class Past:
    """What was known before a cut, and who became whose partner from then until a later day."""

    cut: date
    until: date
    largest: int | None
    then: Ecosystem
    became: dict[int, NDArray[np.int64]]

    def actors(self, *, newcomers: bool) -> NDArray[np.int64]:
        """The actors with a new partner: those that had partners before, or those that had none."""
        chosen = [one for one in sorted(self.became) if (self.then.degree[one] == 0) == newcomers]
        return np.array(chosen, np.int64)


def past_of(
    ledger: Ledger, index: Index, ontology: Ontology, cut: date, until: date, largest: int | None = None
) -> Past:
    """A past cut at a day. Raises UsageError where the days are in the wrong order or nothing is dated before."""
    if until <= cut:
        raise UsageError(f"The hidden time must end after it begins: {cut} to {until}.")
    spec = NetworkSpec(before=cut, largest=largest)
    then = prepare(ledger, index, ontology, spec)
    if not len(then.network.begun):
        raise UsageError(f"Nothing that ties anyone is known to have begun before {cut}.")
    hidden = build_network(ledger, index, ontology, replace(spec, before=until, since=cut))
    later = ecosystem_of(hidden, ledger, index, ontology)
    return Past(cut, until, largest, then, new_partners(then, later))


def learn(past: Past, *, actors: int = ACTORS, seed: int = 1, name: str = "") -> Model:
    """The model that a past teaches. Raises UsageError where it has too few new partnerships."""
    draw = np.random.default_rng(seed)
    learned: dict[bool, dict[str, float]] = {}
    drawn: dict[bool, Examples] = {}
    for newcomers in (False, True):
        pool = past.actors(newcomers=newcomers)
        number = min(actors // 3 if newcomers else actors, len(pool))
        chosen = np.sort(draw.choice(pool, number, replace=False)) if number else pool
        examples = collect(past.then, past.became, chosen, seed)
        if len(pool) < FEWEST:
            if not newcomers:
                raise UsageError(
                    f"Only {len(pool)} actors found a new partner from {past.cut} to {past.until}; at least {FEWEST} "
                    "are needed to learn from. Choose other days, or load more."
                )
            learned[True] = learned[False]
            continue
        taught = tuple(one for one in examples.names if one not in ASSUMED and (newcomers or one != "peers"))
        learned[newcomers], _ = fit(examples, taught)
        drawn[newcomers] = examples
    return Model(
        name=name or f"learned-{past.cut}",
        weights=_kept(learned[False]),
        newcomer=_kept(learned[True]),
        assumed=dict(ASSUMED),
        chance=_chance(past, learned[False], draw, seed),
        trained=_story(past, drawn, seed),
    )


def _kept(weights: dict[str, float]) -> dict[str, float]:
    return {name: float(f"{weight:.4g}") for name, weight in sorted(weights.items()) if weight > 1e-4}


def _chance(past: Past, weights: dict[str, float], draw: np.random.Generator, seed: int) -> dict[str, float]:
    """What a score means, on actors that are active at all, whether or not they found a new partner."""
    tied = np.flatnonzero(past.then.lasting > 0)
    chosen = np.sort(draw.choice(tied, min(ACTORS, len(tied)), replace=False))
    examples = collect(past.then, past.became, chosen, seed + 1)
    score = np.zeros(len(examples.became))
    for name, weight in weights.items():
        score += weight * examples.signals[:, examples.names.index(name)]
    found = fit_chance(score, past.then.lasting[examples.actor], examples.became, examples.weight)
    return {**found, "years": round((past.until - past.cut).days / YEAR, 2)}


def _story(past: Past, drawn: dict[bool, Examples], seed: int) -> dict[str, Any]:
    """How the weights came about, so that anyone can repeat it."""
    return {
        "known before": str(past.cut),
        "new partnerships until": str(past.until),
        "largest consortium": past.largest or "no limit",
        "actors with partners": len(np.unique(drawn[False].actor)),
        "newcomers": len(np.unique(drawn[True].actor)) if True in drawn else 0,
        "examples": int(sum(len(one.became) for one in drawn.values())),
        "new partnerships": int(sum(one.became.sum() for one in drawn.values())),
        "method": "logistic regression, weights at least 0, examples weighted by the inverse of their chance to be drawn",
        "seed": seed,
        "command": f"innograph train --before {past.cut} --until {past.until}"
        + (f" --largest {past.largest}" if past.largest else ""),
    }
