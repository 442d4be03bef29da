from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from graph.errors import InnographError, InvalidStatement, SourceError
from graph.ledger import Ledger
from graph.statement import Literal, Mode, Source, Statement, When
from loaders import cordis, curated
from loaders._base import Location, Record
from loaders._run import Report, fingerprint, run
from ontology import Ontology, load

At = Callable[..., Location]
Into = Callable[..., Report]
Rows = list[dict[str, object]]


def loader_of(parse: Callable[[Record], Iterator[Statement]], rows: Rows) -> ModuleType:
    """A loader made for a test: it fetches these rows and parses them so."""
    module = ModuleType("made_for_a_test")
    module.SOURCE = Source("made", "Made for a test", "Nobody", "CC0-1.0")  # type: ignore[attr-defined]
    module.fetch = lambda where: (  # type: ignore[attr-defined]
        where.record(str(n), dict(row), file="rows.csv", line=n + 1) for n, row in enumerate(rows, 1)
    )
    module.parse = parse  # type: ignore[attr-defined]
    return module


def said(ledger: Ledger) -> set[tuple[str, str, str]]:
    return {
        (one.subject, one.predicate, one.object.value if isinstance(one.object, Literal) else one.object)
        for one in ledger.match()
    }


def firm(record: Record) -> Iterator[Statement]:
    yield record.says(record.data.pop("id"), "type", "Company")


def test_what_a_loader_says_is_in_the_ledger_with_source_and_row(
    ledger: Ledger, ontology: Ontology, at: At, tmp_path: Path
) -> None:
    loader = loader_of(firm, [{"id": "x-1"}, {"id": "x-2", "colour": "red", "note": ""}])
    report = run(ledger, ontology, loader, at(loader, part="rows.csv"))
    assert said(ledger) == {("x-1", "type", "Company"), ("x-2", "type", "Company")}
    assert (report.records, report.change.added, report.entities["Organisation"]) == (2, 2, 2)
    assert report.not_understood == {"column “colour”": 1}
    assert not report.clean
    (one,) = ledger.match(subject="x-2")
    assert (one.evidence.source, one.evidence.record, one.by) == ("made", "2", "made_for_a_test 1")
    assert '"colour":"red"' in one.evidence.row
    assert [source.id for source in ledger.sources()] == ["made"]


WRONG: list[tuple[str, Callable[[Record], Statement], type[InnographError], str]] = [
    (
        "unknown predicate",
        lambda r: r.says("x-1", "knows", "x-2"),
        InvalidStatement,
        "“knows” is no relation",
    ),
    (
        "unknown class",
        lambda r: r.says("x-1", "type", "Compny"),
        InvalidStatement,
        "“Compny” is no class .*Company",
    ),
    (
        "unknown qualifier",
        lambda r: r.says("x-1", "type", "Company", colour="red"),
        InvalidStatement,
        "“colour”",
    ),
    (
        "end before start",
        lambda r: r.says("x-1", "memberOf", "x-2", when=When("2018", "2017")),
        InvalidStatement,
        "end 2017",
    ),
    (
        "no date",
        lambda r: r.says("x-1", "hasDate", "27 September"),
        InvalidStatement,
        "“27 September” is no date",
    ),
    (
        "period backwards",
        lambda r: r.says("x-1", "hasDate", "2018/2017"),
        InvalidStatement,
        "lies before the start",
    ),
    ("no number", lambda r: r.says("x-1", "count", "many"), InvalidStatement, "“many” is no whole number"),
    ("no amount", lambda r: r.says("x-1", "totalCost", "1,5"), InvalidStatement, "“1,5” is no number"),
    ("no address", lambda r: r.says("x-1", "website", "www.x.example"), InvalidStatement, "is no address"),
    ("script", lambda r: r.says("x-1", "website", "https://x/<script>"), InvalidStatement, "is no address"),
    (
        "missing column",
        lambda r: r.says(r.data["number"], "type", "Company"),
        SourceError,
        "“number” is missing",
    ),
    (
        "wrong datatype",
        lambda r: r.says("x-1", "count", Literal("5")),
        InvalidStatement,
        "is a integer, not a string",
    ),
    ("derived", lambda r: r.says("x-1", "derivedCollaboration", "x-2"), InvalidStatement, "derived"),
]


