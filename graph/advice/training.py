"""What do past partnerships teach about the signals?

A past is cut in two: what had begun before the cut is what was known, and the new partnerships until a later day are
what was to be foreseen. For a sample of actors all new partners and a sample of the others are described by their
signals; logistic regression with non-negative weights is fitted, each example that was drawn from many weighted by
the inverse of its chance to be drawn (without it the common negatives would be forgotten, and the order with them).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from graph.advice.candidates import candidates_of, walks
from graph.advice.ecosystem import Ecosystem
from graph.advice.model import signals
from graph.advice.standpoint import Standpoint

__all__ = ["Examples", "collect", "fit", "fit_chance", "new_partners"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DRAWN = 150  # of the others beyond the candidates
RIDGE = 1e-3


@dataclass(frozen=True, slots=True)
class Examples:
    """Pairs as rows: their signals, whether they became partners, their weight, and the actor they belong to."""

    names: tuple[str, ...]
    signals: NDArray[np.float32]
    became: Floats
    weight: Floats
    actor: Ints
    candidate: NDArray[np.bool_]  # whether the candidates' step would have found it

    def only(self, rows: NDArray[np.bool_]) -> Examples:
        """Some of the examples."""
        return Examples(
            self.names,
            self.signals[rows],
            self.became[rows],
            self.weight[rows],
            self.actor[rows],
            self.candidate[rows],
        )


def new_partners(then: Ecosystem, later: Ecosystem) -> dict[int, Ints]:
    """For each actor of `then` the actors of `then` with whom it first worked in `later`, as rows of `then`.

    An actor or partner that `then` has no dated activity of was not known and is left out as a partner.
    """
    position = then.network.position
    to_then = np.array([position.get(entity, -1) for entity in later.network.ids], np.int64)
    active = then.lasting + (np.diff(then.network.incidence.indptr) > 0) + then.degree > 0
    found: dict[int, Ints] = {}
    for row in np.flatnonzero((to_then >= 0) & (later.degree > 0)).tolist():
        actor = int(to_then[row])
        others = to_then[later.partner_rows(row)]
        others = others[others >= 0]
        fresh = np.setdiff1d(others[active[others]], then.known(actor))
        if len(fresh):
            found[actor] = fresh
    return found


def collect(then: Ecosystem, became: dict[int, Ints], actors: Ints, seed: int) -> Examples:
    """The examples of some actors: new partners, all other candidates, and some of the rest."""
    names = tuple(sorted(signals()))
    draw = np.random.default_rng(seed)
    active = np.flatnonzero(np.diff(then.network.incidence.indptr) > 0)
    parts = list(_each(then, became, actors, names, active, draw))
    if not parts:
        none = np.zeros(0)
        return Examples(
            names, np.zeros((0, len(names)), np.float32), none, none, np.zeros(0, np.int64), none > 0
        )
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return Examples(names, columns[0], columns[1], columns[2], columns[3], columns[4])


def _each(
    then: Ecosystem,
    became: dict[int, Ints],
    actors: Ints,
    names: tuple[str, ...],
    active: Ints,
    draw: np.random.Generator,
) -> Iterator[tuple[NDArray[np.float32], Floats, Floats, Ints, NDArray[np.bool_]]]:
    for actor, near in walks(then, actors):
        found = candidates_of(then, actor, near)
        partners = became.get(actor, np.zeros(0, np.int64))
        rest = np.setdiff1d(active, np.concatenate([found, partners, then.known(actor)]))
        drawn = draw.choice(rest, min(DRAWN, len(rest)), replace=False)
        others = np.concatenate([np.union1d(found, partners), np.sort(drawn)])
        weight = np.ones(len(others))
        if len(drawn):
            weight[-len(drawn) :] = len(rest) / len(drawn)
        point = Standpoint(then, actor, others, near)
        described = np.stack([signals()[name].values(point) for name in names], axis=1)
        yield (
            described.astype(np.float32),
            np.isin(others, partners).astype(np.float64),
            weight,
            np.full(len(others), actor),
            np.isin(others, found),
        )


def fit(
    examples: Examples, chosen: tuple[str, ...], *, signed: bool = True
) -> tuple[dict[str, float], float]:
    """Weights of the chosen signals (none negative where `signed`) and the offset of the logistic regression."""
    columns = [examples.names.index(name) for name in chosen]
    weight = examples.weight / max(examples.weight[examples.became > 0].sum(), 1.0)
    described = examples.signals[:, columns]
    mean = np.average(described, axis=0, weights=examples.weight)
    spread = np.sqrt(np.average((described - mean) ** 2, axis=0, weights=examples.weight))
    usable = spread > 1e-9
    scaled = np.zeros_like(described)
    scaled[:, usable] = (described[:, usable] - mean[usable]) / spread[usable]
    bounds = [(0.0 if signed else None, None if can else 0.0) for can in usable] + [(None, None)]
    found = minimize(
        _loss,
        np.zeros(len(chosen) + 1),
        args=(scaled, examples.became, weight),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": 300},
    ).x
    weights = np.divide(found[:-1], spread, out=np.zeros(len(chosen)), where=usable)
    offset = float(found[-1] - (weights * mean).sum())
    return {name: float(value) for name, value in zip(chosen, weights, strict=True)}, offset


def _loss(point: Floats, scaled: Floats, became: Floats, weight: Floats) -> tuple[float, Floats]:
    level = scaled @ point[:-1] + point[-1]
    wrong = weight * (1.0 / (1.0 + np.exp(-level)) - became)
    value = (weight * (np.logaddexp(0.0, level) - became * level)).sum() + RIDGE * (point[:-1] ** 2).sum()
    slope = np.append(scaled.T @ wrong + 2 * RIDGE * point[:-1], wrong.sum())
    return float(value), slope


def fit_chance(score: Floats, activity: Floats, became: Floats, weight: Floats) -> dict[str, float]:
    """What turns a score and the actor's lasting activity into a chance (logistic, unpenalised; Platt 1999)."""
    described = np.stack([score, np.log1p(activity)], axis=1)
    found = minimize(
        _plain_loss,
        np.array([1.0, 0.0, -10.0]),
        args=(described, became, weight / weight.sum()),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 500},
    ).x
    return {"slope": float(found[0]), "busy": float(found[1]), "offset": float(found[2])}


def _plain_loss(point: Floats, described: Floats, became: Floats, weight: Floats) -> tuple[float, Floats]:
    level = described @ point[:-1] + point[-1]
    wrong = weight * (1.0 / (1.0 + np.exp(-level)) - became)
    value = (weight * (np.logaddexp(0.0, level) - became * level)).sum()
    return float(value), np.append(described.T @ wrong, wrong.sum())
