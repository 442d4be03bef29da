"""Ask in Cypher."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli._options import Data, Format, Limit, Output
from api.cli._output import emit
from graph.data_folder import DataFolder
from graph.errors import SettingError, UsageError

__all__ = ["command"]


def command(
    query: Annotated[str, typer.Argument(help="A query that only reads.")] = "",
    file: Annotated[Path | None, typer.Option("--file", help="Read the query from a file.")] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option("--param", "-P", metavar="NAME=VALUE", help="A parameter; JSON, else text."),
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.1, max=600, help="Seconds until it is stopped.")] = 30.0,
    limit: Limit = 1000,
    engine: Annotated[
        str, typer.Option(envvar="INNOGRAPH_ENGINE", help="Bolt address of a Neo4j; default: embedded.")
    ] = "",
    data: Data = None,
    output: Output = Format.TABLE,
) -> None:
    """Ask the property graph in Cypher; the query can only read.

    Example: innograph cypher 'MATCH (o:Organisation)-[r:MEMBER_OF]->(c:Cluster) RETURN o.name, c.name, r.quotes'
    """
    from graph.ask.cypher import cypher
    from graph.workspace import Workspace

    text = _query(query, file)
    with Workspace(DataFolder.chosen(data)) as work, work.engine(engine) as opened:
        work.catch_up_property_graph(opened)
        table = cypher(opened, text, _parameters(parameter or []), timeout=timeout, limit=limit)
    emit(table, output)


def _query(query: str, file: Path | None) -> str:
    if bool(query) == bool(file):
        raise UsageError("Give the query itself or --file, one of the two.")
    if file is None:
        return query
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{file} cannot be read: {error}.") from error


def _parameters(given: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name.isidentifier():
            raise UsageError(f"-P: “{pair}” should read NAME=VALUE.")
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found
