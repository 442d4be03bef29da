"""Where does each node stand?

Connected pieces are laid out one by one (Fruchterman-Reingold of rustworkx, seeded, begun from Kamada-Kawai
where a piece is small; ties between communities pull less, so that groups show) and packed beside the largest,
so that isolated bits do not fly away; then nodes that would cover each other are pushed apart. The same graph gets the same picture in every run; positions can be
kept in a folder under a digest of what was laid out.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
import rustworkx

from graph.view.spec import LAYOUTS

__all__ = ["Position", "layout"]

Position = tuple[float, float]
VERSION = 1  # raise it when the positions of the same graph change
SPACING = 64.0  # mean distance between neighbours, in the page's units (a node has a radius of 5 to 22)
CLOSEST = 0.7 * SPACING  # between the middles of any two nodes
MARGIN = 18.0  # between the rims of two nodes
GAP = 1.1 * SPACING  # between pieces
WIDE = 1.2  # width by height of a picture
FEW = 12  # nodes up to which a piece is left as it is
BETWEEN = 0.2  # pull of a tie between communities; within one it is 1
KEPT = 200  # files in the cache
SMALL = 160  # nodes up to which a piece begins from Kamada-Kawai


def layout(
    nodes: Sequence[str],
    pairs: Iterable[tuple[str, str]],
    *,
    how: str = "spring",
    distances: Sequence[int] = (),
    groups: Sequence[int] = (),
    sizes: Sequence[float] = (),
    cache: Path | None = None,
) -> list[Position]:
    """The place of each node, in the order of `nodes`.

    `pairs` are the ends of ties (repeats tie more strongly); `distances`, for `rings`, are steps from the
    seeds, `groups` the communities of the nodes, `sizes` their radii; `cache` is a folder where positions are kept.
    """
    if how not in LAYOUTS:
        raise ValueError(f"No layout “{how}”: choose from {', '.join(LAYOUTS)}.")
    order = sorted(nodes)
    number = {node: at for at, node in enumerate(order)}
    edges = sorted(
        {(min(ends), max(ends)) for ends in ((number[a], number[b]) for a, b in pairs) if ends[0] != ends[1]}
    )
    said = {"groups": groups, "sizes": sizes, "distances": distances if how == "rings" else ()}
    said = {name: _in_order(order, nodes, values) for name, values in said.items()}
    kept = cache / f"layout-{_digest(order, edges, how, said)}.json" if cache else None
    places = _read(kept, len(order)) if kept else None
    if places is None:
        if how == "rings":
            places = _rings([int(step) for step in said["distances"]], edges)
        else:
            places = _spring(edges, [int(group) for group in said["groups"]])
        places = [(round(x, 1), round(y, 1)) for x, y in _apart(places, said["sizes"])]
        if kept:
            _write(kept, places)
    return [places[number[node]] for node in nodes]


def _in_order(order: Sequence[str], nodes: Sequence[str], values: Sequence[float]) -> list[float]:
    """The values of the nodes in another order; zeros where there are none."""
    by_node = dict(zip(nodes, values, strict=True)) if values else {}
    return [by_node.get(node, 0) for node in order]


def _digest(
    order: Sequence[str], edges: Sequence[tuple[int, int]], how: str, said: Mapping[str, Sequence[float]]
) -> str:
    text = json.dumps([VERSION, how, order, edges, said])
    return blake2b(text.encode(), digest_size=12).hexdigest()


def _read(kept: Path, count: int) -> list[Position] | None:
    """Positions kept earlier; None where there are none or the file is torn."""
    try:
        read = json.loads(kept.read_text(encoding="utf-8"))
        places = [(float(x), float(y)) for x, y in read]
    except (OSError, ValueError, TypeError):
        return None
    return places if len(places) == count else None


def _write(kept: Path, places: list[Position]) -> None:
    """Keep positions; a folder that cannot be written only costs the next picture its time."""
    fresh = kept.with_suffix(f".{os.getpid()}.new")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(places), encoding="utf-8")
        fresh.replace(kept)
        by_age = sorted(kept.parent.glob("layout-*.json"), key=lambda file: file.stat().st_mtime)
        for old in by_age[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def _spring(edges: Sequence[tuple[int, int]], groups: Sequence[int]) -> list[Position]:
    count = len(groups)
    whole = rustworkx.PyGraph(multigraph=False)
    whole.add_nodes_from(range(count))
    whole.add_edges_from([(a, b, 1.0 if groups[a] == groups[b] else BETWEEN) for a, b in edges])
    pieces = sorted((sorted(piece) for piece in rustworkx.connected_components(whole)), key=_largest_first)
    laid = [_piece(whole.subgraph(piece), len(piece)) for piece in pieces]
    places: list[Position] = [(0.0, 0.0)] * count
    for piece, box in zip(pieces, _packed(laid), strict=True):
        for node, (x, y) in zip(piece, box, strict=True):
            places[node] = (float(x), float(y))
    return places


def _largest_first(piece: list[int]) -> tuple[int, list[int]]:
    return -len(piece), piece


def _piece(part: rustworkx.PyGraph, count: int) -> np.ndarray:
    """One connected piece, centred, about one node in a square of SPACING."""
    if count == 1:
        return np.zeros((1, 2))
    start = None
    if 3 <= count <= SMALL:
        start = {node: (at[0], at[1]) for node, at in rustworkx.kamada_kawai_layout(part).items()}
    found = rustworkx.spring_layout(
        part,
        pos=start,
        num_iter=40 if start else max(50, min(300, 90_000 // count)),
        weight_fn=float,
        adaptive_cooling=start is None,
        seed=7,
    )
    at = np.array([found[node] for node in range(count)], dtype=float)
    at -= np.median(at, axis=0)
    if count > FEW:
        at = _evened(at) * (WIDE**0.4, WIDE**-0.4)  # pictures are wider than high
    ends = np.array([(one, other) for one, other, _ in part.weighted_edge_list()])
    lengths = np.hypot(*(at[ends[:, 0]] - at[ends[:, 1]]).T)
    middle = float(np.median(lengths)) or 1.0
    # a piece never gets denser than this, however its ties pull together
    extent = max(float(np.ptp(at, axis=0).prod()) ** 0.5, 1e-9)
    return np.asarray(at * max(0.75 * SPACING / middle, 1.1 * SPACING * math.sqrt(count) / extent))


def _evened(at: np.ndarray) -> np.ndarray:
    """What lies far out comes nearer and the crowded middle opens: distances from it to the power 0.7."""
    far = np.hypot(at[:, 0], at[:, 1])
    middle = float(np.median(far)) or 1.0
    return np.asarray(at * ((np.maximum(far, 1e-9) / middle) ** -0.3)[:, None])


def _packed(pieces: Sequence[np.ndarray]) -> list[np.ndarray]:
    """The pieces side by side: the largest first, the others in rows under it, each row as wide as it."""
    boxes = [(piece.min(axis=0), np.ptp(piece, axis=0)) for piece in pieces]
    if not boxes:
        return []
    area = sum(float((size[0] + GAP) * (size[1] + GAP)) for _, size in boxes)
    width = max(float(boxes[0][1][0]), math.sqrt(area * WIDE))
    placed, x, y, height = [], 0.0, 0.0, 0.0
    for piece, (corner, size) in zip(pieces, boxes, strict=True):
        if x and x + size[0] > width:
            x, y, height = 0.0, y + height + GAP, 0.0
        placed.append(piece - corner + (x, y))
        x, height = x + float(size[0]) + GAP, max(height, float(size[1]))
    everything = np.concatenate(placed)
    middle = (everything.min(axis=0) + everything.max(axis=0)) / 2
    return [piece - middle for piece in placed]


def _rings(steps: Sequence[int], edges: Sequence[tuple[int, int]]) -> list[Position]:
    """Seeds in the middle, each further step on a ring of its own, neighbours in about the same direction."""
    beside: dict[int, list[int]] = {node: [] for node in range(len(steps))}
    for one, other in edges:
        beside[one].append(other)
        beside[other].append(one)
    inner = min(steps, default=0)
    turn = {node: math.atan2(y, x) for node, (x, y) in enumerate(_spring(edges, [0] * len(steps)))}
    rings = [[node for node in range(len(steps)) if steps[node] == step] for step in sorted(set(steps))]
    for ring in [*rings, *rings[::-1], *rings]:  # outwards, inwards, outwards: each ring follows the last
        towards = {
            node: _mean_angle([turn[n] for n in beside[node] if steps[n] != inner] or [turn[node]])
            for node in ring
        }
        ring.sort(key=lambda node: (towards[node], node))
        # the whole ring is turned to where its nodes would be
        start = _mean_angle([towards[node] - 2 * math.pi * at / len(ring) for at, node in enumerate(ring)])
        turn |= {node: start + 2 * math.pi * at / len(ring) for at, node in enumerate(ring)}
    places: list[Position] = [(0.0, 0.0)] * len(steps)
    radius = 0.0
    for ring in rings:
        around = len(ring) * 0.8 * SPACING / (2 * math.pi)
        if steps[ring[0]] == inner:
            radius = 0.0 if len(ring) == 1 else max(around, SPACING / 2)
        else:
            radius = max(around, radius + 2.2 * SPACING)
        for node in ring:
            places[node] = (radius * math.cos(turn[node]), radius * math.sin(turn[node]))
    return places


def _mean_angle(angles: Sequence[float]) -> float:
    if not angles:
        return 0.0
    turned = math.atan2(sum(map(math.sin, angles)), sum(map(math.cos, angles)))
    return turned % (2 * math.pi)


def _apart(places: list[Position], sizes: Sequence[float], rounds: int = 40) -> list[Position]:
    """The same places with no two nodes too close: neighbours in a grid push each other away."""
    at = np.array(places, dtype=float).reshape(-1, 2)
    radius = np.array(sizes, dtype=float)
    if len(at) < 2:
        return places
    # equal places are told apart by a fixed small spiral, or they could not be pushed
    turn = np.arange(len(at)) * 2.399963
    at = at + 0.01 * np.column_stack([np.cos(turn), np.sin(turn)])
    widest = max(CLOSEST, 2 * float(radius.max()) + MARGIN)
    for _ in range(rounds):
        one, other = _near(at, widest)
        way = at[one] - at[other]
        far = np.hypot(way[:, 0], way[:, 1])
        lacking = np.maximum(CLOSEST, radius[one] + radius[other] + MARGIN) - far
        close = lacking > 0
        if not close.any():
            break
        one, other = one[close], other[close]
        push = way[close] / np.maximum(far[close], 1e-9)[:, None] * (lacking[close] / 2)[:, None]
        np.add.at(at, one, push)
        np.add.at(at, other, -push)
    return [(float(x), float(y)) for x, y in at]


def _near(at: np.ndarray, least: float) -> tuple[np.ndarray, np.ndarray]:
    """The pairs of nodes that stand closer than `least`."""
    cells: dict[tuple[int, int], list[int]] = {}
    for node, (x, y) in enumerate((at // least).astype(int).tolist()):
        cells.setdefault((x, y), []).append(node)
    ones: list[int] = []
    others: list[int] = []
    for (x, y), here in cells.items():
        around = [n for dx, dy in ((1, -1), (1, 0), (1, 1), (0, 1)) for n in cells.get((x + dx, y + dy), ())]
        for place, node in enumerate(here):
            for other in (*here[place + 1 :], *around):
                ones.append(node)
                others.append(other)
    one, other_ = np.array(ones, dtype=int), np.array(others, dtype=int)
    close = np.hypot(*(at[one] - at[other_]).T) < least if len(one) else np.zeros(0, dtype=bool)
    return one[close], other_[close]
