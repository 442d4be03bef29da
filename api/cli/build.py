"""Make the graph of a case from its catalogue of sources."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.beside import PropertyGraphBeside
from api.cli._options import Data
from api.cli._output import note, progress
from graph.data_folder import DataFolder

if TYPE_CHECKING:
    from graph.workspace import Workspace
    from loaders.catalogue import Case

__all__ = ["command"]


def command(
    case: Annotated[str, typer.Option(help="A bundled case, or a folder with an innograph.toml.")] = "cluj",
    data: Data = None,
    offline: Annotated[bool, typer.Option("--offline", help="Use nothing from the network.")] = False,
    engine: Annotated[
        str, typer.Option(envvar="INNOGRAPH_ENGINE", help="Bolt address of a Neo4j; default: embedded.")
    ] = "",
    derived: Annotated[
        bool, typer.Option(help="Write DERIVED_COLLABORATION ties for the places in focus.")
    ] = True,
    property_graph: Annotated[
        bool, typer.Option("--property-graph/--no-property-graph", help="Also build what Cypher asks.")
    ] = True,
) -> None:
    """Load every source of a case, decide identity, and bring all projections up to date.

    Loading again is a reload: what a source no longer says is closed, an unchanged source is skipped.

    Example: innograph build --case cluj
    """
    from graph.workspace import Settings, Workspace
    from loaders import catalogue

    began = time.perf_counter()
    chosen = catalogue.read(_folder(case))
    with Workspace(DataFolder.chosen(data), create=True) as work:
        work.choose(
            Settings(
                case=chosen.name,
                title=chosen.title,
                focus=chosen.focus,
                terms=tuple(str(file.resolve()) for file in chosen.terms),
                derived=derived,
                engine=engine,
            )
        )
        held = work.ledger.count()  # the ledger is there before the other process looks for it
        beside = PropertyGraphBeside(work.folder) if property_graph else None
        try:
            _load(work, chosen, offline)
            work.catch_up_index()
            if beside is not None:
                beside.go()
            with progress("RDF", unit="statements") as shown:
                work.catch_up_rdf(lambda _, done: shown(done))
            if beside is not None:
                beside.wait()
        finally:
            if beside is not None:
                beside.stop()
        now = work.ledger.count()
    took = time.perf_counter() - began
    note(
        f"built {chosen.title['en']}: {now:,} statements ({now - held:+,}) in {work.folder.root}, {took:.1f} s"
    )


def _folder(case: str) -> Path:
    from loaders import catalogue

    bundled = Path(catalogue.__file__).parent / case
    return bundled if (bundled / catalogue.FILE).exists() else Path(case)


def _load(work: Workspace, case: Case, offline: bool) -> None:
    from loaders import _run, named

    for entry in case.entries:
        for where in entry.locations(offline=offline):
            with progress(entry.source.title, unit="records") as shown:
                report = _run.run(work.ledger, work.ontology, named(entry.source.loader), where, shown)
            for sentence in report.sentences():
                note(sentence)
