"""Is it planned, claimed, done, or not said at all? (mode of the clause around a word; negation and “if” yield nothing)"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from loaders.prose.lexicon import Lexicon, Words
from loaders.prose.model import Sentence, Token

__all__ = ["clause", "finite", "has", "mode_of"]

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_HARD = frozenset({";", "—", "–", "|"})
_RO_FINITE = frozenset(
    [
        "este",
        "e",
        "sunt",
        "era",
        "erau",
        "va",
        "vor",
        "vom",
        "voi",
        "au",
        "am",
        "are",
        "avea",
        "aveau",
        "fost",
        "avut",
        "face",
        "fac",
        "numără",
        "ține",
        "există",
        "s-a",
        "s-au",
    ]
)


def finite(token: Token, words: Lexicon) -> bool:
    """Whether the token is a verb that makes a clause of its own."""
    if token.fine:
        return token.fine in _FINITE
    return token.form in _RO_FINITE or token.tag == "VERB"


def clause(sentence: Sentence, at: int, words: Lexicon) -> tuple[int, int]:
    """The clause around a token: up to a hard mark, a relative, or “and” and “but” before a verb of their own."""
    tokens = sentence.tokens
    first = at
    while first > 0 and not _boundary(tokens, first, words):
        first -= 1
    last = at + 1
    while last < len(tokens) and not _boundary(tokens, last, words):
        last += 1
    return first, last


def _boundary(tokens: list[Token], at: int, words: Lexicon) -> bool:
    """Whether a clause begins at this token."""
    before, here = tokens[at - 1], tokens[at]
    if before.text in _HARD:
        return True
    if here.form in words.words["clause_openers"] or (here.form == "that" and here.dep == "mark"):
        return True
    if here.form in words.words["relatives"] and here.dep != "mark" and here.tag != "DET":
        return before.text == "," or before.tag in ("NOUN", "PROPN", "NUM") or before.tag == "ADP"
    if before.text == "," and here.form in words.words["conjunctions"]:
        return _verb_soon(tokens, at + 1, words)
    if here.form in words.words["conjunctions"] and before.text != ",":
        return _verb_soon(tokens, at + 1, words, reach=4) and any(finite(t, words) for t in tokens[:at])
    return False


def _verb_soon(tokens: list[Token], at: int, words: Lexicon, reach: int = 7) -> bool:
    for token in tokens[at : at + reach]:
        if finite(token, words):
            return True
        if token.text in (",", ";"):
            return False
    return False


@cache
def _pattern(lexicon: Lexicon, key: str) -> re.Pattern[str]:
    words: Words = lexicon.words[key]
    pieces = [re.escape(word) for word in sorted(words.exact, key=lambda w: (-len(w), w))]
    pieces += [re.escape(stem) + r"\w*" for stem in sorted(words.stems)]
    return re.compile(r"(?<![\w'-])(?:" + "|".join(pieces) + r")(?![\w-])")


def has(lexicon: Lexicon, key: str, tokens: Iterable[Token]) -> bool:
    """Whether one of the words or phrases of a list stands in the tokens."""
    return bool(_pattern(lexicon, key).search(" ".join(token.form for token in tokens)))


def mode_of(sentence: Sentence, at: int, words: Lexicon, otherwise: str = "happened") -> str:
    """“planned”, “claimed”, “happened”, or “” where the clause denies it or leaves it open."""
    tokens = sentence.tokens
    first, last = clause(sentence, at, words)
    inside = tokens[first:last]
    if _conditional(tokens, first, words):
        return ""
    if has(words, "negations", _without_only(inside)):
        return ""
    if has(
        words, "hypotheticals", [t for t in inside if t.form != "may" or t.fine == "MD" or t.text == "may"]
    ):
        return ""
    if first > 0 and inside[0].form in words.words["complementisers"]:
        host = mode_of(sentence, first - 1, words, otherwise)
        if host in ("", "claimed"):
            return host
    own = any(finite(token, words) for token in inside)
    if has(words, "claimed", inside):
        return "claimed"
    if has(words, "planned", inside):
        return "planned"
    if not own and first > 0:
        return mode_of(sentence, first - 1, words, otherwise)
    return otherwise


def _conditional(tokens: list[Token], first: int, words: Lexicon) -> bool:
    """“If it is approved, X would run …”, “Should the calls be delayed, …”, “Dacă …”: the whole sentence is open."""
    opening = [token.form for token in tokens[: first + 3]]
    if not opening:
        return False
    if tokens[0].form in ("should", "were", "had") and len(tokens) > 2 and tokens[0].text[0].isupper():
        return True
    condition = words.words["conditions"]
    return any(form in condition for form in opening)


def _without_only(tokens: list[Token]) -> list[Token]:
    """The tokens that may deny: not those of “not only … but also”, nor the “no.” of a number."""
    kept = []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        after = following.form if following else ""
        only = token.form in ("not", "nu") and after in ("only", "just", "numai", "doar")
        if not only and not (token.form == "no" and after == "."):
            kept.append(token)
    return kept
