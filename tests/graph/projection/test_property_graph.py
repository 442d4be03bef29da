"""Does the property graph show what the ledger holds, on both engines, with evidence in Cypher itself?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.ask.cypher import cypher
from graph.projection.property_graph import PropertyGraph, read_statements
from graph.statement import Literal, Mode
from graph.when import When
from graph.workspace import Workspace
from ontology import load
from tests import sample
from tests.graph.projection.property_graphs import kind, says, text, world

if TYPE_CHECKING:
    from graph.engine.bolt import Engine

INVENTED = """
@prefix inno: <https://w3id.org/innograph/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <http://schema.org/> . @prefix meta: <https://w3id.org/innograph/meta#> .
inno:mentorsQuietly a owl:ObjectProperty ; rdfs:label "mentors quietly"@en , "îndrumă discret"@ro ;
    meta:inverseLabel "is quietly mentored by"@en , "este îndrumat discret de"@ro ;
    skos:definition "One helps the other without saying so."@en , "Unul îl ajută pe celălalt fără a o spune."@ro ;
    schema:domainIncludes inno:Organisation ; schema:rangeIncludes inno:Organisation .
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace(sample.build(tmp_path_factory.mktemp("sample"))) as work:
        yield work


@pytest.fixture
def shown(engine: Engine, told: Workspace) -> Engine:
    PropertyGraph(engine, told.ontology).update(told.ledger, told.index, focus=told.focus())
    return engine


def test_the_sample_can_be_asked_with_its_evidence(shown: Engine, told: Workspace) -> None:
    """Labels, names, dates, quotes, modes, derived ties and the way back, in one build."""
    assert PropertyGraph(shown, told.ontology).revision == told.ledger.revision

    row = next(iter(cypher(shown, "MATCH (n:University {id: 'ror-00beta'}) RETURN labels(n) AS l, n AS n")))
    assert sorted(row["l"]) == ["Actor", "Entity", "Organisation", "University"]
    held = row["n"]["properties"]
    assert (held["type"], held["name"], held["name_ro"]) == (
        "University",
        "Beta University",
        "Universitatea Beta",
    )
    assert held["ids"] == ["ror-00beta"]
    entry = json.loads(next(entry for entry in held["said"] if '"lang":"ro"' in entry))
    assert (entry["predicate"], entry["value"], entry["source"]) == ("name", "Universitatea Beta", "register")

    (why,) = cypher(shown, "MATCH (:Cluster)-[r:COLLABORATES_WITH]->(:University) RETURN r AS r")
    tie = why["r"]["properties"]
    assert tie["quotes"] == ["Delta Cluster met Beta University on 9 November 2018."]
    assert (tie["sources"], tie["mode"], tie["confidence"]) == (["news"], "happened", 1.0)
    assert told.ledger.statement(tie["statements"][0]).predicate == "collaboratesWith"

    in_2018 = cypher(
        shown,
        "MATCH (a)-[r:PARTICIPATED_IN]->(p) WHERE r.begin <= $to AND r.end >= $from RETURN a.id, p.id ORDER BY a.id",
        {"from": "2018-01-01", "to": "2018-12-31"},
    )
    assert in_2018.rows == [("pic-111", "grant-2"), ("ror-00beta", "grant-2")]
    (coordinator,) = cypher(
        shown, "MATCH (a)-[r:PARTICIPATED_IN]->() WHERE r.role = 'coordinator' RETURN a.name"
    )
    assert coordinator == {"a.name": "Alpha University"}

    assert cypher(shown, "MATCH (:Company {id: 'pic-222'})-[:PARTICIPATED_IN]->() RETURN 1").rows == []
    assert cypher(
        shown, "MATCH ({id: 'pic-222'})-[r:PLANNED_PARTICIPATED_IN]->(p) RETURN p.id, r.mode"
    ).rows == [("grant-2", "planned")]
    assert cypher(shown, "MATCH (h:Hospital) RETURN h").rows == []
    (plan,) = cypher(shown, "MATCH (h {id: 'x-hospital'}) RETURN h.plannedTypes AS types, h.name AS name")
    assert plan["types"] == ["Hospital"]

    ties = cypher(
        shown, "MATCH (a)-[r:DERIVED_COLLABORATION]->(b) RETURN a.id, b.id, r.derived, r.count, r.of"
    )
    assert ties.rows == [("pic-111", "ror-00alpha", True, 1, 2)]

    back = {statement.id: statement for statement in read_statements(shown, told.ontology)}
    assert back == {statement.id: statement for statement in told.ledger.match()}


