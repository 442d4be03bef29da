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

__all__ = ["KNOWN", "Entry", "Gazetteer", "bare", "bundled", "folded", "given_names"]

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


KNOWN = "known:"  # before the first name of a shipped entry that no authority gave an id


class Entry(NamedTuple):
    """What a known name stands for."""

    type: str
    kind: str = ""
    id: str = ""
    lang: str = ""  # "" where the name is the same in every language
    cased: bool = False  # a short name in capitals (“IT”), never to be found in “it”


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Known names by their folded words; the longest wins."""

    names: dict[tuple[str, ...], tuple[Entry, ...]]
    longest: int

    @classmethod
    def of(cls, names: Iterable[tuple[str, Entry]]) -> Gazetteer:
        """A gazetteer of pairs (name, entry); the first entry of a name in a language wins."""
        found: dict[tuple[str, ...], tuple[Entry, ...]] = {}
        for name, entry in names:
            key = tuple(folded(name).split())
            held = found.get(key, ())
            if key and entry.type in TYPES and not any(e.lang in ("", entry.lang) for e in held):
                cased = len(name) <= 5 and sum(c.isupper() for c in name) > 1
                found[key] = (*held, entry._replace(cased=cased))
        return cls(found, max((len(key) for key in found), default=0))

    def extended(self, names: Iterable[tuple[str, Entry]]) -> Gazetteer:
        """This one and more names (those of a ledger); names known before keep their entry."""
        more = Gazetteer.of(names).names
        return Gazetteer({**more, **self.names}, max([self.longest, *(len(key) for key in more)]))

    def find(self, words: Sequence[Token], lang: str) -> list[tuple[int, int, Entry]]:
        """Non-overlapping hits in a sentence as (first token, last token + 1, entry), the longest first."""
        keys = [bare(token.form) for token in words]
        plain = [i for i, key in enumerate(keys) if key and (key[0].isalnum() or key == "&")]
        hits, at = [], 0
        while at < len(plain):
            for length in range(min(self.longest, len(plain) - at), 0, -1):
                entries = self.names.get(tuple(keys[i] for i in plain[at : at + length]), ())
                entry = next((e for e in entries if e.lang in ("", lang)), None)
                first, last = plain[at], plain[at + length - 1] + 1
                if entry and _named(words[first:last], entry, length):
                    hits.append((first, last, entry))
                    at += length - 1
                    break
            at += 1
        return hits


def _named(words: Sequence[Token], entry: Entry, length: int) -> bool:
    """Names (not verticals) must show a capital, and stand without a bracket or stop inside."""
    if any(
        word.form in ("(", ")", ";", ":", ".", "|", "/") or (word.form == "," and length < 6)
        for word in words
    ):
        return False
    first = words[0].text
    if entry.cased and length == 1:
        return sum(c.isupper() for c in first) > 1
    if entry.type == "Vertical":
        return True
    if length == 1 and not first.isupper() and len(first) <= 3:
        return False
    return any(word.text[0].isupper() for word in words) or (entry.type == "Event" and first.islower())


@cache
def bundled() -> Gazetteer:
    """The shipped gazetteer: the ontology's schemes first, then known names, places and verticals."""
    pairs = _known()
    for concept in load().concepts.values():
        if concept.kind not in ("Vertical", "Place"):
            continue
        for lang in sorted({*concept.label, *concept.alt}):
            names = [*([concept.label[lang]] if lang in concept.label else []), *concept.alt.get(lang, ())]
            entry = Entry(concept.kind, "", concept.id, "" if concept.kind == "Place" else lang)
            pairs += [(name, entry) for name in names if concept.kind != "Place" or name[:1].isupper()]
    pairs += [(line, Entry("Place")) for line in _lines(_NAMES / "places.txt")]
    for lang in languages():
        pairs += [(term, Entry("Vertical", lang=lang)) for term in sorted(lexicon(lang).verticals)]
    return Gazetteer.of(pairs)


def _known() -> list[tuple[str, Entry]]:
    path = _NAMES / "known.yaml"
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    pairs = []
    for row in rows:
        if set(row) - {"type", "kind", "id", "names"} or row.get("type") not in TYPES:
            raise SettingError(f"{path}: the entry {row} must have type, names and maybe kind and id.")
        entry = Entry(row["type"], row.get("kind", ""), row.get("id") or f"{KNOWN}{row['names'][0]}")
        pairs += [(name, entry) for name in row["names"]]
    return pairs


def _lines(path: Path) -> list[str]:
    return [
        line.strip()
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and line[0] != "#"
    ]


@cache
def given_names() -> frozenset[str]:
    """Given names of people, folded."""
    return frozenset(folded(name) for line in _lines(_NAMES / "given.txt") for name in line.split())
