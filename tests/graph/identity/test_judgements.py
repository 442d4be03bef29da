"""Do people win over the machine, and what does the machine ask them?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from graph.index import Index
from graph.ledger import Judgement, Ledger
from ontology import Ontology

Said = tuple[str, str, str]
Told = Callable[[Iterable[Said]], Ledger]

ACADEMY: list[Said] = [
    ("pic-1", "type", "Organisation"),
    ("pic-1", "name", "Institutul Babeș de Cercetare"),
    ("x-1", "type", "Organisation"),
    ("x-1", "name", "Babeș Research Institute"),
    ("x-2", "type", "Organisation"),
    ("x-2", "name", "Institutul de Cercetare Babeş"),
]


def judge(ledger: Ledger, a: str, b: str, verdict: str) -> int:
    return ledger.judge(Judgement(a, b, verdict, by="ana", why="I know them"))


@pytest.fixture
def ledger(told: Told, index: Index, ontology: Ontology) -> Ledger:
    made = told(ACADEMY)
    index.update(made, ontology)
    assert index.members("pic-1") == ("pic-1", "x-1", "x-2")
    return made


@pytest.mark.parametrize("verdict", ["different", "never", "unsure"])
def test_no_machine_joins_what_a_person_keeps_apart(
    verdict: str, ledger: Ledger, index: Index, ontology: Ontology
) -> None:
    judge(ledger, "x-1", "pic-1", verdict)
    index.update(ledger, ontology)
    assert index.canonical("x-1") != index.canonical("pic-1")
    (said,) = [taken for taken in index.decisions("x-1") if taken.by == "ana"]
    assert (said.verdict, said.why) == ("different" if verdict == "never" else verdict, "I know them")


def test_what_fits_both_sides_of_a_wall_is_left_to_a_person(
    ledger: Ledger, index: Index, ontology: Ontology
) -> None:
    judge(ledger, "x-1", "pic-1", "different")
    asked = index.update(ledger, ontology)
    assert index.canonicals() == {}
    assert {proposal.key for proposal in asked} == {"pic-1|x-2", "x-1|x-2"}
    assert {proposal.reasons[0]["rule"] for proposal in asked} == {"ambiguous"}
    judge(ledger, "x-2", "x-1", "same")
    assert index.update(ledger, ontology) == []
    assert index.canonicals() == {"x-2": "x-1"}


def test_a_judgement_of_same_joins_what_the_rules_keep_apart(
    told: Told, index: Index, ontology: Ontology
) -> None:
    ledger = told([*ACADEMY, ("x-9", "type", "Cluster"), ("x-9", "name", "Quite another name")])
    judge(ledger, "x-9", "x-1", "same")
    index.update(ledger, ontology)
    assert index.members("pic-1") == ("pic-1", "x-1", "x-2", "x-9")


def test_people_may_join_across_kinds_that_are_never_compared(
    told: Told, index: Index, ontology: Ontology
) -> None:
    ledger = told([*ACADEMY, ("x-9", "type", "Event"), ("x-9", "name", "Babeș days")])
    judge(ledger, "x-9", "x-1", "same")
    index.update(ledger, ontology)
    assert index.canonical("x-9") == "pic-1"


def test_undone_judgements_no_longer_hold(ledger: Ledger, index: Index, ontology: Ontology) -> None:
    before = ledger.revision
    number = judge(ledger, "x-1", "pic-1", "different")
    judged = ledger.revision
    index.update(ledger, ontology)
    ledger.undo(number, by="ana", why="a mistake")
    index.update(ledger, ontology)
    assert index.members("pic-1") == ("pic-1", "x-1", "x-2")
    assert index.members("pic-1", at=judged) == ("pic-1",)
    assert list(index.moved(before, ledger.revision)) == []
    assert {entity for entity, _, _ in index.moved(before, judged)} == {"x-1", "x-2"}


def test_a_judgement_survives_a_reload(ledger: Ledger, told: Told, index: Index, ontology: Ontology) -> None:
    judge(ledger, "x-1", "pic-1", "never")
    judge(ledger, "x-2", "pic-1", "same")
    told([*ACADEMY, ("x-1", "website", "https://babes.example")])
    index.update(ledger, ontology)
    assert index.canonicals() == {"x-2": "pic-1"}


def test_after_a_split_the_id_stays_with_the_part_that_owns_it(
    ledger: Ledger, index: Index, ontology: Ontology
) -> None:
    then = ledger.revision
    judge(ledger, "x-1", "pic-1", "never")
    judge(ledger, "x-2", "pic-1", "never")
    index.update(ledger, ontology)
    assert index.canonical("pic-1") == "pic-1"
    assert index.canonical("x-2") == "x-1"  # the older of the two
    assert index.canonical("x-2", at=then) == "pic-1"
    assert sorted(index.moved(then, ledger.revision)) == [
        ("x-1", "pic-1", "x-1"),
        ("x-2", "pic-1", "x-1"),
    ]


def test_no_chain_joins_two_ids_of_one_authority(told: Told, index: Index, ontology: Ontology) -> None:
    ledger = told(
        [*ACADEMY, ("pic-2", "type", "Organisation"), ("pic-2", "name", "Babeș Research Institute")]
    )
    asked = index.update(ledger, ontology)
    assert index.canonical("pic-1") != index.canonical("pic-2")
    assert {proposal.kind for proposal in asked} == {"identity"}
    assert {proposal.key for proposal in asked} >= {"pic-1|x-1", "pic-2|x-1"}
    assert index.update(ledger, ontology) == []  # asked once


def test_a_stated_identifier_joins_two_ids_of_one_authority(
    told: Told, index: Index, ontology: Ontology
) -> None:
    ledger = told([*ACADEMY, ("pic-2", "type", "Organisation"), ("pic-2", "identifier", "pic:1")])
    index.update(ledger, ontology)
    assert index.canonical("pic-2") == "pic-1"


def test_an_identifier_whose_entity_is_told_nowhere_is_the_canonical_id(
    told: Told, index: Index, ontology: Ontology
) -> None:
    ledger = told([*ACADEMY, ("x-1", "identifier", "ror:05a28rw58")])
    index.update(ledger, ontology)
    assert index.members("ror-05a28rw58") == ("ror-05a28rw58", "pic-1", "x-1", "x-2")
    assert index.name("ror-05a28rw58") == "Institutul Babeș de Cercetare"


def test_other_runs_of_the_ledger_change_nothing_here(
    ledger: Ledger, index: Index, ontology: Ontology
) -> None:
    asked = index.update(ledger, ontology)
    assert asked == []
    ledger.new_token("reader", "for a test")
    assert not index.shows(ledger, ontology)
    assert index.update(ledger, ontology) == []
    assert index.shows(ledger, ontology)
    assert list(index.moved(0, ledger.revision)) == []
