"""What does a small change in the ledger do to who is who?

Only what the change can reach is decided again: the ids whose statements changed, those they may be compared with,
everything that hangs together with them by pairs worth a decision, and what leans on an id that moved. The result
is the same as if all had been decided anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from graph.identity.candidates import pairs
from graph.identity.decide import Judged, Scored, decide, decision_by, score
from graph.identity.decision import Decision
from graph.identity.gather import ATTRIBUTES, RELATIONS, Asked
from graph.identity.profile import Places, Profile, Profiler
from graph.identity.rules import STAGES, Resolution, blocks_of, stage_of
from graph.index.write import (
    forget_names,
    scored_of,
    write_blocks,
    write_decisions,
    write_identity,
    write_links,
    write_names,
)
from ontology import Ontology

if TYPE_CHECKING:
    from graph.ledger import Ledger

__all__ = ["follow"]

_LARGE = 2_000  # ids touched from which deciding everything anew is quicker
_AMONG = "(SELECT value FROM json_each(?))"


def follow(
    connection: sqlite3.Connection,
    ledger: Ledger,
    ontology: Ontology,
    since: int,
    until: int,
    judged: tuple[Sequence[Judged], Sequence[Judged]],
) -> list[Decision] | None:
    """Bring the tables from one revision to a later one; the decisions taken are returned.

    `judged` are the judgements at both revisions. None where the change is too large or reaches too far: nothing has
    been written then. Call inside a transaction.
    """
    touched, ends = _changed(ledger, since, until)
    touched |= {entity for said in set(judged[0]) ^ set(judged[1]) for entity in (said.a, said.b)}
    if len(touched) > _LARGE:
        return None
    change = _Change(connection, ledger, ontology, until, judged[1])
    if not change.reach(touched):
        return None
    change.write(ends)
    return change.resolution.decisions


def _changed(ledger: Ledger, since: int, until: int) -> tuple[set[str], set[str]]:
    """The ids about which something telling changed, and all ids of which anything did."""
    touched: set[str] = set()
    ends: set[str] = set()
    for _, said in ledger.changed(since, until):
        ends.add(said.subject)
        if isinstance(said.object, str):
            ends.add(said.object)
        if said.predicate in ATTRIBUTES or said.predicate in RELATIONS:
            touched.add(said.subject)
    return touched, ends


class _Change:
    """The part of the ledger that a change reaches, decided anew stage by stage."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        ledger: Ledger,
        ontology: Ontology,
        revision: int,
        judged: Sequence[Judged],
    ) -> None:
        self._connection = connection
        self._ledger = ledger
        self._ontology = ontology
        self._revision = revision
        self._judged = judged
        first = {entity: at for at, entity in enumerate(ledger.entities(as_of=revision))}
        self._gathered = Asked(ledger, first, revision)
        self._profiler = Profiler(self._gathered, ontology, Places(self._gathered, ontology))
        self._held = dict(connection.execute("SELECT id, canonical FROM identity WHERE until IS NULL"))
        self.resolution = Resolution(canonical=dict(self._held))
        self._reached: set[str] = set()
        self._joined: set[str] = set()  # what an earlier stage settled: an id of which only others speak

    # ------------------------------------------------------------ what is reached

    def reach(self, touched: set[str]) -> bool:
        """Decide all that the touched ids can reach; False where that is too much, or crosses the stages."""
        across = [said for said in self._judged if self._stage(said.a) != self._stage(said.b)]
        if any(said.verdict == "same" for said in across):
            return False
        untold = {entity for entity in touched if not self._profiler.group(entity)[0]}
        waiting = touched | self._speaking_of(untold) | self._within(touched)
        around = self._beside(waiting)
        for number in range(len(STAGES) + 1):
            here = {entity for entity in waiting if self._stage(entity) == number}
            before = dict(self.resolution.canonical)
            around |= self._beside(here)
            around |= self._compare(here, number)
            here_around = {entity for entity in around if self._stage(entity) == number}
            self._decide(self._hanging_together(here | here_around, number), number)
            after = self.resolution.canonical
            moved = {
                entity for entity in before.keys() | after.keys() if before.get(entity) != after.get(entity)
            }
            waiting |= self._leaning_on(moved | here, number)
            if len(self._reached | waiting) > _LARGE:
                return False
        self.resolution.decisions += (
            decision_by(said) for said in across if not self._reached.isdisjoint((said.a, said.b))
        )
        return True

    def _stage(self, entity: str) -> int:
        """The stage of an id; one of which nothing is said goes with those that state or judge it."""
        group, kinds = self._profiler.group(entity)
        if group:
            return stage_of(group, kinds)
        beside = {other for link in self._links({entity}) if not link[2] for other in link[:2]}
        beside |= {end for said in self._judged if entity in (said.a, said.b) for end in (said.a, said.b)}
        told = (self._profiler.group(other) for other in beside)
        return min((stage_of(*pair) for pair in told if pair[0]), default=len(STAGES))

    def _within(self, touched: set[str]) -> set[str]:
        """The places that lie in touched places, however deep: a town's country is that of its county."""
        found: set[str] = set()
        edge = {entity for entity in touched if self._stage(entity) in (0, len(STAGES))}
        while edge:
            below = {entity for entity in self._speaking_of(edge) if self._stage(entity) == 0}
            edge = below - found
            found |= below
        return found

    def _beside(self, ids: set[str]) -> set[str]:
        """The ids that were paired or one with these, before the change."""
        found = {end for link in self._links(ids) for end in link[:2]}
        heads = {self._held.get(entity, entity) for entity in ids}
        return found | heads | {entity for entity, head in self._held.items() if head in heads}

    def _compare(self, here: set[str], number: int) -> set[str]:
        """Make blocks and pairs of the touched ids anew; all ids that are paired with them now."""
        among = json.dumps(sorted(here))
        for condition in ("link WHERE a", "link WHERE likeness <> '' AND b", "block WHERE id"):
            self._connection.execute(f"DELETE FROM {condition} IN {_AMONG}", (among,))
        profiles = {entity: self._profile(entity, number) for entity in sorted(here)}
        keys = {entity: blocks_of(profile, self._gathered) for entity, profile in profiles.items()}
        write_blocks(self._connection, keys)
        members = self._members({key for found in keys.values() for key in found})
        for entity in {entity for shared in members.values() for entity in shared} - profiles.keys():
            profiles[entity] = self._profile(entity, number)
        candidates = pairs(keys, keys, members, profiles)
        scored = score((pair for pair in candidates if not here.isdisjoint(pair)), profiles)
        stated = [(entity, other) for entity in sorted(here) for other in profiles[entity].stated]
        write_links(self._connection, scored, stated)
        return {end for pair in scored for end in (pair.a, pair.b)} | {end for link in stated for end in link}

    def _members(self, keys: set[int]) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        rows = self._connection.execute(
            f"SELECT key, id FROM block WHERE key IN {_AMONG}", (json.dumps(sorted(keys)),)
        )
        for key, entity in rows:
            found.setdefault(key, []).append(entity)
        return found

    def _links(self, ids: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
        among = json.dumps(sorted(ids))
        yield from self._connection.execute(
            f"SELECT * FROM link WHERE a IN {_AMONG} UNION SELECT * FROM link WHERE b IN {_AMONG}",
            (among, among),
        )

    def _hanging_together(self, ids: set[str], number: int) -> set[str]:
        """These ids and all that pairs, identifiers, judgements or an entity of today tie to them."""
        together: set[str] = set()
        heads: dict[str, set[str]] = {}
        for entity, head in self.resolution.canonical.items():
            heads.setdefault(head, {head}).add(entity)
        edge = ids
        while edge:
            together |= edge
            beside = {end for link in self._links(edge) for end in link[:2]}
            beside |= {
                end for said in self._judged if said.a in edge or said.b in edge for end in (said.a, said.b)
            }
            for entity in edge:
                beside |= heads.get(self.resolution.canonical.get(entity, entity), set())
            edge = {entity for entity in beside - together if self._stage(entity) == number}
        return together

    def _leaning_on(self, moved: set[str], number: int) -> set[str]:
        """The ids settled later whose profile speaks of one of these: what lies in it, is part of it, was held by it."""
        return {entity for entity in self._speaking_of(moved) if self._stage(entity) > number}

    def _speaking_of(self, entities: set[str]) -> set[str]:
        return {
            said.subject
            for entity in entities
            for said in self._ledger.match(object=entity, as_of=self._revision)
            if said.predicate in RELATIONS
        }

    # ------------------------------------------------------------ deciding and writing

    def _profile(self, entity: str, number: int) -> Profile:
        known = self.resolution.canonical

        def settled(other: str) -> str:
            return known.get(other, other) if self._stage(other) < number else other

        return self._profiler.profile(entity, settled)

    def _decide(self, ids: set[str], number: int) -> None:
        if not ids:
            return
        profiles = {entity: self._profile(entity, number) for entity in sorted(ids)}
        scored: list[Scored] = []
        stated: list[tuple[str, str]] = []
        for a, b, likeness, barred in sorted(self._links(ids)):
            if likeness and a in ids and b in ids:
                scored.append(scored_of(a, b, likeness, barred))
            elif not likeness and a in ids:
                stated.append((a, b))
        inside = [said for said in self._judged if said.a in ids and said.b in ids]
        outcome = decide(profiles, scored, stated, inside)
        for entity in ids - self._joined:
            self.resolution.canonical.pop(entity, None)
        for members in outcome.entities:
            self.resolution.settle(members, self._ontology, self._gathered.first)
            self._joined.update(members)
        self.resolution.decisions += outcome.decisions
        self._reached |= ids

    def write(self, ends: set[str]) -> None:
        """Write identity, decisions and names of all that was reached."""
        connection, canonical = self._connection, self.resolution.canonical
        write_identity(connection, self._held, canonical, self._revision)
        among = json.dumps(sorted(self._reached))
        connection.execute(f"DELETE FROM decision WHERE a IN {_AMONG}", (among,))
        connection.execute(f"DELETE FROM decision WHERE b IN {_AMONG}", (among,))
        write_decisions(connection, self.resolution.decisions)
        ids = self._reached | ends
        heads = {mapping.get(entity, entity) for entity in ids for mapping in (self._held, canonical)}
        forget_names(connection, heads | ids)
        members: dict[str, list[str]] = {
            head: [head] for head in heads if head in self._gathered.first and head not in canonical
        }
        for entity, head in canonical.items():
            if head in heads:
                members.setdefault(head, []).append(entity)
        write_names(connection, members, self._gathered, self._ontology)
