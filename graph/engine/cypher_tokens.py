"""Which words and signs is a Cypher query made of? Told in one way for all who look at queries.

Stricter than any engine's own reading: where two engines might see different tokens, it refuses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from graph.errors import QueryRefused

__all__ = ["Token", "tokens_of", "without_comments"]

_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r\n]+ | //[^\r\n]* | /\*.*?\*/)
    | (?P<text>'(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*")
    | (?P<tick>`(?:``|[^`])*`)
    | (?P<number>0[xX][0-9a-fA-F]+ | 0[oO][0-7]+ | [0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?)
    | (?P<word>[^\W\d]\w*)
    | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: its kind (text, tick, number, word, sign), its text and where it begins.

    `word` is the text of a word in upper case with look-alike letters folded, "" for other kinds.
    """

    kind: str
    text: str
    word: str
    start: int

    @property
    def name(self) -> str:
        """The text of a word or of a name in backticks, without these."""
        return self.text[1:-1].replace("``", "`") if self.kind == "tick" else self.text


def tokens_of(query: str) -> Iterator[Token]:
    """The tokens without space and comments. Raises QueryRefused for a number that runs into a word."""
    for found in _TOKEN.finditer(query):
        kind, text = found.lastgroup or "", found.group()
        if kind == "number" and query[found.end() : found.end() + 1].isidentifier():
            raise QueryRefused(f"“{text}…”", "a number runs into a word")
        if kind != "space":
            yield Token(kind, text, _folded(text) if kind == "word" else "", found.start())


def without_comments(query: str) -> str:
    """The query with its comments blanked and every other sign at its place; no semicolon at the end."""

    def blank(found: re.Match[str]) -> str:
        text = found.group()
        if found.lastgroup != "space" or text[0] != "/":
            return text
        return "".join(char if char in "\r\n" else " " for char in text)

    return _TOKEN.sub(blank, query).rstrip("; \t\r\n")


def _folded(word: str) -> str:
    """Upper case with full-width letters, long s and their like as the plain letters an engine may read."""
    return unicodedata.normalize("NFKC", word).casefold().upper()
