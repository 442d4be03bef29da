"""Is this SPARQL a plain read of our own graphs?

Oxigraph really sends `SERVICE` requests, so a query of a stranger passes here before it passes to the engine. The
gate must see the same words as the engine's parser, and that parser is peculiar: it wants no space after a
keyword (`SERVICEex:x {` and `trueSERVICE:x {` are calls), and it reads `<` as an operator wherever the grammar
wants one, even if a `>` follows (so that `?a<?b#>` is a comparison and a comment, not an IRI). What could be
read in two ways is refused; each refusal says how to write it plainly. The worker's empty network namespace and
its deadline are the walls behind this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from graph.errors import QueryRefused

__all__ = ["LONGEST", "Checked", "Form", "check"]

LONGEST = 50_000  # characters of a query
DEEPEST = 60  # brackets within brackets
MOST_TOKENS = 10_000
LONGEST_RUN = 20  # signs like ! - + ^ one after the other
OURS = "https://w3id.org/innograph/"

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n]+|\#[^\n\r]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''
      |"(?!\"\")(?:[^"\\\n\r]|\\.)*"|'(?!'')(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:[\w.·-]*)
  | (?P<name>(?:[^\W\d_][\w.·-]*)?:[\w.:%·-]*)
  | (?P<language>@[A-Za-z][A-Za-z0-9-]*)
  | (?P<word>[^\W\d]\w*)
  | (?P<number>\d+)
  | (?P<sign>[{}()\[\];,.*+\-/|&!=<>^?$:~])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:[tbnrf\\\"']|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_WHOLE_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_OTHER_IRI = re.compile(r"<[\w.~:/?@!$&()*+,;=%-]*>")
_UPDATES = frozenset(
    {"LOAD", "CLEAR", "DROP", "ADD", "MOVE", "COPY", "CREATE", "INSERT", "DELETE", "WITH", "USING", "INTO"}
)
_NAMES_A_GRAPH = frozenset({"GRAPH", "FROM", "NAMED", "DESCRIBE"})
_CALL = "SERVICE"


class Form(StrEnum):
    """What a query asks for: rows, yes or no, or triples."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def gives_triples(self) -> bool:
        """True for CONSTRUCT and DESCRIBE."""
        return self in (Form.CONSTRUCT, Form.DESCRIBE)


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that passed; `dataset` is true where it names its own graphs with FROM."""

    query: str
    form: Form
    dataset: bool


class _Token(NamedTuple):
    kind: str
    text: str
    at: int

    @property
    def upper(self) -> str:
        return self.text.upper()


def check(query: str, prefixes: Mapping[str, str] | None = None) -> Checked:
    """The query, if it is one plain read; QueryRefused names the part that is not.

    `prefixes` are those that the engine adds to the query's own.
    """
    if len(query) > LONGEST:
        raise QueryRefused("the query", f"it has {len(query)} characters; {LONGEST} are allowed.")
    tokens = list(islice(_tokens(query), MOST_TOKENS + 1))
    if len(tokens) > MOST_TOKENS:
        raise QueryRefused(
            "the query", f"it has more than the {MOST_TOKENS} words and signs that are allowed."
        )
    _refuse_depth(tokens)
    for place, token in enumerate(tokens):
        if token.kind == "word":
            _refuse_word(token)
        elif token.kind == "iri":
            _refuse_doubtful_iri(token)
        elif token.text == "{":
            _refuse_hidden_call(tokens, place)
    start, declared = _prologue(tokens)
    form = _form(tokens[start:])
    return Checked(query, form, _refuse_foreign_graphs(tokens[start:], {**(prefixes or {}), **declared}))


def _tokens(query: str) -> Iterator[_Token]:
    at = 0
    while at < len(query):
        found = _TOKEN.match(query, at)
        if found is None:
            raise _unreadable(query[at])
        kind, words = str(found.lastgroup), found.group()
        if kind == "string":
            _refuse_escapes(words)
        if kind != "space":
            yield _Token(kind, words, at)
        at = found.end()


def _unreadable(character: str) -> QueryRefused:
    if character in "\"'":
        return QueryRefused("a quotation mark", "it is never closed, or its text has an unknown escape.")
    if character == "\\":
        return QueryRefused("a backslash", "outside of strings write the letter itself, or a whole <IRI>.")
    return QueryRefused(f"the character U+{ord(character):04X}", "it may stand only in strings and comments.")


def _refuse_escapes(words: str) -> None:
    """Unknown escapes, and those of a sign that one reader of SPARQL takes for the sign and another does not."""
    for escape in _ESCAPE.finditer(words):
        code = int(escape[1] or escape[2] or "20", 16)
        known = escape[3] is None and code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
        if not known or chr(code) in "\"'\\\n\r":
            raise QueryRefused(f"the escape {escape.group()} in a string", "write the letter itself.")


def _refuse_depth(tokens: list[_Token]) -> None:
    depth = run = 0
    for token in tokens:
        depth += (token.text in ("{", "(", "[")) - (token.text in ("}", ")", "]"))
        run = run + 1 if token.text in ("!", "^", "+", "-") else 0
        if depth > DEEPEST or run > LONGEST_RUN:
            raise QueryRefused(
                "the nesting", f"at most {DEEPEST} brackets or {LONGEST_RUN} signs within each other."
            )


def _refuse_word(token: _Token) -> None:
    if _CALL in token.upper:
        raise QueryRefused("SERVICE", "a query may not call other servers.")
    if token.upper == "SILENT":
        raise QueryRefused("SILENT", "it belongs to SERVICE and to updates.")
    if token.upper in _UPDATES:
        raise QueryRefused(token.upper, "the graph can only be read here; it is changed by loading sources.")


def _refuse_doubtful_iri(token: _Token) -> None:
    """What stands between < and > but could be a comparison with a string, comment or call behind it."""
    if _WHOLE_IRI.match(token.text):
        return
    if not _OTHER_IRI.fullmatch(token.text) or _CALL in token.upper:
        raise QueryRefused(f"the IRI {token.text[:60]}", "write it in full, or put a space after the sign <.")


def _refuse_hidden_call(tokens: list[_Token], place: int) -> None:
    """`{` after an address: a call if the keyword hides at the end of the word before, or in the address's prefix."""
    address = tokens[place - 1] if place else None
    if address is None or address.kind not in ("variable", "iri", "name"):
        return
    before = tokens[place - 2] if place > 1 else None
    if before is not None and before.kind == "word" and before.upper in _NAMES_A_GRAPH:
        return
    hides = address.kind == "name" and _CALL in address.upper
    if before is not None and before.kind not in ("string", "variable"):
        hides = hides or (_CALL in before.upper and not _WHOLE_IRI.match(before.text))
    if hides:
        raise QueryRefused(
            "SERVICE", "a query may not call other servers; end what stands before { with a dot."
        )


