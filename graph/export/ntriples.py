"""N-Triples: all triples in one graph, a line each; reads back without loss."""

from __future__ import annotations

from typing import BinaryIO

from pyoxigraph import RdfFormat

from graph.export import Material
from graph.export._triples import write_triples

NAME = "ntriples"
MEDIA_TYPE = "application/n-triples"
SUFFIX = ".nt"


def write(material: Material, out: BinaryIO) -> None:
    """Write the whole graph."""
    write_triples(material, out, RdfFormat.N_TRIPLES)
