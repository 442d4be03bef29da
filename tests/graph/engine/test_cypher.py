"""Does Cypher only read, within its limits, with the same rows and the same errors on both engines?"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.ask.cypher import cypher
from graph.errors import QueryFailed, QueryRefused, QueryTimeout
from tests.graph.engine.hostile import HONEST, HOSTILE

if TYPE_CHECKING:
    from graph.engine.bolt import Engine

PARAMETERS = {
    "set": 1,
    "create": "x",
    "pattern": "A.*",
    "key": "hacked",
    "label": "University",
    "evil": "(a+)+$",
    "nested": {"evil": "(a+)+$"},
}
RUNAWAYS = [
    "UNWIND range(1, 900000) AS x UNWIND range(1, 900000) AS y RETURN sum(x * y) AS total",
    "UNWIND range(1, 900000) AS x UNWIND range(1, 900000) AS y WITH x, y WHERE x + y = 0 RETURN x",
]


def _state(engine: Engine) -> list[object]:
    nodes = engine.run("MATCH (n) RETURN properties(n) AS p, size(labels(n)) AS l ORDER BY n.id")
    ties = engine.run(
        "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS t, b.id AS b, properties(r) AS p ORDER BY t"
    )
    rules = engine.run("SHOW CONSTRAINTS YIELD type RETURN count(*) AS n") if engine.kind == "neo4j" else []
    return [nodes, ties, rules]


def test_every_honest_query_runs(filled: Engine) -> None:
    without = [query for query in HONEST if not cypher(filled, query, PARAMETERS).columns]
    assert without == ["CALL db.labels()"] or not without  # no rows, and no RETURN that names the columns


def test_nothing_hostile_gets_through(filled: Engine) -> None:
    before = _state(filled)
    for query in HOSTILE:
        with pytest.raises(QueryRefused):
            cypher(filled, query, PARAMETERS)
    assert _state(filled) == before


def test_the_engines_own_lock_holds_without_the_gate(filled: Engine) -> None:
    """What the gate lets through by mistake meets a reader's login or a READ transaction."""
    before = _state(filled)
    for query in ("CREATE (:Hacked)", "MATCH (n) DETACH DELETE n", "MERGE (:Hacked)"):
        with pytest.raises(QueryRefused), filled.ask(query, {}, 5.0) as result:
            list(result)
    for query in ("MATCH (n) SET n.hacked = 1", "MATCH (n) REMOVE n.name"):
        # the embedded engine notices these at commit, which never comes
        with suppress(QueryRefused), filled.ask(query, {}, 5.0) as result:
            list(result)
    assert _state(filled) == before


@pytest.mark.parametrize("address", ["file:///etc/passwd", "/etc/passwd", "http://127.0.0.1:1/x.csv"])
def test_files_are_not_read_even_without_the_gate(filled: Engine, address: str) -> None:
    with (
        pytest.raises((QueryRefused, QueryFailed)),
        filled.ask("LOAD CSV FROM $a AS l RETURN l", {"a": address}, 5) as r,
    ):
        list(r)


def test_values_become_plain(filled: Engine) -> None:
    table = cypher(
        filled,
        "MATCH p = (a {id: 'a'})-[r]->(b) RETURN a, r, p, date('2018-06-28') AS day, duration('P1D') AS span, "
        "[1, null, {x: 1.5}] AS list, point({x: 1, y: 2}) AS place",
    )
    (row,) = table
    assert row["a"] == {
        "labels": ["Entity", "University"],
        "properties": {"id": "a", "name": "Alpha", "said": ["x", "y"]},
    }
    assert row["r"] == {"type": "MEMBER_OF", "properties": {"begin": "2018-01-01", "quotes": ["q"]}}
    assert [node["properties"]["id"] for node in row["p"]["nodes"]] == ["a", "b"]
    assert row["p"]["relationships"] == [row["r"]]
    assert (row["day"], row["span"], row["list"]) == ("2018-06-28", "P1D", [1, None, {"x": 1.5}])
    assert isinstance(row["place"], str)


def test_rows_and_bytes_are_capped_and_it_says_so(filled: Engine) -> None:
    table = cypher(filled, "UNWIND range(1, 50000) AS x RETURN x", limit=10)
    assert (len(table), table.truncated) == (10, True)
    assert "10 rows" in table.note
    table = cypher(
        filled,
        "UNWIND range(1, 1000) AS x RETURN reduce(s = '', i IN range(1, 1000) | s + 'x') AS s",
        most_bytes=50_000,
    )
    assert table.truncated
    assert 40 <= len(table) <= 50
    exact = cypher(filled, "UNWIND range(1, 10) AS x RETURN x", limit=10)
    assert (len(exact), exact.truncated, exact.note) == (10, False, "")