@pytest.mark.parametrize(
    ("wrong", "error", "message"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG]
)
def test_one_wrong_statement_stops_the_load_names_file_and_line_and_leaves_the_ledger_as_it_was(
    wrong: Callable[[Record], Statement],
    error: type[InnographError],
    message: str,
    ledger: Ledger,
    ontology: Ontology,
    at: At,
) -> None:
    good = loader_of(firm, [{"id": "x-7"}])
    run(ledger, ontology, good, at(good, part="rows.csv"))
    before, revision = said(ledger), ledger.revision

    def parse(record: Record) -> Iterator[Statement]:
        yield from firm(record)
        if record.line == 3:
            yield wrong(record)

    bad = loader_of(parse, [{"id": "x-1"}, {"id": "x-2"}])
    with pytest.raises(error, match=f"rows.csv, line 3: .*{message}"):
        run(ledger, ontology, bad, at(bad, part="rows.csv", options={"try": 2}))
    assert (said(ledger), ledger.revision) == (before, revision)


def test_a_relation_between_things_it_cannot_join_is_left_out_and_reported(
    ledger: Ledger, ontology: Ontology, at: At
) -> None:
    def parse(record: Record) -> Iterator[Statement]:
        yield record.says("x-event", "memberOf", "x-firm")  # known only later: the statement waits
        yield record.says("x-firm", "locatedIn", "vertical-ict")
        yield record.says("x-event", "type", "Event")
        yield record.says("x-firm", "type", "Company")
        yield record.says("x-firm", "participatedIn", "x-event")
        yield record.says("x-firm", "collaboratesWith", "x-nobody-said-what-this-is")
        yield record.says("x-firm", "count", "3")
        record.data.clear()

    loader = loader_of(parse, [{"id": "1"}])
    report = run(ledger, ontology, loader, at(loader, part="rows.csv"))
    relations = {one for one in said(ledger) if one[1] != "type"}
    assert relations == {
        ("x-firm", "participatedIn", "x-event"),
        ("x-firm", "collaboratesWith", "x-nobody-said-what-this-is"),
    }
    assert report.violated == 3
    assert any("Event x-event cannot have “memberOf”" in line for line in report.violations)
    assert any("“locatedIn” cannot lead to the Vertical vertical-ict" in line for line in report.violations)


def test_the_same_input_again_is_not_even_parsed(
    into: Into, fixtures: Path, tmp_path: Path, ledger: Ledger
) -> None:
    table = shutil.copy(fixtures / "cordis_prepared_fp7.csv", tmp_path / "rows.csv")
    first = into(cordis, Path(table))
    again = into(cordis, Path(table))
    assert (first.change.noop, again.change.noop, again.records) == (False, True, 0)
    assert again.sentences() == ["cordis/rows.csv: unchanged, nothing to do."]
    assert ledger.count() == first.change.added


