"""Are statements that went through ledger and property graph the same when they are read back, whatever they say?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import StoreError
from graph.ledger import Judgement
from graph.projection.property_graph import PropertyGraph, read_statements
from graph.projection.property_graph_said import statement_of_entry, statements_of_tie
from graph.statement import Document, Evidence, Literal, Mode, Statement, sorted_qualifiers
from graph.when import When, first_day, last_day
from ontology import DATATYPES
from tests.graph.projection.property_graphs import world

if TYPE_CHECKING:
    from graph.engine.bolt import Engine

HOSTILE = [
    " ",
    "'; MATCH (n) DETACH DELETE n //",
    "`]->() DELETE n //",
    '"} , {"id":"x',
    "\\u0027 \\' \\\" \\n",
    "line\nbreak\r\n\ttab",
    "\x00\x01\x1f\x7f",
    "\ufeff\u202e\u2028\u200b",
    "Școala ținutului ŞŢ 😀 \U000e0001",
    "a\u0301",
    "${jndi:ldap://x}",
    "null",
    "9" * 400,
]
DOCUMENT = Document(normalize("NFC", " … ".join(HOSTILE * 3)), "hostile", "part", language="en")

words = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=20))
ids = st.one_of(words, st.sampled_from(["ror-051h0cw83", "ror-00beta", "x-1", "x-2", "pic-1"]))
days = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat)
dates = st.one_of(days, days.map(lambda day: day[:7]), days.map(lambda day: day[:4]))
numbers = st.sampled_from(
    ["7", "-0", "+7", "1.50", "1e400", "NaN", "inf", "9" * 40, "٣", "true", "FALSE", "²"]
)


@st.composite
def whens(draw: st.DrawFn) -> When:
    start, end = draw(st.tuples(dates, st.none()) | st.tuples(st.none(), dates) | st.tuples(dates, dates))
    if start and end and last_day(end) < first_day(start):
        start, end = end, start
    return When(start, end, draw(st.booleans()))


@st.composite
def quotes(draw: st.DrawFn) -> object:
    start = draw(st.integers(0, len(DOCUMENT.text) - 1))
    return DOCUMENT.quote(start, draw(st.integers(start + 1, min(len(DOCUMENT.text), start + 60))))


literals = st.builds(
    Literal,
    st.one_of(words, numbers, dates, st.sampled_from(["University", "Company", "Ș"])),
    st.sampled_from([*DATATYPES]),
    st.sampled_from(["", "en", "ro", "x-klingon"]),
)
statements = st.builds(
    Statement,
    subject=ids,
    predicate=st.sampled_from(
        [
            "type",
            "name",
            "alias",
            "trl",
            "hasDate",
            "held",
            "latitude",
            "memberOf",
            "participatedIn",
            "unheardOf",
        ]
    ),
    object=ids | literals,
    evidence=st.builds(
        Evidence,
        source=st.just("hostile"),
        part=st.just("part"),
        record=words,
        retrieved=st.dates(date(2018, 1, 1), date(2026, 1, 1)),
        quote=st.none() | quotes(),
    ),
    mode=st.sampled_from(Mode),
    when=st.none() | whens(),
    qualifiers=st.lists(
        st.tuples(
            st.sampled_from(["role", "amount", "sme", "order", "mode", "begin", "unheardOf"]), words | numbers
        ),
        max_size=3,
    ).map(sorted_qualifiers),
    confidence=st.sampled_from([1.0, 0.0, 0.85, 1e-9, 1 / 3]),
    by=st.sampled_from(["", "prose 1"]) | words,
)


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(st.lists(statements, min_size=30, max_size=60, unique_by=lambda statement: statement.id))
def test_nothing_is_lost_or_changed(engine: Engine, told: list[Statement]) -> None:
    with TemporaryDirectory() as folder, world(Path(folder)) as here:
        here.ledger.replace("hostile", "part", told, documents=[DOCUMENT])
        here.ledger.judge(Judgement("x-1", "x-2", "same", "tester", "so that ends move"))
        here.catch_up()
        PropertyGraph(engine, here.ontology).update(here.ledger, here.index)
        expected = {statement.id: statement for statement in here.ledger.match()}
        assert set(expected) == {statement.id for statement in told}
        assert {statement.id: statement for statement in read_statements(engine, here.ontology)} == expected


@pytest.mark.parametrize(
    "entry",
    [
        "",
        "[]",
        "{}",
        '{"id":"x"}',
        '{"id":"00","predicate":"name","value":"x","source":"s","part":"p","record":"r"}',
    ],
)
def test_a_damaged_entry_is_named(entry: str) -> None:
    with pytest.raises(StoreError, match=r"node-1 is damaged .*build it anew"):
        statement_of_entry("node-1", entry, {"name": "string"})


def test_an_entry_that_was_tampered_with_does_not_fit_its_id() -> None:
    entry = (
        '{"id":"00112233445566778899aabbccddeeff","predicate":"name","value":"x","source":"s","part":"p",'
        '"record":"r","retrieved":"2026-01-01"}'
    )
    with pytest.raises(StoreError, match="something else than its id"):
        statement_of_entry("node-1", entry, {"name": "string"})


def test_parallel_lists_of_unequal_length_are_damage() -> None:
    held = {"statements": ["x"], "sources": ["s"], "quotes": [], "evidence": []}
    with pytest.raises(StoreError, match="memberOf of a is damaged"):
        list(statements_of_tie("a", "memberOf", "b", held))
