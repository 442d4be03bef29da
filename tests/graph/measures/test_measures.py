"""Do the measures agree with networkx, and with graphs whose answer is known?"""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from graph.discover import names
from graph.errors import UsageError
from graph.measures import measure, measures, rank
from graph.projection.network import Network, NetworkSpec
from graph.projection.network import network_of as of_weights


def network_of(found: nx.Graph) -> Network:
    """A network with the nodes, edges and weights of a networkx graph."""
    ids = tuple(f"x-{node}" for node in found.nodes)
    size = len(ids)
    weights = csr_array(
        nx.to_scipy_sparse_array(found, weight="weight", dtype=float) if size else (size, size)
    )
    weights.sort_indices()
    types = {entity: frozenset({"Company" if row % 2 else "University"}) for row, entity in enumerate(ids)}
    return of_weights(NetworkSpec(), ids, weights, types)


@pytest.fixture(params=[1, 2, 3])
def random_network(request: pytest.FixtureRequest) -> nx.Graph:
    found = nx.gnm_random_graph(200, 420, seed=request.param)
    for number, (head, tail) in enumerate(found.edges):
        found[head][tail]["weight"] = 1 / (number % 5 + 1)
    return found


def test_betweenness_agrees_with_networkx(random_network: nx.Graph) -> None:
    ours = measure("betweenness")(network_of(random_network)).values
    np.testing.assert_allclose(ours, list(nx.betweenness_centrality(random_network).values()), atol=1e-12)


def test_pagerank_agrees_with_networkx(random_network: nx.Graph) -> None:
    ours = measure("pagerank")(network_of(random_network)).values
    theirs = nx.pagerank(random_network, alpha=0.85, tol=1e-12, max_iter=1000)
    np.testing.assert_allclose(ours, list(theirs.values()), atol=1e-8)
    assert ours.sum() == pytest.approx(1.0)


def test_degree_counts_partners_and_weighted_degree_sums_ties(random_network: nx.Graph) -> None:
    ours = network_of(random_network)
    assert measure("degree")(ours).values.tolist() == [degree for _, degree in random_network.degree()]
    weighted = [degree for _, degree in random_network.degree(weight="weight")]
    np.testing.assert_allclose(measure("weighted_degree")(ours).values, weighted, atol=1e-12)


def test_the_middle_of_a_path_is_between() -> None:
    values = measure("betweenness")(network_of(nx.path_graph(3))).values
    assert values.tolist() == [0.0, 1.0, 0.0]


def test_a_sampled_value_lies_within_its_stated_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from graph.measures import betweenness as module

    found = nx.barabasi_albert_graph(600, 3, seed=4)
    exact = measure("betweenness")(network_of(found)).values
    monkeypatch.setattr(module, "EXACT_UP_TO", 100)
    sampled = measure("betweenness")(network_of(found))
    assert "Estimated" in sampled.note["en"]
    assert "Estimat" in sampled.note["ro"]
    bound = float(sampled.note["en"].rsplit(" ", 1)[1].rstrip("."))
    assert 0 < np.abs(sampled.values - exact).max() <= bound


@pytest.mark.parametrize("name", names("graph.measures"))
def test_every_measure_survives_the_empty_and_the_tied(name: str) -> None:
    assert measure(name)(network_of(nx.Graph())).values.shape == (0,)
    ring = measure(name)(network_of(nx.cycle_graph(5))).values
    assert np.ptp(ring) < 1e-12


@pytest.mark.parametrize("name", names("graph.measures"))
def test_every_measure_says_unit_source_and_when_not_to_use_it(name: str) -> None:
    text = measure(name).__doc__ or ""
    assert "Unit:" in text
    assert "Source:" in text
    assert "Do not" in text
    assert measures()[name].endswith(".")


def test_ties_share_a_rank_and_stand_by_id() -> None:
    found = rank(network_of(nx.cycle_graph(4)), "degree", limit=3, statement_ids=lambda rows: [])
    assert [one.rank for one in found.findings] == [1, 1, 1]
    assert [one.entity for one in found.findings] == ["x-0", "x-1", "x-2"]
    assert found.of == 4


def test_only_the_kinds_asked_for_are_shown_but_all_are_measured() -> None:
    found = rank(
        network_of(nx.star_graph(4)), "degree", kinds=frozenset({"Company"}), statement_ids=lambda rows: []
    )
    assert [(one.entity, one.value) for one in found.findings] == [("x-1", 1.0), ("x-3", 1.0)]


def test_an_unknown_measure_names_the_known() -> None:
    with pytest.raises(UsageError, match=r"pagerank"):
        measure("importance")