def test_the_fingerprint_sees_contents_options_ontology_and_version(
    at: At, fixtures: Path, tmp_path: Path, ontology: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = Path(shutil.copy(fixtures / "cordis_prepared_fp7.csv", tmp_path / "rows.csv"))
    marks = [fingerprint(cordis, ontology, at(cordis, table))]
    assert fingerprint(cordis, ontology, at(cordis, table)) == marks[0]
    marks.append(fingerprint(cordis, ontology, at(cordis, table, options={"encoding": "cp1252"})))
    term = "@prefix inno: <https://w3id.org/innograph/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n# more"
    marks.append(fingerprint(cordis, load(term), at(cordis, table)))
    monkeypatch.setattr(cordis, "VERSION", "another")
    marks.append(fingerprint(cordis, ontology, at(cordis, table)))
    table.write_text(table.read_text() + "\n")
    marks.append(fingerprint(cordis, ontology, at(cordis, table)))
    assert len(set(marks)) == len(marks)


def test_a_changed_input_touches_only_what_changed(into: Into, fixtures: Path, tmp_path: Path) -> None:
    table = tmp_path / "rows.csv"
    text = (fixtures / "cordis_prepared_h2020.csv").read_text()
    table.write_text(text)
    first = into(cordis, table)
    table.write_text(text.replace("390000", "390001"))
    second = into(cordis, table)
    assert (second.change.added, second.change.closed) == (1, 1)
    assert second.change.same == first.change.added - 1


def test_expectations_that_are_missed_are_reported_and_the_load_stands(into: Into, fixtures: Path) -> None:
    expect = {"Organisation": 100, "Project": 2}
    report = into(cordis, fixtures / "cordis_prepared_h2020.csv", expect=expect)
    assert report.change.added > 0
    assert len(report.expectations_missed) == 1
    assert "Expected at least 100 of Organisation, found 3" in report.expectations_missed[0]


def test_progress_is_told_in_records(ledger: Ledger, ontology: Ontology, at: At) -> None:
    loader = loader_of(firm, [{"id": f"x-{n}"} for n in range(2500)])
    told: list[int] = []
    run(ledger, ontology, loader, at(loader, part="rows.csv"), progress=told.append)
    assert told == [1000, 2000, 2500]


def test_a_row_that_says_nothing_is_counted_with_its_reason_and_first_place(
    ledger: Ledger, ontology: Ontology, at: At
) -> None:
    def parse(record: Record) -> Iterator[Statement]:
        if record.line > 2:
            record.skip("no number")
            return
        yield from firm(record)

    loader = loader_of(parse, [{"id": "x-1"}, {"id": ""}, {"id": "?"}])
    report = run(ledger, ontology, loader, at(loader, part="rows.csv"))
    assert report.skipped == {"no number (rows.csv, line 3)": 2}
    assert "Skipped: no number (rows.csv, line 3) (2 times)." in report.sentences()


def test_modes_and_times_reach_the_ledger(ledger: Ledger, ontology: Ontology, at: At) -> None:
    def parse(record: Record) -> Iterator[Statement]:
        yield record.says("x-1", "type", "Hospital", mode=Mode.PLANNED, when=When.parse("2027~"))
        record.data.clear()

    loader = loader_of(parse, [{"id": "1"}])
    run(ledger, ontology, loader, at(loader, part="rows.csv"))
    (one,) = ledger.match()
    assert (one.mode, one.when) == (Mode.PLANNED, When("2027", "2027", True))


def test_judgements_of_a_table_are_recorded_once_and_undone_when_they_leave_it(
    into: Into, fixtures: Path, tmp_path: Path, ledger: Ledger
) -> None:
    table = tmp_path / "table.yaml"
    text = (fixtures / "curated.yaml").read_text("utf-8")
    table.write_text(text, "utf-8")
    into(curated, table)
    (judgement,) = ledger.judgements()
    assert (judgement.verdict, judgement.by) == ("different", "Editors [curated/table.yaml]")
    table.write_text(text + "# another byte\n", "utf-8")
    into(curated, table)
    assert len(ledger.judgements(undone=True)) == 1
    table.write_text(text[: text.index("judgements:")], "utf-8")
    into(curated, table)
    assert ledger.judgements() == []
    (undone,) = ledger.judgements(undone=True)
    assert undone.undone_why == "No longer in the table."


def test_a_judgement_that_contradicts_another_is_refused_and_the_rest_of_the_table_holds(
    into: Into, fixtures: Path, tmp_path: Path, ledger: Ledger
) -> None:
    table = tmp_path / "table.yaml"
    text = (fixtures / "curated.yaml").read_text("utf-8")
    table.write_text(
        text + "  - {same: [cluster-one, place-cluj-napoca], why: guessed, by: Somebody, from: two}\n",
        "utf-8",
    )
    report = into(curated, table)
    assert report.change.added > 0
    assert report.violated == 1
    assert "the judgement is refused" in report.violations[0]
    assert [one.verdict for one in ledger.judgements()] == ["different"]
