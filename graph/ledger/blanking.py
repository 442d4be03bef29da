"""Where do the names of somebody who was erased stand in a text, when we may not keep the names?

A name is kept as a keyed hash of its words: folded (case, diacritics), in alphabetical order, so that
“Popescu, Ion” is found as well as “Ion Popescu”. Sixteen bits of the hash of one word let almost every other word
of a text pass at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import Any
from unicodedata import combining, normalize

__all__ = ["BLOCK", "Name", "Names", "blanked", "keyed", "merged"]

BLOCK = "\N{FULL BLOCK}"
Range = tuple[int, int]  # code points [start, stop)
_WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")
_GAP = 3  # characters between two words of one name, as in “Popescu, Ion”


@dataclass(frozen=True, slots=True)
class Name:
    """A name that cannot be read any more: how many words, 16 bits of one of them, and the hash of all."""

    words: int
    hint: int
    hash: bytes


def keyed(secret: str, *said: str) -> bytes:
    """A hash that means nothing to those who do not hold the ledger's secret."""
    framed = "".join(f"{len(piece)}:{piece}" for piece in said)
    return blake2b(
        framed.encode("utf-8", "surrogatepass"), key=bytes.fromhex(secret), digest_size=32
    ).digest()


@lru_cache(maxsize=100_000)
def _fold(word: str) -> str:
    return "".join(char for char in normalize("NFKD", word.casefold()) if not combining(char))


def blanked(text: str, ranges: Iterable[Range]) -> str:
    """The text with blocks in place of the characters in these ranges; its length stays."""
    for start, stop in ranges:
        text = text[:start] + BLOCK * (stop - start) + text[stop:]
    return text


def merged(ranges: Iterable[Range]) -> list[Range]:
    """The same ranges in order, overlapping ones joined."""
    joined: list[Range] = []
    for start, stop in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined


class Names:
    """Erased names, to be found in any text."""

    def __init__(self, secret: str, names: Collection[Name]) -> None:
        self._secret = secret
        self._hashes = frozenset(name.hash for name in names)
        self._hints = frozenset(name.hint for name in names)
        self._lengths = sorted({name.words for name in names})
        self._seen: dict[str, str] = {}  # words that may be part of a name -> folded; "" for all others

    def __bool__(self) -> bool:
        return bool(self._hashes)

    @staticmethod
    def keep(secret: str, name: str) -> Name | None:
        """What may be kept of a name; None where it has no words."""
        words = sorted(_fold(found.group()) for found in _WORD.finditer(name))
        if not words:
            return None
        return Name(len(words), _hint(secret, words[0]), keyed(secret, "name", *words))

    def ranges(self, text: str) -> list[Range]:
        """Where one of the names stands in a text."""
        if not self._hashes:
            return []
        words = [(found.start(), found.end(), found.group()) for found in _WORD.finditer(text)]
        found: list[Range] = []
        for at, (_, _, word) in enumerate(words):
            if self._suspect(word):
                found += self._around(words, at)
        return merged(found)

    def blank(self, text: str) -> str:
        """The text with blocks in place of the names; the same text where none stands in it."""
        return blanked(text, self.ranges(text))

    def blank_json(self, text: str) -> str:
        """The same for JSON, whose strings may write letters as escapes."""
        if "\\" not in text:
            return self.blank(text)
        try:
            said = json.loads(text)
        except ValueError:
            return self.blank(text)
        clean = self._blank_value(said)
        if clean == said:
            return text
        return json.dumps(clean, ensure_ascii=False, separators=(",", ":"))

    def _blank_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.blank(value)
        if isinstance(value, list):
            return [self._blank_value(each) for each in value]
        if isinstance(value, dict):
            return {self.blank(key): self._blank_value(each) for key, each in value.items()}
        return value

    def _suspect(self, word: str) -> bool:
        folded = self._seen.get(word)
        if folded is None:
            folded = _fold(word)
            if _hint(self._secret, folded) not in self._hints:
                folded = ""
            if len(self._seen) >= 100_000:
                self._seen.clear()
            self._seen[word] = folded
        return bool(folded)

    def _around(self, words: list[tuple[int, int, str]], at: int) -> Iterator[Range]:
        """The names that the word at this place is part of."""
        for length in self._lengths:
            for first in range(max(0, at - length + 1), min(at, len(words) - length) + 1):
                window = words[first : first + length]
                if any(after[0] - before[1] > _GAP for before, after in pairwise(window)):
                    continue
                if keyed(self._secret, "name", *sorted(_fold(word) for _, _, word in window)) in self._hashes:
                    yield window[0][0], window[-1][1]


def _hint(secret: str, word: str) -> int:
    return int.from_bytes(keyed(secret, "hint", word)[:2])
