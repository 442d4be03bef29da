"""Are the columns of a query told as Neo4j would name them?"""

from __future__ import annotations

import pytest

from graph.engine.cypher_columns import columns_of


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("MATCH (n) RETURN n.id AS id, count(*) AS many ORDER BY many LIMIT 3", ("id", "many")),
        ("MATCH (n) RETURN DISTINCT n.name, `odd name`", ("n.name", "odd name")),
        ("RETURN [1, 2] AS list, {a: 1, b: 2} AS map, f(1, 2)", ("list", "map", "f(1, 2)")),
        ("CALL { MATCH (n) RETURN n.x AS x } RETURN x + 1 AS y", ("y",)),
        ("MATCH (n) RETURN n.id AS a UNION MATCH (m) RETURN m.id AS a", ("a",)),
        ("CALL db.labels() YIELD label RETURN label SKIP 1", ("label",)),
        ("CALL db.labels() YIELD label", ("label",)),
        ("MATCH (n) RETURN n.return, n.limit", ("n.return", "n.limit")),
        ("MATCH (n) RETURN *", ()),
        ("MATCH (n) RETURN count( * )", ("count( * )",)),
        ("CALL db.labels()", ()),
    ],
)
def test_columns(query: str, columns: tuple[str, ...]) -> None:
    assert columns_of(query) == columns
