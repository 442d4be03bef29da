"""Node-link JSON, as networkx (`node_link_graph(data, edges="edges")`) and D3 read it."""

from __future__ import annotations

import json
from typing import BinaryIO

from graph.export import Material
from graph.export._network import multigraph

NAME = "nodelink"
MEDIA_TYPE = "application/json"
SUFFIX = ".json"


def write(material: Material, out: BinaryIO) -> None:
    """Write the whole graph."""
    import networkx as nx

    data = nx.node_link_data(multigraph(material), edges="edges")
    for piece in json.JSONEncoder(ensure_ascii=False).iterencode(data):
        out.write(piece.encode())
