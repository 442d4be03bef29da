"""Which ledger rows stand behind what a signal found?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.advice.ecosystem import Ecosystem

__all__ = [
    "Evidence",
    "common_ground",
    "joint_rows",
    "own_rows",
    "thing_rows",
    "topic_rows",
    "work_rows",
]

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for one other: all ledger rows that show it, and what its sentence needs."""

    rows: tuple[int, ...]
    about: tuple[str, ...]  # entities or kinds named in the sentence
    number: int  # how many there are in all
    day: str = ""
    of: int = 0


def joint_rows(ecosystem: Ecosystem, actor: int, partners: Ints) -> list[int]:
    """All rows that tie an actor to some of its partners: direct ties, and both ends of each joint work."""
    network = ecosystem.network
    wanted = np.zeros(ecosystem.size, bool)
    wanted[partners] = True
    mine = network.cells(actor)
    things = network.incidence.indices[mine]
    worked = ecosystem.share[things] > 0
    things, own = things[worked], network.rows[mine][worked]
    by_thing, rows_by_thing = ecosystem.by_thing
    rows: list[int] = []
    for thing, row in zip(things.tolist(), own.tolist(), strict=True):
        cells = slice(int(by_thing.indptr[thing]), int(by_thing.indptr[thing + 1]))
        found = rows_by_thing[cells][wanted[by_thing.indices[cells]]]
        if len(found):
            rows += [row, *found.tolist()]
    direct = network.direct
    if len(direct):
        first = (direct[:, 0] == actor) & wanted[direct[:, 1]]
        second = (direct[:, 1] == actor) & wanted[direct[:, 0]]
        rows += direct[first | second, 2].tolist()
    return rows


def topic_rows(ecosystem: Ecosystem, actor: int, topics: Ints) -> list[int]:
    """All rows by which an actor has some topics: its own, and its part in things that have them."""
    network = ecosystem.network
    wanted = np.zeros(len(network.topics), bool)
    wanted[topics] = True
    own = network.actor_topics
    cells = slice(int(own.indptr[actor]), int(own.indptr[actor + 1]))
    rows: list[int] = own.data[cells][wanted[own.indices[cells]]].tolist()
    mine = network.cells(actor)
    said = network.thing_topics
    for thing, row in zip(network.incidence.indices[mine].tolist(), network.rows[mine].tolist(), strict=True):
        cells = slice(int(said.indptr[thing]), int(said.indptr[thing + 1]))
        found = said.data[cells][wanted[said.indices[cells]]]
        if len(found):
            rows += [row, *found.tolist()]
    return rows


def common_ground(ecosystem: Ecosystem, one: int, other: int) -> Ints:
    """The events and working groups in which both took part, the smallest first."""
    ground = ecosystem.ground
    first, second = (ground.indices[ground.indptr[end] : ground.indptr[end + 1]] for end in (one, other))
    shared = np.intersect1d(first, second).astype(np.int64)
    return shared[np.argsort(ecosystem.members[shared], kind="stable")]


def thing_rows(ecosystem: Ecosystem, actor: int, things: Ints) -> list[int]:
    """The rows by which an actor takes part in some things."""
    mine = ecosystem.network.cells(actor)
    kept = np.isin(ecosystem.network.incidence.indices[mine], things)
    found: list[int] = ecosystem.network.rows[mine][kept].tolist()
    return found


def work_rows(ecosystem: Ecosystem, actor: int) -> list[int]:
    """The rows by which an actor takes part in joint work, the latest first."""
    mine = ecosystem.network.cells(actor)
    worked = ecosystem.share[ecosystem.network.incidence.indices[mine]] > 0
    rows, begun = ecosystem.network.rows[mine][worked], ecosystem.network.begun[mine][worked]
    found: list[int] = rows[np.lexsort((rows, -begun))].tolist()
    return found


def own_rows(ecosystem: Ecosystem, actor: int) -> set[int]:
    """The rows that say of which country and kind an actor is."""
    around, entity = ecosystem.around, ecosystem.network.ids[actor]
    rows = set(around.kinds.get(entity, {}).values())
    if entity in around.countries:
        rows.add(around.countries[entity][1])
    return rows
