"""What must go, and where, when an entity is erased for good?

The ledger drops its statements and blanks its names; every projection is thrown away, files and all, because a store
that merely deletes rows may keep their bytes. What lies outside the data folder (exports, pictures, another server)
is named on the receipt with what to do about it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import StoreError
from graph.ledger import Receipt, Removal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.workspace import Workspace

__all__ = ["erase"]


def erase(work: Workspace, entities: Iterable[str], *, why: str, by: str) -> Receipt:
    """Erase ids (all members of an entity) from every store of a workspace; the receipt names each store."""
    receipt = work.ledger.erase(entities, why, by)
    removals = [*receipt.removals, *_projections(work), *_outside(work)]
    work.catch_up_index()
    return replace(receipt, removals=tuple(removals))


def _projections(work: Workspace) -> Iterator[Removal]:
    folder = work.folder
    work.close_projections()
    with folder.projecting("index"):
        files = [Path(f"{folder.index}{ending}") for ending in ("", "-wal", "-shm", "-journal")]
        found = [file for file in files if file.exists()]
        for file in found:
            file.unlink()
    yield Removal("names and identity", "files; made anew from the ledger", len(found))
    with folder.projecting("rdf"):
        left = work.rdf.forget()
    what = f"could not be removed: {', '.join(left)}; delete them by hand" if left else "store and snapshots"
    yield Removal("RDF", what, len(left) or 1, not left)
    with folder.projecting("property-graph"):
        yield from _embedded(folder.engine)
    for store, place in (("past states", folder.past), ("cache of pictures", folder.cache)):
        count = sum(1 for file in place.rglob("*") if file.is_file()) if place.exists() else 0
        shutil.rmtree(place, ignore_errors=True)
        yield Removal(store, "files", count, not place.exists())


def _embedded(home: Path) -> Iterator[Removal]:
    if not home.exists():
        yield Removal("embedded property graph", "files", 0)
        return
    from graph.engine import embedded

    embedded.kill(home)
    count = sum(1 for file in home.rglob("*") if file.is_file())
    shutil.rmtree(home, ignore_errors=True)
    reached = not home.exists()
    yield Removal("embedded property graph", "files" if reached else f"delete {home} by hand", count, reached)


def _outside(work: Workspace) -> Iterator[Removal]:
    if work.settings.engine:
        yield _server(work)
    advice = "exports, pictures and notebooks saved before: delete or make them anew"
    yield Removal("files outside the data folder", advice, 0, reached=False)


def _server(work: Workspace) -> Removal:
    store = f"Neo4j at {work.settings.engine}"
    try:
        with work.engine() as engine:
            work.catch_up_property_graph(engine)
    except StoreError as error:
        return Removal(
            store, f"not rebuilt ({error}); run any “innograph cypher” when it is back", 0, reached=False
        )
    return Removal(store, "rebuilt without it; its backups and logs are its owner's to clear", 1)
