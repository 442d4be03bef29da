"""A small graph on each engine, for the tests of gate, limits and locks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from graph.engine.bolt import Engine


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """An engine with three entities and two relationships."""
    engine.run("CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE")
    engine.run(
        "CREATE (a:Entity:University {id: 'a', name: 'Alpha', said: ['x', 'y']})"
        "-[:MEMBER_OF {begin: '2018-01-01', quotes: ['q']}]->(b:Entity:Cluster {id: 'b', name: 'Beta'})"
        "-[:PART_OF]->(c:Entity {id: 'c', name: 'Gamma'})"
    )
    return engine
