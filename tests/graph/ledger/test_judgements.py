import pytest

from graph.errors import NothingFound, UsageError
from graph.ledger import Judgement


def same(a: str, b: str, by: str = "ana") -> Judgement:
    return Judgement(a, b, "same", by, "one name")


def test_a_judgement_stands_until_it_is_undone(ledger) -> None:
    number = ledger.judge(Judgement("b", "a", "same", "ana", "one name"))
    before = ledger.revision
    (held,) = ledger.judgements()
    assert (held.a, held.b, held.verdict, held.by, held.why, held.id) == (
        "a",
        "b",
        "same",
        "ana",
        "one name",
        number,
    )
    assert held.at.endswith("Z")
    ledger.undo(number, "dan", "two firms")
    assert ledger.judgements() == []
    assert [judgement.id for judgement in ledger.judgements(as_of=before)] == [number]
    (undone,) = ledger.judgements(undone=True)
    assert (undone.undone_by, undone.undone_why) == ("dan", "two firms")
    assert undone.undone_at >= undone.at
    with pytest.raises(UsageError, match="already undone by dan"):
        ledger.undo(number, "ana", "again")
    with pytest.raises(NothingFound):
        ledger.undo(99, "ana", "x")
    assert ledger.judge(Judgement("a", "b", "different", "ana", "now")) != number


def test_the_same_judgement_stands_once(ledger) -> None:
    first = ledger.judge(same("a", "b"))
    assert ledger.judge(same("b", "a")) == first
    assert ledger.revision == 1
    assert ledger.judge(same("a", "b", by="dan")) != first


@pytest.mark.parametrize("apart", ["different", "never"])
@pytest.mark.parametrize(
    ("standing", "new"),
    [
        ([("a", "b", "same")], ("a", "b", None)),
        ([("a", "b", None)], ("a", "b", "same")),
        ([("a", "b", "same"), ("b", "c", "same")], ("c", "a", None)),
        ([("a", "b", "same"), ("a", "c", None)], ("b", "c", "same")),
        ([("a", "b", "same"), ("c", "d", "same"), ("a", "d", None)], ("b", "c", "same")),
        ([("d", "a", None), ("a", "b", "same"), ("c", "d", "same")], ("c", "b", "same")),
    ],
)
def test_contradictory_judgements_are_refused_with_both_named(ledger, standing, new, apart) -> None:
    for a, b, verdict in standing:
        ledger.judge(Judgement(a, b, verdict or apart, "ana", "seen"))
    with pytest.raises(UsageError) as refused:
        ledger.judge(Judgement(new[0], new[1], new[2] or apart, "dan", "seen"))
    message = str(refused.value)
    assert "dan says" in message
    for number, (a, b, _) in enumerate(standing, 1):
        assert f"{min(a, b)} and {max(a, b)}" in message
        assert f"(judgement {number})" in message
    assert ledger.revision == len(standing)


def test_unsure_contradicts_nothing(ledger) -> None:
    ledger.judge(same("a", "b"))
    ledger.judge(Judgement("a", "b", "unsure", "dan", "hm"))
    ledger.judge(Judgement("c", "d", "unsure", "dan", "hm"))
    ledger.judge(Judgement("c", "d", "different", "ana", "seen"))
    ledger.judge(same("b", "c"))
    assert len(ledger.judgements()) == 5


@pytest.mark.parametrize(
    "wrong",
    [
        ("a", "a", "same", "x", "y"),
        ("a", "b", "maybe", "x", "y"),
        ("a", "b", "same", "", "y"),
        ("a", "", "same", "x", "y"),
        ("a", "b", "same", "x", ""),
    ],
)
def test_an_incomplete_judgement_is_refused(ledger, wrong) -> None:
    with pytest.raises(UsageError):
        ledger.judge(Judgement(*wrong))
    assert ledger.revision == 0
