"""What does the graph look like to networkx, and so to the tools whose files networkx writes?"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from graph.export import Material
from graph.export._pieces import nodes_and_ties

if TYPE_CHECKING:
    import networkx

__all__ = ["flat", "multigraph"]

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def multigraph(material: Material) -> networkx.MultiDiGraph[str]:
    """Entities and relationships with their evidence; sources, licences and revision are attributes of the graph."""
    import networkx as nx

    found: networkx.MultiDiGraph[str] = nx.MultiDiGraph(
        title="Innograph",
        revision=material.shown,
        credits=material.credits(),
        sources=[
            {"id": source.id, "title": source.title, "publisher": source.publisher, "licence": source.licence}
            | {"attribution": source.attribution, "url": source.url}
            for source in material.ledger.sources()
        ],
    )
    nodes, ties = nodes_and_ties(material)
    for node in nodes:
        found.add_node(node.id, name=node.name, type=node.type, labels=list(node.labels), **node.values)
    for tie in ties:
        found.add_edge(
            tie.subject,
            tie.object,
            relation=tie.relation,
            relationship=tie.type,
            mode=tie.mode,
            when=tie.when,
            since=tie.since,
            until=tie.until,
            confidence=tie.confidence,
            qualifiers=dict(tie.qualifiers),
            statements=tie.statements,
            sources=tie.sources,
            quotes=tie.quotes,
        )
    return found


def flat(network: networkx.MultiDiGraph[str]) -> networkx.MultiDiGraph[str]:
    """The same with numbers and text only, as XML can hold them: lists and mappings become JSON."""
    import networkx as nx

    found: networkx.MultiDiGraph[str] = nx.MultiDiGraph(**_flat(network.graph))
    for node, said in network.nodes(data=True):
        found.add_node(_text(node), **_flat(said))
    for number, (subject, target, said) in enumerate(network.edges(data=True)):
        found.add_edge(_text(subject), _text(target), key=str(number), **_flat(said))
    return found


def _flat(said: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in said.items() if value not in ("", [], {})}


def _plain(value: Any) -> Any:
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        return _text(value[0])
    return _text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _text(value: str) -> str:
    """Without the characters that no XML file may hold; U+FFFD stands where one was."""
    return _NOT_IN_XML.sub("\ufffd", value)
