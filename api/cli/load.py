"""Load one source with a loader."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli._options import Data, Format, Output
from api.cli._output import emit, note, progress
from graph.ask.table import Table
from graph.data_folder import DataFolder
from graph.discover import names

__all__ = ["command"]


def _complete(incomplete: str) -> list[str]:
    return [name for name in names("loaders") if name.startswith(incomplete)]


def command(
    loader: Annotated[str, typer.Argument(help="“list” shows all loaders.", autocompletion=_complete)],
    where: Annotated[
        str, typer.Argument(metavar="PATH|URL", help="A file, a folder, a zip or an address.")
    ] = "",
    source: Annotated[str, typer.Option(help="Id of the source; default: the loader's own.")] = "",
    part: Annotated[str, typer.Option(help="Name of the part this replaces; default: the file's name.")] = "",
    mapping: Annotated[
        Path | None, typer.Option(help="For “table”: the file that says what each column means.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Use nothing from the network.")] = False,
    data: Data = None,
    output: Output = Format.TABLE,
) -> None:
    """Load a file, folder or address; loading the same part again replaces what it said before.

    Example: innograph load cordis h2020-projects.zip
    """
    from loaders.catalogue import loader_named, location_of

    from graph.errors import UsageError
    from graph.workspace import Workspace
    from loaders import _run

    if loader == "list":
        rows = [
            (name, (loader_named(name).__doc__ or "").strip().split("\n")[0]) for name in names("loaders")
        ]
        emit(Table(("loader", "what it reads"), rows), output)
        return
    module = loader_named(loader)
    if not where:
        raise UsageError(f"Name the file, folder or address for {loader} to load.")
    options = {"mapping": str(mapping)} if mapping else {}
    location = location_of(module, where, source=source, part=part, options=options, offline=offline)
    with Workspace(DataFolder.chosen(data), create=True) as work:
        with progress(f"loading {location.part}", unit="records") as shown:
            report = _run.run(work.ledger, work.ontology, module, location, progress=shown)
        work.catch_up_index()
    change = report.change
    columns = ("source", "part", "records", "added", "closed", "same", "noop")
    row = (change.source, change.part, report.records, change.added, change.closed, change.same, change.noop)
    emit(Table(columns, [row]), output, report)
    for sentence in report.sentences()[1:]:
        note(sentence)