def test_what_several_sources_say_is_one_relationship_with_parallel_evidence(
    engine: Engine, tmp_path: Path
) -> None:
    when = When("2018", "2019-06", inferred=True)
    with world(tmp_path) as here:
        here.load(
            "p",
            says("a", "type", kind("Company")),
            says("c", "type", kind("Cluster")),
            says(
                "a",
                "memberOf",
                "c",
                "1",
                when=when,
                mode=Mode.CLAIMED,
                confidence=0.7,
                qualifiers=(("role", "x"),),
            ),
            says(
                "a",
                "memberOf",
                "c",
                "2",
                when=when,
                confidence=0.9,
                qualifiers=(("role", "y"), ("amount", "5.5")),
            ),
            says("a", "memberOf", "c", "3"),
            says("a", "memberOf", "c", "4", mode=Mode.REFUTED),
        )
        PropertyGraph(engine, here.ontology).update(here.ledger, here.index)
        rows = cypher(
            engine, "MATCH (:Company)-[r:MEMBER_OF]->(:Cluster) RETURN r AS r ORDER BY size(r.statements)"
        )
        undated, dated = (row["r"]["properties"] for row in rows)
        assert (dated["mode"], dated["confidence"]) == ("happened", 0.9)
        assert (dated["valid"], dated["from"], dated["to"]) == ("2018/2019-06~", "2018", "2019-06")
        assert (dated["begin"], dated["begun"], dated["end"]) == ("2018-01-01", "2018-12-31", "2019-06-30")
        assert dated["inferred"] is True
        assert (sorted(dated["role_all"]), dated["amount"], "role" in dated) == (["x", "y"], 5.5, False)
        assert {len(dated[name]) for name in ("statements", "sources", "quotes", "evidence")} == {2}
        for id, evidence in zip(dated["statements"], dated["evidence"], strict=True):
            assert here.ledger.statement(id).evidence.record == json.loads(evidence)["record"]
        assert {"valid", "begin", "inferred", "role"}.isdisjoint(undated)
        (refuted,) = cypher(engine, "MATCH ()-[r:REFUTED_MEMBER_OF]->() RETURN r.mode AS mode")
        assert refuted["mode"] == "refuted"


def test_a_node_shows_the_value_that_stands_first(engine: Engine, tmp_path: Path) -> None:
    integer = "integer"
    with world(tmp_path) as here:
        here.load(
            "p",
            says("o", "type", kind("Offering")),
            says("o", "trl", Literal("4", integer), "1"),
            says("o", "trl", Literal("6", integer), "2"),
            says("o", "trl", Literal("9", integer), "3", mode=Mode.PLANNED),
            says("o", "trl", Literal("many", integer), "4", confidence=0.1),
            says("o", "problem", Literal("slow", "string", "en"), "5"),
            says("o", "problem", Literal("lent", "string", "ro"), "6"),
            says("e", "type", kind("Event")),
            says("e", "hasDate", Literal("2018-06", "edtf"), "7"),
        )
        here.load("q", says("o", "trl", Literal("6", integer), "1", source="t", part="q"), source="t")
        PropertyGraph(engine, here.ontology).update(here.ledger, here.index)
        (o,) = cypher(engine, "MATCH (n:Offering) RETURN n.trl AS trl, n.trl_all AS all, n.problem_ro AS ro")
        assert o == {"trl": 6, "all": [6, 4], "ro": "lent"}
        (e,) = cypher(
            engine, "MATCH (n:Event) RETURN n.hasDate AS date, n.hasDate_begin AS b, n.hasDate_end AS e"
        )
        assert e == {"date": "2018-06", "b": "2018-06-01", "e": "2018-06-30"}
        assert len(list(read_statements(engine, here.ontology))) == here.ledger.count()


def test_a_relation_invented_in_turtle_is_a_relationship(engine: Engine, tmp_path: Path) -> None:
    ontology = load(INVENTED)
    with world(tmp_path, ontology) as here:
        here.load("p", says("a", "mentorsQuietly", "b"), says("a", "mentorsQuietly", "c", mode=Mode.PLANNED))
        PropertyGraph(engine, ontology).update(here.ledger, here.index)
        assert cypher(engine, "MATCH (a)-[:MENTORS_QUIETLY]->(b) RETURN a.id, b.id").rows == [("a", "b")]
        assert cypher(engine, "MATCH (a)-[:PLANNED_MENTORS_QUIETLY]->(b) RETURN a.id, b.id").rows == [
            ("a", "c")
        ]
        assert len(list(read_statements(engine, ontology))) == 2
        # a graph of another ontology is made anew: without the term it is told on the node, and not lost
        PropertyGraph(engine, load()).update(here.ledger, here.index)
        assert cypher(engine, "MATCH (a)-[r]->(b) RETURN type(r)").rows == []
        assert len(list(read_statements(engine, load()))) == 2


def test_a_hub_of_thousands_of_statements(engine: Engine, tmp_path: Path) -> None:
    with world(tmp_path) as here:
        names = [says("hub", "alias", text(f"Name {number} „ș” 😀"), str(number)) for number in range(3000)]
        ties = [says(f"org-{number}", "memberOf", "hub") for number in range(3000)]
        here.load("p", *names, *ties)
        heard: list[int] = []
        PropertyGraph(engine, here.ontology).update(here.ledger, here.index, progress=heard.append)
        assert heard == sorted(heard)
        assert heard[-1] == 6000
        (hub,) = cypher(
            engine, "MATCH (h {id: 'hub'}) RETURN size(h.said) AS said, COUNT { (h)<--() } AS ties"
        )
        assert hub == {"said": 3000, "ties": 3000}
        assert len({statement.id for statement in read_statements(engine, here.ontology)}) == 6000


def test_an_older_revision_is_built_by_the_same_code(engine: Engine, tmp_path: Path) -> None:
    with world(tmp_path) as here:
        here.load("p", says("a", "name", text("Old")), says("a", "memberOf", "c"))
        old = here.ledger.revision
        here.load("p", says("a", "name", text("New")))
        past = here.index.open(tmp_path / "past.sqlite")
        past.update(here.ledger, here.ontology, revision=old)
        with past:
            PropertyGraph(engine, here.ontology).update(here.ledger, past, revision=old)
        assert cypher(engine, "MATCH (a)-[:MEMBER_OF]->(c) RETURN a.name, c.id").rows == [("Old", "c")]
        assert PropertyGraph(engine, here.ontology).revision == old
