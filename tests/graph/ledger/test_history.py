"""What was held at an earlier revision or day, and does any sequence of loads agree with a plain model?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph.errors import NothingFound, UsageError
from graph.ledger import Judgement, Ledger
from graph.statement import Document, Evidence, Literal, Mode, Statement
from graph.when import When

PARTS = ("a.csv", "b.csv")
texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6) | st.sampled_from(
    ["x", "y", "\0", "\x1f", "x\x1fy", "x\0"]
)
statements = st.builds(
    lambda subject, predicate, object, record, mode, when, qualifiers, confidence, by: (
        subject,
        predicate,
        object,
        record,
        {"mode": mode, "when": when, "qualifiers": qualifiers, "confidence": confidence, "by": by},
    ),
    texts,
    st.sampled_from(["partOf", "name"]),
    texts | st.builds(Literal, texts, st.sampled_from(["string", "integer"]), st.sampled_from(["", "en"])),
    st.sampled_from(["1", "2"]),
    st.sampled_from(Mode),
    st.none() | st.sampled_from([When("2018"), When.on("2018-06", inferred=True), When(None, "2020-01-31")]),
    st.sampled_from([(), (("role", "lead"),), (("amount", "1"), ("role", "\0"))]),
    st.sampled_from([1.0, 0.5]),
    st.sampled_from(["", "t/1"]),
)
loads = st.lists(
    st.tuples(st.sampled_from(PARTS), st.lists(st.integers(0, 7), max_size=8)), min_size=1, max_size=7
)


def made(part: str, fields) -> Statement:
    subject, predicate, object, record, more = fields
    return Statement(subject, predicate, object, Evidence("s", part, record, date(2026, 1, 1)), **more)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(statements, min_size=8, max_size=8), loads)
@example(
    [("x", "partOf", "y", "1", {"confidence": n / 8}) for n in range(8)],
    [("a.csv", [0]), ("a.csv", [1, 0]), ("b.csv", [2])],
)
def test_any_sequence_of_loads_agrees_with_a_plain_model(said, sequence) -> None:
    with TemporaryDirectory() as folder, Ledger.open(Path(folder) / "l.sqlite") as ledger:
        model: dict[str, dict[str, Statement]] = {part: {} for part in PARTS}
        past: list[set[str]] = [set()]
        for part, chosen in sequence:
            now: dict[str, Statement] = {}
            for number in chosen:
                statement = made(part, said[number])
                now.setdefault(statement.id, statement)
            before = model[part]
            change = ledger.replace("s", part, [made(part, said[number]) for number in chosen])
            assert change.added == len(now.keys() - before.keys())
            assert change.closed == len(before.keys() - now.keys())
            kept = now.keys() & before.keys()
            # A second sighting in one load does not count where one of them is as before.
            wanted = {made(part, said[number]) for number in chosen}
            moved = {id for id in kept if before[id] not in wanted}
            assert change.seen_again == len(moved)
            assert change.same == len(kept) - len(moved)
            model[part] = {id: before[id] if id in kept and id not in moved else now[id] for id in now}
            assert change.noop == (model[part] == before)
            if not change.noop:
                past.append({id for held in model.values() for id in held})
            assert ledger.revision == len(past) - 1
        for part in PARTS:
            shown = {
                statement.id: statement for statement in ledger.match() if statement.evidence.part == part
            }
            assert all(model[part][id] == statement for id, statement in shown.items())
        for revision, ids in enumerate(past):
            held = [statement.id for statement in ledger.match(as_of=revision)]
            assert (len(held), set(held)) == (len(ids), ids)
            assert ledger.count(as_of=revision) == len(ids)
            for since, earlier in enumerate(past[: revision + 1]):
                shown = dict.fromkeys(earlier)
                for opened, statement in ledger.changed(since, revision):
                    if opened:
                        assert statement.id not in shown
                        shown[statement.id] = None
                    else:
                        del shown[statement.id]
                assert shown.keys() == ids
            for id in ids:
                assert any(o <= revision and (c is None or c > revision) for o, c in ledger.history(id))
        assert ledger.verify() == []


@pytest.fixture
def dated(path):
    """A ledger whose clock stands at a day that the test sets."""

    class Clock:
        now = datetime(2020, 1, 1, 12, tzinfo=UTC)

        def __call__(self) -> datetime:
            return self.now

    clock = Clock()
    with Ledger.open(path, clock=clock) as ledger:
        yield ledger, clock


def test_a_day_means_the_last_run_of_that_day(dated, says) -> None:
    ledger, clock = dated
    for month, day in ((1, 10), (1, 10), (3, 1)):
        clock.now = datetime(2020, month, day, 23, 59, tzinfo=UTC)
        ledger.replace("s", "a.csv", [says("x", "partOf", f"{ledger.revision}")])
    assert [ledger.revision_at(date(2020, *day)) for day in ((1, 9), (1, 10), (2, 28), (3, 1), (12, 31))] == [
        0,
        2,
        2,
        3,
        3,
    ]
    assert ledger.revision_at(date.max) == 3
    assert [s.object for s in ledger.match(as_of=ledger.revision_at(date(2020, 2, 1)))] == ["1"]
    assert list(ledger.match(as_of=0)) == []


def test_recorded_time_is_utc_and_never_runs_backwards(dated, says) -> None:
    ledger, clock = dated
    clock.now = datetime.fromisoformat("2020-01-02T01:30:00+03:00")
    ledger.replace("s", "a.csv", [says("x", "partOf", "1")])
    clock.now -= timedelta(days=9)
    ledger.replace("s", "a.csv", [says("x", "partOf", "2")])
    assert [run.at for run in ledger.runs()] == ["2020-01-01T22:30:00.000000Z"] * 2
    assert ledger.revision_at(date(2020, 1, 1)) == 2
    assert ledger.verify() == []
    clock.now = datetime(2021, 1, 1)
    with pytest.raises(UsageError, match="time zone"):
        ledger.replace("s", "a.csv", [])


def test_a_run_tells_what_it_did(dated, says) -> None:
    ledger, _ = dated
    ledger.replace("s", "a.csv", [says("x", "partOf", "y")], fingerprint="f", by="cordis/1")
    ledger.judge(Judgement("x", "y", "different", "ana", "seen"))
    judged, loaded = ledger.runs()
    assert (loaded.id, loaded.kind, loaded.source, loaded.part, loaded.by, loaded.fingerprint) == (
        1,
        "load",
        "s",
        "a.csv",
        "cordis/1",
        "f",
    )
    assert loaded.counts["added"] == 1
    assert (judged.id, judged.kind, judged.by, judged.note, judged.source) == (2, "judge", "ana", "seen", "")
    assert ledger.runs(1) == [judged]


def test_an_iterator_shows_one_state_of_the_ledger(ledger, says) -> None:
    ledger.replace("s", "a.csv", [says("x", "partOf", str(number)) for number in range(5000)])
    shown = ledger.match()
    first = next(shown)
    ledger.replace("s", "a.csv", [])
    assert len([first, *shown]) == 5000
    assert list(ledger.match()) == []


def test_what_was_never_held_is_said_so(ledger, says) -> None:
    with pytest.raises(NothingFound):
        ledger.statement("0" * 32)
    with pytest.raises(UsageError, match="32 hexadecimal digits"):
        ledger.statement("x")
    with pytest.raises(UsageError):
        ledger.history("é" * 32)
    with pytest.raises(NothingFound):
        ledger.document("0" * 64)
    with pytest.raises(NothingFound):
        ledger.statement_ids([1])
    said = says("x", "partOf", "y")
    ledger.replace("s", "a.csv", [said])
    with pytest.raises(NothingFound):
        ledger.statement(said.id, as_of=0)
    assert ledger.history("0" * 32) == []
    with pytest.raises(UsageError, match="too large"):
        ledger.count(as_of=10**30)
    assert (ledger.count(as_of=-1), ledger.count(as_of=10**9)) == (0, 1)
    assert ledger.statement_ids([]) == []
    assert ledger.statement_ids([1] * 1200) == [said.id] * 1200


def test_documents_are_shown_as_of_a_revision(ledger, quotes) -> None:
    pages = [Document(f"UBB joined {number}.", "s", "a.html") for number in range(2)]
    for page in pages:
        ledger.replace("s", "a.html", [quotes(page, "UBB", "ubb", "name", Literal("UBB"))], documents=[page])
    assert [ledger.documents(as_of=revision) for revision in range(3)] == [[], pages[:1], pages[1:]]
    assert ledger.documents("s", as_of=1) == pages[:1]
    assert ledger.documents("other") == []


def test_threads_share_one_ledger(ledger, says) -> None:
    said = [says(f"x{number}", "partOf", "y", record=str(number)) for number in range(500)]

    def work(number: int) -> int:
        ledger.replace(
            "s", f"{number}.csv", [says("t", "partOf", "u", part=f"{number}.csv", record=str(number))]
        )
        return sum(len(list(ledger.match(subject=statement.subject))) for statement in said)

    ledger.replace("s", "a.csv", said)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(8))) == [500] * 8
    assert (ledger.count(), ledger.revision) == (508, 9)
    assert ledger.verify() == []
