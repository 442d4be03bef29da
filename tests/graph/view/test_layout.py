"""Is the same graph laid out the same way, with no two nodes on each other and nothing flying away?"""

from __future__ import annotations

import json
import math
from itertools import combinations
from pathlib import Path

import pytest

from graph.view.layout import SPACING, layout

STAR = [("hub", f"leaf {at}") for at in range(30)]
RING = [(f"ring {at}", f"ring {(at + 1) % 12}") for at in range(12)]
PAIRS = [*STAR, *RING, ("ring 0", "hub"), ("a", "b")]
NODES = sorted({end for pair in PAIRS for end in pair} | {f"alone {at}" for at in range(15)})


def test_the_same_graph_gets_the_same_places_in_any_order_of_input() -> None:
    first = dict(zip(NODES, layout(NODES, PAIRS), strict=True))
    turned = [pair[::-1] for pair in reversed(PAIRS)]
    again = dict(zip(NODES[::-1], layout(NODES[::-1], turned), strict=True))
    assert first == again


def test_no_two_nodes_lie_on_each_other_and_all_stay_together() -> None:
    places = layout(NODES, PAIRS)
    assert min(math.dist(a, b) for a, b in combinations(places, 2)) > SPACING / 3
    wide = max(x for x, _ in places) - min(x for x, _ in places)
    high = max(y for _, y in places) - min(y for _, y in places)
    assert max(wide, high) < 4 * SPACING * math.sqrt(len(NODES))


def test_neighbours_stand_closer_than_strangers() -> None:
    at = dict(zip(NODES, layout(NODES, PAIRS), strict=True))
    near = [math.dist(at[a], at[b]) for a, b in PAIRS]
    far = [math.dist(at[a], at[b]) for a, b in combinations(NODES, 2)]
    assert sum(near) / len(near) < 0.7 * sum(far) / len(far)


def test_communities_are_drawn_apart() -> None:
    left, right = [f"l{at}" for at in range(12)], [f"r{at}" for at in range(12)]
    inside = [*combinations(left, 2), *combinations(right, 2)]
    across = [(left[at], right[at]) for at in range(6)]
    nodes = [*left, *right]
    at = dict(zip(nodes, layout(nodes, [*inside, *across], groups=[0] * 12 + [1] * 12), strict=True))
    middle = [tuple(sum(at[n][axis] for n in side) / 12 for axis in (0, 1)) for side in (left, right)]
    spread = sum(math.dist(at[n], middle[0]) for n in left) / 12
    assert math.dist(middle[0], middle[1]) > spread


def test_rings_put_the_seed_in_the_middle_and_each_step_farther_out() -> None:
    nodes = ["seed", *(f"near {at}" for at in range(8)), *(f"far {at}" for at in range(8))]
    pairs = [("seed", f"near {at}") for at in range(8)] + [(f"near {at}", f"far {at}") for at in range(8)]
    at = dict(zip(nodes, layout(nodes, pairs, how="rings", distances=[0] + [1] * 8 + [2] * 8), strict=True))
    distance = {node: math.dist(at[node], at["seed"]) for node in nodes}
    assert max(distance[f"near {k}"] for k in range(8)) < min(distance[f"far {k}"] for k in range(8))


@pytest.mark.parametrize("nodes", [[], ["one"], ["one", "two"]])
def test_very_small_graphs(nodes: list[str]) -> None:
    for how in ("spring", "rings"):
        places = layout(nodes, [], how=how, distances=[0] * len(nodes))
        assert len(places) == len(nodes)
        assert all(math.isfinite(x) and math.isfinite(y) for x, y in places)


def test_positions_are_kept_and_a_torn_file_is_made_anew(tmp_path: Path) -> None:
    places = layout(NODES, PAIRS, cache=tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    moved = [[x + 1000, y] for x, y in json.loads(kept.read_text())]
    kept.write_text(json.dumps(moved))
    assert layout(NODES, PAIRS, cache=tmp_path / "cache")[0][0] == pytest.approx(places[0][0] + 1000)
    kept.write_text(kept.read_text()[:50])
    assert layout(NODES, PAIRS, cache=tmp_path / "cache") == places
    assert layout(NODES, PAIRS[1:], cache=tmp_path / "cache") != places
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_old_positions_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.view.layout.KEPT", 3)
    for count in range(2, 8):
        layout([str(at) for at in range(count)], [("0", "1")], cache=tmp_path)
    assert len(list(tmp_path.iterdir())) == 3


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    assert layout(NODES, PAIRS, cache=blocked) == layout(NODES, PAIRS)


def test_an_unknown_layout_is_named() -> None:
    with pytest.raises(ValueError, match="No layout “cube”: choose from spring, rings"):
        layout(["a"], [], how="cube")
