"""How are the triples of a store written to a file, with the credits on top?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from pyoxigraph import Quad, RdfFormat, Store, Triple, serialize

from graph.export import Material
from graph.projection.rdf_terms import PREFIXES

__all__ = ["write_dataset", "write_union"]


def write_dataset(material: Material, out: BinaryIO, form: RdfFormat, *, comments: bool = True) -> None:
    """All quads, each in its named graph."""
    with material.store() as store:
        if comments:
            _write_credits(material, out)
        serialize(iter(store), out, format=form, prefixes=PREFIXES)


def write_union(material: Material, out: BinaryIO, form: RdfFormat) -> None:
    """The triples of all graphs as one, each once."""
    with material.store() as store:
        _write_credits(material, out)
        serialize(_union(store), out, format=form, prefixes=PREFIXES)


def _union(store: Store) -> Iterator[Triple]:
    """Each triple once: the store gives equal ones of several graphs one after the other."""
    last: Triple | None = None
    quads: Iterator[Quad] = iter(store)
    for quad in quads:
        triple = quad.triple
        if triple != last:
            yield triple
        last = triple


def _write_credits(material: Material, out: BinaryIO) -> None:
    lines = [f"Innograph, revision {material.shown} of the ledger. Sources:", *material.credits()]
    out.write("".join(f"# {line}\n" for line in lines).encode())
