"""N-Triples: all triples in one graph, a line each."""

from __future__ import annotations

from typing import BinaryIO

from pyoxigraph import RdfFormat

from graph.export import Material
from graph.export._triples import write_union

NAME = "ntriples"
MEDIA_TYPE = "application/n-triples"
SUFFIX = ".nt"


def write(material: Material, out: BinaryIO) -> None:
    """Write the whole graph."""
    write_union(material, out, RdfFormat.N_TRIPLES)
