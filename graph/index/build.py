"""How does the index follow the ledger? By what changed, or by deciding everything anew; either way with one result."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from graph.identity.decide import Judged
from graph.identity.decision import Decision
from graph.identity.gather import Gathered, gather
from graph.identity.rules import resolve_all, rules_version
from graph.index.follow import follow
from graph.index.write import (
    forget_names,
    write_blocks,
    write_decisions,
    write_identity,
    write_links,
    write_names,
)
from ontology import Ontology

if TYPE_CHECKING:
    from graph.ledger import Ledger, Proposal

__all__ = ["bring_to"]


def bring_to(
    connection: sqlite3.Connection, ledger: Ledger, ontology: Ontology, revision: int
) -> list[Proposal]:
    """Show the ledger as it is at a revision; the machine's new questions are returned. Call in a transaction."""
    held = dict(connection.execute("SELECT name, value FROM meta"))
    mark = {"epoch": str(ledger.epoch), "rules": rules_version(ontology), "revision": str(revision)}
    if held == mark:
        return []
    if held and (held["epoch"] != mark["epoch"] or int(held["revision"]) > revision):
        for table in (
            "identity",
            "decision",
            "meta",
        ):  # of another ledger, or of one in which somebody was erased
            connection.execute(f"DELETE FROM {table}")
        held = {}
    asked = set(connection.execute("SELECT a, b FROM decision WHERE verdict = 'review'"))
    decisions = None
    if held and held["rules"] == mark["rules"]:
        since = int(held["revision"])
        judged = (_judged(ledger, since), _judged(ledger, revision))
        connection.execute("SAVEPOINT following")
        decisions = follow(connection, ledger, ontology, since, revision, judged)
        if decisions is None:
            connection.execute("ROLLBACK TO following")
        connection.execute("RELEASE following")
    if decisions is None:
        decisions = _rebuild(connection, ledger, ontology, revision, anew=not held)
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", mark.items())
    return [
        _proposal(question) for question in _questions(decisions) if (question.a, question.b) not in asked
    ]


def _judged(ledger: Ledger, revision: int) -> list[Judged]:
    """What people hold about pairs of ids at a revision, the oldest first; undone ones are left out."""
    said = sorted(ledger.judgements(as_of=revision), key=lambda judgement: judgement.id)
    return [Judged(one.a, one.b, one.verdict, one.why, one.by) for one in said]


def _rebuild(
    connection: sqlite3.Connection, ledger: Ledger, ontology: Ontology, revision: int, *, anew: bool
) -> list[Decision]:
    """Decide over the whole ledger as it was at a revision.

    What is decided for the first time (`anew`) is the best we know of all revisions before it, too.
    """
    gathered = gather(ledger, as_of=revision)
    resolution = resolve_all(gathered, ontology, _judged(ledger, revision))
    held = dict(connection.execute("SELECT id, canonical FROM identity WHERE until IS NULL"))
    write_identity(connection, held, resolution.canonical, 0 if anew else revision)
    for table in ("decision", "block", "link"):
        connection.execute(f"DELETE FROM {table}")
    write_decisions(connection, resolution.decisions)
    write_blocks(connection, resolution.blocks)
    write_links(connection, resolution.scored, resolution.stated)
    forget_names(connection)
    write_names(connection, _members(gathered, resolution.canonical), gathered, ontology)
    return resolution.decisions


def _members(gathered: Gathered, canonical: Mapping[str, str]) -> dict[str, list[str]]:
    members: defaultdict[str, list[str]] = defaultdict(list)
    for entity in {*gathered.first, *canonical}:
        members[canonical.get(entity, entity)].append(entity)
    return members


def _questions(decisions: Iterable[Decision]) -> Iterator[Decision]:
    return (taken for taken in decisions if taken.verdict == "review" and taken.by == "machine")


def _proposal(question: Decision) -> Proposal:
    """A question of the machine as an entry of the one review queue."""
    from graph.ledger import Proposal

    found = [
        {"feature": one.name, "left": one.left, "right": one.right, "says": one.says, "weight": one.weight}
        for one in question.features
    ]
    return Proposal(
        kind="identity",
        key=f"{question.a}|{question.b}",
        proposal={"a": question.a, "b": question.b, "verdict": "same", "confidence": question.confidence},
        reasons=[{"rule": question.rule, "why": question.why}, *found],
        by=question.by,
    )
