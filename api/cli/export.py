"""Take the whole graph along in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli._options import AsOf, Data, Format, Output
from api.cli._output import emit, note
from api.dates import day
from graph.ask.table import Table
from graph.data_folder import DataFolder
from graph.discover import names
from graph.errors import StoreUnwritable

__all__ = ["command"]


def _complete(incomplete: str) -> list[str]:
    return [name for name in names("graph.export") if name.startswith(incomplete)]


def command(
    form: Annotated[
        str, typer.Argument(metavar="FORMAT", help="“list” shows all.", autocompletion=_complete)
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Default: graph with the usual ending.")
    ] = None,
    as_of: AsOf = None,
    data: Data = None,
    output: Output = Format.TABLE,
) -> None:
    """Write the graph in one of many formats; licence and attribution of every source travel with it.

    Example: innograph export graphml --out cluj.graphml
    """
    from graph.export import Material, format_named, formats
    from graph.workspace import Workspace

    if form == "list":
        rows = [(name, one.MEDIA_TYPE, one.SUFFIX) for name, one in sorted(formats().items())]
        emit(Table(("format", "media type", "ending"), rows), output)
        return
    chosen = format_named(form)
    target = out or Path(f"graph{chosen.SUFFIX}")
    with Workspace(DataFolder.chosen(data)) as work:
        work.catch_up_rdf()
        known = work.known(day(as_of, "--as-of"))
        material = Material(known.ledger, known.index, known.ontology, known.revision, work.rdf)
        part = target.with_name(target.name + ".part")
        try:
            with part.open("wb") as file:
                chosen.write(material, file)
            part.replace(target)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise StoreUnwritable(f"{target} cannot be written: {error.strerror}.") from error
    note(f"wrote {target}")
