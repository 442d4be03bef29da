"""Turtle: all triples in one graph."""

from __future__ import annotations

from typing import BinaryIO

from pyoxigraph import RdfFormat

from graph.export import Material
from graph.export._triples import write_union

NAME = "turtle"
MEDIA_TYPE = "text/turtle"
SUFFIX = ".ttl"


def write(material: Material, out: BinaryIO) -> None:
    """Write the whole graph."""
    write_union(material, out, RdfFormat.TURTLE)
