"""Ask in SPARQL."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli._options import Data, Format, Limit, Output
from api.cli._output import emit
from api.cli.cypher import _query
from graph.ask.table import Table
from graph.data_folder import DataFolder

__all__ = ["command"]


def command(
    query: Annotated[str, typer.Argument(help="SELECT, ASK, CONSTRUCT or DESCRIBE.")] = "",
    file: Annotated[Path | None, typer.Option("--file", help="Read the query from a file.")] = None,
    timeout: Annotated[float, typer.Option(min=0.1, max=600, help="Seconds until it is stopped.")] = 30.0,
    limit: Limit = 1000,
    data: Data = None,
    output: Output = Format.TABLE,
) -> None:
    """Ask the RDF graph in SPARQL 1.1; the query can only read. CONSTRUCT and DESCRIBE answer in Turtle.

    Example: innograph sparql 'PREFIX inno: <https://w3id.org/innograph/ontology#>
    SELECT ?who WHERE { ?who inno:memberOf ?cluster }'
    """
    from graph.ask.sparql import sparql
    from graph.workspace import Workspace

    text = _query(query, file)
    with Workspace(DataFolder.chosen(data)) as work:
        work.catch_up_rdf()
        found = sparql(work.rdf.snapshot(), text, timeout=timeout, limit=limit, short=True)
    if isinstance(found, Table):
        emit(found, output)
    else:
        sys.stdout.buffer.write(found.body)
