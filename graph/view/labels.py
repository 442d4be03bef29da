"""Which names can be written on a drawing without covering each other?

Important nodes are written first; a name that would cover one already written is left out. The page's script
does the same on its canvas at every zoom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["Label", "place_labels", "wrapped"]

LINE = 24  # characters
LINES = 2


@dataclass(frozen=True, slots=True)
class Label:
    """The lines of a name, and the middle of the top of the first one."""

    node: int
    lines: tuple[str, ...]
    x: float
    y: float


def wrapped(name: str, width: int = LINE, lines: int = LINES) -> tuple[str, ...]:
    """A name in at most so many lines of about `width` characters; what does not fit ends in an ellipsis."""
    said: list[str] = []
    for word in name.split():
        if said and len(said[-1]) + 1 + len(word) <= width:
            said[-1] += " " + word
        else:
            said.append(word if len(word) <= width + 6 else word[: width + 5] + "…")
    if len(said) > lines:
        said = said[:lines]
        said[-1] = said[-1][: width - 1].rstrip(" ,;:-–") + "…"
    return tuple(said)


def text_width(text: str, size: float) -> float:
    """About how wide a text in a common sans serif is."""
    narrow = sum(char in "iljtfrI.,;:'’!|()[] " for char in text)
    wide = sum(char in "mwMWQOGD@%—" for char in text)
    return size * (0.55 * len(text) - 0.24 * narrow + 0.25 * wide)


Box = tuple[float, float, float, float]


def place_labels(
    names: Sequence[str],
    places: Sequence[tuple[float, float]],
    radii: Sequence[float],
    order: Sequence[int],
    *,
    size: float,
    most: int,
    frame: Box,
) -> list[Label]:
    """Labels beside their nodes in the given order of importance, inside the frame; at most `most`.

    None covers another label; the first few may cover a node or two, the others none.
    """
    marks = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(places, radii, strict=True)]
    weights = [(r / max(radii)) ** 2 * 6 for r in radii]  # to cover a large node is worse
    taken: list[Box] = []
    labels: list[Label] = []
    for rank, node in enumerate(order):
        if len(labels) == most:
            break
        lines = wrapped(names[node])
        if not lines:
            continue
        width = max(text_width(line, size) for line in lines) + 0.5 * size
        patience = 8 if rank < 6 else 3 if rank < 12 else 1 if rank < 40 else 0
        best: tuple[float, Box] | None = None
        for box in _sides(marks[node], width, 1.18 * size * len(lines), frame):
            if any(_cover(box, other) for other in taken):
                continue
            cost = sum(weight for mark, weight in zip(marks, weights, strict=True) if _cover(box, mark))
            if cost <= patience and (best is None or cost < best[0]):
                best = (cost, box)
        if best:
            taken.append(best[1])
            labels.append(Label(node, lines, (best[1][0] + best[1][2]) / 2, best[1][1]))
    return labels


def _cover(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _sides(mark: Box, width: float, height: float, frame: Box) -> Iterator[Box]:
    """Under, over, right and left of a node, moved into the frame."""
    x, y = (mark[0] + mark[2]) / 2, (mark[1] + mark[3]) / 2
    for left, top in (
        (x - width / 2, mark[3] + 2),
        (x - width / 2, mark[1] - height - 2),
        (mark[2] + 6, y - height / 2),
        (mark[0] - 6 - width, y - height / 2),
    ):
        left = min(max(left, frame[0]), frame[2] - width)
        top = min(max(top, frame[1]), frame[3] - height)
        yield left, top, left + width, top + height
