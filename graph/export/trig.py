"""TriG: everything in the default graph, and a named graph for what each source says."""

from __future__ import annotations

from typing import BinaryIO

from pyoxigraph import RdfFormat

from graph.export import Material
from graph.export._triples import write_dataset

NAME = "trig"
MEDIA_TYPE = "application/trig"
SUFFIX = ".trig"


def write(material: Material, out: BinaryIO) -> None:
    """Write the whole graph."""
    write_dataset(material, out, RdfFormat.TRIG)
