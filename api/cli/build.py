"""Make the graph of a case from its catalogue of sources."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from api.cli._options import Data
from api.cli._output import note, progress
from graph.data_folder import DataFolder

__all__ = ["command"]


def command(
    case: Annotated[
        str, typer.Option(help="A bundled case, or a folder with its own innograph.toml.")
    ] = "cluj",
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
    from loaders.catalogue import open_case

    from graph.workspace import Settings, Workspace
    from loaders import _run

    began = time.perf_counter()
    chosen = open_case(case)
    with Workspace(DataFolder.chosen(data), create=True) as work:
        settings = Settings(case=case, focus=chosen.focus, derived=derived, engine=engine)
        for entry in chosen.sources:
            with progress(entry.source.title, unit="records") as shown:
                report = _run.run(
                    work.ledger,
                    work.ontology,
                    entry.loader,
                    entry.location(offline=offline),
                    progress=shown,
                )
            note(report.sentence())
        settings.write(work.folder.root / "settings.json")
        work.catch_up_index()
        _project(work, property_graph)
        counted = f"{work.ledger.count():,} statements in {work.folder.root}"
    note(f"built {Path(case).name}: {counted}, {time.perf_counter() - began:.1f} s")


def _project(work: object, property_graph: bool) -> None:
    """RDF and property graph at the same time: the one works in this process, the other in the engine's."""
    from concurrent.futures import ThreadPoolExecutor

    from graph.workspace import Workspace

    assert isinstance(work, Workspace)
    folder = work.folder
    with ThreadPoolExecutor(1) as side:
        graph = side.submit(_property_graph, folder) if property_graph else None
        with progress("RDF", unit="statements") as shown:
            work.catch_up_rdf(lambda _, done: shown(done))
        if graph is not None:
            graph.result()


def _property_graph(folder: DataFolder) -> None:
    from graph.workspace import Workspace

    with Workspace(folder) as work, work.engine() as engine:
        work.catch_up_property_graph(engine)
