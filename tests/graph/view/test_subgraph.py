"""Which piece of the graph does a view give, with which evidence, and what does it say it left out?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from graph.data_folder import DataFolder
from graph.errors import AmbiguousEntity, NothingFound, UnknownEntity, UsageError
from graph.statement import Evidence, Literal, Mode, Statement, When
from graph.view import Picture, ViewSpec, build_picture
from graph.view.held import read_held
from graph.view.page import page_data
from graph.workspace import Workspace
from tests.sample import build

DAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def work(sample: DataFolder) -> Iterator[Workspace]:
    with Workspace(sample) as workspace:
        yield workspace


def picture(work: Workspace, **said: object) -> Picture:
    return build_picture(work.ledger, work.index, work.ontology, ViewSpec(**said))  # type: ignore[arg-type]  # a test's shorthand


def ids(found: Picture) -> set[str]:
    return {node.id for node in found.nodes}


def said(found: Picture) -> set[tuple[str, str, str, str]]:
    return {(tie.subject, tie.relation, tie.object, str(tie.mode)) for tie in found.ties}


def test_the_whole_sample_without_places(work: Workspace) -> None:
    found = picture(work)
    assert ids(found) == {
        *("ror-00alpha", "ror-00beta", "pic-111", "pic-222", "grant-1", "grant-2", "x-delta", "x-four"),
        "vertical-health",
    }
    assert ("pic-222", "participatedIn", "grant-2", "planned") in said(found)
    assert ("ror-00alpha", "participatedIn", "grant-1", "happened") in said(found)
    assert [left.reason for left in found.left_out] == ["place"]
    assert found.revision == work.ledger.revision
    assert found.types["University"].kind_of[0] == "Organisation"
    assert found.relations["collaboratesWith"].symmetric


def test_each_tie_carries_its_receipt(work: Workspace) -> None:
    ties = {(tie.subject, tie.object): tie for tie in picture(work).ties}
    row = ties["ror-00alpha", "grant-1"]
    assert row.proofs[0].receipt.row == '{"row":"1-alpha"}'
    assert row.proofs[0].qualifiers == (("role", "coordinator"),)
    assert (row.start, row.end, row.dated, row.weight, row.confidence) == (
        "2015-01-01",
        "2017-12-31",
        True,
        1,
        1.0,
    )
    assert row.proofs[0].receipt.url == "https://example.org/register"
    sentence = ties["x-delta", "ror-00beta"].proofs[0]
    assert sentence.receipt.quote == "Delta Cluster met Beta University on 9 November 2018."
    assert (sentence.receipt.lang, sentence.receipt.title) == ("en", "A meeting")
    assert work.ledger.statement(sentence.statement).evidence.quote is not None


def test_only_what_is_stated_counts_and_groups_never(work: Workspace) -> None:
    nodes = {node.id: node for node in picture(work).nodes}
    assert nodes["pic-222"].degree == 0  # only planned
    assert nodes["grant-2"].degree == 2
    assert nodes["x-four"].degree == 0
    assert nodes["x-delta"].degree == 1  # the university, not the four unnamed companies
    assert nodes["x-four"].names["ro"].endswith("× 4")
    assert nodes["ror-00beta"].names == {"en": "Beta University", "ro": "Universitatea Beta"}
    assert nodes["grant-1"].verticals == ("vertical-health",)
    assert nodes["ror-00alpha"].places[0] == "place-cluj-napoca"
    assert len(nodes["ror-00alpha"].places) > 1  # and what it lies in


@pytest.mark.parametrize(
    ("filters", "ties"),
    [
        ({"modes": ("planned",)}, {("pic-222", "grant-2")}),
        ({"relations": ("collaboratesWith",)}, {("x-delta", "ror-00beta")}),
        ({"sources": ("news",)}, {("x-delta", "ror-00beta"), ("x-four", "x-delta")}),
        ({"types": ("Organisation", "Cluster")}, {("x-delta", "ror-00beta")}),
        ({"types": ("University", "Project"), "during": "2015..2016"}, {("ror-00alpha", "grant-1")}),
        ({"verticals": ("vertical-health",)}, {("grant-1", "vertical-health")}),
        ({"verticals": ("Sănătate",)}, {("grant-1", "vertical-health")}),
        ({"places": ("Cluj-Napoca",), "types": ("University", "Project")}, {("ror-00alpha", "grant-1")}),
        ({"places": ("country-ro",), "types": ("University", "Project")}, {("ror-00alpha", "grant-1")}),
        ({"types": ("University", "Place")}, {("ror-00alpha", "place-cluj-napoca")}),
    ],
)
def test_filters(work: Workspace, filters: dict[str, object], ties: set[tuple[str, str]]) -> None:
    found = picture(work, **filters)
    assert {(tie.subject, tie.object) for tie in found.ties} == ties
    assert sum(left.ties + left.statements for left in found.left_out) > 0


def test_a_period_leaves_the_undated_out_and_counts_them(work: Workspace) -> None:
    found = picture(work, during="2018..2018")
    assert {tie.subject for tie in found.ties} == {"pic-111", "ror-00beta", "pic-222", "x-delta"}
    undated = next(left for left in found.left_out if left.reason == "undated")
    assert undated.ties == 2
    assert undated.words("ro").startswith("Fără dată, cât timp este aleasă o perioadă: 2 legături.")
    assert len(picture(work, during="2018..2018", undated=True).ties) == len(found.ties) + 2


def test_seeds_and_steps(work: Workspace) -> None:
    found = picture(work, seeds=("Alpha University",), depth=1)
    assert ids(found) == {"ror-00alpha", "grant-1"}
    assert found.spec.seeds == ("ror-00alpha",)
    assert found.nodes[0].seed
    farther = next(left for left in found.left_out if left.reason == "distance")
    assert farther.nodes == 7
    assert farther.words("en").startswith("More than 1 step away: 7 nodes.")
    assert found.title["ro"].startswith("Alpha University")
    assert ids(picture(work, seeds=("Alpha University",), depth=0)) == {"ror-00alpha"}
    assert "place-cluj-napoca" in ids(picture(work, seeds=("place-cluj-napoca",), depth=1))


def test_a_question_starts_from_its_best_hits(work: Workspace) -> None:
    found = picture(work, question="gamma", depth=1)
    assert ids(found) == {"pic-111", "grant-1", "grant-2"}
    assert found.spec.question == "gamma"
    with pytest.raises(NothingFound, match="Nothing in the graph is called “zzzzzz”"):
        picture(work, question="zzzzzz")


def test_names_that_nobody_knows_are_refused(work: Workspace) -> None:
    with pytest.raises(UsageError, match="Universty"):
        picture(work, types=("Universty",))
    with pytest.raises(UsageError, match="Did you mean"):
        picture(work, relations=("participatedAt",))
    with pytest.raises(UnknownEntity):
        picture(work, seeds=("Nobody at all",))
    with pytest.raises(AmbiguousEntity):
        picture(work, seeds=("University",))


def test_a_limit_keeps_the_best_connected_and_counts_the_rest(work: Workspace) -> None:
    found = picture(work, limit=3)
    assert len(found.nodes) <= 3
    assert found.ties
    beyond = next(left for left in found.left_out if left.reason in ("limit", "loose"))
    assert beyond.nodes == found.held_nodes - len(found.nodes)
    assert beyond.ties == found.held_ties - len(found.ties)
    assert f"Showing {len(found.nodes)} of {found.held_nodes} nodes" in found.summary("en")


def test_the_same_view_gives_the_same_picture(work: Workspace, tmp_path: Path) -> None:
    assert picture(work) == picture(work)
    held = read_held(work.ledger, work.index, work.ontology)
    again = build_picture(work.ledger, work.index, work.ontology, ViewSpec(), held=held, cache=tmp_path)
    assert again == picture(work)
    assert list(tmp_path.iterdir())


def test_only_chosen_statements_prove_where_sources_are_chosen(work: Workspace) -> None:
    found = picture(work, sources=("news",))
    assert {proof.receipt.source for tie in found.ties for proof in tie.proofs} == {"news"}
    unread = next(left for left in found.left_out if left.reason == "unread")
    assert unread.statements == 7
    assert set(page_data(found, found.spec)["sources"]) >= {"news"}


def test_what_was_known_on_a_day(tmp_path: Path) -> None:
    with Workspace(build(tmp_path / "data")) as work:
        then = work.ledger.revision
        work.ledger.replace("news", "meeting.txt", [])
        work.catch_up_index()
        assert "x-delta" not in ids(picture(work))
        past = build_picture(work.ledger, work.index, work.ontology, ViewSpec(), as_of=then)
        assert ("x-delta", "collaboratesWith", "ror-00beta", "happened") in said(past)
        assert past.revision == then
        assert ids(picture(work, as_of="2000-01-01")) == set()


def _consortia(work: Workspace) -> list[Statement]:
    """Forty partners in twenty projects of one programme, one hub partner, and many leaves."""
    found: list[Statement] = []

    def say(subject: str, predicate: str, value: str | Literal, mode: Mode = Mode.HAPPENED) -> None:
        record = f"{subject} {predicate} {value}"
        found.append(
            Statement(
                subject, predicate, value, Evidence("more", "more.csv", record, DAY), mode, When.on("2018")
            )
        )

    for project in range(20):
        say(f"grant-9{project}", "type", Literal("Project", "term"))
        say(f"grant-9{project}", "partOf", "programme-x")
        say("pic-9000", "participatedIn", f"grant-9{project}")
        for partner in range(project, project + 3):
            say(f"pic-9{partner:03}0", "participatedIn", f"grant-9{project}")
        for leaf in range(4):
            say(f"pic-8{project:02}{leaf}", "participatedIn", f"grant-9{project}")
    for entity in sorted({one.subject for one in found if one.subject.startswith("pic-")}):
        say(entity, "type", Literal("Company", "term"))
    say("programme-x", "type", Literal("Programme", "term"))
    return found


def test_a_large_graph_is_shown_by_what_hangs_together(tmp_path: Path) -> None:
    with Workspace(build(tmp_path / "data")) as work:
        work.ledger.replace("more", "more.csv", _consortia(work))
        work.catch_up_index()
        found = picture(work, limit=40)
        assert len(found.nodes) == 40
        assert "pic-9000" in ids(found)
        assert not [
            node for node in ids(found) if node.startswith("pic-8")
        ]  # a partner of one project ties nothing
        assert "programme-x" not in ids(found)
        common = next(left for left in found.left_out if left.reason == "common")
        assert common.nodes == 1
        around = picture(work, seeds=("programme-x",), depth=1)
        assert len(around.nodes) == 21
        focus = build_picture(
            work.ledger, work.index, work.ontology, ViewSpec(limit=6), focus=["place-cluj-napoca"]
        )
        assert "ror-00alpha" in ids(focus)
        assert focus.title["en"] == "The ecosystem in focus"


def test_too_many_ties_are_refused_with_the_ways_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.view.subgraph.TIES_REFUSED", 20)
    with Workspace(build(tmp_path / "data")) as work:
        work.ledger.replace("more", "more.csv", _consortia(work))
        work.catch_up_index()
        with pytest.raises(UsageError, match=r"ties do not make a readable picture.*--weight 2"):
            picture(work)


def test_an_empty_graph_is_an_empty_picture(tmp_path: Path) -> None:
    with Workspace(DataFolder(tmp_path / "data"), create=True) as work:
        found = picture(work)
        assert (found.nodes, found.ties, found.held_nodes) == ((), (), 0)
        assert "Showing 0 of 0 nodes" in found.summary("en")
