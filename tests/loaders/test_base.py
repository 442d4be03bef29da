from __future__ import annotations

from datetime import date

import pytest

from graph.errors import InvalidStatement
from graph.statement import Document, Literal, Mode, When
from loaders._base import Record, row_of
from ontology import UnknownTerm


@pytest.fixture
def record() -> Record:
    return Record(
        "src", "part.csv", "row/1", {"a": "1", "b": "", "c": "x"}, file="f.csv", line=7, by="test 1"
    )


@pytest.mark.parametrize(
    ("predicate", "value", "said"),
    [
        ("type", "Company", Literal("Company", "term")),
        ("name", "  Firma Ș ", Literal("Firma Ș", "string", "ro")),
        ("count", 5, Literal("5", "integer")),
        ("totalCost", 1234.50, Literal("1234.5", "decimal")),
        ("totalCost", 3e8, Literal("300000000", "decimal")),
        ("held", True, Literal("true", "boolean")),
        ("hasDate", date(2018, 6, 28), Literal("2018-06-28", "edtf")),
        ("website", Literal("https://x.example", "anyURI"), Literal("https://x.example", "anyURI")),
    ],
)
def test_plain_values_become_literals_of_the_ontologys_datatype(
    record: Record, predicate: str, value: object, said: Literal
) -> None:
    assert record.says("x-1", predicate, value, lang="ro").object == said


def test_a_statement_carries_mode_time_sorted_qualifiers_and_the_evidence_of_its_row(record: Record) -> None:
    one = record.says(
        "x-1",
        "participatedIn",
        "x-2",
        mode=Mode.PLANNED,
        when=When.on("2018"),
        role="host",
        amount="5",
        note="",
    )
    assert one.object == "x-2"
    assert (one.mode, one.when, one.by) == (Mode.PLANNED, When.on("2018"), "test 1")
    assert one.qualifiers == (("amount", "5"), ("role", "host"))
    assert one.evidence is record.evidence
    assert (one.evidence.source, one.evidence.part, one.evidence.record) == ("src", "part.csv", "row/1")
    assert one.evidence.row == '{"a":"1","b":"","c":"x"}'


def test_a_quote_is_evidence_of_its_own(record: Record) -> None:
    document = Document("Cluj IT is a cluster.", "src", "part")
    one = record.says("x-1", "type", "Cluster", quote=document.quote(0, 7))
    assert one.evidence.quote is not None
    assert (one.evidence.quote.text, one.evidence.record) == ("Cluj IT", "row/1")


def test_an_unknown_predicate_an_empty_value_and_a_value_for_an_entity_are_refused(record: Record) -> None:
    with pytest.raises(UnknownTerm, match="memberOff"):
        record.says("x-1", "memberOff", "x-2")
    with pytest.raises(InvalidStatement, match=r"f\.csv, line 7: an empty value for “name” of x-1"):
        record.says("x-1", "name", "  ")
    with pytest.raises(InvalidStatement, match=r"f\.csv, line 7: the relation “memberOf” needs the id"):
        record.says("x-1", "memberOf", 5)


def test_leftovers_are_the_columns_that_nobody_popped_and_that_hold_something(record: Record) -> None:
    record.data.pop("a")
    assert record.leftovers() == ("c",)


def test_an_id_of_a_source_is_the_same_in_every_run_and_another_in_another_source(record: Record) -> None:
    assert record.id("firm", "1") == record.id("firm", "1")
    assert record.id("firm", "1") != Record("other", "p", "k", {}).id("firm", "1")
    assert record.id("firm", "1") != record.id("firm1")


def test_the_fast_row_is_the_same_json_as_the_general_one() -> None:
    row = {"a": 'quote " and \\', "ș": "Ț\n\t\u0001", "empty": ""}
    assert row_of(row) == Record("s", "p", "k", row).row
