"""How are nodes and relationships written to an engine, many at a time, in the same Cypher for both?

Names of labels, types and properties come from the ontology and stand in the query's text; what sources say is only
ever a parameter. A node gets all its labels when it is made: the embedded engine refuses a further label on a node of
the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from queue import Queue
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any

from graph.projection.property_graph_names import quoted

if TYPE_CHECKING:
    from graph.engine.bolt import Engine

__all__ = ["BATCH", "Writer"]

BATCH = 2_500
AHEAD = 3  # batches prepared before the engine is done with one
LONG = 100_000  # characters of a list `said` that is written after the ties of its node
_HEAVY = 4_000_000  # characters in one batch

Row = dict[str, Any]
Node = tuple[tuple[str, ...], Row]  # labels, properties
Tie = tuple[str, str, str, Row]  # type, subject, object, properties


class Writer:
    """Writes to one engine, in the order in which it is asked to, while the asker prepares what comes next.

    Use it as a context manager; `flush` waits until all is written. `progress` hears how many statements stand there
    so far.
    """

    def __init__(self, engine: Engine, progress: Callable[[int], None] | None = None) -> None:
        self._engine = engine
        self._progress = progress
        self._written = 0
        self._held_back: dict[str, list[str]] = {}
        self._waiting: Queue[tuple[str, list[Any]] | None] = Queue(AHEAD)
        self._failure: BaseException | None = None
        self._worker = Thread(target=self._work, name="property graph", daemon=True)

    def __enter__(self) -> Writer:
        self._worker.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._failure = self._failure or error  # what still waits is not written
        self._waiting.put(None)
        self._worker.join()
        if error is None and self._failure is not None:
            raise self._failure

    def flush(self) -> None:
        """Wait until everything asked for is written; raises what failed."""
        self._waiting.join()
        if self._failure is not None:
            raise self._failure

    def _work(self) -> None:
        while (task := self._waiting.get()) is not None:
            try:
                if self._failure is None:
                    query, rows = task
                    self._engine.run(query, rows=rows)
            except BaseException as error:
                self._failure = error
            finally:
                self._waiting.task_done()
        self._waiting.task_done()

    def constrain(self) -> None:
        """Ids are unique; made before anything is loaded, for on ArcadeDB it also gives the property its type."""
        for label in ("Entity", "Redirect"):
            self._engine.run(
                f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
            )

    def create_nodes(self, nodes: Iterable[Node]) -> None:
        """Make nodes that are known to be new; `late` must follow once their ties are there."""
        waiting: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        heavy: dict[tuple[str, ...], int] = defaultdict(int)
        for labels, row in nodes:
            weight = sum(map(len, row["said"]))
            if weight > LONG:
                self._held_back[row["id"]] = row["said"]
                row, weight = {**row, "said": []}, 0
            waiting[labels].append(row)
            heavy[labels] += weight
            if len(waiting[labels]) >= BATCH or heavy[labels] >= _HEAVY:
                self._create_nodes(labels, waiting.pop(labels))
                heavy[labels] = 0
        for labels, rows in waiting.items():
            self._create_nodes(labels, rows)

    def _create_nodes(self, labels: tuple[str, ...], rows: list[Row]) -> None:
        named = "".join(f":{quoted(label)}" for label in labels)
        properties, lists = _as_lists(rows, ())
        self.run(f"UNWIND $rows AS row CREATE (n{named} {properties})", lists)
        self._count(sum(len(row["said"]) for row in rows))

    def update_nodes(self, nodes: Iterable[Node], labels_now: Mapping[str, Collection[str]]) -> None:
        """Give nodes that are there other labels and properties."""
        changed: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Row]] = defaultdict(list)
        rows: list[Row] = []
        for labels, row in nodes:
            rows.append({"id": row["id"], "row": row})
            held = set(labels_now[row["id"]])
            if held != set(labels):
                key = tuple(sorted(held - set(labels))), tuple(sorted(set(labels) - held))
                changed[key].append({"id": row["id"]})
        for (gone, new), which in changed.items():
            # ArcadeDB makes the node anew for each clause, and only once in a transaction
            for clause, labels in (("REMOVE", gone), ("SET", new)):
                if labels:
                    named = "".join(f":{quoted(label)}" for label in labels)
                    self.run(f"UNWIND $rows AS row MATCH (n:Entity {{id: row.id}}) {clause} n{named}", which)
        self.run("UNWIND $rows AS row MATCH (n:Entity {id: row.id}) SET n = row.row", rows)

    def create_ties(self, ties: Iterable[Tie]) -> None:
        """Make relationships between nodes that are there."""
        waiting: dict[str, list[tuple[tuple[str, str], Row]]] = defaultdict(list)
        for type, subject, object, properties in ties:
            waiting[type].append(((subject, object), properties))
            if len(waiting[type]) >= BATCH:
                self._create_ties(type, waiting.pop(type))
        for type, some in waiting.items():
            self._create_ties(type, some)

    def _create_ties(self, type: str, ties: list[tuple[tuple[str, str], Row]]) -> None:
        """Ties that share an end are told together: the engine then looks that end up, and loads it, once."""
        shared = 0 if len({ends[0] for ends, _ in ties}) < len({ends[1] for ends, _ in ties}) else 1
        properties, lists = _as_lists([row for _, row in ties], [(ends[1 - shared],) for ends, _ in ties])
        groups: dict[str, list[list[Any]]] = defaultdict(list)
        for (ends, _), values in zip(ties, lists, strict=True):
            groups[ends[shared]].append(values)
        one, other = ("a", "b") if shared == 0 else ("b", "a")
        self.run(
            f"UNWIND $rows AS end MATCH ({one}:Entity {{id: end[0]}}) UNWIND end[1] AS row "
            f"MATCH ({other}:Entity {{id: row[0]}}) CREATE (a)-[:{quoted(type)} {properties}]->(b)",
            [[end, rows] for end, rows in groups.items()],
        )
        self._count(sum(len(row["statements"]) for _, row in ties if "evidence" in row))

    def late(self) -> None:
        """Write the long lists that were held back: an engine loads a node whole for every tie that it gets."""
        for id, said in self._held_back.items():
            self.run("UNWIND $rows AS row MATCH (n:Entity {id: row[0]}) SET n.said = row[1]", [[id, said]])
            self._count(len(said))
        self._held_back.clear()

    def delete_ties(self, type: str, rows: list[Row]) -> None:
        """Remove relationships by their ends and valid time; rows of `s`, `o`, `valid`."""
        self.run(
            f"UNWIND $rows AS row MATCH (a:Entity {{id: row.s}})-[r:{quoted(type)}]->(b:Entity {{id: row.o}}) "
            "WHERE coalesce(r.valid, '') = row.valid DELETE r",
            rows,
        )

    def delete_nodes(self, ids: Iterable[str], *, only_bare: bool) -> None:
        """Remove entities: those that nothing is tied to, or all of them with their ties."""
        condition, how = ("WHERE NOT (n)--()", "DELETE") if only_bare else ("", "DETACH DELETE")
        rows = [{"id": id} for id in ids]
        self.run(f"UNWIND $rows AS row MATCH (n:Entity {{id: row.id}}) {condition} {how} n", rows)

    def redirect(self, targets: Mapping[str, str]) -> None:
        """Let ids that were merged point to the id that they are now known by; those that are it point nowhere."""
        merged = [{"id": id, "to": target} for id, target in targets.items() if id != target]
        single = [{"id": id} for id, target in targets.items() if id == target]
        self.run("UNWIND $rows AS row MATCH (n:Redirect {id: row.id}) DELETE n", single)
        self.run("UNWIND $rows AS row MERGE (n:Redirect {id: row.id}) SET n.to = row.to", merged)

    def create_redirects(self, targets: Mapping[str, str]) -> None:
        """The same where none is there yet."""
        rows = [{"id": id, "to": target} for id, target in targets.items()]
        self.run("UNWIND $rows AS row CREATE (:Redirect {id: row.id, to: row.to})", rows)

    def labels(self, ids: Iterable[str]) -> dict[str, list[str]]:
        """The labels of the entities among these ids that are there."""
        self.flush()
        found: dict[str, list[str]] = {}
        for some in _batches(ids):
            rows = self._engine.run(
                "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN n.id AS id, labels(n) AS labels", ids=some
            )
            found.update((row["id"], row["labels"]) for row in rows)
        return found

    def run(self, query: str, rows: list[Any]) -> None:
        """Write rows (the parameter `rows`), in batches of a transaction each."""
        for some in _batches(rows):
            if self._failure is not None:
                raise self._failure
            self._waiting.put((query, some))

    def _count(self, statements: int) -> None:
        self._written += statements
        if self._progress:
            self._progress(self._written)


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    waiting = iter(rows)
    while some := list(islice(waiting, BATCH)):
        yield some


def _as_lists(rows: list[Row], before: Sequence[tuple[str, ...]]) -> tuple[str, list[list[Any]]]:
    """The rows as lists, and the map that makes properties of them again; `before` stands first in each list.

    Lists, because the names of properties would otherwise be sent, and read, once for every row. What a row lacks is
    null, and null is not written.
    """
    names = sorted(set().union(*rows))
    first = len(before[0]) if before else 0
    properties = ", ".join(f"{quoted(name)}: row[{at}]" for at, name in enumerate(names, first))
    lists = [[row.get(name) for name in names] for row in rows]
    if before:
        lists = [[*ends, *values] for ends, values in zip(before, lists, strict=True)]
    return f"{{{properties}}}", lists
