"""In which files can the whole graph be taken along? One module a format, found because it is there.

A format has NAME (what it is called), MEDIA_TYPE, SUFFIX and `write(material, out)`. Licence and attribution of
every source travel within each file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from graph.discover import discover
from graph.errors import UsageError

if TYPE_CHECKING:
    from pyoxigraph import Store

    from graph.index import Index
    from graph.ledger import Ledger
    from graph.projection.rdf import RdfProjection
    from graph.statement import Source
    from ontology import Ontology

__all__ = ["Format", "Material", "format_named", "formats"]


@dataclass(frozen=True, slots=True)
class Material:
    """What an export is made of: the ledger at a revision (None: now) and the index of that revision.

    `rdf` is the RDF store of the present; without one, or for a past revision, a store is built for the export.
    """

    ledger: Ledger
    index: Index
    ontology: Ontology
    revision: int | None = None
    rdf: RdfProjection | None = None

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The RDF store at this revision, read-only."""
        from graph.projection.rdf import RdfProjection

        if self.rdf is not None and self.revision is None:
            with self.rdf.reading() as store:
                yield store
            return
        with TemporaryDirectory(prefix="innograph-") as folder:
            built = RdfProjection(Path(folder) / "rdf")
            built.update(self.ledger, self.index, self.ontology, revision=self.revision)
            with built.reading() as store:
                yield store

    @property
    def shown(self) -> int:
        """The number of the revision."""
        return self.ledger.revision if self.revision is None else self.revision

    def credits(self) -> list[str]:
        """One line a source: what it is, whose, under which licence, with the attribution it asks for."""
        return [_credit(source) for source in self.ledger.sources()]


class Format(Protocol):
    """A module of this package."""

    NAME: str
    MEDIA_TYPE: str
    SUFFIX: str

    def write(self, material: Material, out: BinaryIO) -> None:
        """Write the whole graph."""
        ...


def formats() -> dict[str, Format]:
    """All formats by name."""
    return {module.NAME: cast(Format, module) for module in discover(__name__).values()}


def format_named(name: str) -> Format:
    """The format of this name, or UsageError with those there are."""
    found = formats()
    if name not in found:
        raise UsageError(f"“{name}” is no format of export; there are {', '.join(sorted(found))}.")
    return found[name]


def _credit(source: Source) -> str:
    said = [source.title or source.id, source.publisher, source.licence, source.attribution, source.url]
    return " ".join("; ".join(word for word in said if word).split())
