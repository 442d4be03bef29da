"""N-Quads: one named graph a source, a line each; reads back without loss."""

from __future__ import annotations

from typing import BinaryIO

from pyoxigraph import RdfFormat

from graph.export import Material
from graph.export._triples import write_dataset

NAME = "nquads"
MEDIA_TYPE = "application/n-quads"
SUFFIX = ".nq"


def write(material: Material, out: BinaryIO) -> None:
    """Write the whole graph."""
    write_dataset(material, out, RdfFormat.N_QUADS)
