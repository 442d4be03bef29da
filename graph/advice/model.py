"""How much does each signal count, and how sure is a score?

A `Model` is read from JSON that the package carries (`weights.json`), with how it was trained. The score is the sum
of weight times signal. Weights are never negative: a signal speaks for a partnership or not at all, so every part of
a score can be said as a reason. Signals for which past data have no examples have weights that people assumed; the
model says which.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from functools import cache
from math import exp, log
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.advice.standpoint import Standpoint
from graph.discover import discover

__all__ = ["Model", "default_model", "reasons", "signals", "word"]

Floats = NDArray[np.float64]
WORDS = (  # chance from which a word is used
    (0.5, {"en": "likely", "ro": "probabil"}),
    (0.2, {"en": "quite possible", "ro": "foarte posibil"}),
    (0.05, {"en": "possible", "ro": "posibil"}),
    (0.01, {"en": "unlikely", "ro": "puțin probabil"}),
    (0.0, {"en": "very unlikely", "ro": "foarte puțin probabil"}),
)


@cache
def signals() -> dict[str, ModuleType]:
    """The signals by name."""
    return discover("graph.advice.signals")


@cache
def reasons() -> dict[str, ModuleType]:
    """The reasons by name."""
    return discover("graph.advice.reasons")


def word(chance: float) -> dict[str, str]:
    """The word for a chance, in English and Romanian."""
    return next(words for least, words in WORDS if chance >= least)


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of signals for actors with partners and for newcomers, and what a score means as a chance.

    The chance of joint work within `years` is 1 / (1 + exp(-(slope * score + offset + busy * log1p(lasting
    activity of the actor)))), fitted on the same past (Platt 1999).
    """

    name: str
    weights: dict[str, float]
    newcomer: dict[str, float]
    assumed: dict[str, float]  # by people, for signals without past examples; they count for both
    chance: dict[str, float] = field(default_factory=dict)
    trained: dict[str, Any] = field(default_factory=dict)

    def weights_for(self, newcomer: bool) -> dict[str, float]:
        """The weights in force, by signal; signals that count nothing are left out."""
        found = {**(self.newcomer if newcomer else self.weights), **self.assumed}
        return {name: weight for name, weight in sorted(found.items()) if weight > 0}

    def contributions(self, point: Standpoint) -> dict[str, Floats]:
        """What each signal adds to the score of each of the standpoint's others."""
        return {
            name: weight * signals()[name].values(point)
            for name, weight in self.weights_for(point.is_newcomer).items()
        }

    def chance_of(self, score: float, activity: float) -> float:
        """The chance of joint work within the trained years, for a score and the actor's lasting activity."""
        if not self.chance:
            return 0.0
        said = self.chance
        level = said["slope"] * score + said["offset"] + said["busy"] * log(1.0 + activity)
        return 1.0 / (1.0 + exp(-min(max(level, -50.0), 50.0)))

    def write(self, file: Path) -> None:
        """Keep it as JSON that people can read."""
        file.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> Model:
        """The model of a file. Raises KeyError where it names a signal that there is not."""
        found = cls(**json.loads(file.read_text(encoding="utf-8")))
        for name in {**found.weights, **found.newcomer, **found.assumed}:
            signals()[name]
        return found


@cache
def default_model() -> Model:
    """The model that the package carries."""
    return Model.read(Path(__file__).with_name("weights.json"))
