"""Which engines do the tests run on? Real ones, each started once a session: a Neo4j server and the embedded engine.

Loaded by the root conftest. A test that takes `engine` runs on both. What needs Neo4j is skipped, with one line on
how to get it, where Java or Maven is absent.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from graph.engine import connect
from tests.neo4j.server import Neo4jServer, jars, missing

if TYPE_CHECKING:
    from graph.engine.bolt import Engine


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """A running Neo4j 5.26, empty."""
    if why := missing():
        pytest.skip(why)
    with Neo4jServer(jars(), tmp_path_factory.mktemp("neo4j")) as server:
        yield server


@pytest.fixture(scope="session")
def neo4j_engine(neo4j_server: Neo4jServer) -> Iterator[Engine]:
    """The one engine of the session on Neo4j; tests clear it themselves."""
    with connect(neo4j_server.address, auth=neo4j_server.auth) as engine:
        yield engine


@pytest.fixture(scope="session")
def embedded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the session's embedded engine keeps its files."""
    return tmp_path_factory.mktemp("embedded") / "engine"


@pytest.fixture(scope="session")
def embedded_engine(embedded_folder: Path) -> Iterator[Engine]:
    """The one embedded engine of the session; it ends with the session."""
    from graph.engine import embedded

    with connect(folder=embedded_folder, owner=True) as engine:
        yield engine
    embedded.kill(embedded_folder)


@pytest.fixture(
    params=[
        pytest.param("embedded", marks=pytest.mark.embedded),
        pytest.param("neo4j", marks=pytest.mark.neo4j),
    ]
)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Both engines in turn, emptied of what an earlier test wrote."""
    found = cast("Engine", request.getfixturevalue(f"{request.param}_engine"))
    found.clear()
    return found
