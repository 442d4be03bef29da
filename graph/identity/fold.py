"""What remains of a text when case, marks and spelling habits are folded away?

Used only for keys and comparisons: what is shown keeps its letters.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import combining, normalize

__all__ = ["fold", "repair", "words"]

_LETTERS = str.maketrans(
    {
        "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "đ": "d",
        "Đ": "d", "ł": "l", "Ł": "l", "þ": "th", "Þ": "th", "ð": "d", "Ð": "d", "ı": "i", "İ": "i", "ħ": "h",
        "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "_": " ", "–": "-", "—": "-", "‐": "-", "\xad": "",
    }
)  # fmt: skip
_MOJIBAKE = re.compile(r"[ÃÅÄÈâ][\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2013-\u203a\u20ac]")
_UMLAUT = re.compile(r"([aou])e(?![aeiou])")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ELISION = re.compile(r"^(?:d|l|s|n|dell|all|sull|nell|un|qu)'(?=\w{2})")
_SINGLE_RUN = re.compile(r"\b(?:[^\W\d_] ){1,5}[^\W\d_]\b")


def repair(text: str) -> str:
    """Undo the commonest damage: UTF-8 that somebody read as Latin-1 or Windows-1252 ("ÃœNIVERSITESI")."""
    for _ in range(3):  # some texts went through it more than once
        if not _MOJIBAKE.search(text):
            break
        for encoding in ("cp1252", "latin-1"):
            try:
                text = text.encode(encoding).decode()
                break
            except UnicodeError:
                continue
        else:
            break
    return text


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without marks: `fold("Iași")` and `fold("IAŞI")` are both "iasi". Punctuation stays."""
    plain = repair(text).translate(_LETTERS)
    decomposed = normalize("NFKD", plain)
    if decomposed.isascii():
        return decomposed.lower()
    bare = "".join(char for char in decomposed if not combining(char))
    return bare.casefold()


def words(text: str) -> list[str]:
    """The folded words of a name, in order: initials with dots joined, umlauts written out read as umlauts.

    >>> words("S.C. Müller & Söhne S. R. L.")
    ['sc', 'muller', 'sohne', 'srl']
    """
    plain = fold(text).replace(".", " ")
    joined = _SINGLE_RUN.sub(lambda run: run.group().replace(" ", ""), " ".join(plain.split()))
    found = [_ELISION.sub("", word).replace("'", "") for word in _WORD.findall(joined)]
    return [_UMLAUT.sub(r"\1", word) for word in found]
