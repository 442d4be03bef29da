"""Does an address that leads nowhere give one clear sentence?"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from graph.engine import connect
from graph.engine.bolt import check_version
from graph.errors import SettingError, StoreUnreachable
from tests.neo4j.server import Neo4jServer

if TYPE_CHECKING:
    from graph.engine.bolt import Engine


@pytest.mark.parametrize("address", ["http://localhost:7474", "localhost:7687", "file:///etc", "bolt:/x"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(SettingError, match="is no address of an engine"):
        connect(address)


def test_neither_address_nor_folder() -> None:
    with pytest.raises(SettingError, match="Name the Bolt address"):
        connect()


def test_nothing_answers() -> None:
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        port = somebody.getsockname()[1]
    with pytest.raises(
        StoreUnreachable, match=f"Nothing answers at bolt://127.0.0.1:{port}; is the server running"
    ):
        connect(f"bolt://127.0.0.1:{port}", auth=("neo4j", "x"))


@pytest.mark.parametrize("agent", ["Neo4j/4.4.30", "Neo4j/3.5", "", "Memgraph", "Neo4j/x"])
def test_an_old_or_foreign_server_is_refused(agent: str) -> None:
    with pytest.raises(StoreUnreachable, match="needs Neo4j 5 or later"):
        check_version(agent, "bolt://x")


def test_a_new_one_is_taken() -> None:
    assert check_version("Neo4j/5.26.30", "bolt://x") == "5.26.30"
    assert check_version("Neo4j/2026.08.1", "bolt://x") == "2026.08.1"
    assert check_version("Neo4j/5.26.0 compatible (ArcadeDB 26.10.2)", "bolt://x") == "5.26.0"


@pytest.mark.neo4j
def test_a_wrong_password_is_told(neo4j_server: Neo4jServer) -> None:
    with pytest.raises(StoreUnreachable, match="refuses the login: check user and password"):
        connect(neo4j_server.address, auth=("neo4j", "wrong"))


@pytest.mark.neo4j
def test_a_database_that_is_not_there_is_told(neo4j_server: Neo4jServer) -> None:
    with pytest.raises(SettingError, match="no such database"):
        connect(neo4j_server.address, auth=neo4j_server.auth, database="elsewhere")


@pytest.mark.neo4j
def test_the_login_comes_from_the_environment(
    neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INNOGRAPH_ENGINE_PASSWORD", neo4j_server.password)
    with connect(neo4j_server.address) as engine:
        assert engine.version.startswith("5.")
        assert neo4j_server.password not in engine.invitation()


@pytest.mark.neo4j
def test_a_login_without_a_password_is_refused_as_such(
    neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INNOGRAPH_ENGINE_PASSWORD", raising=False)
    with pytest.raises(StoreUnreachable, match="refuses the login"):
        connect(neo4j_server.address)


def test_both_speak_of_the_same_face(engine: Engine) -> None:
    assert engine.kind in ("neo4j", "embedded")
    assert engine.address in engine.invitation()
    assert engine.run("RETURN $x AS x", x=[1, "ș"]) == [{"x": [1, "ș"]}]
    assert [record["x"] for record in engine.stream("UNWIND [1, 2] AS x RETURN x")] == [1, 2]
