"""Does the view of an entity say all we hold, what proves it, who disagrees, and what is missing?"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

import pytest

from graph.ask.entity import entity
from graph.errors import UnknownEntity, UsageError
from graph.index import Index
from graph.ledger import Ledger
from ontology import Ontology

UBB = "Babeș-Bolyai University"


def test_all_ids_of_an_entity_speak_together(ledger: Ledger, index: Index, ontology: Ontology) -> None:
    view = entity(ledger, index, ontology, UBB)
    assert view.id == "ror-02rmd1t30"
    assert view.members == ("ror-02rmd1t30", "pic-999860578")
    assert view.type == "University"
    assert view.name == UBB
    assert view.names["ro"] == "Universitatea Babeș-Bolyai"
    assert next((found.value, found.url) for found in view.identifiers) == (
        "02rmd1t30",
        "https://ror.org/02rmd1t30",
    )
    place = view.fact("locatedIn")
    assert place is not None
    assert [value.text for value in place.values] == ["Cluj-Napoca"]
    assert {receipt.source for receipt in place.values[0].receipts} == {"register", "other"}
    assert {receipt.said_subject for receipt in place.values[0].receipts} == set(view.members)


def test_a_quote_stands_in_its_document(ledger: Ledger, index: Index, ontology: Ontology) -> None:
    view = entity(ledger, index, ontology, "x-u2b")
    organiser = view.fact("organisedBy")
    assert organiser is not None
    (receipt,) = organiser.values[0].receipts
    text = ledger.document(receipt.document).text
    assert text[receipt.start : receipt.end] == receipt.quote
    assert (receipt.when, receipt.inferred, receipt.confidence, receipt.by) == (
        "2018-09-27/2018-09-27",
        False,
        0.9,
        "prose 1",
    )
    assert ledger.statement(receipt.statement).predicate == "organisedBy"


def test_relations_are_seen_from_both_ends(ledger: Ledger, index: Index, ontology: Ontology) -> None:
    view = entity(ledger, index, ontology, "Cluj IT")
    organised = view.fact("organisedBy", "in")
    assert organised is not None
    assert organised.label == {"en": "organised", "ro": "a organizat"}
    assert organised.values[0].text == "University to Business (U2B) brokerage event"
    assert [(other.id, other.relations) for other in view.neighbours] == [
        ("ror-02rmd1t30", ("memberOf",)),
        ("x-u2b", ("organisedBy",)),
    ]


def test_a_row_keeps_its_qualifiers(ledger: Ledger, index: Index, ontology: Ontology) -> None:
    view = entity(ledger, index, ontology, UBB)
    took = view.fact("participatedIn")
    assert took is not None
    (receipt,) = took.values[0].receipts
    assert receipt.qualifiers == {"role": "guest"}
    assert receipt.row == '{"a": 1}'


def test_who_disagrees_and_why_one_is_shown(ledger: Ledger, index: Index, ontology: Ontology) -> None:
    founded = entity(ledger, index, ontology, UBB).fact("founded")
    assert founded is not None
    assert founded.disagreement
    assert [value.text for value in founded.values] == ["1919", "1581"]
    assert founded.rule == {"en": "stated by more sources", "ro": "afirmat de mai multe surse"}


def test_for_and_against(ledger: Ledger, index: Index, ontology: Ontology) -> None:
    member = entity(ledger, index, ontology, UBB).fact("memberOf")
    assert member is not None
    assert member.disagreement
    (value,) = member.values
    assert [receipt.source for receipt in value.receipts] == ["register"]
    assert [receipt.source for receipt in value.against] == ["other"]


def test_a_less_exact_date_is_no_contradiction(ledger: Ledger, index: Index, ontology: Ontology) -> None:
    day = entity(ledger, index, ontology, "x-u2b").fact("hasDate")
    assert day is not None
    assert not day.disagreement
    assert [value.text for value in day.values] == ["2018-09-27", "2018-09"]


def test_a_plan_is_shown_as_a_plan(ledger: Ledger, index: Index, ontology: Ontology) -> None:
    view = entity(ledger, index, ontology, "x-hospital")
    place = view.fact("locatedIn")
    assert place is not None
    assert place.values[0].mode == "planned"
    assert view.neighbours == ()


def test_what_is_not_known(ledger: Ledger, index: Index, ontology: Ontology) -> None:
    hospital = entity(ledger, index, ontology, "x-hospital")
    assert [gap.about for gap in hospital.unknown] == ["identifier", "website"]
    assert hospital.unknown[0].text == {
        "en": "We hold nothing on: “identifier”.",
        "ro": "Nu avem nimic despre: “identificator”.",
    }
    event = entity(ledger, index, ontology, "x-u2b")
    assert [gap.about for gap in event.unknown] == ["locatedIn"]
    cluster = entity(ledger, index, ontology, "x-it")
    assert {gap.about for gap in cluster.unknown} == {"locatedIn", "website", "focusesOn"}


def test_during_leaves_out_and_counts(ledger: Ledger, index: Index, ontology: Ontology) -> None:
    year = (date(2018, 1, 1), date(2018, 12, 31))
    view = entity(ledger, index, ontology, UBB, during=year)
    assert {fact.predicate for fact in view.facts} == {
        "type",
        "name",
        "locatedIn",
        "participatedIn",
        "memberOf",
    }
    assert view.fact("memberOf").values[0].mode == "refuted"  # type: ignore[union-attr]
    assert view.outside == 4  # founded three times, and the membership that ended
    assert view.dates == ("valid during 2018-01-01..2018-12-31",)


def test_before_hides_what_came_later(ledger: Ledger, index: Index, ontology: Ontology) -> None:
    view = entity(ledger, index, ontology, UBB, before=date(2015, 1, 1))
    assert view.fact("participatedIn") is None
    member = view.fact("memberOf")
    assert member is not None
    assert [receipt.when for receipt in member.values[0].receipts] == ["2012-05/.."]
    with pytest.raises(UsageError):
        entity(ledger, index, ontology, UBB, before=date(2015, 1, 1), during=(date.min, date.max))


def test_as_of_is_what_was_recorded(ledger: Ledger, index: Index, ontology: Ontology) -> None:
    today = date.today()
    assert entity(ledger, index, ontology, UBB, as_of=today).members == ("ror-02rmd1t30", "pic-999860578")
    with pytest.raises(UnknownEntity, match="recorded at the end of 2001"):
        entity(ledger, index, ontology, UBB, as_of=date(2001, 1, 1))


def test_the_past_is_named_by_what_was_said_then(ledger: Ledger, index: Index, ontology: Ontology) -> None:
    view = entity(ledger, index, ontology, UBB, as_of=date.today())
    now = entity(ledger, index, ontology, UBB)
    assert (view.name, view.names, view.type) == (now.name, now.names, now.type)


def test_it_is_plain_json(ledger: Ledger, index: Index, ontology: Ontology) -> None:
    view = entity(ledger, index, ontology, UBB)
    assert json.loads(json.dumps(asdict(view)))["facts"][0]["values"][0]["receipts"][0]["statement"]


def test_limit_says_how_many_more(ledger: Ledger, index: Index, ontology: Ontology) -> None:
    view = entity(ledger, index, ontology, UBB, limit=1)
    names = view.fact("name")
    assert names is not None
    assert (len(names.values), names.more) == (1, 2)


def test_nobody(ledger: Ledger, index: Index, ontology: Ontology) -> None:
    with pytest.raises(UnknownEntity):
        entity(ledger, index, ontology, "Atlantis")
