"""Turtle: all triples in one graph, with the statements and their evidence; reads back without loss."""

from __future__ import annotations

from typing import BinaryIO

from pyoxigraph import RdfFormat

from graph.export import Material
from graph.export._triples import write_triples

NAME = "turtle"
MEDIA_TYPE = "text/turtle"
SUFFIX = ".ttl"


def write(material: Material, out: BinaryIO) -> None:
    """Write the whole graph."""
    write_triples(material, out, RdfFormat.TURTLE)
