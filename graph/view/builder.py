"""How does a picture become a vis-network? pyvis builds it; nothing of its templates is used.

pyvis turns our nodes and ties into the plain data that vis-network reads. Positions, sizes and colours are
ours, physics is off, and no text passes through as HTML: there are no `title`s.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from pyvis.network import Network

from graph.view.look import LINES, bends, colours, radii, size_of_shape, tie_width
from graph.view.picture import Picture
from graph.view.texts import in_language

__all__ = ["network", "options", "vis_script"]

ARROWS = 400  # ties above which arrows are drawn only around the chosen node
MANY_TIES = 1500  # ties above which lines vanish while the picture is dragged


def network(picture: Picture) -> Network:
    """The picture as a directed pyvis network; one edge for each tie, under the tie's id."""
    built = Network(directed=True)
    spec = picture.spec
    for node, radius, colour in zip(
        picture.nodes, radii(picture.nodes, spec.size), colours(picture, spec.colour), strict=True
    ):
        shape = picture.types[node.type].shape
        built.add_node(
            node.id,
            label=in_language(node.names, spec.lang) or node.id,
            shape=shape,
            color=colour,
            size=round(size_of_shape(shape, radius), 1),
            x=node.x,
            y=node.y,
        )
    for tie, bend in zip(picture.ties, bends(picture.ties), strict=True):
        line = LINES[tie.mode]
        edge: dict[str, Any] = {"id": tie.id, "width": tie_width(tie), "color": line["colour"]}
        if line["dashes"]:
            edge["dashes"] = line["dashes"]
        if bend:
            kind = "curvedCW" if bend > 0 else "curvedCCW"
            edge["smooth"] = {"enabled": True, "type": kind, "roundness": abs(bend)}
        built.add_edge(tie.subject, tie.object, **edge)
    return built


def options(picture: Picture) -> dict[str, Any]:
    """vis-network's options: no physics, straight lines, our own marking of what is chosen."""
    many = len(picture.ties) > MANY_TIES
    arrow = {"enabled": len(picture.ties) <= ARROWS, "scaleFactor": 0.4}
    return {
        "autoResize": True,
        "physics": False,
        "layout": {"improvedLayout": False},
        "nodes": {
            "borderWidth": 1.2,
            "borderWidthSelected": 1.2,
            "chosen": False,
            "labelHighlightBold": False,
        },
        "edges": {
            "smooth": False,
            "chosen": False,
            "arrows": {"to": arrow},
            "arrowStrikethrough": False,
            "selectionWidth": 0,
            "hoverWidth": 0,
        },
        "interaction": {
            "hover": True,
            "hideEdgesOnDrag": many,
            "hideEdgesOnZoom": many,
            "selectConnectedEdges": False,
            "hoverConnectedEdges": False,
            "keyboard": False,
            "tooltipDelay": 1_000_000,
            "zoomSpeed": 0.7,
        },
    }


def vis_script() -> str:
    """vis-network as the installed pyvis ships it, with its licence comment, safe inside a script element."""
    shipped = files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return shipped.read_text(encoding="utf-8").replace("</script", "<\\/script")
