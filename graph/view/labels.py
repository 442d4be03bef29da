"""Which names can be written on a drawing without covering each other?

Important nodes are written first; a name that would cover one already written is left out. The page's script
does the same on its canvas at every zoom.
"""

from __future__ import annotations

from collections.abc import Sequence
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


def place_labels(
    names: Sequence[str],
    places: Sequence[tuple[float, float]],
    radii: Sequence[float],
    order: Sequence[int],
    *,
    size: float,
    most: int,
) -> list[Label]:
    """Labels under their nodes in the given order of importance, none covering another; at most `most`."""
    taken: list[tuple[float, float, float, float]] = []
    labels: list[Label] = []
    for node in order:
        if len(labels) == most:
            break
        lines = wrapped(names[node])
        if not lines:
            continue
        x, y = places[node][0], places[node][1] + radii[node] + 0.25 * size
        half = max(text_width(line, size) for line in lines) / 2 + 0.3 * size
        box = (x - half, y, x + half, y + 1.18 * size * len(lines))
        if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            continue
        taken.append(box)
        labels.append(Label(node, lines, x, y))
    return labels
