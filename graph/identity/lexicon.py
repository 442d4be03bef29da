"""What does a word in a name mean, whatever its language and ending, and which words are places?

The words stand in `lexicon.csv`, the places in `places.csv`, beside this file: adding one is adding a line there.
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.resources import files
from typing import NamedTuple

from graph.identity.fold import words

__all__ = [
    "Meaning",
    "family",
    "first_letter",
    "is_country",
    "lexicon_version",
    "meaning",
    "place_key",
    "place_spans",
]

_LONGEST_PLACE = 3  # words
_LONGEST_ENDING = 7  # letters; what is longer is a compound, and says more: "universitätsspital"
_ADDRESS = frozenset(
    ["sector", "sectorul", "cedex", "municipiul", "orasul", "oras", "comuna", "sat", "satul", "city"]
)


class Meaning(NamedTuple):
    """The concept behind a word, and its role: head, field, quality, stop, legal; `proper` for any other word."""

    concept: str
    role: str


def _lines(name: str) -> list[dict[str, str]]:
    text = (files(__package__) / name).read_text("utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@cache
def _forms() -> tuple[dict[str, Meaning], dict[str, Meaning]]:
    whole: dict[str, Meaning] = {}
    beginning: dict[str, Meaning] = {}
    for line in _lines("lexicon.csv"):
        for form in line["forms"].split():
            folded = "".join(words(form.rstrip("*")))
            target = beginning if form.endswith("*") else whole
            target.setdefault(folded, Meaning(line["concept"] or folded, line["role"]))
    return whole, beginning


@cache
def _places(level: str = "town") -> dict[tuple[str, ...], str]:
    known: dict[tuple[str, ...], str] = {}
    for line in _lines("places.csv"):
        if line["level"] != level:
            continue
        for name in (line["place"], *filter(None, line["also"].split("|"))):
            known.setdefault(tuple(words(name)), line["place"])
    return known


@lru_cache(maxsize=65536)
def meaning(word: str) -> Meaning:
    """What one folded word means; the longest beginning that is listed wins, if what follows can be an ending."""
    whole, beginning = _forms()
    if word in whole:
        return whole[word]
    for length in range(len(word), max(2, len(word) - _LONGEST_ENDING - 1), -1):
        if found := beginning.get(word[:length]):
            return found
    return Meaning(word, "proper")


def place_spans(said: list[str]) -> list[tuple[int, int, str]]:
    """Where places stand among folded words: (start, end, place key), longest first, none overlapping."""
    known, spans, at = _places(), [], 0
    while at < len(said):
        for size in range(min(_LONGEST_PLACE, len(said) - at), 0, -1):
            if key := known.get(tuple(said[at : at + size])):
                spans.append((at, at + size, key))
                at += size - 1
                break
        at += 1
    return spans


def is_country(said: list[str]) -> bool:
    """True where folded words are the name of a country."""
    return tuple(said) in _places("country")


@lru_cache(maxsize=65536)
def place_key(name: str) -> str:
    """One key for all names of a place: "CLUJ_NAPOCA", "Cluj", "Kolozsvár" -> "cluj"; unknown ones fold.

    Districts and post codes in digits fall away ("BUCURESTI SECTOR 2" -> "bucuresti").
    """
    said = [
        word
        for word in words(name)
        if not word.isdigit() and word not in _ADDRESS and meaning(word).role != "stop"
    ] or words(name)
    known = _places()
    if key := known.get(tuple(said)):
        return key
    spans = place_spans(said)
    return spans[0][2] if len(spans) == 1 and spans[0][0] == 0 else " ".join(said)


@cache
def first_letter(concept: str) -> str:
    """The letter that stands for a concept in Romanian acronyms: of its first form, which is the Romanian one."""
    return _romanian().get(concept, concept[:1])


@cache
def _romanian() -> dict[str, str]:
    return {line["concept"]: line["forms"][0] for line in _lines("lexicon.csv") if line["concept"]}


@cache
def family(concept: str) -> str:
    """The family of topics a concept belongs to ("medicine" and "health" share one); itself where it has none."""
    return _families().get(concept, concept)


@cache
def _families() -> dict[str, str]:
    return {line["concept"]: line["family"] for line in _lines("lexicon.csv") if line["family"]}


@cache
def lexicon_version() -> str:
    """Changes whenever a line of the two files does: part of the version of the identity rules."""
    held = b"".join((files(__package__) / name).read_bytes() for name in ("lexicon.csv", "places.csv"))
    return blake2b(held, digest_size=6).hexdigest()
