"""Does the bundled case hold every trap of the first texts right, asked in SPARQL and in Cypher?"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from graph.ask.cypher import cypher
from graph.ask.sparql import sparql
from graph.ask.table import Table
from graph.data_folder import DataFolder
from graph.statement import Mode
from graph.workspace import Workspace

if TYPE_CHECKING:
    from graph.engine.bolt import Engine

INNO = "PREFIX inno: <https://w3id.org/innograph/ontology#>\n"

# what is asked, in both languages, and the rows that must come
TRAPS: dict[str, tuple[str, str, list[tuple[Any, ...]]]] = {
    "two events of the autumn of 2018, not four": (
        "SELECT ?date (COUNT(DISTINCT ?e) AS ?n) WHERE { ?e a inno:Event ; inno:hasDate ?date . "
        'FILTER (STR(?date) IN ("2018-09-27", "2018-11-09")) } GROUP BY ?date ORDER BY ?date',
        "MATCH (e:Event) UNWIND e.hasDate AS date WITH e, date WHERE date IN ['2018-09-27', '2018-11-09'] "
        "RETURN date, count(DISTINCT e) AS n ORDER BY date",
        [("2018-09-27", 1), ("2018-11-09", 1)],
    ),
    "the cluster is not the city": (
        'SELECT (COUNT(*) AS ?n) WHERE { ?x a inno:Cluster . ?x a inno:Place }',
        "MATCH (x:Cluster:Place) RETURN count(x) AS n",
        [(0,)],
    ),
    "nothing says that the hospital or the city of innovation happened": (
        'SELECT (COUNT(*) AS ?n) WHERE { ?p inno:name "Cluj Innovation City"@en . ?p inno:locatedIn ?where }',
        "MATCH (p {name: 'Cluj Innovation City'})-[r:LOCATED_IN]->() RETURN count(r) AS n",
        [(0,)],
    ),
    "the four private companies are a count, not names": (
        "SELECT DISTINCT ?n WHERE { ?g a inno:Group ; inno:kind inno:Company ; inno:count ?n ; inno:memberOf ?c . "
        '?c inno:name "Cluj IT Cluster"@en . FILTER (?n < 10) }',
        "MATCH (g:Group)-[:MEMBER_OF]->(:Cluster {name: 'Cluj IT Cluster'}) "
        "WHERE g.kind = 'Company' AND g.count < 10 RETURN DISTINCT g.count AS n",
        [(4,)],
    ),
    "the contract has its number and its day": (
        'SELECT DISTINCT ?who WHERE { ?p inno:fundedBy ?f . ?p inno:contractNumber ?c . FILTER (STR(?c) = "9CLS") '
        '?f inno:acronym ?who . FILTER (STR(?who) = "UEFISCDI") }',
        "MATCH (p:Project {contractNumber: '9CLS'})-[:FUNDED_BY]->(f) RETURN DISTINCT f.acronym AS who",
        [("UEFISCDI",)],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def work(cluj: DataFolder) -> Iterator[Workspace]:
    with Workspace(cluj) as opened:
        opened.catch_up_rdf()
        yield opened


def _plain(table: Table) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in table.rows]


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_asked_in_sparql(work: Workspace, trap: str) -> None:
    asked, _, rows = TRAPS[trap]
    assert _plain(sparql(work.rdf.snapshot(), INNO + asked, short=True)) == rows


@pytest.fixture(scope="module")
def property_graph(work: Workspace, embedded_engine: Engine) -> Engine:
    embedded_engine.clear()
    work.catch_up_property_graph(embedded_engine)
    return embedded_engine


@pytest.mark.embedded
@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_asked_in_cypher(property_graph: Engine, trap: str) -> None:
    _, asked, rows = TRAPS[trap]
    assert _plain(cypher(property_graph, asked)) == rows


@pytest.mark.parametrize(
    "names",
    [
        ("Cluj-Napoca Medical and Pharmacy University", "UMF Cluj-Napoca", "UMF Cluj"),
        ("Cluj IT", "IT Cluj", "Cluj IT Cluster", "Clusterul Cluj IT"),
        ("3BS ICT Network", "3B ICT Network"),
        ("University to Business (U2B)", "U2B", "B2U matchmaking"),
        ("Digital Talks: IT & Health", "Digital Talks: IT & Medicine"),
    ],
    ids=lambda names: names[0],
)
def test_many_names_are_one_entity(work: Workspace, names: tuple[str, ...]) -> None:
    assert len({work.index.find(name) for name in names}) == 1


def test_the_city_and_the_cluster_never_merge(work: Workspace) -> None:
    assert work.index.find("place-cluj-napoca") != work.index.find("Cluj IT")


def test_every_quote_stands_at_its_place(work: Workspace) -> None:
    checked = 0
    for statement in work.ledger.match():
        if quote := statement.evidence.quote:
            text = work.ledger.document(quote.document).text
            assert text[quote.start : quote.end] == quote.text
            checked += 1
    assert checked > 200


def test_every_statement_of_a_row_shows_its_row(work: Workspace) -> None:
    rows = list(work.ledger.match(source="cordis-h2020"))
    for statement in random.Random(1).sample(rows, 200):
        assert statement.evidence.row.startswith("{")


def test_plans_are_no_facts(work: Workspace) -> None:
    city = work.index.find("Cluj Innovation City")
    modes = {
        one.mode for member in work.index.members(city) for one in work.ledger.match(subject=member)
        if one.predicate in ("locatedIn", "offers", "focusesOn")
    }  # fmt: skip
    assert modes
    assert Mode.HAPPENED not in modes


def test_unnamed_groups_rank_nowhere(work: Workspace) -> None:
    from graph.measures import rank
    from graph.projection.network import NetworkSpec

    network = work.network(NetworkSpec())
    groups = {
        work.index.canonical(one.subject) for one in work.ledger.match(predicate="type") if _is_group(one)
    }
    assert groups
    ranked = rank(network, "degree", limit=len(network.ids), statement_ids=lambda rows: [])
    assert not groups & {one.entity for one in ranked.findings}


def _is_group(statement: Any) -> bool:
    return getattr(statement.object, "value", "") == "Group"


def test_the_chain_proves_the_ledger(work: Workspace) -> None:
    assert work.ledger.verify() == []


def test_loading_again_changes_nothing(cluj: DataFolder) -> None:
    from loaders import _run, catalogue, named

    with Workspace(cluj) as work:
        before = work.ledger.revision
        for entry in catalogue.read().entries:
            for where in entry.locations(offline=True):
                report = _run.run(work.ledger, work.ontology, named(entry.source.loader), where)
                assert report.change.noop, report.change
        assert work.ledger.revision == before
