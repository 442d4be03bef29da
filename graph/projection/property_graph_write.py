"""How are nodes and relationships written to an engine, many at a time, in the same Cypher for both?

Names of labels, types and properties come from the ontology and stand in the query's text; what sources say is only
ever a parameter. A node gets all its labels when it is made: the embedded engine refuses a further label on a node of
the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from graph.projection.property_graph_names import quoted

if TYPE_CHECKING:
    from graph.engine.bolt import Engine

__all__ = ["BATCH", "Writer"]

BATCH = 2_500
_HEAVY = 4_000_000  # characters in one batch

Row = dict[str, Any]
Node = tuple[tuple[str, ...], Row]  # labels, properties
Tie = tuple[str, str, str, Row]  # type, subject, object, properties


class Writer:
    """Writes to one engine; `progress` hears how many statements stand there so far."""

    def __init__(self, engine: Engine, progress: Callable[[int], None] | None = None) -> None:
        self._engine = engine
        self._progress = progress
        self._written = 0

    def constrain(self) -> None:
        """Ids are unique; made before anything is loaded, for on ArcadeDB it also gives the property its type."""
        for label in ("Entity", "Redirect"):
            self._engine.run(
                f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
            )

    def create_nodes(self, nodes: Iterable[Node]) -> None:
        """Make nodes that are known to be new."""
        waiting: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        heavy: dict[tuple[str, ...], int] = defaultdict(int)
        for labels, row in nodes:
            waiting[labels].append(row)
            heavy[labels] += sum(map(len, row["said"]))
            if len(waiting[labels]) >= BATCH or heavy[labels] >= _HEAVY:
                self._create_nodes(labels, waiting.pop(labels))
                heavy[labels] = 0
        for labels, rows in waiting.items():
            self._create_nodes(labels, rows)

    def _create_nodes(self, labels: tuple[str, ...], rows: list[Row]) -> None:
        named = "".join(f":{quoted(label)}" for label in labels)
        self._run(f"UNWIND $rows AS row CREATE (n{named} {_map(rows)})", rows)
        self._count(sum(len(row["said"]) for row in rows))

    def update_nodes(self, nodes: Iterable[Node], labels_now: Mapping[str, Collection[str]]) -> None:
        """Give nodes that are there other labels and properties: labels first, each in a transaction of its own."""
        changed: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Row]] = defaultdict(list)
        rows: list[Row] = []
        for labels, row in nodes:
            rows.append({"id": row["id"], "row": row})
            held = set(labels_now[row["id"]])
            if held != set(labels):
                key = tuple(sorted(held - set(labels))), tuple(sorted(set(labels) - held))
                changed[key].append({"id": row["id"]})
        for (gone, new), which in changed.items():
            clauses = "".join(f" REMOVE n:{quoted(label)}" for label in gone)
            clauses += "".join(f" SET n:{quoted(label)}" for label in new)
            self._run(f"UNWIND $rows AS row MATCH (n:Entity {{id: row.id}}){clauses}", which)
        self._run("UNWIND $rows AS row MATCH (n:Entity {id: row.id}) SET n = row.row", rows)

    def create_ties(self, ties: Iterable[Tie]) -> None:
        """Make relationships between nodes that are there."""
        waiting: dict[str, list[Row]] = defaultdict(list)
        for type, subject, object, properties in ties:
            # no property begins with a space
            waiting[type].append({" s": subject, " o": object, **properties})
            if len(waiting[type]) >= BATCH:
                self._create_ties(type, waiting.pop(type))
        for type, rows in waiting.items():
            self._create_ties(type, rows)

    def _create_ties(self, type: str, rows: list[Row]) -> None:
        self._run(
            "UNWIND $rows AS row MATCH (a:Entity {id: row.` s`}) MATCH (b:Entity {id: row.` o`}) "
            f"CREATE (a)-[:{quoted(type)} {_map(rows)}]->(b)",
            rows,
        )
        self._count(sum(len(row["statements"]) for row in rows if "evidence" in row))

    def delete_ties(self, type: str, rows: list[Row]) -> None:
        """Remove relationships by their ends and valid time; rows of `s`, `o`, `valid`."""
        self._run(
            f"UNWIND $rows AS row MATCH (a:Entity {{id: row.s}})-[r:{quoted(type)}]->(b:Entity {{id: row.o}}) "
            "WHERE coalesce(r.valid, '') = row.valid DELETE r",
            rows,
        )

    def delete_nodes(self, ids: Iterable[str], *, only_bare: bool) -> None:
        """Remove entities: those that nothing is tied to, or all of them with their ties."""
        condition, how = ("WHERE NOT (n)--()", "DELETE") if only_bare else ("", "DETACH DELETE")
        rows = [{"id": id} for id in ids]
        self._run(f"UNWIND $rows AS row MATCH (n:Entity {{id: row.id}}) {condition} {how} n", rows)

    def redirect(self, targets: Mapping[str, str]) -> None:
        """Let ids that were merged point to the id that they are now known by; those that are it point nowhere."""
        merged = [{"id": id, "to": target} for id, target in targets.items() if id != target]
        single = [{"id": id} for id, target in targets.items() if id == target]
        self._run("UNWIND $rows AS row MATCH (n:Redirect {id: row.id}) DELETE n", single)
        self._run("UNWIND $rows AS row MERGE (n:Redirect {id: row.id}) SET n.to = row.to", merged)

    def create_redirects(self, targets: Mapping[str, str]) -> None:
        """The same where none is there yet."""
        rows = [{"id": id, "to": target} for id, target in targets.items()]
        self._run("UNWIND $rows AS row CREATE (:Redirect {id: row.id, to: row.to})", rows)

    def labels(self, ids: Iterable[str]) -> dict[str, list[str]]:
        """The labels of the entities among these ids that are there."""
        found: dict[str, list[str]] = {}
        for some in _batches(ids):
            rows = self._engine.run(
                "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN n.id AS id, labels(n) AS labels", ids=some
            )
            found.update((row["id"], row["labels"]) for row in rows)
        return found

    def _run(self, query: str, rows: list[Row]) -> None:
        for some in _batches(rows):
            self._engine.run(query, rows=some)

    def _count(self, statements: int) -> None:
        self._written += statements
        if self._progress:
            self._progress(self._written)


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    waiting = iter(rows)
    while some := list(islice(waiting, BATCH)):
        yield some


def _map(rows: list[Row]) -> str:
    """A map of all properties that any of the rows has: what one lacks is null, and null is not written."""
    names = sorted({name for row in rows for name in row if name[0] != " "})
    return "{" + ", ".join(f"{quoted(name)}: row.{quoted(name)}" for name in names) + "}"
