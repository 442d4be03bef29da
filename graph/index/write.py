"""How are decisions, names and identity kept in the tables?"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from graph.identity.decide import Scored
from graph.identity.decision import Decision, Feature
from graph.identity.gather import Gathered
from graph.identity.likeness import Likeness
from graph.index.labels import described, labels
from ontology import Ontology

__all__ = [
    "decision_of",
    "forget_names",
    "scored_of",
    "write_blocks",
    "write_decisions",
    "write_identity",
    "write_links",
    "write_names",
]

Members = Mapping[str, Sequence[str]]  # canonical id -> ids


def write_identity(
    connection: sqlite3.Connection, held: Mapping[str, str], canonical: Mapping[str, str], revision: int
) -> None:
    """Close the rows of `held` that no longer hold and open those that do now; what stayed keeps its row."""
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
            _features(taken.features),
        )
        for taken in decisions
    )
    connection.executemany("INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _features(features: Iterable[Feature]) -> str:
    return json.dumps([(f.name, f.left, f.right, f.says, f.weight) for f in features], ensure_ascii=False)


def decision_of(row: Sequence[object]) -> Decision:
    """The decision that a row of the table holds."""
    a, b, verdict, rule, why, by, confidence, features = row
    found = tuple(Feature(*values) for values in json.loads(str(features)))
    return Decision(str(a), str(b), str(verdict), str(rule), str(why), found, str(by), float(str(confidence)))


def write_blocks(connection: sqlite3.Connection, blocks: Mapping[str, Iterable[int]]) -> None:
    """Keep which ids share a block."""
    rows = sorted((key, entity) for entity, keys in blocks.items() for key in keys)
    connection.executemany("INSERT INTO block (key, id) VALUES (?, ?)", rows)


def write_links(
    connection: sqlite3.Connection, scored: Iterable[Scored], stated: Iterable[tuple[str, str]]
) -> None:
    """Keep the pairs that are worth a decision, and those that a source states to be one."""
    rows = [(pair.a, pair.b, _likeness(pair.likeness), pair.barred) for pair in scored]
    rows += [(a, b, "", "") for a, b in stated]
    connection.executemany("INSERT INTO link VALUES (?, ?, ?, ?)", rows)


def _likeness(found: Likeness) -> str:
    return json.dumps(
        [found.rule, found.confidence, found.confirmed, _features(found.features)], ensure_ascii=False
    )


def scored_of(a: str, b: str, likeness: str, barred: str) -> Scored:
    """The scored pair that a row of `link` holds."""
    rule, confidence, confirmed, features = json.loads(likeness)
    found = tuple(Feature(*values) for values in json.loads(features))
    return Scored(a, b, Likeness(rule, confidence, found, confirmed), barred)


def write_names(
    connection: sqlite3.Connection, members: Members, gathered: Gathered, ontology: Ontology
) -> None:
    """Write what entities are called; their old rows are gone by now."""
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
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM label").fetchone()
    texts = ((entity.id, *label) for entity in found for label in labels(entity))
    connection.executemany("INSERT INTO label (entity, text, folded, kind) VALUES (?, ?, ?, ?)", texts)
    connection.execute(
        "INSERT INTO words (rowid, folded) SELECT id, folded FROM label WHERE id > ? ORDER BY id", (last,)
    )


def _json(value: dict[str, str] | tuple[str, ...]) -> str:
    if not value:
        return "{}" if isinstance(value, dict) else "[]"
    return json.dumps(value, ensure_ascii=False)


def forget_names(connection: sqlite3.Connection, entities: Iterable[str] | None = None) -> None:
    """Remove what these entities are called, with their words; None: all of them."""
    if entities is None:
        for table in ("entity", "label"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
        return
    asked = json.dumps(sorted(entities))
    among = "IN (SELECT value FROM json_each(?))"
    connection.execute(
        "INSERT INTO words (words, rowid, folded) SELECT 'delete', id, folded FROM label "
        f"WHERE entity {among}",
        (asked,),
    )
    connection.execute(f"DELETE FROM label WHERE entity {among}", (asked,))
    connection.execute(f"DELETE FROM entity WHERE id {among}", (asked,))
