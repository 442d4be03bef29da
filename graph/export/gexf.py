"""GEXF 1.2, as Gephi reads it; lists are JSON text, and the credits are its description."""

from __future__ import annotations

from typing import BinaryIO
from xml.etree.ElementTree import SubElement

from graph.export import Material
from graph.export._network import flat, multigraph

NAME = "gexf"
MEDIA_TYPE = "application/gexf+xml"
SUFFIX = ".gexf"


def write(material: Material, out: BinaryIO) -> None:
    """Write the whole graph."""
    from networkx.readwrite.gexf import GEXFWriter

    network = flat(multigraph(material))
    for _, said in network.nodes(data=True):
        said["label"] = said.get("name", "")
    writer = GEXFWriter(encoding="utf-8", prettyprint=False, version="1.2draft")
    writer.add_graph(network)
    meta = writer.xml.find("meta")
    SubElement(meta, "description").text = network.graph.get("credits", "")
    writer.write(out)
