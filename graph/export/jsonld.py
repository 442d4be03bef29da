"""JSON-LD: all triples in one graph; the credits are the sources' own nodes."""

from __future__ import annotations

from typing import BinaryIO

from pyoxigraph import RdfFormat

from graph.export import Material
from graph.export._triples import write_triples

NAME = "jsonld"
MEDIA_TYPE = "application/ld+json"
SUFFIX = ".jsonld"


def write(material: Material, out: BinaryIO) -> None:
    """Write the whole graph."""
    write_triples(material, out, RdfFormat.JSON_LD, comments=False)