def _prologue(tokens: list[_Token]) -> tuple[int, dict[str, str]]:
    """Where the query proper begins, and the prefixes it declares."""
    place, declared = 0, dict[str, str]()
    while place < len(tokens):
        word = tokens[place].upper
        following = [token.text for token in tokens[place + 1 : place + 3]]
        if word == "PREFIX" and len(following) == 2:
            declared[following[0].removesuffix(":")] = following[1][1:-1]
            place += 3
        elif word in ("BASE", "VERSION"):
            place += 2
        else:
            break
    return place, declared


def _form(tokens: list[_Token]) -> Form:
    first = tokens[0] if tokens else None
    if first is None or first.kind != "word" or first.upper not in Form.__members__:
        begin = f"“{first.text[:40]}”" if first else "an empty query"
        raise QueryRefused(begin, f"a query begins with {', '.join(Form)}, after its prefixes.")
    return Form(first.upper)


def _refuse_foreign_graphs(tokens: list[_Token], prefixes: Mapping[str, str]) -> bool:
    """True where the query has a FROM; one that names a graph which is not ours is refused."""
    named = False
    for place, token in enumerate(tokens):
        if token.kind != "word" or not token.upper.startswith("FROM"):
            continue
        named = True
        rest = tokens[place + 1 : place + 3]
        if rest and rest[0].upper == "NAMED":
            rest = rest[1:]
        address = rest[0].text if rest else ""
        if rest and rest[0].kind == "name":
            prefix, _, local = address.partition(":")
            address = f"<{prefixes.get(prefix, '')}{local}>"
        if not address.startswith(f"<{OURS}"):
            raise QueryRefused(f"FROM {address[:80]}", f"only graphs under {OURS} can be named.")
    return named
