"""Statements written as quads and read back are the same, whatever they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse

from graph.errors import InvalidStatement, StoreError
from graph.projection.delta import Resolved
from graph.projection.rdf_quads import Quads
from graph.projection.rdf_read import read_statements
from graph.statement import Evidence, Literal, Mode, Quote, Statement, sorted_qualifiers
from graph.when import When, first_day, last_day
from ontology import DATATYPES, load

ONTOLOGY = load()
HOSTILE = [
    "",
    " ",
    ".",
    "..",
    "../x",
    'say "no"',
    "a\\u0041\\",
    "line\nbreak\r\n\ttab",
    "<http://x>",
    "'; DROP ALL; #",
    "} INSERT DATA { <a:a> <a:a> <a:a> }",
    "\x00\x01\x7f",
    "\ufeff\u202e\u2028",
    "ș ț Ș ï 😀",
    "%20%2F",
    "{{7*7}}",
    "a\u0301",
]
words = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12))
names = st.one_of(words, st.sampled_from(["ror-051h0cw83", "x-1", "Organisation"]))
numbers = st.sampled_from(
    ["7", "007", "+7", "-0", "1.50", "0.5", ".5", "1e3", "NaN", "9" * 40, "true", "1", "x"]
)
days = st.dates(date(1800, 1, 1), date(2200, 1, 1)).map(date.isoformat)
dates = st.one_of(days, days.map(lambda day: day[:7]), days.map(lambda day: day[:4]))
languages = st.sampled_from(["", "en", "ro", "en-GB", "EN", "x-klingon", "not a tag", "de-1996"])


@st.composite
def whens(draw: st.DrawFn) -> When:
    start, end = draw(st.tuples(dates, st.none()) | st.tuples(st.none(), dates) | st.tuples(dates, dates))
    if start and end and last_day(end) < first_day(start):
        start, end = end, start
    return When(start, end, draw(st.booleans()))


whens_or_none = st.none() | whens()


@st.composite
def literals(draw: st.DrawFn) -> Literal:
    datatype = draw(st.sampled_from([*DATATYPES, "float", "odd type"]))
    value = draw(st.one_of(words, numbers, dates, st.sampled_from(["University", "Company"])))
    return Literal(value, datatype, draw(languages))


evidences = st.builds(
    Evidence,
    source=st.sampled_from(["cordis", "a b/c", "ș", "https://example.org/x#y"]),
    part=words,
    record=words,
    retrieved=st.dates(date(2018, 1, 1), date(2026, 1, 1)),
    quote=st.none()
    | st.builds(
        Quote, names, st.integers(0, 10**6), st.integers(1, 10**6), words, st.sampled_from([0, 1, 25])
    ),
    row=st.sampled_from(["", '{"a":"b\\n"}', "not json"]) | words,
)
qualifiers = st.lists(
    st.tuples(
        st.sampled_from(["role", "amount", "sme", "order", "kind", "undeclared", "mode"]) | words,
        words | numbers,
    ),
    max_size=4,
).map(sorted_qualifiers)
statements = st.builds(
    Statement,
    subject=names,
    predicate=st.sampled_from(["type", "name", "memberOf", "participatedIn", "hasDate", "trl"]),
    object=names | literals(),
    evidence=evidences,
    mode=st.sampled_from(Mode),
    when=whens_or_none,
    qualifiers=qualifiers,
    confidence=st.sampled_from([1.0, 0.0, 0.85, 1e-9, 1 / 3]) | st.floats(0, 1),
    by=st.sampled_from(["", "prose 1"]) | words,
)


def plain(statement: Statement) -> Resolved:
    return Resolved(statement, statement.id, statement.subject, statement.object)


def merged(statement: Statement) -> Resolved:
    said = statement.object
    return Resolved(statement, statement.id, "canonical", "other" if isinstance(said, str) else said)


def whole(statements: list[Statement]) -> dict[str, tuple[Statement, str]]:
    """By id, with the row, which does not count in the equality of evidence."""
    return {statement.id: (statement, statement.evidence.row) for statement in statements}


def stored(resolved: list[Resolved], store: Store | None = None) -> Store:
    store = store or Store()
    lines = "".join(Quads(ONTOLOGY).lines(resolved))
    store.bulk_load(lines.encode(), format=RdfFormat.N_QUADS)
    return store


@settings(max_examples=200, deadline=None)
@given(st.lists(statements, max_size=6, unique_by=lambda statement: statement.id))
def test_what_is_written_is_read_back(said: list[Statement]) -> None:
    assert whole(list(read_statements(stored([plain(one) for one in said]), ONTOLOGY))) == whole(said)


@settings(max_examples=100, deadline=None)
@given(st.lists(statements, max_size=4, unique_by=lambda statement: statement.id))
def test_ids_as_said_come_back_from_under_canonical_ids(said: list[Statement]) -> None:
    assert whole(list(read_statements(stored([merged(one) for one in said]), ONTOLOGY))) == whole(said)


@settings(max_examples=100, deadline=None)
@given(statements)
def test_without_graphs_it_is_the_default_graph_of_the_whole(said: Statement) -> None:
    whole_store = stored([plain(said)])
    updated = Store()
    updated.update(f"INSERT DATA {{ {Quads(ONTOLOGY, graphs=False).block(plain(said))} }}")
    assert set(updated) == set(whole_store.quads_for_pattern(None, None, None, DefaultGraph()))
    named = [quad for quad in whole_store if quad.graph_name != DefaultGraph()]
    assert len(named) == said.mode.is_plain
    assert {quad.triple for quad in named} <= {quad.triple for quad in updated}


def test_a_plain_row_costs_about_seven_quads_a_fact() -> None:
    facts = []
    for number in range(100):
        record = Evidence("cordis", "file.csv", f"row {number}", date(2026, 11, 1), row=f'{{"n":{number}}}')
        facts += [
            Statement(f"pic-{number}", "participatedIn", f"cordis-{number % 9}", record),
            Statement(f"pic-{number}", "locatedIn", "country-ro", record),
            Statement(f"pic-{number}", "type", Literal("Organisation", "term"), record),
        ]
    quads = list(parse("".join(Quads(ONTOLOGY).lines(map(plain, facts))), format=RdfFormat.N_QUADS))
    assert len(quads) == len(set(quads)), "nothing is written twice"
    assert 6 <= len(quads) / len(facts) <= 7.1, "a third of these are types, which imply two more each"
    again = "".join(Quads(ONTOLOGY).lines(map(plain, [*facts, *facts])))
    assert len(set(parse(again, format=RdfFormat.N_QUADS))) == len(quads)


def asked(store: Store, query: str) -> set[str]:
    return {row[0].value for row in store.query(query)}  # type: ignore[union-attr]


@pytest.mark.parametrize(("mode", "seen"), [("happened", 1), ("claimed", 1), ("planned", 0), ("refuted", 0)])
def test_only_what_happened_or_is_claimed_is_a_plain_triple(mode: str, seen: int) -> None:
    evidence = Evidence("cluj", "page", "p1", date(2026, 1, 1))
    store = stored([plain(Statement("a", "memberOf", "b", evidence, Mode(mode)))])
    inno = "https://w3id.org/innograph/ontology#"
    assert len(asked(store, f"SELECT ?x {{ ?x <{inno}memberOf> ?y }}")) == seen
    assert len(asked(store, f"SELECT ?st {{ ?st <{inno}mode> '{mode}' }}")) == (mode != "happened")


def test_a_type_is_asked_for_with_a() -> None:
    evidence = Evidence("cluj", "page", "p1", date(2026, 1, 1))
    store = stored([plain(Statement("a", "type", Literal("University", "term"), evidence))])
    ids = asked(store, "SELECT ?x { ?x a <https://w3id.org/innograph/ontology#University> }")
    assert ids == {"https://w3id.org/innograph/id/a"}


def test_the_quote_is_a_web_annotation_selector() -> None:
    evidence = Evidence("cluj", "page", "p1", date(2026, 1, 1), Quote("ab" * 32, 3, 9, "a fact", 2))
    store = stored([plain(Statement("a", "memberOf", "b", evidence))])
    quotes = asked(
        store,
        """PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?quote { ?st prov:wasDerivedFrom ?record . ?record oa:hasSource ?document ;
          oa:hasSelector [ a oa:TextQuoteSelector ; oa:exact ?quote ] ;
          oa:hasSelector [ a oa:TextPositionSelector ; oa:start 3 ; oa:end 9 ] }""",
    )
    assert quotes == {"a fact"}


@pytest.mark.parametrize(
    ("when", "first", "by", "last"),
    [
        (When("2018", "2018-06"), "2018-01-01", "2018-12-31", "2018-06-30"),
        (When("2018-06-28", None), "2018-06-28", "2018-06-28", None),
        (When(None, "2020-02", inferred=True), None, None, "2020-02-29"),
    ],
)
def test_uncertain_dates_are_days_that_a_query_can_compare(
    when: When, first: str | None, by: str | None, last: str | None
) -> None:
    evidence = Evidence("cluj", "page", "p1", date(2026, 1, 1))
    store = stored([plain(Statement("a", "memberOf", "b", evidence, when=when))])
    (row,) = store.query(  # type: ignore[misc, union-attr]
        """PREFIX inno: <https://w3id.org/innograph/ontology#> SELECT ?first ?by ?last { ?st inno:when ?t
        OPTIONAL { ?t inno:validFrom ?first } OPTIONAL { ?t inno:validFromBy ?b }
        OPTIONAL { ?t inno:validTo ?last } BIND(COALESCE(?b, ?first) AS ?by) }""",
    )
    assert [row[name] and row[name].value for name in ("first", "by", "last")] == [first, by, last]


def test_numbers_can_be_summed_although_they_come_back_as_said() -> None:
    evidence = Evidence("cordis", "file", "r", date(2026, 1, 1))
    said = [
        Statement(f"p{n}", "fundedBy", "eu", evidence, qualifiers=(("amount", "010.50"),)) for n in range(2)
    ]
    store = stored(list(map(plain, said)))
    query = "SELECT (SUM(?n) AS ?sum) { ?st <https://w3id.org/innograph/ontology#amount> ?n }"
    assert asked(store, query) == {"21"}
    assert {one.qualifiers for one in read_statements(store, ONTOLOGY)} == {(("amount", "010.50"),)}


def test_a_damaged_node_is_found_out(tmp_path: Path) -> None:
    evidence = Evidence("cordis", "file", "r", date(2026, 1, 1))
    said = Statement("a", "memberOf", "b", evidence)
    for query in (
        "DELETE WHERE { ?s <http://www.w3.org/ns/prov#wasDerivedFrom> ?o }",
        "DELETE { ?s ?p ?o } INSERT { ?s ?p <https://w3id.org/innograph/id/c> } "
        "WHERE { BIND(<http://www.w3.org/1999/02/22-rdf-syntax-ns#object> AS ?p) ?s ?p ?o }",
    ):
        store = stored([plain(said)])
        store.update(query)
        with pytest.raises(StoreError, match="build it anew"):
            list(read_statements(store, ONTOLOGY))


def test_no_source_may_take_the_name_of_the_derived_graph() -> None:
    said = Statement("a", "memberOf", "b", Evidence("derived", "f", "r", date(2026, 1, 1)))
    with pytest.raises(InvalidStatement, match="derived"):
        stored([plain(said)])


def test_two_records_with_one_key_stay_apart() -> None:
    one = Evidence("cordis", "file", "r", date(2026, 1, 1), row="{}")
    facts = [
        Statement("a", "memberOf", "b", one),
        Statement("a", "memberOf", "c", replace(one, retrieved=date(2026, 2, 1))),
        Statement("a", "memberOf", "d", replace(one, row='{"x":1}')),
    ]
    store = stored(list(map(plain, facts)))
    assert whole(list(read_statements(store, ONTOLOGY))) == whole(facts)
    assert (
        len(
            {
                quad.object
                for quad in store.quads_for_pattern(
                    None, NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom"), None
                )
            }
        )
        == 3
    )
