"""Where does a sentence end? (lists, abbreviations, initials and hyphenated lines included)"""

from __future__ import annotations

import re

from loaders.prose.lexicon import Lexicon
from loaders.prose.model import Block, Sentence, Token

__all__ = ["fold", "sentences", "tokens"]

_WORD = re.compile(
    r"[^\W_](?:-\n\s*(?=[^\W\d_])|[^\W_]|(?<=\w)[-&.@/](?=[^\W_])|(?<=\w)['’](?=[^\W_]))*"
    r"|\d+(?:[.,]\d+)*|[^\w\s]",
)
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?$")
_SUFFIX = re.compile(r"(?<=\w)-(?:based|backed|funded|led|run|born|financed|owned|wide|hosted)$", re.I)
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$", re.I)
_STOP = re.compile(r"[.!?…]+[\"”’'»)\]]*(?=\s)|[!?]+$")
_CEDILLA = str.maketrans({"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț", "’": "'", "‐": "-", "‑": "-"})
_BROKEN = re.compile(r"-\n\s*")
_INITIALS = re.compile(r"(?:[A-ZĂÂÎȘȚ]\.)+[A-ZĂÂÎȘȚ]$")
_INITIAL = re.compile(r"\.[ \u00a0]?[A-ZĂÂÎȘȚ][a-zăâîșțáéíóöőúüű]")
_FOOTNOTE = re.compile(r"(?<=[a-zăâîșț]{4})[1-9]$")
_KEPT_DOT = re.compile(
    r"(?:S\.r\.l|S\.p\.A|S\.A|S\.R\.L|Kft|Inc|Ltd|Co|z\.o\.o|d\.o\.o|S\.L|B\.V|N\.V|A\.S)$"
)


def fold(word: str) -> str:
    """The form of a word that rules compare: lower case, hyphenation undone, comma letters for cedilla letters."""
    return _BROKEN.sub("", word).translate(_CEDILLA).lower()


def sentences(text: str, block: Block, number: int, lexicon: Lexicon) -> list[Sentence]:
    """The sentences of a block; cells of a row are sentences of their own."""
    ranges = block.cells if block.cells else _split(text, block.start, block.end, lexicon)
    found = []
    for start, end in ranges:
        words = tokens(text, start, end)
        if words:
            found.append(Sentence(start, end, number, lexicon.lang, words))
    return found


def _split(text: str, start: int, end: int, lexicon: Lexicon) -> list[tuple[int, int]]:
    pieces, at = [], start
    for stop in _STOP.finditer(text, start, end):
        after = text[stop.end() : stop.end() + 3].lstrip("\"“„'«([–— \n\t")
        if after and not (after[0].isupper() or after[0].isdigit()):
            continue
        if text[stop.start()] == "." and _is_abbreviation(text, at, stop.start(), after, lexicon):
            continue
        pieces.append((at, stop.end()))
        at = stop.end()
        while at < end and text[at].isspace():
            at += 1
    if at < end:
        pieces.append((at, end))
    return pieces


def _is_abbreviation(text: str, start: int, dot: int, after: str, lexicon: Lexicon) -> bool:
    word = re.split(r"[\s(„“\"]", text[max(start, dot - 12) : dot])[-1]
    if word.lower() in lexicon.abbreviations:
        return True
    if len(word) == 1 and word.isupper():
        return True
    if _KEPT_DOT.search(word):
        return bool(after) and not after[0].isupper()
    return "." in word and bool(_ABBREVIATION.match(word + "."))


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Words and marks of a stretch; “Turda-based” and “Cluj's” fall into two."""
    found: list[Token] = []
    for match in _WORD.finditer(text, start, end):
        a, b = match.span()
        if found and a < found[-1].end:  # a dot that the word before has taken
            continue
        if b - a > 1 and text[b - 1] in ".,":
            b -= 1
        word = text[a:b]
        cut = _POSSESSIVE.search(word) or _SUFFIX.search(word)
        if len(word) == 1 and word.isupper() and _INITIAL.match(text, b, end):
            b += 1
        if b < end and text[b] == "." and (_KEPT_DOT.search(word) or _INITIALS.match(word)):
            b += 1
        if note := _FOOTNOTE.search(word):
            b -= len(note[0])
        if cut and cut.start() > 0:
            found.append(_token(text, a, a + cut.start()))
            found.append(_token(text, a + cut.start(), a + len(word)))
        else:
            found.append(_token(text, a, b))
    return found


def _token(text: str, start: int, end: int) -> Token:
    word = text[start:end]
    return Token(_BROKEN.sub("", word), fold(word), start, end)
