"""Does our property graph cost more than a bare UNWIND script of the same nodes, relationships and properties?

Both write to the same embedded engine in batches of the same size, in turn; CPU is of Python and engine together.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from graph.data_folder import DataFolder
from graph.engine import connect, embedded
from graph.engine.bolt import Engine
from graph.projection.property_graph import PropertyGraph
from graph.projection.property_graph_write import BATCH
from graph.workspace import Workspace
from tests.benchmarks.measuring import process_cpu

Groups = dict[str, list[dict[str, Any]]]


def contents(engine: Engine) -> tuple[Groups, Groups]:
    """Everything in an engine: nodes by their labels, relationships by their type."""
    nodes: Groups = defaultdict(list)
    for row in engine.stream("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties"):
        nodes[":".join(sorted(row["labels"]))].append(row["properties"])
    ties: Groups = defaultdict(list)
    query = "MATCH (a)-[r]->(b) RETURN type(r) AS type, a.id AS a, b.id AS b, properties(r) AS properties"
    for row in engine.stream(query):
        ties[row["type"]].append({"a": row["a"], "b": row["b"], "properties": row["properties"]})
    return nodes, ties


def bare(engine: Engine, nodes: Groups, ties: Groups) -> None:
    """The script that anyone would write."""
    engine.run("CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE")
    with engine.driver.session(database=engine.database) as session:
        for labels, rows in nodes.items():
            query = f"UNWIND $rows AS row CREATE (n:{labels}) SET n = row"
            for first in range(0, len(rows), BATCH):
                session.execute_write(_run, query, rows[first : first + BATCH])
        for kind, rows in ties.items():
            query = (
                "UNWIND $rows AS row MATCH (a:Entity {id: row.a}) MATCH (b:Entity {id: row.b}) "
                f"CREATE (a)-[r:{kind}]->(b) SET r = row.properties"
            )
            for first in range(0, len(rows), BATCH):
                session.execute_write(_run, query, rows[first : first + BATCH])


def _run(transaction: Any, query: str, rows: list[dict[str, Any]]) -> None:
    transaction.run(query, rows=rows).consume()


def compare(rounds: int = 3) -> None:
    """Build the Cluj case without a property graph, then write it both ways in turn; prints Markdown."""
    home = Path(tempfile.mkdtemp(prefix="innograph-bench-"))
    try:
        program = [sys.executable, "-c", "from api.cli import main; main()"]
        words = ["build", "--offline", "--no-property-graph", "--data", str(home / "data")]
        subprocess.run([*program, *words], check=True, capture_output=True)
        with (
            Workspace(DataFolder(home / "data")) as work,
            connect(folder=home / "engine", owner=True) as engine,
        ):
            _rounds(work, engine, home / "engine", rounds)
    finally:
        embedded.kill(home / "engine")
        shutil.rmtree(home, ignore_errors=True)


def _rounds(work: Workspace, engine: Engine, home: Path, rounds: int) -> None:
    focus = work.focus()

    def ours() -> None:
        PropertyGraph(engine, work.ontology).update(work.ledger, work.index, focus=focus)

    ours()
    nodes, ties = contents(engine)
    counts = sum(map(len, nodes.values())), sum(map(len, ties.values()))
    print(f"\nThe Cluj case as a property graph: {counts[0]:,} nodes, {counts[1]:,} relationships\n")
    print("| | CPU s | wall s |\n|---|---|---|")
    found: dict[str, list[tuple[float, float]]] = {"ours": [], "bare UNWIND script": []}
    for _ in range(rounds):
        for name, write in (("ours", ours), ("bare UNWIND script", lambda: bare(engine, nodes, ties))):
            engine.clear()
            pid = embedded.running(home)
            assert pid is not None
            began, cpu, its = time.perf_counter(), time.process_time(), process_cpu(pid)
            write()
            cost = time.process_time() - cpu + process_cpu(pid) - its
            found[name].append((cost, time.perf_counter() - began))
    middle = {
        name: tuple(sorted(column)[rounds // 2] for column in zip(*runs, strict=True))
        for name, runs in found.items()
    }
    for name, (cpu, wall) in middle.items():
        print(f"| {name} | {cpu:.1f} | {wall:.1f} |")
    ratio = [ours / theirs for ours, theirs in zip(middle["ours"], middle["bare UNWIND script"], strict=True)]
    print(f"\n{ratio[0]:.2f} times the CPU, {ratio[1]:.2f} times the wall time of the bare script (bar 1.3)")
