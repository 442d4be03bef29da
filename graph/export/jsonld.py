"""JSON-LD: one named graph a source; the credits are the sources' own nodes."""

from __future__ import annotations

from typing import BinaryIO

from pyoxigraph import RdfFormat

from graph.export import Material
from graph.export._triples import write_dataset

NAME = "jsonld"
MEDIA_TYPE = "application/ld+json"
SUFFIX = ".jsonld"


def write(material: Material, out: BinaryIO) -> None:
    """Write the whole graph."""
    write_dataset(material, out, RdfFormat.JSON_LD, comments=False)
