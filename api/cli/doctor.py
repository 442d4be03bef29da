"""Is everything well with this graph and this machine?"""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from typing import Annotated

import typer

from api.cli._options import Data, Format, Output
from api.cli._output import emit, note
from graph.ask.table import Table
from graph.data_folder import DataFolder
from graph.errors import InnographError, LedgerTampered

__all__ = ["command"]

Check = tuple[str, bool, str]


def command(
    verify: Annotated[
        bool, typer.Option("--verify", help="Also recompute the chain of runs from what the ledger holds.")
    ] = False,
    data: Data = None,
    output: Output = Format.TABLE,
) -> None:
    """Check interpreter, SQLite, data folder, ledger and projections; exit code 1 where something is wrong."""
    folder = DataFolder.chosen(data)
    checks = [*_machine(folder), *_graph(folder)]
    wrong: list[str] = []
    if verify:
        wrong = _verify(folder)
        said = "nothing was changed behind its back" if not wrong else f"{len(wrong)} differences"
        checks.append(("chain of runs", not wrong, f"{said}; it ends with {_last(folder)}"))
    rows = [(name, "ok" if well else "wrong", what) for name, well, what in checks]
    emit(Table(("check", "state", "what"), rows), output)
    for line in wrong:
        note(line)
    if wrong:
        raise LedgerTampered(
            f"The ledger in {folder.root} is not what its chain of runs says; see the lines above."
        )
    if not all(well for _, well, _ in checks):
        raise typer.Exit(1)


def _machine(folder: DataFolder) -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield "Python", sys.version_info >= (3, 11), f"{version} (3.11 or newer is needed)"
    known = tuple(map(int, sqlite3.sqlite_version.split(".")))
    yield "SQLite", known >= (3, 37), f"{sqlite3.sqlite_version} (3.37 or newer is needed)"
    with sqlite3.connect(":memory:") as connection:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    yield "full-text search", "ENABLE_FTS5" in options, "SQLite with FTS5"
    place = next((one for one in (folder.root, *folder.root.absolute().parents) if one.exists()), folder.root)
    free = shutil.disk_usage(place).free / 1e9
    yield "room on disk", free > 1, f"{free:.1f} GB free"


def _graph(folder: DataFolder) -> Iterator[Check]:
    if not folder.exists:
        yield "graph", True, f"none in {folder.root} yet; “innograph build” makes one"
        return
    yield from _tried("ledger", lambda: _ledger(folder))
    yield from _tried("identity and names", lambda: _index(folder))
    yield from _tried("RDF", lambda: _rdf(folder))
    yield from _tried("property graph", lambda: _engine(folder))


def _tried(name: str, check: Callable[[], str]) -> Iterator[Check]:
    try:
        yield name, True, check()
    except InnographError as error:
        yield name, False, str(error)


def _ledger(folder: DataFolder) -> str:
    from graph.ledger import Ledger

    with Ledger.open(folder.ledger, create=False) as ledger:
        return f"revision {ledger.revision}, {ledger.count():,} statements, {len(ledger.sources())} sources"


def _index(folder: DataFolder) -> str:
    from graph.index import Index
    from graph.ledger import Ledger

    with Ledger.open(folder.ledger, create=False) as ledger, Index.open(folder.index) as index:
        behind = ledger.revision - index.revision
        return "up to date" if behind == 0 else f"{behind} runs behind; the next command catches up"


def _rdf(folder: DataFolder) -> str:
    from graph.ledger import Ledger
    from graph.projection.rdf import RdfProjection

    with Ledger.open(folder.ledger, create=False) as ledger:
        shown = RdfProjection(folder.rdf).revision
        if shown == 0:
            return "not built yet; the first SPARQL query builds it"
        behind = ledger.revision - shown
        return "up to date" if behind == 0 else f"{behind} runs behind; the next SPARQL query catches up"


def _engine(folder: DataFolder) -> str:
    return "built" if folder.engine.exists() else "not built yet; the first Cypher query builds it"


def _last(folder: DataFolder) -> str:
    """The hash of the last run: noted elsewhere, it proves later that no run before it was changed."""
    from graph.ledger import Ledger

    with Ledger.open(folder.require().ledger, create=False) as ledger:
        runs = ledger.runs(limit=1)
        return runs[0].hash if runs else "no run yet"


def _verify(folder: DataFolder) -> list[str]:
    from graph.ledger import Ledger

    with Ledger.open(folder.require().ledger, create=False) as ledger:
        return ledger.verify()
