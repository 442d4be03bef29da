"""In which language is a block written? (py3langid, and a vote of letters and small words for short ones)"""

from __future__ import annotations

from functools import cache
from typing import Any

from loaders.prose.lexicon import languages, lexicon
from loaders.prose.model import Block
from loaders.prose.sentences import tokens

__all__ = ["of_blocks", "of_text"]

_RO_LETTERS = frozenset("ăâîșțşţ")
_SHORT = 60  # characters below which the vote counts more than the classifier


@cache
def _classifier() -> Any:
    """py3langid, restricted to the languages we have words for; imported when it is first needed."""
    import py3langid

    py3langid.set_languages(list(languages()))
    return py3langid


def of_text(text: str, otherwise: str = "en") -> str:
    """The language of a stretch of text, among those we have words for."""
    votes = _votes(text)
    if len(text) < _SHORT or abs(votes["ro"] - votes["en"]) >= 3:
        if votes["ro"] == votes["en"]:
            return otherwise
        return "ro" if votes["ro"] > votes["en"] else "en"
    return str(_classifier().classify(text)[0])


def _votes(text: str) -> dict[str, int]:
    words = tokens(text[:2000], 0, min(len(text), 2000))
    votes = {"en": 0, "ro": 0}
    for word in words:
        for lang in votes:
            small = lexicon(lang).words
            votes[lang] += (
                word.form in small["prepositions"]
                or word.form in small["auxiliaries"]
                or word.form in small["pronouns"]
            )
        votes["ro"] += any(letter in _RO_LETTERS for letter in word.form) and word.text[0].islower()
        votes["en"] += word.form in ("the", "and", "of")
        votes["ro"] += word.form in ("și", "de", "din")
    return votes


def of_blocks(text: str, blocks: list[Block], fixed: str = "") -> None:
    """Set the language of every block; a block that does not tell takes the document's."""
    whole = fixed or of_text(text)
    for block in blocks:
        block.lang = fixed or of_text(text[block.start : block.end], whole)
