"""Which saved question does somebody mean by free words, and about what?

Names of entities, dates and numbers are found in the words first. What is left is compared, stem by stem, with the
texts of all questions in both languages; rare stems weigh more, and a mistyped word counts as the one it is nearest to.
Nothing is guessed beyond that: the reading says what was understood, and offers the next best ones.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from graph.errors import NothingFound
from graph.index.labels import search_key
from graph.questions.given import Found, found_in, given_for
from graph.questions.saved import Question, questions

if TYPE_CHECKING:
    from graph.index import Index
    from ontology import Ontology

__all__ = ["Reading", "Understood", "understand"]


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


STEM = 5  # letters by which two forms of a word are taken for one
ENOUGH = 0.38  # of a reading's score, below which nothing is offered as understood
SHOWN = 4
_STOP = _listed(
    "a an and any are as at be been by did do does for from has have how in is it its of on or s that the their them "
    "there these this had no since until between least at to was were what when where which who whose will with show list me tell give find please "
    "al ai ale am ar are au care ce cine cu cum da de din doar e este eu fi fost iar il in intre la le lor lui mai nu "
    "o cel putin dupa pana pe pentru prin sa sau se si sunt un una unde unei unui va arata"
)
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the words: a question, its parameters in words, what is missing, and how well it fits (0 to 1)."""

    question: Question
    given: dict[str, str]
    shown: dict[str, str]
    missing: tuple[str, ...]
    score: float

    def sentence(self, lang: str) -> str:
        """The question with what was understood in it."""
        return self.question.asked(self.shown, lang)

    @property
    def call(self) -> str:
        """The arguments of “innograph ask” that ask exactly this."""
        pairs = [f"{name}={value}" for name, value in self.given.items()]
        pairs += [f"{name}=…" for name in self.missing]
        return " ".join([self.question.name, *(f'"{pair}"' if " " in pair else pair for pair in pairs)])


@dataclass(frozen=True, slots=True)
class Understood:
    """The readings of some words, the best first, and what was recognised in them."""

    text: str
    found: Found
    readings: tuple[Reading, ...] = field(default=())

    @property
    def best(self) -> Reading:
        """The reading to answer."""
        return self.readings[0]


def understand(text: str, index: Index, ontology: Ontology, lang: str = "en") -> Understood:
    """The nearest saved questions to free words in English or Romanian; `lang` is the reader's.

    NothingFound, with the nearest ones named, where none is near enough.
    """
    found = found_in(text, index, frozenset(_weights()))
    asked = list(dict.fromkeys(_stems(found.rest)))
    readings = sorted(
        (_reading(one, asked, found, ontology, lang) for one in questions().values()),
        key=lambda reading: (-reading.score, reading.question.name),
    )
    near = tuple(readings[:SHOWN])
    if near[0].score < ENOUGH:
        offered = "; ".join(f"{one.sentence(lang)} (innograph ask {one.call})" for one in near)
        raise NothingFound(f"No saved question is near enough to “{text}”. The nearest: {offered}")
    worth = [one for one in near if one.score > near[0].score / 2]
    return Understood(text, found, tuple(worth))


def _reading(one: Question, asked: list[str], found: Found, ontology: Ontology, lang: str) -> Reading:
    given, shown, unused = given_for(one, found, ontology, lang)
    missing = tuple(parameter.name for parameter in one.required if parameter.name not in given)
    weights = _weights()
    rarest = max(weights.values())
    known = _stems_of(one)
    total = sum(weights.get(stem, rarest) for stem in asked)
    covered = sum(weights[stem] for stem in asked if stem in known["all"]) / total if total else 0.0
    exact = max(
        sum(weights[stem] for stem in known[lang] & set(asked))
        / (sum(weights[stem] for stem in known[lang]) or 1)
        for lang in ("en", "ro")
    )
    score = 0.55 * covered + 0.45 * exact - 0.2 * len(missing) - 0.2 * unused
    score += 0.12 * sum(parameter.name in given for parameter in one.required)
    return Reading(one, given, shown, missing, round(min(1.0, max(0.0, score)), 4))


def _stems(text: str) -> Iterator[str]:
    """The stems of the words that carry meaning; an unknown word gives way to the known one it is nearest to."""
    known = _weights()
    for word in _WORD.findall(search_key(text)):
        if word in _STOP:
            continue
        stem = word[:STEM]
        yield stem if stem in known or len(word) < STEM else _mended(word)


def _mended(word: str) -> str:
    from rapidfuzz import fuzz, process

    nearest = process.extractOne(word, _vocabulary(), scorer=fuzz.ratio, score_cutoff=84)
    return str(nearest[0])[:STEM] if nearest else word[:STEM]


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(search_key(re.sub(r"\{\w+\}", " ", text))) if word not in _STOP]


@cache
def _stems_of(one: Question) -> dict[str, frozenset[str]]:
    """The stems of a question's text by language, and of all its words."""
    by = {lang: frozenset(word[:STEM] for word in _words(text)) for lang, text in one.text.items()}
    further = frozenset(word[:STEM] for word in _words(f"{one.words} {one.name}"))
    return {**by, "all": by["en"] | by["ro"] | further}


@cache
def _weights() -> dict[str, float]:
    """How much each stem tells: the more, the fewer questions have it."""
    of = Counter(stem for one in questions().values() for stem in _stems_of(one)["all"])
    return {stem: math.log(1 + len(questions()) / count) for stem, count in of.items()}


@cache
def _vocabulary() -> tuple[str, ...]:
    texts = (f"{one.text['en']} {one.text['ro']} {one.words}" for one in questions().values())
    return tuple(sorted({word for text in texts for word in _words(text)}))
