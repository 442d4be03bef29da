"""The bundled case: small enough, complete, clean, and every trap of the seeds right in the reviewed table."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.ledger import Ledger
from graph.statement import Literal, Mode, Statement, make_id
from loaders import named
from loaders._run import Report, run
from loaders.catalogue import CLUJ, read
from ontology import Ontology

CRONOS, CLUJ_IT, CITY = (make_id("cluj-curated", word) for word in ("cronos", "cluj-it", "innovation-city"))
REVIEWED = ("cluj-curated", "cluj-universities")


@pytest.fixture
def reviewed(ledger: Ledger, ontology: Ontology) -> Ledger:
    """A ledger with the reviewed tables of the case."""
    case = read()
    for source in REVIEWED:
        for where in case.entry(source).locations():
            report = run(ledger, ontology, named("curated"), where)
            assert report.clean, report.sentences()
    return ledger


def value(one: Statement) -> str:
    return one.object.value if isinstance(one.object, Literal) else one.object


def said(ledger: Ledger, subject: str, predicate: str) -> dict[str, Statement]:
    return {value(one): one for one in ledger.match(subject, predicate)}


def event(ledger: Ledger, name: str) -> str:
    (one,) = {
        found.subject
        for predicate in ("name", "alias")
        for found in ledger.match(predicate=predicate)
        if value(found) == name
    }
    return one


def test_the_whole_case_is_read_cleanly_as_expected_and_within_its_budget(
    ledger: Ledger, ontology: Ontology
) -> None:
    statements = 0
    for entry in read().entries:
        for where in entry.locations(offline=True):
            report: Report = run(ledger, ontology, named(entry.source.loader), where)
            assert report.clean, report.sentences()
            statements += report.change.added
    assert 60_000 < statements < 110_000
    assert {"place-cluj-napoca"} == set(read().focus)


def test_only_facts_are_bundled_no_text_no_contact_and_only_projects_that_began_before_2019() -> None:
    with gzip.open(CLUJ / "cordis_h2020.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert max(row["start_date"] for row in rows) < "2019"
    assert not {"objective", "teaser", "street", "postcode"} & rows[0].keys()
    assert {row["country"] for row in rows if row["city"]} == {"RO"}
    assert sum(file.stat().st_size for file in CLUJ.glob("*.gz")) < 1_000_000


def test_cronos_has_its_contract_its_funder_and_its_programme_with_day_and_month_in_order(
    reviewed: Ledger,
) -> None:
    assert set(said(reviewed, CRONOS, "contractNumber")) == {"9CLS", "PN-III-P2-2.1-CLS-2017-0041"}
    assert set(said(reviewed, CRONOS, "signed")) == {"2018-06-04"}
    assert set(said(reviewed, CRONOS, "fundedBy")) == {"pic-972130024"}
    assert "UEFISCDI" in said(reviewed, "pic-972130024", "acronym")
    assert set(said(reviewed, CRONOS, "partOf")) == {"programme-pn-iii-p2-2.1"}


def test_one_event_with_two_names_is_one_event(reviewed: Ledger) -> None:
    u2b = event(reviewed, "University to Business (U2B)")
    assert event(reviewed, "B2U matchmaking") == u2b
    assert set(said(reviewed, u2b, "hasDate")) == {"2018-09-27"}
    health = event(reviewed, "Digital Talks: IT & Health")
    assert event(reviewed, "Digital Talks: IT & Medicine") == health != u2b
    assert set(said(reviewed, health, "hasDate")) == {"2018-11-09"}
    automotive = event(reviewed, "Digital Talks: IT & Automotive")
    assert set(said(reviewed, automotive, "hasDate")) == {"2018-11-14"}
    assert "place-sibiu" in said(reviewed, automotive, "locatedIn")
    series = event(reviewed, "Digital Talks")
    assert series in said(reviewed, health, "partOf")
    assert series in said(reviewed, automotive, "partOf")


def test_the_network_and_the_university_are_one_each_under_all_their_names(reviewed: Ledger) -> None:
    assert event(reviewed, "3BS ICT Network") == event(reviewed, "3B ICT Network")
    names = {
        "UMF Cluj-Napoca",
        "Cluj-Napoca Medical and Pharmacy University",
        "“Iuliu Hatieganu” University of Medicine and Pharmacy from Cluj-Napoca",
    }
    assert names <= said(reviewed, "ror-051h0cw83", "alias").keys()
    assert event(reviewed, "IT Cluj") == event(reviewed, "Cluj IT Cluster") == CLUJ_IT


def test_the_city_and_the_cluster_are_judged_different(reviewed: Ledger) -> None:
    judged = {(one.a, one.b): one.verdict for one in reviewed.judgements()}
    assert judged[tuple(sorted((CLUJ_IT, "place-cluj-napoca")))] == "different"  # type: ignore[index]


def test_a_seminar_without_a_date_has_none_and_a_year_from_a_heading_is_inferred(reviewed: Ledger) -> None:
    seminar = event(reviewed, "Seminar on Business Development and Internationalization")
    assert said(reviewed, seminar, "hasDate") == {}
    (date,) = said(
        reviewed,
        event(reviewed, "Meeting on prospecting the technological and innovation potential"),
        "hasDate",
    ).values()
    assert date.when is not None
    assert date.when.inferred


def test_counted_actors_are_groups_with_a_count_and_no_name(reviewed: Ledger) -> None:
    groups = {one.subject for one in reviewed.match(predicate="type") if value(one) == "Group"}
    counts = sorted(int(value(one)) for one in reviewed.match(predicate="count"))
    assert counts == [1, 4, 4, 5, 18, 50, 70, 71, 300]
    assert all(said(reviewed, group, "count") and said(reviewed, group, "kind") for group in groups)
    assert not any(said(reviewed, group, "name") for group in groups)


def test_no_plan_is_said_to_have_happened(reviewed: Ledger) -> None:
    about_city = [
        one
        for one in reviewed.match(CITY)
        if one.predicate in ("locatedIn", "focusesOn", "organisedBy", "totalCost")
    ]
    assert {one.mode for one in about_city} == {Mode.PLANNED}
    hospital = event(reviewed, "Regional University Hospital")
    assert {one.mode for one in reviewed.match(hospital)} == {Mode.PLANNED}
    groups = [one.subject for one in reviewed.match(predicate="type") if value(one) == "WorkingGroup"]
    assert len(groups) == 4
    assert {one.mode for group in groups for one in reviewed.match(group)} == {Mode.PLANNED}
    (agriculture,) = {one.subject for one in reviewed.match(predicate="kind") if value(one) == "Cluster"}
    modes = {one.predicate: one.mode for one in reviewed.match(agriculture)}
    assert (modes["focusesOn"], modes["participatedIn"]) == (Mode.HAPPENED, Mode.PLANNED)


def test_figures_nobody_can_check_are_claims(reviewed: Ledger) -> None:
    (share,) = (one for one in reviewed.match(predicate="value") if value(one) == "70")
    (firms,) = (one for one in reviewed.match(predicate="count") if value(one) == "300")
    assert {share.mode, firms.mode} == {Mode.CLAIMED}


def test_verticals_and_horizontals_are_kept_apart(reviewed: Ledger, ontology: Ontology) -> None:
    focus = said(reviewed, CRONOS, "focusesOn")
    kinds = {ontology.concepts[concept].kind for concept in focus}
    assert kinds == {"Vertical", "Horizontal"}
    assert {
        f"vertical-{name}" for name in ("blockchain", "expert-systems", "precision-medicine", "smart-cities")
    } <= focus.keys()


def test_everything_named_is_named_in_english_and_romanian(reviewed: Ledger) -> None:
    languages: dict[str, set[str]] = {}
    for one in reviewed.match(predicate="name"):
        assert isinstance(one.object, Literal)
        languages.setdefault(one.subject, set()).add(one.object.lang)
    assert {entity for entity, found in languages.items() if found != {"en", "ro"}} == set()


def test_romanian_letters_have_commas_not_cedillas(fixtures: Path) -> None:
    for file in CLUJ.glob("*.yaml"):
        assert not set("şţŞŢ") & set(file.read_text("utf-8")), file.name


def test_every_row_of_a_reviewed_table_names_page_and_date(records: Callable[..., list]) -> None:
    for name in ("curated.yaml", "universities.yaml"):
        for record in records(named("curated"), CLUJ / name):
            assert '"page":"http' in record.row
            assert '"read":"20' in record.row
