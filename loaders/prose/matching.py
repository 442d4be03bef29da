"""Where in a sentence does a phrase of a lexicon stand? (words, stems with a star, gaps of a few words)"""

from __future__ import annotations

from collections.abc import Iterator

from loaders.prose.lexicon import Lexicon
from loaders.prose.model import Token

__all__ = ["Matcher"]


class Matcher:
    """Finds phrases of words, stems and gaps in the tokens of a sentence."""

    def __init__(self, phrases: dict[tuple[str, ...], list[int]]) -> None:
        self._exact: dict[str, list[tuple[tuple[str, ...], list[int]]]] = {}
        self._stems: list[tuple[str, tuple[str, ...], list[int]]] = []
        for phrase, owners in phrases.items():
            if phrase[0].endswith("*"):
                self._stems.append((phrase[0][:-1], phrase, owners))
            else:
                self._exact.setdefault(phrase[0], []).append((phrase, owners))

    def at(self, tokens: list[Token], first: int, words: Lexicon) -> Iterator[tuple[int, int]]:
        """(owner, token after the phrase) of every phrase that begins at a token; the longest of an owner."""
        token = tokens[first]
        candidates = list(self._exact.get(token.form, ()))
        if token.lemma != token.form:
            candidates += self._exact.get(token.lemma, ())
        candidates += [
            (phrase, owners) for stem, phrase, owners in self._stems if token.form.startswith(stem)
        ]
        best: dict[int, int] = {}
        for phrase, owners in candidates:
            last = _match(phrase, tokens, first, words)
            if last:
                for owner in owners:
                    best[owner] = max(best.get(owner, 0), last)
        yield from best.items()


def _match(phrase: tuple[str, ...], tokens: list[Token], first: int, words: Lexicon) -> int:
    at, gap = first + 1, 0
    for piece in phrase[1:]:
        if piece == "..":
            gap = 6
            continue
        while at < len(tokens) and not _fits(piece, tokens[at]):
            skippable = tokens[at].form in words.words["skipped_adverbs"] or (
                tokens[at].tag == "ADV" and words.lang == "en"
            )
            if gap:
                gap -= 1
            elif not skippable or at - first > 5:
                return 0
            if tokens[at].text in (";", ".", ":"):
                return 0
            at += 1
        if at >= len(tokens):
            return 0
        at, gap = at + 1, 0
    return at


def _fits(piece: str, token: Token) -> bool:
    if piece.endswith("*"):
        return token.form.startswith(piece[:-1])
    return piece in (token.form, token.lemma)
