"""Serve API and pages."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli._options import Data
from api.cli._output import note
from graph.data_folder import DataFolder
from graph.errors import SettingError

if TYPE_CHECKING:
    from graph.engine.bolt import Engine
    from graph.workspace import Workspace

__all__ = ["command"]


def command(
    host: Annotated[
        str, typer.Option(help="Address to listen on; beyond loopback tokens are needed.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free port.")] = 8321,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="A host name that browsers use for this server.")
    ] = None,
    engine: Annotated[
        str, typer.Option(envvar="INNOGRAPH_ENGINE", help="Bolt address of a Neo4j; default: embedded.")
    ] = "",
    with_engine: Annotated[
        bool, typer.Option("--with-engine/--without-engine", help="Keep what Cypher asks ready.")
    ] = True,
    data: Data = None,
) -> None:
    """Serve the API and the pages until stopped with Ctrl-C.

    Example: innograph serve --port 8321
    """
    import uvicorn

    from api.app import create_app
    from api.deps import Settings, is_loopback
    from graph.workspace import Workspace

    folder = DataFolder.chosen(data).require()
    with Workspace(folder) as work:
        if not is_loopback(host) and not work.ledger.tokens():
            raise SettingError(
                f"Listening on {host} lets others in: make a token first (innograph token new --role reader)."
            )
        listening = _listen(host, port)
        work.catch_up_rdf()
        opened = _ready_engine(work, engine) if with_engine else None
    address = listening.getsockname()
    shown = f"http://{'127.0.0.1' if host == 'localhost' else host}:{address[1]}"
    hosts = ("127.0.0.1", "localhost", "[::1]", host, *(name or ()))
    application = create_app(Settings(folder, host, hosts, engine, _version()))
    note(f"serving {folder.root} on {shown} (pages at {shown}/view, API at {shown}/docs); stop with Ctrl-C")
    config = uvicorn.Config(application, log_level="warning", server_header=False)
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        if opened is not None:
            opened.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise SettingError(
            f"Port {port} on {host} cannot be used ({error.strerror}); choose another with --port."
        ) from error
    return listening


def _ready_engine(work: Workspace, url: str) -> Engine | None:
    """The engine with the graph in it, kept until the server ends; None, with a note, where it cannot be had."""
    from graph.errors import StoreError

    try:
        engine = work.engine(url, owner=True)
        work.catch_up_property_graph(engine)
    except StoreError as error:
        note(f"Cypher is not to be had now: {error}")
        return None
    login = ""
    if engine.reader_login:
        login = f", user {engine.reader_login[0]}, password in {work.folder.engine / 'reader.password'}"
    note(f"for your own tools: {engine.address}{login}")
    return engine


def _version() -> str:
    from importlib.metadata import version

    return version("innograph")
