"""How does the index follow the ledger? By deciding anew and writing only what differs."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from graph.identity.decide import Judged
from graph.identity.decision import Decision, Feature
from graph.identity.gather import Gathered, gather
from graph.identity.rules import Resolution, resolve_all, rules_version
from graph.index.labels import described, labels
from ontology import Ontology

if TYPE_CHECKING:
    from graph.ledger import Ledger, Proposal

__all__ = ["bring_to", "decision_of"]


def bring_to(
    connection: sqlite3.Connection, ledger: Ledger, ontology: Ontology, revision: int
) -> list[Proposal]:
    """Show the ledger as it is at a revision; the machine's new questions are returned. Call in a transaction."""
    held = dict(connection.execute("SELECT name, value FROM meta"))
    mark = {"epoch": str(ledger.epoch), "rules": rules_version(ontology), "revision": str(revision)}
    if held == mark:
        return []
    if held and {**held, "revision": ""} == {**mark, "revision": ""} and _nothing_new(ledger, held, revision):
        connection.execute("UPDATE meta SET value = ? WHERE name = 'revision'", (str(revision),))
        return []
    if held and (held["epoch"] != mark["epoch"] or int(held["revision"]) > revision):
        for table in (
            "identity",
            "decision",
            "meta",
        ):  # another ledger's history, or one that has been erased
            connection.execute(f"DELETE FROM {table}")
    asked = {(a, b) for a, b in connection.execute("SELECT a, b FROM decision WHERE verdict = 'review'")}
    resolution = rebuild(connection, ledger, ontology, revision)
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", mark.items())
    new = (taken for taken in _questions(resolution.decisions) if (taken.a, taken.b) not in asked)
    return [_proposal(question) for question in new]


def _nothing_new(ledger: Ledger, held: dict[str, str], revision: int) -> bool:
    """True where the runs since then were about other things than statements and judgements."""
    since = int(held["revision"])
    if since > revision or next(iter(ledger.changed(since, revision)), None):
        return False
    return judged_until(ledger, since) == judged_until(ledger, revision)


def judged_until(ledger: Ledger, revision: int) -> list[Judged]:
    """What people hold about pairs of ids at a revision, the oldest first; undone ones are left out."""
    return [
        Judged(said.a, said.b, said.verdict, said.why, said.by)
        for said in sorted(ledger.judgements(as_of=revision), key=lambda said: said.id)
    ]


def rebuild(connection: sqlite3.Connection, ledger: Ledger, ontology: Ontology, revision: int) -> Resolution:
    """Decide over the whole ledger as it was at a revision. Call inside a transaction."""
    gathered = gather(ledger, as_of=revision)
    resolution = resolve_all(gathered, ontology, judged_until(ledger, revision))
    # What the first build decides is the best we know of all revisions before it.
    since = revision if connection.execute("SELECT 1 FROM meta").fetchone() else 0
    write_identity(connection, resolution.canonical, since)
    connection.execute("DELETE FROM decision")
    write_decisions(connection, resolution.decisions)
    for table in ("entity", "label"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
    write_entities(connection, _members(gathered, resolution.canonical), gathered, ontology)
    connection.execute("INSERT INTO words (words) VALUES ('rebuild')")
    return resolution


def write_identity(connection: sqlite3.Connection, canonical: dict[str, str], revision: int) -> None:
    """Close the rows that no longer hold and open those that do now; untouched ids keep theirs."""
    held = dict(connection.execute("SELECT id, canonical FROM identity WHERE until IS NULL"))
    gone = [(revision, entity) for entity, head in held.items() if canonical.get(entity) != head]
    new = [(entity, head, revision) for entity, head in sorted(canonical.items()) if held.get(entity) != head]
    connection.executemany("UPDATE identity SET until = ? WHERE id = ? AND until IS NULL", gone)
    connection.execute("DELETE FROM identity WHERE until <= since")
    connection.executemany("INSERT INTO identity (id, canonical, since) VALUES (?, ?, ?)", new)


def write_decisions(connection: sqlite3.Connection, decisions: Iterable[Decision]) -> None:
    """Keep decisions with their features."""
    rows = (
        (
            taken.a,
            taken.b,
            taken.verdict,
            taken.rule,
            taken.why,
            taken.by,
            taken.confidence,
            json.dumps(
                [(f.name, f.left, f.right, f.says, f.weight) for f in taken.features], ensure_ascii=False
            ),
        )
        for taken in decisions
    )
    connection.executemany("INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def decision_of(row: Sequence[object]) -> Decision:
    """The decision that a row of the table holds."""
    a, b, verdict, rule, why, by, confidence, features = row
    found = tuple(Feature(*values) for values in json.loads(str(features)))
    return Decision(str(a), str(b), str(verdict), str(rule), str(why), found, str(by), float(str(confidence)))


def _members(gathered: Gathered, canonical: dict[str, str]) -> dict[str, list[str]]:
    members: defaultdict[str, list[str]] = defaultdict(list)
    for entity in {*gathered.first, *canonical}:
        members[canonical.get(entity, entity)].append(entity)
    return members


def write_entities(
    connection: sqlite3.Connection, members: dict[str, list[str]], gathered: Gathered, ontology: Ontology
) -> None:
    """Write what entities are called; the caller removed what stood there before."""
    found = [described(head, ids, gathered, ontology) for head, ids in sorted(members.items())]
    rows = (
        (
            entity.id,
            entity.type,
            _json(entity.types),
            entity.name,
            _json(entity.names),
            _json(entity.aliases),
            _json(entity.acronyms),
        )
        for entity in found
    )
    connection.executemany("INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    texts = ((entity.id, *label) for entity in found for label in labels(entity))
    connection.executemany("INSERT INTO label (entity, text, folded, kind) VALUES (?, ?, ?, ?)", texts)


def _json(value: dict[str, str] | tuple[str, ...]) -> str:
    if not value:
        return "{}" if isinstance(value, dict) else "[]"
    return json.dumps(value, ensure_ascii=False)


def _questions(decisions: Iterable[Decision]) -> Iterator[Decision]:
    return (taken for taken in decisions if taken.verdict == "review" and taken.by == "machine")


def _proposal(question: Decision) -> Proposal:
    """A question of the machine as an entry of the one review queue."""
    from graph.ledger import Proposal

    return Proposal(
        kind="identity",
        key=f"{question.a}|{question.b}",
        proposal={"a": question.a, "b": question.b, "verdict": "same", "confidence": question.confidence},
        reasons=[
            {"rule": question.rule, "why": question.why},
            *(
                {
                    "feature": found.name,
                    "left": found.left,
                    "right": found.right,
                    "says": found.says,
                    "weight": found.weight,
                }
                for found in question.features
            ),
        ],
        by=question.by,
    )
