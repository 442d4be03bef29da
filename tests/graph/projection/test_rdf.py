"""The store follows the ledger: built or updated, it holds the same."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.ledger import Judgement
from graph.projection.rdf import read_statements
from graph.projection.rdf_graphs import STRUCTURE
from graph.statement import Evidence, Literal, Mode, Statement, When
from ontology import load

ONTOLOGY = load()
IDS = "https://w3id.org/innograph/id/"
# rdflib's own Dataset.query uses what rdflib deprecates
RDFLIB_WARNS = pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")


def test_it_holds_the_ledgers_statements_with_their_evidence(graph: Any) -> None:
    quoted = Evidence("cluj", "page", "page", date(2026, 1, 1), graph.text.quote(22, 49))
    graph.say("page", Statement("x-1", "memberOf", "x-2", quoted, Mode.CLAIMED, When("2018"), confidence=0.8))
    graph.say(
        "file.csv",
        Statement("x-1", "name", Literal("Cluj IT", "string", "en"), graph.row("1")),
        graph.member("x-1", "x-3"),
    )
    graph.catch_up()
    assert graph.rdf.revision == graph.ledger.revision == 2
    assert graph.rdf.shows(graph.ledger, ONTOLOGY)
    with graph.rdf.reading() as store:
        found = {one.id: (one, one.evidence.row) for one in read_statements(store, ONTOLOGY)}
    assert found == {one.id: (one, one.evidence.row) for one in graph.ledger.match()}
    assert graph.ask("SELECT ?title { ?d <http://purl.org/dc/terms/title> ?title }") == [
        ("Cluj",),
        ("Page",),
    ]


def test_the_licence_of_a_source_stands_on_its_graph(graph: Any) -> None:
    graph.say("file.csv", graph.member("x-1", "x-2"))
    graph.catch_up()
    query = """PREFIX d: <http://purl.org/dc/terms/> SELECT ?title ?licence ?who
        { GRAPH ?g { ?a inno:memberOf ?b } ?g d:title ?title ; d:license ?licence ; d:bibliographicCitation ?who }"""
    assert graph.ask(query) == [("Cluj", "https://spdx.org/licenses/CC-BY-4.0", "© P")]


def test_a_kind_of_organisation_is_found_as_one(graph: Any) -> None:
    types = [("u", "University"), ("c", "Cluster"), ("o", "Organisation")]
    graph.say(
        "file.csv", *(Statement(id, "type", Literal(kind, "term"), graph.row("1")) for id, kind in types)
    )
    graph.catch_up()
    query = "SELECT ?x { ?x a inno:Organisation }"
    assert graph.ask(query) == [(f"{IDS}o",), (f"{IDS}u",)]


def test_a_relation_invented_now_needs_no_other_file(graph: Any) -> None:
    other = load(graph.invented)
    said = Statement("x-1", "mentors", "x-2", graph.row("r1"))
    graph.say("file.csv", said)
    graph.index.update(graph.ledger, other)
    graph.rdf.update(graph.ledger, graph.index, other)
    assert graph.ask("SELECT ?a { ?a inno:mentors id:x-2 }") == [(f"{IDS}x-1",)]
    with graph.rdf.reading() as store:
        assert list(read_statements(store, other)) == [said]


def test_no_name_of_ours_is_a_term_of_the_ontology() -> None:
    terms = {*ONTOLOGY.relations, *ONTOLOGY.attributes, *ONTOLOGY.qualifiers, *ONTOLOGY.classes}
    assert not terms & STRUCTURE.keys()


# ------------------------------------------------------------ change


def test_a_small_change_is_an_update_and_equals_a_build(graph: Any) -> None:
    graph.say("file.csv", graph.member("x-1", "x-2"), graph.member("x-1", "x-3", "r2"))
    graph.catch_up()
    before = graph.store_name()
    graph.say("file.csv", graph.member("x-1", "x-3", "r2"), graph.member("x-4", "x-3", "r3"))
    graph.catch_up()
    assert graph.store_name() == before
    assert graph.quads() == graph.anew()
    assert graph.ask("SELECT ?a ?b { ?a inno:memberOf ?b }") == [
        (f"{IDS}x-1", f"{IDS}x-3"),
        (f"{IDS}x-4", f"{IDS}x-3"),
    ]


def test_a_triple_stays_while_another_statement_supports_it(graph: Any) -> None:
    planned = graph.member("x-1", "x-2", "r3", Mode.PLANNED)
    graph.say("file.csv", graph.member("x-1", "x-2", "r1"), graph.member("x-1", "x-2", "r2"), planned)
    graph.catch_up()
    graph.say("file.csv", graph.member("x-1", "x-2", "r2"), planned)
    graph.catch_up()
    assert len(graph.ask("SELECT ?a ?b { ?a inno:memberOf ?b }")) == 1
    graph.say("file.csv", planned)
    graph.catch_up()
    assert graph.ask("SELECT ?a ?b { ?a inno:memberOf ?b }") == []
    assert graph.ask("SELECT ?mode { ?st inno:mode ?mode }") == [("planned",)]
    assert graph.quads() == graph.anew()


def test_merged_ids_redirect_and_split_again(graph: Any) -> None:
    graph.say("file.csv", graph.member("x-1", "x-9"), graph.member("x-2", "x-9", "r2"))
    graph.catch_up()
    judgement = graph.ledger.judge(Judgement("x-1", "x-2", "same", "anna", "one body"))
    graph.catch_up()
    redirect = "SELECT ?a ?b { ?a <http://purl.org/dc/terms/isReplacedBy> ?b }"
    ((merged, canonical),) = graph.ask(redirect)
    assert graph.ask("SELECT ?a ?b { ?a inno:memberOf ?b }") == [(canonical, f"{IDS}x-9")]
    assert graph.ask("SELECT ?said { ?st inno:saidSubject ?said }") == [(merged,)]
    assert graph.quads() == graph.anew()
    graph.ledger.undo(judgement, "anna", "two bodies")
    graph.catch_up()
    assert graph.ask(redirect) == []
    assert len(graph.ask("SELECT ?a ?b { ?a inno:memberOf ?b }")) == 2
    assert graph.quads() == graph.anew()


@RDFLIB_WARNS
def test_what_two_sources_say_counts_once_and_both_are_named(graph: Any) -> None:
    both = "SELECT ?g { GRAPH ?g { id:x-1 inno:memberOf id:x-2 } }"
    count = "SELECT (COUNT(*) AS ?n) { ?a inno:memberOf ?b }"
    named = [(f"https://w3id.org/innograph/source/{source}",) for source in ("cluj", "other")]
    graph.say("file.csv", graph.member("x-1", "x-2"))
    graph.catch_up()
    graph.say("file.csv", graph.member("x-1", "x-2", source="other"), source="other")
    graph.catch_up()
    assert (graph.ask(count), graph.ask(both)) == ([("1",)], named)
    assert (
        graph.ask(
            "SELECT ?c { id:x-1 inno:memberOf ?b . ?st <http://www.w3.org/1999/02/22-rdf-syntax-ns#object> "
            "?b ; <http://www.w3.org/ns/prov#wasDerivedFrom>/inno:row ?c }"
        )
        == [('{"key": "r1"}',)] * 2
    )
    dataset = graph.rdf.dataset()
    assert [tuple(map(str, row)) for row in dataset.query(count)] == [("1",)]
    assert sorted(tuple(map(str, row)) for row in dataset.query(both)) == named
    del dataset
    assert graph.quads() == graph.anew()
    graph.say("file.csv")
    graph.catch_up()
    assert (graph.ask(count), graph.ask(both)) == ([("1",)], named[1:])
    assert graph.quads() == graph.anew()
    graph.say("file.csv", source="other")
    graph.catch_up()
    assert (graph.ask(count), graph.ask(both)) == ([("0",)], [])
    assert graph.quads() == graph.anew()


def test_a_sources_graph_holds_what_it_says_and_nothing_else(graph: Any) -> None:
    graph.say("file.csv", graph.member("x-1", "x-2"), graph.member("x-3", "x-2", "r2", Mode.PLANNED))
    graph.catch_up()
    cluj = "<https://w3id.org/innograph/source/cluj>"
    assert graph.ask(f"SELECT ?a ?p ?b {{ GRAPH {cluj} {{ ?a ?p ?b }} }}") == [
        (f"{IDS}x-1", "https://w3id.org/innograph/ontology#memberOf", f"{IDS}x-2")
    ]
    assert graph.ask("SELECT ?a { GRAPH ?g { ?a ?p ?b } FILTER NOT EXISTS { ?a ?p ?b } }") == []


def _anything(graph: Any, chance: random.Random, part: str, source: str) -> list[Statement]:
    said = []
    for _ in range(chance.randrange(8)):
        evidence = graph.row(f"r{chance.randrange(4)}", part, source)
        if part == "page":
            start = chance.randrange(20)
            evidence = replace(
                evidence, record="page", row="", quote=graph.text.quote(start, start + chance.randrange(1, 9))
            )
        evidence = replace(evidence, retrieved=date(2026, 1, chance.randrange(1, 3)))
        object = chance.choice(
            [f"x-{chance.randrange(4)}", Literal(chance.choice(["007", "a", "b"]), "integer")]
        )
        said.append(
            Statement(
                f"x-{chance.randrange(4)}",
                "memberOf" if isinstance(object, str) else "trl",
                object,
                evidence,
                chance.choice(list(Mode)),
                chance.choice([None, When("2018"), When("2018-06", "2019")]),
                chance.choice([(), (("role", "partner"),)]),
                chance.choice([1.0, 0.5]),
                chance.choice(["", "prose 1"]),
            )
        )
    return list({one.id: one for one in said}.values())


@pytest.mark.parametrize("seed", range(8))
def test_after_any_changes_it_equals_a_build(graph: Any, seed: int) -> None:
    chance = random.Random(seed)
    graph.say("file.csv", *_anything(graph, chance, "file.csv", "cluj"), graph.member("x-0", "x-1", "always"))
    graph.catch_up()
    built = graph.store_name()
    for _ in range(12):
        if chance.random() < 0.25:
            a, b = chance.sample(range(4), 2)
            if judged := graph.ledger.judgements():
                graph.ledger.undo(judged[0].id, "anna", "no")
            else:
                graph.ledger.judge(Judgement(f"x-{a}", f"x-{b}", "same", "anna", "yes"))
        else:
            part, source = chance.choice(
                [("file.csv", "cluj"), ("page", "cluj"), ("file.csv", "other"), ("other.csv", "other")]
            )
            graph.say(part, *_anything(graph, chance, part, source), source=source)
        if chance.random() < 0.6:
            graph.catch_up()
    graph.catch_up()
    assert graph.store_name() == built
    assert graph.quads() == graph.anew()


def test_a_large_change_is_built_anew(graph: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.projection.rdf.SMALL", 10)
    graph.say("file.csv", *(graph.member(f"x-{n}", "x-0", f"r{n}") for n in range(1, 20)))
    graph.catch_up()
    before = graph.store_name()
    graph.say(
        "other.csv",
        *(
            replace(graph.member(f"x-{n}", "x-1", f"s{n}"), evidence=graph.row(f"s{n}", "other.csv"))
            for n in range(30)
        ),
    )
    graph.catch_up()
    assert graph.store_name() != before
    assert [path.name for path in graph.rdf.folder.glob("store-*")] == [graph.store_name()]


def test_a_past_revision_is_a_store_of_its_own(graph: Any, tmp_path: Path) -> None:
    graph.say("file.csv", graph.member("x-1", "x-2"))
    graph.catch_up()
    then = graph.quads()
    graph.say("file.csv", graph.member("x-1", "x-3"))
    graph.catch_up()
    assert graph.anew(revision=1) == then


def test_ties_are_derived_for_the_focus_and_follow_the_ledger(graph: Any) -> None:
    def joint(*members: str) -> list[Statement]:
        return [Statement(one, "participatedIn", "p", graph.row("r1")) for one in members] + [
            Statement(one, "type", Literal("Organisation", "term"), graph.row("r1"))
            for one in ("a", "b", "c")
        ]

    ties = "SELECT ?a ?b { GRAPH <https://w3id.org/innograph/source/derived> { ?a inno:derivedCollaboration ?b } }"
    graph.say("file.csv", *joint("a", "b"))
    graph.catch_up(frozenset({"a"}))
    assert graph.ask(ties) == [(f"{IDS}a", f"{IDS}b"), (f"{IDS}b", f"{IDS}a")]
    assert (
        len(
            graph.ask(
                "SELECT ?st { ?tie inno:between id:a ; <http://www.w3.org/ns/prov#wasDerivedFrom> ?st }",
            )
        )
        == 2
    )
    graph.say("file.csv", *joint("a", "b", "c"))
    graph.catch_up(frozenset({"a"}))
    assert len(graph.ask(ties)) == 4
    assert graph.quads() == graph.anew(frozenset({"a"}))
    graph.catch_up(None)
    assert graph.ask(ties) == []


@RDFLIB_WARNS
def test_rdflib_reads_the_union_of_all_sources(graph: Any) -> None:
    graph.say("file.csv", graph.member("x-1", "x-2"))
    graph.catch_up()
    dataset = graph.rdf.dataset()
    (found,) = dataset.query("SELECT ?a { ?a inno:memberOf id:x-2 }")
    assert str(found[0]) == f"{IDS}x-1"  # type: ignore[index]
    (named,) = dataset.query("SELECT ?g { GRAPH ?g { ?a inno:memberOf ?b } }")
    assert str(named[0]) == "https://w3id.org/innograph/source/cluj"  # type: ignore[index]
    held = graph.rdf.snapshot()
    for number in range(3):
        graph.say("file.csv", graph.member("x-1", f"x-{number}"))
        graph.catch_up()
    assert held.is_dir()
    del dataset, found, named


def test_an_update_is_quick_beside_a_build(graph: Any) -> None:
    graph.say("file.csv", *(graph.member(f"x-{n}", f"x-{n % 7}", f"r{n}") for n in range(8, 3000)))
    began = time.perf_counter()
    graph.catch_up()
    build = time.perf_counter() - began
    graph.say("other.csv", replace(graph.member("x-1", "x-2"), evidence=graph.row("r1", "other.csv")))
    graph.index.update(graph.ledger, ONTOLOGY)
    began = time.perf_counter()
    graph.catch_up()
    assert time.perf_counter() - began < build
