"""How are the triples of a store written to a file, with the credits on top?"""

from __future__ import annotations

from typing import BinaryIO

from pyoxigraph import DefaultGraph, RdfFormat, serialize

from graph.export import Material
from graph.projection.rdf_terms import PREFIXES

__all__ = ["write_dataset", "write_triples"]


def write_dataset(material: Material, out: BinaryIO, form: RdfFormat) -> None:
    """All quads: the default graph, and which of its triples each source says."""
    with material.store() as store:
        _write_credits(material, out)
        serialize(iter(store), out, format=form, prefixes=PREFIXES)


def write_triples(material: Material, out: BinaryIO, form: RdfFormat, *, comments: bool = True) -> None:
    """The default graph: all triples once, with the statements and their evidence."""
    with material.store() as store:
        if comments:
            _write_credits(material, out)
        quads = store.quads_for_pattern(None, None, None, DefaultGraph())
        serialize((quad.triple for quad in quads), out, format=form, prefixes=PREFIXES)


def _write_credits(material: Material, out: BinaryIO) -> None:
    lines = [f"Innograph, revision {material.shown} of the ledger. Sources:", *material.credits()]
    out.write("".join(f"# {line}\n" for line in lines).encode())
