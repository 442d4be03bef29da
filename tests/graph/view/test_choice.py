"""Does the choice of what is drawn depend on the graph alone, and prefer what hangs together?"""

from __future__ import annotations

import numpy as np
import pytest

from graph.view.choice import Choice, Links, choose

EDGES = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (4, 5), (6, 7)]


def links(edges: list[tuple[int, int]], count: int, together: bool = True) -> Links:
    one, other = np.array(edges, dtype=int).reshape(-1, 2).T
    return Links.of(count, one, other, np.full(len(edges), together), np.zeros(count, dtype=bool))


def chosen(edges: list[tuple[int, int]], count: int, **said: object) -> Choice:
    asked = {
        "seeds": [],
        "focus": [],
        "depth": 2,
        "limit": 100,
        "order": [f"n{at}" for at in range(count)],
        **said,
    }
    return choose(links(edges, count), **asked)  # type: ignore[arg-type]  # a test's shorthand


def test_seeds_come_first_then_the_nearest() -> None:
    found = chosen(EDGES, 9, seeds=[0], depth=2)
    assert found.nodes[0] == 0
    assert set(found.nodes) == {0, 1, 2, 3}
    assert found.distance.tolist() == [0, 1, 1, 2, 3, 4, -1, -1, -1]
    assert found.farther == 2


def test_repeats_and_directions_do_not_matter() -> None:
    turned = [(b, a) for a, b in reversed(EDGES)] + EDGES
    assert chosen(turned, 9, limit=4).nodes == chosen(EDGES, 9, limit=4).nodes


@pytest.mark.parametrize("seeds", [[], [3]])
def test_renumbering_the_graph_chooses_the_same_nodes(seeds: list[int]) -> None:
    rng = np.random.default_rng(1)
    edges = [(int(a), int(b)) for a, b in rng.integers(0, 60, (150, 2)) if a != b]
    first = chosen(edges, 60, seeds=seeds, limit=20)
    turn = rng.permutation(60)
    order = [""] * 60
    for old, new in enumerate(turn):
        order[new] = f"n{old}"
    again = chosen(
        [(int(turn[a]), int(turn[b])) for a, b in edges],
        60,
        seeds=[int(turn[s]) for s in seeds],
        limit=20,
        order=order,
    )
    assert [f"n{node}" for node in first.nodes] == [order[node] for node in again.nodes]


def test_focus_draws_the_picture_around_it() -> None:
    path = [(at, at + 1) for at in range(30)] + [(at, at + 2) for at in range(29)]
    near_start = chosen(path, 31, focus=[2], limit=8).nodes
    near_end = chosen(path, 31, focus=[28], limit=8).nodes
    assert max(near_start) < min(near_end)


def test_what_has_no_tie_is_not_drawn_but_a_seed_is() -> None:
    assert 8 not in chosen(EDGES, 9).nodes
    assert chosen(EDGES, 9, seeds=[8]).nodes == [8]
    assert chosen([], 0).nodes == []
