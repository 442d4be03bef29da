"""Load one source with a loader."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli._options import Data, Format, Output
from api.cli._output import emit, note, progress
from graph.ask.table import Table
from graph.data_folder import DataFolder

if TYPE_CHECKING:
    from loaders._base import Location

__all__ = ["command", "location_of"]


def _complete(incomplete: str) -> list[str]:
    from loaders import names

    return [name for name in names() if name.startswith(incomplete)]


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
    from graph.errors import UsageError
    from graph.workspace import Workspace
    from loaders import _run, available, named

    if loader == "list":
        rows = [(name, _first_line(found)) for name, found in available().items()]
        emit(Table(("loader", "what it reads"), rows), output)
        return
    module = named(loader)
    if not where:
        raise UsageError(f"Name the file, folder or address for {loader} to load.")
    options: dict[str, object] = {"mapping": str(mapping)} if mapping else {}
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


def _first_line(module: ModuleType) -> str:
    return (module.__doc__ or "").strip().split("\n")[0]


def location_of(
    module: ModuleType,
    where: str,
    *,
    source: str = "",
    part: str = "",
    options: dict[str, object] | None = None,
    offline: bool = False,
) -> Location:
    """The location of a file, folder or address; the part is named by the file, the source by the loader."""
    from dataclasses import replace

    from loaders._base import Location

    said = replace(module.SOURCE, id=source) if source else module.SOURCE
    if where.startswith(("http://", "https://")):
        name = where.rstrip("/").rpartition("/")[2].partition("?")[0] or where
        return Location(None, where, said, part or name, options or {}, offline)
    path = Path(where)
    return Location(path, "", said, part or path.resolve().name, options or {}, offline)
