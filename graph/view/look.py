"""What does a node or a tie look like: shape, size, colour, line?

Told by colour and shape and line style together, never by colour alone. The page's script gets the same
numbers as JSON (`as_data`), so that canvas, SVG of the page and SVG of the server draw the same picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from graph.statement import Mode
from graph.view.picture import Node, Picture, Tie

__all__ = [
    "GREY",
    "LINES",
    "SHAPES",
    "as_data",
    "bends",
    "colours",
    "control_point",
    "radii",
    "size_of_shape",
    "tie_width",
]

GREY = "#8a94a3"  # what has no vertical, or stands in a small community
# Okabe-Ito and Tol, at least 3:1 on white; in this order for verticals and communities
PALETTE = (
    "#0072B2",
    "#D55E00",
    "#117733",
    "#AA4499",
    "#332288",
    "#999933",
    "#CC3311",
    "#00796B",
    "#882255",
    "#5B6770",
)
SMALLEST, LARGEST = 6.5, 23.0  # radius of a node


def _polygon(corners: int, turn: float = 0.0) -> list[tuple[float, float]]:
    angles = [turn + 2 * math.pi * at / corners for at in range(corners)]
    return [(math.cos(angle), math.sin(angle)) for angle in angles]


def _triangle(up: int) -> list[tuple[float, float]]:
    half = 1.15
    low, high = half / math.sqrt(3), 2 * half / math.sqrt(3)
    shift = 0.275 * half
    return [(0.0, up * (shift - high)), (half, up * (shift + low)), (-half, up * (shift + low))]


def _star() -> list[tuple[float, float]]:
    points = []
    for at in range(10):
        far = 0.82 * (0.5 if at % 2 else 1.3)
        points.append((far * math.sin(math.pi * at / 5), 0.082 - far * math.cos(math.pi * at / 5)))
    return points


# the outlines vis-network draws, for a radius of 1; None is a circle
SHAPES: dict[str, list[tuple[float, float]] | None] = {
    "dot": None,
    "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    "diamond": [(0, 1), (1, 0), (0, -1), (-1, 0)],
    "triangle": _triangle(1),
    "triangleDown": _triangle(-1),
    "hexagon": _polygon(6),
    "star": _star(),
}
# so that every shape covers about the same area as the circle
_FACTOR = {
    "square": 0.87,
    "diamond": 1.22,
    "triangle": 1.07,
    "triangleDown": 1.07,
    "hexagon": 1.1,
    "star": 1.22,
}

# colour, dashes and width of a line, by how it was said
LINES: dict[str, dict[str, Any]] = {
    Mode.HAPPENED: {"colour": "#8c96a5", "dashes": [], "width": 1.1},
    Mode.CLAIMED: {"colour": "#8c96a5", "dashes": [10, 4], "width": 1.1},
    Mode.PLANNED: {"colour": "#3f73b5", "dashes": [4, 4], "width": 1.2},
    Mode.REFUTED: {"colour": "#b3261e", "dashes": [1.5, 4], "width": 1.4},
}


def size_of_shape(shape: str, radius: float) -> float:
    """The size to give to a shape so that it weighs as much on the eye as a circle of this radius."""
    return radius * _FACTOR.get(shape, 1.0)


def radii(nodes: Sequence[Node], by: str) -> list[float]:
    """The radius of each node: its area grows with degree or weight."""
    values = [0 if by == "same" else node.weight if by == "weight" else node.degree for node in nodes]
    most = max(values, default=0)
    if not most:
        return [SMALLEST + 2.0] * len(nodes)
    return [SMALLEST + (LARGEST - SMALLEST) * math.sqrt(value / most) for value in values]


def colours(picture: Picture, by: str) -> list[str]:
    """The colour of each node: of its type, of its (first) vertical, or of its community."""
    if by == "vertical":
        table = {entity: _from_palette(at) for at, entity in enumerate(verticals_of(picture))}
        return [_first(table, (node.id, *node.verticals)) for node in picture.nodes]
    if by == "community":
        return [_from_palette(node.community) for node in picture.nodes]
    return [picture.types[node.type].colour for node in picture.nodes]


def verticals_of(picture: Picture) -> list[str]:
    """The verticals of this picture, the most frequent first."""
    count: dict[str, int] = {}
    for node in picture.nodes:
        for entity in node.verticals:
            count[entity] = count.get(entity, 0) + 1
    return sorted(count, key=lambda entity: (-count[entity], entity))


def _from_palette(at: int) -> str:
    return PALETTE[at] if at < len(PALETTE) else GREY


def _first(table: dict[str, str], entities: Iterable[str]) -> str:
    return next((table[entity] for entity in entities if entity in table), GREY)


def tie_width(tie: Tie) -> float:
    """The width of a line: it grows with the logarithm of the number of statements."""
    return round(float(LINES[tie.mode]["width"]) + min(4.0, 0.8 * math.log2(max(1, tie.weight))), 2)


def bends(ties: Sequence[Tie]) -> list[float]:
    """How much each line is bent, so that several ties between two nodes stay apart: 0 is straight.

    The sign is the side as seen from the subject towards the object.
    """
    seen: dict[tuple[str, str], int] = {}
    bent = []
    for tie in ties:
        forward = tie.subject <= tie.object
        pair = (tie.subject, tie.object) if forward else (tie.object, tie.subject)
        nth = seen.get(pair, 0)
        seen[pair] = nth + 1
        side = 1 if (nth % 2 == 1) == forward else -1
        bent.append(0.0 if not nth else side * 0.16 * ((nth + 1) // 2))
    return bent


def control_point(x1: float, y1: float, x2: float, y2: float, bend: float) -> tuple[float, float]:
    """The middle point of a bent line as vis-network computes it (`curvedCW`, or `curvedCCW` below 0)."""
    factor = abs(bend)
    length = math.hypot(x2 - x1, y1 - y2)
    angle = math.atan2(y1 - y2, x2 - x1) + (bend * 0.5 + 0.5) * math.pi
    reach = (factor * 0.5 + 0.5) * length
    return x1 + reach * math.sin(angle), y1 + reach * math.cos(angle)


def as_data() -> dict[str, Any]:
    """Shapes, lines and palette as plain JSON values for the page's script."""
    return {
        "shapes": SHAPES,
        "factors": _FACTOR,
        "lines": LINES,
        "palette": PALETTE,
        "grey": GREY,
        "radius": [SMALLEST, LARGEST],
    }