def test_rows_that_nobody_wants_are_not_made(filled: Engine) -> None:
    began = time.monotonic()
    table = cypher(
        filled, "UNWIND range(1, 900000) AS x UNWIND range(1, 900000) AS y RETURN x, y", limit=10, timeout=60
    )
    assert (len(table), table.truncated) == (10, True)
    with (
        pytest.raises(ZeroDivisionError),
        filled.ask("UNWIND range(1, 900000) AS x UNWIND range(1, 900000) AS y RETURN x", {}, 60) as result,
    ):
        assert next(iter(result))["x"] / 0
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("query", RUNAWAYS)
def test_a_runaway_is_stopped_at_its_own_limit(filled: Engine, query: str) -> None:
    began = time.monotonic()
    with pytest.raises(QueryTimeout):
        cypher(filled, query, timeout=1.5)
    assert time.monotonic() - began < 15
    assert cypher(filled, "RETURN 1 AS x", timeout=5).rows == [(1,)]


def test_a_runaway_does_not_stop_its_equal(filled: Engine) -> None:
    """Two users ask the same; the one with more time keeps it."""
    query = "UNWIND range(1, 900) AS x UNWIND range(1, 900) AS y RETURN count(x * y) AS n"
    slow = RUNAWAYS[0]
    failures: list[BaseException] = []

    def run_away() -> None:
        try:
            cypher(filled, slow, timeout=1.0)
        except BaseException as error:
            failures.append(error)

    others = threading.Thread(target=run_away)
    others.start()
    assert cypher(filled, query, timeout=20).rows == [(810_000,)]
    others.join()
    assert [type(error) for error in failures] == [QueryTimeout]


def test_a_syntax_error_names_its_place(filled: Engine) -> None:
    with pytest.raises(QueryFailed) as failed:
        cypher(filled, "MATCH (n)\n  RETRUN n")
    assert (failed.value.line, failed.value.column) == (2, 3)
    assert "RETRUN" in str(failed.value)
    assert str(failed.value).endswith("(line 2, column 3)")


@pytest.mark.parametrize("query", ["RETURN 1 / 0", "RETURN $absent", "MATCH (n) RETURN m"])
def test_a_query_that_fails_says_why(filled: Engine, query: str) -> None:
    with pytest.raises(QueryFailed, match=r"\w{3}"):
        cypher(filled, query)


@pytest.mark.parametrize("value", [2**63, object(), {1: 2}, [object()], b"x"])
def test_a_parameter_of_no_cypher_type_is_refused(filled: Engine, value: object) -> None:
    with pytest.raises(QueryRefused, match=r"\$x"):
        cypher(filled, "RETURN $x", {"x": value})


@pytest.mark.embedded
def test_a_memory_bomb_hurts_only_its_query(embedded_engine: Engine) -> None:
    with pytest.raises(QueryFailed, match="memory"):
        cypher(embedded_engine, "RETURN size(reduce(s = 'x', i IN range(1, 40) | s + s)) AS n", timeout=30)
    assert cypher(embedded_engine, "RETURN 1 AS x").rows == [(1,)]


@pytest.mark.embedded
def test_the_reader_of_other_tools_cannot_write(embedded_engine: Engine, tmp_path: Path) -> None:
    from neo4j import GraphDatabase
    from neo4j.exceptions import Neo4jError

    from graph.engine.embedded_engine import EmbeddedEngine

    assert isinstance(embedded_engine, EmbeddedEngine)
    login = embedded_engine.reader_login
    assert all(word in embedded_engine.invitation() for word in (*login, embedded_engine.address))
    with GraphDatabase.driver(embedded_engine.address, auth=login) as driver:
        for query in (
            "CREATE (:Hacked)",
            "CREATE INDEX hacked FOR (n:Entity) ON (n.x)",
            "DROP CONSTRAINT entity_id IF EXISTS",
            "CREATE USER hacker SET PASSWORD 'hackerhacker'",
            "EXPLAIN CREATE INDEX hacked FOR (n:Entity) ON (n.x)",
            "CALL { CREATE (:Hacked) } IN TRANSACTIONS",
            "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l",
        ):
            with pytest.raises(Neo4jError), driver.session(database="kg") as session:
                session.run(query).consume()
        assert driver.execute_query("MATCH (n:Hacked) RETURN n", database_="kg").records == []
