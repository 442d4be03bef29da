"""Are paths short, explained, and not led through hubs that explain nothing?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.ask.paths import PathFinder, Paths
from graph.data_folder import DataFolder
from graph.statement import Evidence, Literal, Statement, When
from graph.workspace import Workspace
from tests.sample import DAY


def telling(*relations: tuple[str, str, str]) -> list[Statement]:
    evidence = Evidence("s", "p", "r", DAY)
    return [Statement(subject, relation, target, evidence) for subject, relation, target in relations]


@pytest.fixture
def country(tmp_path: Path) -> Workspace:
    """Two firms share a country with forty others, and know each other through two projects."""
    crowd = [(f"x-{number}", "locatedIn", "country-ro") for number in range(40)]
    chain = [
        ("pic-1", "participatedIn", "grant-1"),
        ("pic-2", "participatedIn", "grant-1"),
        ("pic-2", "participatedIn", "grant-2"),
        ("pic-3", "participatedIn", "grant-2"),
        ("pic-1", "locatedIn", "country-ro"),
        ("pic-3", "locatedIn", "country-ro"),
    ]
    work = Workspace(DataFolder(tmp_path / "data"), create=True)
    work.ledger.replace("s", "p", telling(*crowd, *chain))
    return work


def ask(work: Workspace, start: str, end: str, *, limit: int = 1, longest: int = 6, **cut: object) -> Paths:
    finder = PathFinder(work.ledger, work.index, work.ontology, **cut)  # type: ignore[arg-type]  # a test's shorthand
    return finder.paths(start, end, ledger=work.ledger, index=work.index, limit=limit, longest=longest)


def test_a_longer_way_through_projects_comes_before_the_country(country: Workspace) -> None:
    found = ask(country, "pic-1", "pic-3", limit=2).paths
    assert [path.entities for path in found] == [
        ("pic-1", "grant-1", "pic-2", "grant-2", "pic-3"),
        ("pic-1", "country-ro", "pic-3"),
    ]
    assert found[0].cost < found[1].cost


def test_one_path_is_the_first_of_many(country: Workspace) -> None:
    one, many = ask(country, "x-1", "x-2"), ask(country, "x-1", "x-2", limit=3)
    assert one.paths[0] == many.paths[0]


def test_a_limit_of_steps_takes_the_next_best(country: Workspace) -> None:
    assert ask(country, "pic-1", "pic-3", longest=2).paths[0].entities == ("pic-1", "country-ro", "pic-3")


def test_no_path_says_how_far_each_end_reaches(country: Workspace) -> None:
    found = ask(country, "pic-1", "x-nobody")
    assert found.paths == ()
    assert found.reached_from_start == 45
    assert found.reached_from_end == 0


def test_each_step_says_it_in_both_languages_with_its_statements(country: Workspace) -> None:
    step = ask(country, "pic-1", "pic-3").paths[0].steps[1]
    assert (step.subject, step.object, step.forward) == ("pic-2", "grant-1", False)
    assert step.sentence == {"en": "pic-2 participated in grant-1", "ro": "pic-2 a participat la grant-1"}
    assert country.ledger.statement(step.because[0]).subject == "pic-2"


def test_a_cut_hides_what_began_later_and_counts_the_undated(tmp_path: Path) -> None:
    evidence = Evidence("s", "p", "r", DAY)
    said = [
        Statement("pic-1", "participatedIn", "grant-1", evidence, when=When("2015")),
        Statement("pic-2", "participatedIn", "grant-1", evidence, when=When("2019")),
        Statement("pic-2", "memberOf", "x-c", evidence),
        Statement("x-c", "type", Literal("Cluster", "term"), evidence),
    ]
    with Workspace(DataFolder(tmp_path / "data"), create=True) as work:
        work.ledger.replace("s", "p", said)
        assert ask(work, "pic-1", "pic-2").paths
        cut = ask(work, "pic-1", "pic-2", before=date(2018, 1, 1))
        assert cut.paths == ()
        assert cut.undated == 1
