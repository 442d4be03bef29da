"""Which names does the reader know before it reads? (schemes of the ontology, shipped names, and the ledger's if given)

A gazetteer never learns from prose: what one file calls an entity is unknown in the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import combining, normalize

import yaml

from graph.errors import SettingError
from loaders.prose.lexicon import languages, lexicon
from loaders.prose.model import TYPES, Token
from loaders.prose.sentences import tokens
from ontology import load

__all__ = ["Entry", "Gazetteer", "bare", "bundled", "folded", "given_names"]

_NAMES = Path(__file__).parent / "lexicon" / "names"
_WHOLE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "ı": "i", "æ": "ae", "œ": "oe"})


@lru_cache(maxsize=65536)
def bare(word: str) -> str:
    """A lower-case word without its diacritics."""
    if word.isascii():
        return word
    return "".join(c for c in normalize("NFD", word.translate(_WHOLE)) if not combining(c))


def folded(name: str) -> str:
    """The key of a name: lower case, marks stripped, quotation marks and double spaces gone."""
    words = [bare(token.form) for token in tokens(name, 0, len(name))]
    return " ".join(word for word in words if word and (word[0].isalnum() or word == "&"))


class Entry(NamedTuple):
    """What a known name stands for."""

    type: str
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Known names by their folded words; the longest wins."""

    names: dict[tuple[str, ...], Entry]
    longest: int
    exact: frozenset[tuple[str, ...]]  # names of one short word, known only in the given spelling

    @classmethod
    def of(cls, names: Iterable[tuple[str, Entry]]) -> Gazetteer:
        """A gazetteer of pairs (name, entry); the first entry of a name wins."""
        found: dict[tuple[str, ...], Entry] = {}
        for name, entry in names:
            key = tuple(folded(name).split())
            if key and entry.type in TYPES:
                found.setdefault(key, entry)
        longest = max((len(key) for key in found), default=0)
        exact = frozenset(key for key in found if len(key) == 1 and len(key[0]) <= 4)
        return cls(found, longest, exact)

    def extended(self, names: Iterable[tuple[str, Entry]]) -> Gazetteer:
        """This one and more names (those of a ledger); names known before keep their entry."""
        pairs = [(" ".join(key), entry) for key, entry in self.names.items()]
        return Gazetteer.of([*pairs, *names])

    def find(self, words: Sequence[Token]) -> list[tuple[int, int, Entry]]:
        """Non-overlapping hits in a sentence as (first token, last token + 1, entry), the longest first."""
        keys = [bare(token.form) for token in words]
        plain = [i for i, key in enumerate(keys) if key and (key[0].isalnum() or key == "&")]
        hits, at = [], 0
        while at < len(plain):
            for length in range(min(self.longest, len(plain) - at), 0, -1):
                entry = self.names.get(tuple(keys[i] for i in plain[at : at + length]))
                first, last = plain[at], plain[at + length - 1] + 1
                if entry and _named(words[first:last], entry, length):
                    hits.append((first, last, entry))
                    at += length - 1
                    break
            at += 1
        return hits


def _named(words: Sequence[Token], entry: Entry, length: int) -> bool:
    """Names (not verticals) must show a capital, and stand without a bracket or stop inside."""
    if any(word.form in (",", "(", ")", ";", ":", ".", "|", "/") for word in words):
        return False
    if entry.type == "Vertical":
        return True
    first = words[0].text
    if length == 1 and first.isupper() is False and len(first) <= 3:
        return False
    return any(word.text[0].isupper() for word in words) or (length == 1 and first.islower() and len(first) > 8)


@cache
def bundled() -> Gazetteer:
    """The shipped gazetteer: the ontology's schemes first, then known names, places and verticals."""
    pairs: list[tuple[str, Entry]] = []
    for concept in load().concepts.values():
        if concept.kind not in ("Vertical", "Horizontal", "Place"):
            continue
        entry = Entry("Place" if concept.kind == "Place" else "Vertical", "", concept.id)
        names = [*concept.label.values(), *(name for alts in concept.alt.values() for name in alts)]
        pairs += [(name, entry) for name in names if entry.type != "Place" or name[:1].isupper()]
    pairs += _known()
    pairs += [(line, Entry("Place", "", "")) for line in _lines(_NAMES / "places.txt")]
    for lang in languages():
        pairs += [(term, Entry("Vertical", "", "")) for term in sorted(lexicon(lang).verticals)]
    return Gazetteer.of(pairs)


def _known() -> list[tuple[str, Entry]]:
    path = _NAMES / "known.yaml"
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    pairs = []
    for row in rows:
        if set(row) - {"type", "kind", "id", "names"} or row.get("type") not in TYPES:
            raise SettingError(f"{path}: the entry {row} must have type, names and maybe kind and id.")
        entry = Entry(row["type"], row.get("kind", ""), row.get("id", ""))
        pairs += [(name, entry) for name in row["names"]]
    return pairs


def _lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and line[0] != "#"]


@cache
def given_names() -> frozenset[str]:
    """Given names of people, folded."""
    return frozenset(folded(name) for line in _lines(_NAMES / "given.txt") for name in line.split())
