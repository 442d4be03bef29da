"""GraphML, as Gephi, yEd, Cytoscape and networkx read it; lists are JSON text."""

from __future__ import annotations

from typing import BinaryIO

from graph.export import Material
from graph.export._network import flat, multigraph

NAME = "graphml"
MEDIA_TYPE = "application/graphml+xml"
SUFFIX = ".graphml"


def write(material: Material, out: BinaryIO) -> None:
    """Write the whole graph."""
    import networkx as nx

    nx.write_graphml_lxml(flat(multigraph(material)), out, infer_numeric_types=True)
