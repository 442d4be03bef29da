"""Are the three dates exact?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ask.dates import as_of, before, during, holds, named
from graph.errors import UsageError
from graph.statement import Evidence, Literal, Statement
from graph.when import When, last_day

EVIDENCE = Evidence("test", "part", "row", date(2020, 1, 1))
CUT = date(2018, 6, 28)


def said(predicate: str, when: str | None = None, value: str = "") -> Statement:
    said_object = Literal(value, "edtf") if value else "x-other"
    return Statement("x-one", predicate, said_object, EVIDENCE, when=When.parse(when) if when else None)


class Runs:
    def revision_at(self, day: date) -> int:
        return 7 if day >= date(2020, 5, 1) else 0


def test_as_of_is_the_revision_at_the_end_of_the_day() -> None:
    assert as_of(Runs(), date(2020, 5, 1)) == 7
    assert as_of(Runs(), date(2020, 4, 30)) == 0
    assert as_of(Runs(), None) is None


YEAR = (date(2018, 1, 1), date(2018, 12, 31))


def test_during_counts_what_it_leaves_out() -> None:
    inside, outside, undated, name = (
        said("memberOf", "2018-06-28/2018-06-29"),
        said("memberOf", "2019/.."),
        said("memberOf"),
        said("name", value="Cluj IT"),
    )
    kept = during([inside, outside, undated, name], YEAR)
    assert kept.statements == [inside, name]
    assert (kept.undated, kept.outside) == (1, 1)
    asked = during([inside, outside, undated, name], YEAR, undated=True)
    assert asked.statements == [inside, undated, name]
    assert asked.undated == 0


def test_during_reads_the_date_that_an_attribute_states() -> None:
    event = said("hasDate", value="2018-06-28/2018-06-29")
    assert during([event], (date(2018, 6, 29), date(2018, 6, 29))).statements == [event]
    assert during([event], (date(2018, 6, 30), date(2018, 6, 30))).outside == 1


@pytest.mark.parametrize(
    ("when", "stays"),
    [
        ("2018-06-27/..", True),
        ("2018-06-28/..", False),  # begins on the day itself
        ("2018-05/..", True),
        ("2018-06/..", False),  # may have begun on the 30th
        ("2017/2020", True),
        ("2018/2020", False),  # a year counts as its 31 December
        ("../2017", False),  # no beginning known
    ],
)
def test_before_keeps_what_surely_began(when: str, stays: bool) -> None:
    relation = said("memberOf", when)
    assert (before([relation], CUT).statements == [relation]) is stays


def test_before_drops_undated_relations_and_keeps_names_and_places() -> None:
    kept = before(
        [said("memberOf"), said("locatedIn"), said("name", value="X"), said("locatedIn", "2019/..")], CUT
    )
    assert [statement.predicate for statement in kept.statements] == ["locatedIn", "name", "locatedIn"]
    assert kept.undated == 1


def test_before_hides_ends_that_were_not_known_and_keeps_the_id() -> None:
    ended, running = said("memberOf", "2016/2017-03"), said("memberOf", "2016/2020")
    kept = before([ended, running], CUT)
    assert kept.statements == [ended, running]
    assert kept.when(ended) == When("2016", "2017-03")
    assert kept.when(running) == When("2016", None)
    assert kept.statements[1].id == running.id


def test_before_hides_the_end_of_a_stated_period() -> None:
    project = said("hasDate", value="2016-01-01/2020-12-31")
    kept = before([project], CUT)
    assert kept.value(project) == Literal("2016-01-01/..", "edtf")


def test_without_a_date_nothing_is_cut() -> None:
    statements = [said("memberOf"), said("memberOf", "2030/..")]
    assert during(statements, None).statements == statements
    assert before(statements, None).statements == statements


def test_dates_are_not_mixed_and_are_named() -> None:
    with pytest.raises(UsageError, match="not with both"):
        named(span=YEAR, cut=CUT)
    assert named(day=date(2020, 1, 1), cut=CUT) == (
        "as recorded at the end of 2020-01-01",
        "beginning before 2018-06-28",
    )
    assert named(span=YEAR, lang="ro") == ("valabil în perioada 2018-01-01..2018-12-31",)
    assert named() == ()


def test_holds_reads_the_keys_of_the_lean_readers() -> None:
    assert holds("2018-05/..", cut=CUT) is True
    assert holds("2018/..~", cut=CUT) is False
    assert holds("../2017", cut=CUT) is None
    assert holds("", span=YEAR) is None
    assert holds("2019/..", span=YEAR) is False
    assert holds("") is True


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]), st.dates())
def test_nothing_that_may_begin_later_passes_the_cut(start: date, form: str, cut: date) -> None:
    text = start.strftime(form)
    kept = before([said("memberOf", f"{text}/..")], cut)
    assert bool(kept.statements) is (last_day(text) < cut)
