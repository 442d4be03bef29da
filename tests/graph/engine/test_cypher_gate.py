"""Does the gate refuse everything but a plain read, and no plain read?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.engine.cypher_gate import check
from graph.errors import QueryRefused
from tests.graph.engine.hostile import HONEST, HOSTILE

PARAMETERS = {
    "pattern": "(?i).*cluj.*",
    "evil": "(a+)+$",
    "nested": {"evil": "(a+)+$"},
    "set": 1,
    "create": 2,
}
CLAUSES = ("CREATE (:H)", "SET n.x=1", "MERGE (:H)", "DELETE n", "LOAD CSV FROM 'x' AS l", "REMOVE n.x")


@pytest.mark.parametrize("query", HONEST)
def test_a_plain_read_passes(query: str) -> None:
    assert check(query, PARAMETERS)


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: query[:60])
def test_nothing_hostile_passes(query: str) -> None:
    with pytest.raises(QueryRefused) as refused:
        check(query, PARAMETERS)
    assert refused.value.part
    assert refused.value.why


def test_the_list_is_long_enough() -> None:
    assert len(set(HOSTILE)) >= 120


def test_the_refusal_names_the_clause_and_the_way_out() -> None:
    with pytest.raises(QueryRefused, match=r"^Refused: SET: it would change the graph \(.* backticks\)$"):
        check("MATCH (n) SET n.x = 1")
    assert check("MATCH (n) RETURN n.id AS `set`")


def test_comments_are_blanked_and_positions_stay() -> None:
    query = "MATCH (n) /* SET\nx */ RETURN n // CREATE"
    sent = check(query)
    assert sent == "MATCH (n)       \n     RETURN n"
    assert sent.splitlines()[1].index("RETURN") == query.splitlines()[1].index("RETURN")


def test_what_looks_like_a_comment_in_a_string_stays() -> None:
    assert check("RETURN 'http://x/*y*/' AS a") == "RETURN 'http://x/*y*/' AS a"


@given(
    st.sampled_from(CLAUSES),
    st.text("'\"`/*\\ab{}[]().:$1 \n\r-", max_size=20),
    st.text(" \n\t/*'`\"", max_size=6),
)
def test_a_clause_that_still_is_one_is_refused(clause: str, before: str, after: str) -> None:
    """Whatever stands around it, a query whose clause survives outside of strings and comments never passes."""
    query = f"MATCH (n) RETURN n {before} {clause}{after}"
    try:
        sent = check(query)
    except QueryRefused:
        return
    word = clause.split(maxsplit=1)[0]
    at = sent.find(clause)
    assert at == -1 or _quoted(sent, at) or sent[:at].rstrip()[-1] in ".:$", (word, sent)


def _quoted(query: str, at: int) -> bool:
    """Our own slow look, one character after another: does this place lie in a string or in backticks?"""
    inside, position = "", 0
    while position < at:
        char = query[position]
        if inside:
            if char == "\\" and inside != "`":
                position += 1
            elif char == inside:
                inside = ""
        elif char in "'\"`":
            inside = char
        position += 1
    return bool(inside)
