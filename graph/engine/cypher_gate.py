"""May this foreign query be run? One lexical gate for every engine that speaks Cypher.

It is the first of three locks. The engine's own is the second (a reader's login, a READ transaction with a time
limit), and the third is that every transaction is rolled back. The gate knows what the engines let through all the
same: files read under READ, EXPLAIN that executes, procedures and functions with side effects, queries whose mere
planning never ends.

`check` looks at tokens, not at text: words in strings, comments, backticks, property names and labels are free. What
it cannot read with certainty it refuses. The engine then gets the query without its comments, so that both see the
same tokens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from graph.engine.cypher_tokens import Token, tokens_of, without_comments
from graph.engine.cypher_words import BEFORE_BRACKET, FUNCTIONS, OPENINGS, PROCEDURES, REFUSED
from graph.errors import QueryRefused

__all__ = ["LONGEST", "check"]

LONGEST = 20_000  # characters
MOST_TOKENS = 5_000
DEEPEST = 60  # brackets inside brackets
DEEPEST_BRACES = 8  # subqueries in subqueries: planning takes exponential time
LONGEST_CHAIN = 100  # operators in one expression: parsers recurse
LONGEST_STEPS = 10  # properties of properties

_CHAINING = frozenset("+-*/%^=<>") | {"AND", "OR", "XOR", "NOT", "IN", "IS"}
_CHAIN_ENDS = frozenset(",;") | OPENINGS | {"WHERE", "UNION", "ORDER", "YIELD"}
_OPENS, _CLOSES = {"(": ")", "[": "]", "{": "}"}, frozenset(")]}")


def check(query: str, parameters: Mapping[str, object] | None = None) -> str:
    """The query as it may be sent to an engine: its comments blanked, positions unchanged.

    Raises QueryRefused, naming the part, for anything but one plain read.
    """
    if len(query) > LONGEST:
        raise QueryRefused("the query", f"it has more than {LONGEST} characters")
    _check_characters(query)
    tokens = list(tokens_of(query))
    while tokens and tokens[-1].text == ";":
        tokens.pop()
    if len(tokens) > MOST_TOKENS:
        raise QueryRefused("the query", f"it has more than {MOST_TOKENS} words and signs")
    if not tokens or tokens[0].word not in OPENINGS:
        raise QueryRefused(
            f"“{tokens[0].text[:30] if tokens else ''}”", f"a query begins with {', '.join(sorted(OPENINGS))}"
        )
    _check_shape(tokens)
    for at, token in enumerate(tokens):
        _check_token(tokens, at, token, parameters or {})
    return without_comments(query)


def _check_characters(query: str) -> None:
    if re.search(r"\\[uU]", query):
        raise QueryRefused("\\u", "an escape can hide a quotation mark; send the text as a parameter")
    for char in query:
        if char not in "\t\r\n" and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
            raise QueryRefused(f"U+{ord(char):04X}", "an invisible character; send the text as a parameter")


def _check_shape(tokens: list[Token]) -> None:
    """Brackets that match and are not too deep, chains that are not too long, strings that end."""
    expected: list[str] = []  # the closing brackets to come
    chains = [0]  # operators so far, in each bracket that is open
    steps = 0
    for at, token in enumerate(tokens):
        if token.kind == "sign":
            _check_sign(token.text)
        if token.text in _OPENS:
            _check_made_up_type(tokens, at, expected)
            expected.append(_OPENS[token.text])
            chains.append(0)
            if len(expected) > DEEPEST or expected.count("}") > DEEPEST_BRACES:
                raise QueryRefused(f"“{token.text}”", "brackets or subqueries stand too deep in each other")
        elif token.text in _CLOSES:
            if not expected or expected.pop() != token.text:
                raise QueryRefused(f"“{token.text}”", "this bracket was not opened")
            chains.pop()
        chains[-1] = _chain(chains[-1], tokens, at)
        if chains[-1] > LONGEST_CHAIN:
            raise QueryRefused(f"“{token.text}”", f"more than {LONGEST_CHAIN} operators in one expression")
        steps = steps + 1 if token.text == "." else steps if token.kind in ("word", "tick") else 0
        if steps > LONGEST_STEPS:
            raise QueryRefused("“.”", f"more than {LONGEST_STEPS} properties of properties")
    if expected:
        raise QueryRefused(f"“{expected[-1]}”", "this bracket is missing")


def _check_made_up_type(tokens: list[Token], at: int, expected: list[str]) -> None:
    """A type that is worked out as the query runs: Neo4j filters by it, ArcadeDB silently takes every type."""
    before = [token.text for token in tokens[max(at - 2, 0) : at]]
    if tokens[at].text == "(" and before[-1:] == ["$"] and before[0] in (":", "|") and expected[-1:] == ["]"]:
        raise QueryRefused("-[:$(…)]-", "engines read it differently; write WHERE type(r) = $type")


def _chain(before: int, tokens: list[Token], at: int) -> int:
    """How many operators stand in a row after this token."""
    name = tokens[at].word or tokens[at].text
    if name == "WITH" and at and tokens[at - 1].word in ("STARTS", "ENDS"):
        return before + 1
    return 0 if name in _CHAIN_ENDS else before + (name in _CHAINING)


def _check_sign(sign: str) -> None:
    if sign == ";":
        raise QueryRefused("“;”", "one query at a time")
    if sign in "'\"`":
        raise QueryRefused(f"“{sign}”", "this quotation mark is not closed")
    if not sign.isascii() or sign in "\\#?@":
        raise QueryRefused(f"“{sign}”", "this sign does not belong to Cypher")


def _check_token(tokens: list[Token], at: int, token: Token, parameters: Mapping[str, object]) -> None:
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if token.text == "=" and following == "~":
        _check_pattern(tokens, at + 2, parameters)
    if following == "(" and token.kind in ("word", "tick"):
        _check_function(tokens, at, token)
    if token.kind != "word" or _is_name(tokens, at):
        return
    if why := REFUSED.get(token.word):
        raise QueryRefused(token.word, f"{why} (a name spelled so goes in backticks)")
    if token.word == "CALL" and following not in ("{", "("):
        name = _dotted(tokens, at + 1)
        if name.lower() not in PROCEDURES:
            raise QueryRefused(f"CALL {name or '…'}", "this procedure is not on the list")


def _is_name(tokens: list[Token], at: int) -> bool:
    """True for the word of a property, a label, a parameter, or the key of a map: no clause begins there."""
    before = tokens[at - 1].text if at else ""
    second = tokens[at - 2] if at > 1 else None
    if before == ".":
        # “1. SET” is a number and a clause; “[1..SET]” is a range
        return second is not None and second.kind != "number" and second.text != "."
    if before in (":", "$"):
        return True
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return following == ":" and before in ("{", ",", "(", "[")


def _check_function(tokens: list[Token], at: int, token: Token) -> None:
    """The word before a bracket must be a keyword or a known function, with all that stands before its dots."""
    start = at
    while start > 1 and tokens[start - 1].text == "." and tokens[start - 2].kind in ("word", "tick"):
        start -= 2
    if start and tokens[start - 1].text == ".":
        raise QueryRefused(f".{token.text}()", "values have no functions of their own")
    if start == at and token.kind == "word" and token.word in BEFORE_BRACKET:
        return
    name = _dotted(tokens, start)
    if start and tokens[start - 1].word == "CALL":
        return  # a procedure, looked at where its CALL stands
    if name.lower() not in FUNCTIONS:
        raise QueryRefused(f"{name}()", "this function is not on the list")


def _dotted(tokens: list[Token], at: int) -> str:
    """The name that begins here, its dots and backticks resolved."""
    parts: list[str] = []
    while at < len(tokens) and tokens[at].kind in ("word", "tick"):
        text = tokens[at].text
        parts.append(text[1:-1].replace("``", "`") if tokens[at].kind == "tick" else text)
        if at + 1 >= len(tokens) or tokens[at + 1].text != ".":
            break
        at += 2
    return ".".join(parts)


def _check_pattern(tokens: list[Token], at: int, parameters: Mapping[str, object]) -> None:
    """A regular expression is matched where no time limit reaches: only a plain one, and written out.

    It must be a string or a parameter, without back references and flags but (?i), with at most two `*`, `+` or
    `{}`, and none of them behind a bracket.
    """
    token = tokens[at] if at < len(tokens) else None
    after = at + 1
    if token and token.kind == "text":
        pattern = token.text[1:-1].replace("\\\\", "\\")
    elif token and token.text == "$" and at + 1 < len(tokens):
        pattern = str(parameters.get(_dotted(tokens, at + 1) or tokens[at + 1].text, ""))
        after = at + 2
    else:
        raise QueryRefused("=~", "the pattern must be a string or a parameter")
    if after < len(tokens) and tokens[after].text in ("+", ".", "[", "|"):
        raise QueryRefused("=~", "the pattern must be a string or a parameter")
    bare = re.sub(r"\\[^0-9k]", "_", pattern)  # escaped signs are plain
    bare = re.sub(r"\[[^\]]*\]", "_", bare)
    hard = re.search(r"\\|\)[*+{]|\(\?(?!i\)|:)", bare) or len(re.findall(r"[*+{]", bare)) > 2
    if hard or len(pattern) > 300:
        raise QueryRefused("=~", "this regular expression could take forever; use CONTAINS, or a simpler one")
