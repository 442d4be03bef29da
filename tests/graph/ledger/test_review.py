from concurrent.futures import ThreadPoolExecutor

import pytest

from graph.errors import NothingFound, UsageError
from graph.ledger import Ledger, Proposal


def test_what_is_proposed_waits_and_is_settled_once(ledger) -> None:
    wanted = [
        Proposal("identity", key, {"a": key, "ș": "ț"}, reasons=["same place"], by="rules/1") for key in "abc"
    ]
    assert ledger.propose(wanted) == 3
    assert ledger.propose([*wanted[:2], Proposal("statement", "a", {})]) == 1
    assert ledger.propose(wanted) == 0
    assert ledger.revision == 2
    assert [(each.kind, each.key) for each in ledger.proposals("identity", limit=2)] == [
        ("identity", "a"),
        ("identity", "b"),
    ]
    first = ledger.proposals()[0]
    assert (first.proposal, first.reasons, first.by, first.state) == (
        {"a": "a", "ș": "ț"},
        ["same place"],
        "rules/1",
        "open",
    )
    ledger.settle(first.id, "corrected", "ana", "nearly", {"a": "x"})
    settled = ledger.proposals(state="corrected")[0]
    assert (settled.settled_by, settled.why, settled.correction) == ("ana", "nearly", {"a": "x"})
    assert ledger.propose(wanted) == 0
    assert len(ledger.proposals(state=None)) == 4
    assert len(ledger.proposals()) == 3


def test_settling_what_another_settled_is_refused_naming_them(ledger, path) -> None:
    ledger.propose([Proposal("identity", "a", {})])
    ledger.settle(1, "accepted", "ana", "yes")
    with Ledger.open(path) as other, pytest.raises(UsageError, match="already accepted by ana"):
        other.settle(1, "rejected", "dan", "no")
    ledger.settle(1, "open", "ana", "too fast")
    assert [each.id for each in ledger.proposals()] == [1]
    ledger.settle(1, "rejected", "dan", "no")
    assert ledger.proposals(state="rejected")[0].settled_by == "dan"
    with pytest.raises(UsageError, match="no state"):
        ledger.settle(1, "done", "dan", "")
    with pytest.raises(UsageError, match="correction"):
        ledger.settle(1, "corrected", "dan", "")
    with pytest.raises(NothingFound):
        ledger.settle(7, "accepted", "dan", "")


def test_of_many_reviewers_at_once_exactly_one_wins_each(ledger, path) -> None:
    ledger.propose([Proposal("identity", str(number), {}) for number in range(10)])

    def review(name: str) -> list[str]:
        refusals = []
        with Ledger.open(path) as own:
            for number in range(1, 11):
                try:
                    own.settle(number, "accepted", name, "yes")
                except UsageError as refused:
                    refusals.append(str(refused))
        return refusals

    with ThreadPoolExecutor(4) as pool:
        refusals = [refusal for each in pool.map(review, "abcd") for refusal in each]
    assert len(refusals) == 30
    assert all("already accepted by" in refusal for refusal in refusals)
    assert ledger.proposals() == []
    assert ledger.verify() == []
