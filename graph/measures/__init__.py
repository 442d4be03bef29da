"""Who matters in a network? One module a measure, found because it is there.

A measure is a function of a network, named like its module: it returns one value an actor, in the order of
`network.ids`, and a note where the value is an estimate. Its docstring says what it is for, its source and
units, and when not to use it; `innograph rank --help` and `/rank` show that text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.discover import discover, names
from graph.errors import UsageError
from graph.projection.network import Network

__all__ = ["Finding", "Measured", "Ranking", "measure", "measures", "rank"]

BECAUSE = 20  # statement ids shown for one finding; the rest is counted


@dataclass(frozen=True, slots=True)
class Measured:
    """One value an actor, and what must be said beside it (a sampling error, a convention), or nothing."""

    values: NDArray[np.float64]
    note: dict[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """An actor, its rank (ties share the better one), its value, and the statements it rests on."""

    rank: int
    entity: str
    value: float
    because: tuple[str, ...]
    of: int  # how many statements it rests on in all


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best findings of a measure, in a network that is named."""

    measure: str
    network: dict[str, str]
    note: dict[str, str]
    findings: tuple[Finding, ...]
    of: int
    undated: int


def measures() -> dict[str, str]:
    """All measures by name with the first sentence of what each is for."""
    found = discover(__name__)
    return {
        name: (getattr(module, name).__doc__ or "").strip().split("\n")[0] for name, module in found.items()
    }


def measure(name: str) -> Callable[[Network], Measured]:
    """The measure of this name; UsageError names the ones there are."""
    if name not in names(__name__):
        raise UsageError(f"There is no measure “{name}”. There are: {', '.join(names(__name__))}.")
    found: Callable[[Network], Measured] = getattr(discover(__name__)[name], name)
    return found


def rank(
    network: Network,
    name: str,
    *,
    kinds: frozenset[str] | None = None,
    limit: int = 20,
    statement_ids: Callable[[list[int]], list[str]],
) -> Ranking:
    """The first `limit` actors by a measure, of certain kinds if given; equal values stand by id.

    The measure is taken on the whole network; `kinds` only chooses whom to show.
    """
    measured = measure(name)(network)
    types = network.types
    shown = [
        row
        for row, entity in enumerate(network.ids)
        if kinds is None or types.get(entity, frozenset()) & kinds
    ]
    # a difference in the last bits is rounding, not rank
    rounded = {row: float(f"{measured.values[row]:.12g}") for row in shown}
    ordered = sorted(shown, key=lambda row: (-rounded[row], network.ids[row]))
    findings: list[Finding] = []
    for place, row in enumerate(ordered[:limit], 1):
        tied = findings and findings[-1].value == rounded[row]
        rows = network.rows_of(row)
        because = tuple(statement_ids(rows[:BECAUSE]))
        position = findings[-1].rank if tied else place
        findings.append(Finding(position, network.ids[row], rounded[row], because, len(rows)))
    words = {lang: network.spec.sentence(lang) for lang in ("en", "ro")}
    return Ranking(name, words, measured.note, tuple(findings), len(shown), network.undated)
