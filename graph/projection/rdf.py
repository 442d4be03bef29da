"""Which triples does the ledger make, and where can they be read?

An embedded Oxigraph store holds one named graph a source, with the triples that it says; the default graph is
their union, each triple once, and holds the statements with their evidence. The store is built anew into a fresh folder by bulk load, or brought up to date by one atomic update where little changed. After
each change a snapshot is published: whoever reads never meets the writer. The store carries the revision it shows,
written last; one that is stale is brought up to date, one that is torn or foreign is built anew.

rdf_terms, rdf_quads, rdf_read   how things are written and read back
rdf_graphs                       what stands beside the statements
rdf_change                       a delta as one update
rdf_folder                       store, snapshots and their locks
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Store

from graph.errors import NothingFound, StoreError
from graph.projection import rdf_graphs as graphs
from graph.projection.delta import Delta, Resolved, delta, resolved
from graph.projection.derived import derived_ties
from graph.projection.rdf_change import Update
from graph.projection.rdf_folder import Published, RdfFolder, explained, hold
from graph.projection.rdf_graphs import Mark, hash_of, read_mark
from graph.projection.rdf_quads import Quads
from graph.projection.rdf_read import read_statements
from graph.projection.rdf_terms import PREFIXES, RDF

if TYPE_CHECKING:
    import rdflib

    from graph.index import Index
    from graph.ledger import Ledger
    from graph.statement import Document
    from ontology import Ontology

__all__ = ["RdfProjection", "read_statements"]

BLOCK = 40_000  # statements of one bulk load: more would cost memory (now about 400 MB), fewer processor time
STEP = 10_000  # statements between two words of progress
SMALL = 2_000  # statements that are always changed by update; more only where they are few beside the rest
SHARE = 10  # an update costs about this many times a bulk load for each statement
Progress = Callable[[int], None]


class RdfProjection:
    """The RDF store of one folder. Making the object reads nothing and creates nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = RdfFolder(folder)

    @property
    def revision(self) -> int:
        """The revision of the ledger that the newest snapshot shows; 0 where there is none."""
        current = self._files.published()
        return current.revision if current else 0

    def shows(self, ledger: Ledger, ontology: Ontology) -> bool:
        """True where the newest snapshot shows the ledger as it is now, in the present layout."""
        current = self._files.published()
        if current is None:
            return False
        wanted = (ledger.epoch, ledger.revision, ontology.version, graphs.LAYOUT)
        return (current.epoch, current.revision, current.ontology, current.layout) == wanted

    def snapshot(self) -> Path:
        """The folder of the newest snapshot, read-only. StoreError where nothing was built yet."""
        return self._files.snapshot()

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The newest snapshot as a store that cannot be written, and that nobody removes in the meantime."""
        store, lock = self._hold()
        try:
            yield store
        finally:
            os.close(lock)

    def dataset(self) -> rdflib.Dataset:
        """The newest snapshot as an rdflib Dataset; its default graph is the union of all sources."""
        import rdflib
        from oxrdflib import OxigraphStore

        store, lock = self._hold()
        bridge = OxigraphStore(store=store)
        weakref.finalize(bridge, os.close, lock)
        found = rdflib.Dataset(bridge, default_union=False)  # the default graph holds the union already
        for prefix, namespace in PREFIXES.items():
            found.namespace_manager.bind(prefix, namespace, override=True, replace=True)
        return found

    def _hold(self) -> tuple[Store, int]:
        for _ in range(10):  # a snapshot may be replaced between its naming and its lock
            path = self._files.snapshot()
            lock = hold(path)
            if lock is not None:
                try:
                    return Store.read_only(str(path)), lock
                except (OSError, RuntimeError) as error:
                    os.close(lock)
                    raise StoreError(
                        f"The RDF snapshot {path} is damaged ({error}); it is made again."
                    ) from error
        raise StoreError(f"The RDF store in {self.folder} is being replaced all the time; try again.")

    # ------------------------------------------------------------ writing

    def update(
        self,
        ledger: Ledger,
        index: Index,
        ontology: Ontology,
        *,
        focus: Collection[str] | None = None,
        revision: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Bring the store to the ledger's revision (or build it for an older one) and publish a snapshot.

        `focus` are the canonical ids of the actors whose derived ties are written; None writes no ties.
        `progress` is called with the number of statements written. StoreLocked, StoreUnwritable.
        """
        until = ledger.revision if revision is None else revision
        mark = Mark(
            ledger.epoch, until, ontology.version, index.rules, hash_of(focus), ledger.count(as_of=until)
        )
        known = _Known(ledger, index, ontology, frozenset(focus or ()))
        with self._files.writing(), explained(self.folder):
            before = self._files.published()
            foreign = before is None or before.epoch != mark.epoch
            if foreign or not self._caught_up(before, mark, known, progress):
                self._build(mark, known, progress)
            self._files.sweep(force=foreign)

    def forget(self) -> list[str]:
        """Remove store and snapshots, held by a reader or not; the names of what could not be removed."""
        return self._files.forget()

    def _caught_up(
        self, before: Published | None, mark: Mark, known: _Known, progress: Progress | None
    ) -> bool:
        """Change the current store by one update; false where it must be built anew."""
        try:
            return self._catch_up(before, mark, known, progress)
        except RuntimeError:  # what Oxigraph raises where a file of the store is damaged
            return False

    def _catch_up(
        self, before: Published | None, mark: Mark, known: _Known, progress: Progress | None
    ) -> bool:
        store = _open(self.folder / before.store) if before else None
        held = read_mark(store) if store is not None else None
        if before is None or store is None or held is None or not mark.follows(held):
            return False
        if held != mark:
            change = delta(known.ledger, known.index, held.revision, mark.revision)
            size = len(change.removed) + len(change.added)
            if size > SMALL and size * SHARE > mark.statements:
                return False
            store.update(_difference(store, change, held, mark, known))
            if progress is not None:
                progress(size)
        shown = (before.revision, before.layout)
        if held != mark or shown != (mark.revision, mark.layout):  # or was killed between update and snapshot
            self._publish(self.folder / before.store, store, mark)
        return True

    def _build(self, mark: Mark, known: _Known, progress: Progress | None) -> None:
        """Write all into a fresh folder; until it is published it counts for nothing."""
        path = self._files.new_store()
        store = Store(str(path))
        lines = self._lines(mark, known, progress)
        while block := "".join(islice(lines, BLOCK)):
            store.bulk_load(block.encode(), format=RdfFormat.N_QUADS, lenient=True)
        self._publish(path, store, mark)

    def _lines(self, mark: Mark, known: _Known, progress: Progress | None) -> Iterator[str]:
        """Everything as N-Quads, the mark last."""
        statements = resolved(known.ledger, known.index, as_of=mark.revision)
        yield from Quads(known.ontology, known.document).lines(_counted(statements, progress))
        for name, triples in (
            (graphs.ONTOLOGY, graphs.ontology_lines(known.ontology)),
            *known.graphs(mark),
            (graphs.DERIVED, known.derived(mark)),
            (graphs.PROJECTION, graphs.mark_lines(mark)),
        ):
            end = f" <{name}> .\n"
            for triple in triples:
                yield f"{triple}{triple[:-3]}{end}"

    def _publish(self, path: Path, store: Store, mark: Mark) -> None:
        self._files.publish(
            path,
            store.backup,
            epoch=mark.epoch,
            revision=mark.revision,
            ontology=mark.ontology,
            layout=mark.layout,
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """What a store is made from."""

    ledger: Ledger
    index: Index
    ontology: Ontology
    focus: frozenset[str]

    def document(self, sha256: str) -> Document | None:
        """The document with this text, if it is still held."""
        try:
            return self.ledger.document(sha256)
        except NothingFound:
            return None

    def graphs(self, mark: Mark) -> Iterator[tuple[str, Iterable[str]]]:
        """The small graphs that any run may change, as triples."""
        yield graphs.SOURCES, graphs.source_lines(self.ledger.sources())
        yield graphs.IDENTITY, graphs.identity_lines(self.index.canonicals(mark.revision))

    def derived(self, mark: Mark) -> Iterable[str]:
        """The derived ties, as triples."""
        ties = derived_ties(self.ledger, self.index, self.ontology, self.focus, as_of=mark.revision)
        return graphs.derived_lines(ties, self.ontology)

    def derives_from(self, change: Delta) -> bool:
        """True where a change may make or end derived ties."""
        matters = {name for name, term in self.ontology.relations.items() if term.collaboration}
        matters |= {name for name, term in self.ontology.attributes.items() if f"{RDF}type" in term.mappings}
        return any(one.statement.predicate in matters for one in (*change.removed, *change.added))


def _difference(store: Store, change: Delta, held: Mark, mark: Mark, known: _Known) -> str:
    """The one update that brings a store from the mark it holds to another."""
    update = Update(store)
    update.change(change, known.ontology, known.document)
    for name, lines in known.graphs(mark):
        update.replace(name, lines)
    if held.focus != mark.focus or known.derives_from(change):
        update.replace(graphs.DERIVED, known.derived(mark))
    update.replace(graphs.PROJECTION, graphs.mark_lines(mark))
    return update.text()


def _open(path: Path) -> Store | None:
    """The store to write; None where it is gone or damaged and must be built anew."""
    try:
        return Store(str(path)) if path.is_dir() else None
    except (OSError, RuntimeError):
        return None


def _counted(statements: Iterable[Resolved], progress: Progress | None) -> Iterator[Resolved]:
    for number, statement in enumerate(statements, 1):
        if progress is not None and number % STEP == 0:
            progress(number)
        yield statement
