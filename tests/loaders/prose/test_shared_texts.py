"""The two seed texts with every trap of the vocabulary, and the developers' gold."""

from __future__ import annotations

import importlib.util
import json
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from graph.statement import Document, Literal, Mode, Statement
from loaders.prose import extract, predictions
from loaders.prose.statements import statements
from ontology import load

pytestmark = pytest.mark.shared


def said(path: Path) -> list[Statement]:
    document = Document(path.read_text(encoding="utf-8"), "seeds", path.name)
    classes = load().classes
    return list(
        statements(
            extract(document), document, retrieved=date(2026, 1, 2), by="t", kinds=classes.__contains__
        )
    )


@pytest.fixture(scope="module")
def city(shared: Path) -> list[Statement]:
    return said(next(shared.glob("seeds/000_*.txt")))


@pytest.fixture(scope="module")
def cronos(shared: Path) -> list[Statement]:
    return said(next(shared.glob("seeds/003_*.txt")))


def entity(found: list[Statement], name: str) -> str:
    (id_,) = {s.subject for s in found if s.predicate in ("name", "acronym") and value(s) == name}
    return id_


def value(statement: Statement) -> str:
    return statement.object.value if isinstance(statement.object, Literal) else statement.object


def test_both_seeds_yield_at_least_forty_statements(city: list[Statement], cronos: list[Statement]) -> None:
    assert len(city) >= 40
    assert len(cronos) >= 40


def test_one_university_under_three_names(city: list[Statement], cronos: list[Statement]) -> None:
    umf = entity(city, "Cluj-Napoca Medical and Pharmacy University")
    assert umf == entity(cronos, "UMF Cluj-Napoca") == "ror-051h0cw83"
    assert umf == entity(cronos, "Iuliu Hatieganu” University of Medicine and Pharmacy from Cluj-Napoca")


def test_the_cluster_has_one_id_and_is_not_the_city(cronos: list[Statement]) -> None:
    cluster = entity(cronos, "Cluj IT")
    assert cluster == entity(cronos, "IT Cluj") == entity(cronos, "Cluj IT Cluster")
    assert cluster != entity(cronos, "Cluj-Napoca")
    assert ("memberOf", entity(cronos, "3BS ICT Network")) in {
        (s.predicate, s.object) for s in cronos if s.subject == cluster
    }


def test_two_events_not_four_and_days_of_the_heading(cronos: list[Statement]) -> None:
    assert (
        entity(cronos, "University to Business") == entity(cronos, "U2B") == entity(cronos, "B2U matchmaking")
    )
    assert entity(cronos, "IT & Medicine") == entity(cronos, "Digital Talks: IT & Health")
    dates = {(s.subject, value(s), s.when.inferred) for s in cronos if s.predicate == "hasDate" and s.when}
    u2b, talk = entity(cronos, "U2B"), entity(cronos, "IT & Medicine")
    assert {(u2b, "2018-09-27", True), (u2b, "2018-09-27", False)} <= dates
    assert {(talk, "2018-11-09", True), (talk, "2018-11-09", False)} <= dates
    assert (entity(cronos, "3BS ICT Network Meeting"), "2018-06-28/2018-06-29", False) in dates
    assert (entity(cronos, "Digital Talks: IT & Automotive"), "2018-11-14", False) in dates


def test_a_date_by_reference_stays_unknown(cronos: list[Statement]) -> None:
    seminar = entity(cronos, "Business Development and Internationalization")
    assert not [s for s in cronos if s.subject == seminar and s.predicate == "hasDate"]


def test_unnamed_participants_are_counts(cronos: list[Statement]) -> None:
    kinds = {s.subject: value(s) for s in cronos if s.predicate == "kind"}
    counts = sorted((int(value(s)), kinds[s.subject]) for s in cronos if s.predicate == "count")
    assert counts == [
        (4, "Company"),
        (4, "ResearchCentre"),
        (5, "University"),
        (5, "University"),
        (18, "Person"),
    ]
    groups = set(kinds)
    assert not [s for s in cronos if s.subject in groups and s.predicate in ("name", "alias", "acronym")]


def test_contract_programme_and_funder_are_three(cronos: list[Statement]) -> None:
    project = entity(cronos, "Project Cronos")
    about = {(s.predicate, value(s)) for s in cronos if s.subject == project}
    assert ("contractNumber", "9CLS") in about
    assert ("signed", "2018-06-04") in about
    assert ("code", "PN-III-P2-2.1-CLS-2017-0041") in about
    assert ("fundedBy", entity(cronos, "UEFISCDI")) in about
    assert ("partOf", entity(cronos, "PN-III")) in about


def test_hidden_verticals_are_those_of_the_scheme(cronos: list[Statement]) -> None:
    verticals = {s.subject for s in cronos if value(s) == "Vertical"}
    assert verticals >= {
        "vertical-artificial-intelligence",
        "vertical-expert-systems",
        "vertical-blockchain",
        "vertical-cybersecurity",
        "vertical-precision-medicine",
        "vertical-smart-cities",
    }


def test_no_plan_of_the_city_is_told_as_a_fact(city: list[Statement]) -> None:
    project = entity(city, "Cluj Innovation City")
    relations = [s for s in city if isinstance(s.object, str)]
    assert {s.predicate for s in relations if s.subject == project} == {"focusesOn"}
    assert {s.mode for s in relations if s.subject == project} == {Mode.PLANNED}
    hospital = entity(city, "University Hospital")
    assert {s.mode for s in city if s.subject == hospital and s.predicate == "type"} == {Mode.PLANNED}
    happened = {(s.predicate, s.when.key if s.when else "") for s in relations if s.mode is Mode.HAPPENED}
    assert happened == {("focusesOn", "2013/2013")}  # the unnamed cluster for agriculture


def test_figures_that_age_are_claims(city: list[Statement]) -> None:
    (count,) = [s for s in city if s.predicate == "count" and value(s) == "300"]
    assert count.mode is Mode.CLAIMED


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", shared / "gold" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("file", "floor"),
    [
        ("dev.json", {"exact": 0.93, "overlap": 0.94, "relations": 0.72, "groups": 0.95}),
        ("dev_check.json", {"exact": 0.75, "overlap": 0.82, "relations": 0.44, "groups": 0.75}),
    ],
)
def test_scores_on_the_gold_do_not_fall(
    shared: Path, scorer: ModuleType, file: str, floor: dict[str, float]
) -> None:
    gold = json.loads((shared / "gold" / file).read_text(encoding="utf-8"))
    predicted = [predictions(passage["text"], passage["id"]) for passage in gold]
    scores = scorer.report(gold, predicted, rounds=0, seed=7)["scores"]
    assert {name: round(scores[name]["f1"], 3) for name in floor if scores[name]["f1"] < floor[name]} == {}
    assert scores["mode"]["right"] >= 0.85
