"""Which entities, dates, numbers and kinds do free words name, and which parameters of a question could they be?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from graph.errors import InvalidStatement
from graph.index.labels import search_key
from graph.questions.saved import Parameter, Question
from graph.questions.values import AMONG
from graph.when import first_day, last_day

if TYPE_CHECKING:
    from graph.index import Hit, Index
    from ontology import Ontology

__all__ = ["Found", "Named", "Told", "found_in", "given_for"]

LONGEST = 10  # words of a name
_EXACT = 0.95  # score of a hit that is called exactly so
_TOKEN = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*|&")
_ISO = re.compile(r"(?<![\d.,-])((?:1[89]|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])")
_NUMBER = re.compile(r"(?<![\w.,-])\d{1,6}(?:[.,]\d+)?(?![\w-])")
_MONTHS = (
    *("ianuarie january", "februarie february", "martie march", "aprilie april", "mai may", "iunie june"),
    *("iulie july", "august august", "septembrie september", "octombrie october", "noiembrie november"),
    "decembrie december",
)
_MONTH = {name: f"{number:02}" for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_SPOKEN = re.compile(
    rf"(?:\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?\b({'|'.join(_MONTH)})\b(?:\s+(\d{{1,2}})(?:st|nd|rd|th)?,?)?\s+(\d{{4}})\b",
    re.IGNORECASE,
)
_YEARLESS = re.compile(  # “June and December 2018”: the month before takes the year of the month behind
    rf"\b({'|'.join(_MONTH)})\b(?!,?\s+\d)(?=[^.?!]{{1,20}}?\b(?:{'|'.join(_MONTH)})\s+(\d{{4}}))",
    re.IGNORECASE,
)
_SINCE = frozenset(["since", "after", "from", "starting", "dupa", "incepand"])
_UNTIL = frozenset(["until", "till", "by", "before", "up", "pana", "inainte"])
_PLAIN = frozenset(["Vertical", "Horizontal", "Technology", "Place", "Topic"])  # known in small letters, too


class Named(NamedTuple):
    """A name in the words, and the entities called exactly so."""

    words: str
    hits: tuple[Hit, ...]


class Told(NamedTuple):
    """A date in the words; `cue` is “from”, “to” or ""."""

    date: str
    cue: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was recognised in some words; `rest` are the words without it."""

    names: tuple[Named, ...] = ()
    dates: tuple[Told, ...] = ()
    numbers: tuple[str, ...] = ()
    rest: str = ""
    words: tuple[str, ...] = field(default=())  # all words, folded


def found_in(text: str, index: Index, common: frozenset[str]) -> Found:
    """What free words name. A single word in small letters is a name only of a field or a place.

    `common` are the stems of the questions' own words: such a word alone is a name only where it is written as one.
    """
    names, rest = _names(text, index, common)
    rest, dates = _dates(rest)
    numbers = tuple(number.replace(",", ".") for number in _NUMBER.findall(rest))
    return Found(names, dates, numbers, _NUMBER.sub(" ", rest), tuple(search_key(text).split()))


def given_for(
    question: Question, found: Found, ontology: Ontology, lang: str = "en"
) -> tuple[dict[str, str], dict[str, str], int]:
    """Values for a question's parameters, the same as a person reads them, and how many names and dates found no place."""
    given: dict[str, str] = {}
    shown: dict[str, str] = {}
    left = list(found.names)
    for parameter in (one for one in question.parameters if one.kind in AMONG or one.kind == "entity"):
        chosen = next((name for name in left if _fits(parameter, name)), None)
        if chosen:
            left.remove(chosen)
            fitting = _fits(parameter, chosen)
            given[parameter.name] = fitting[0].id if len(fitting) == 1 else chosen.words
            shown[parameter.name] = fitting[0].name if len(fitting) == 1 else chosen.words
    dated = _dated(question, found.dates)
    given.update(dated)
    numbers = list(found.numbers)
    for parameter in question.parameters:
        if parameter.kind == "number" and numbers:
            given[parameter.name] = numbers.pop(0)
        elif parameter.kind == "class" and (name := _class(found.words, ontology)):
            given[parameter.name] = name
            shown[parameter.name] = ontology.label(name, lang)
    unused = len(left) + (len(found.dates) if found.dates and not dated else 0)
    return given, {**given, **shown}, unused


def _fits(parameter: Parameter, name: Named) -> list[Hit]:
    """The entities of a name that a parameter can take; any, but rather no place or field, for an entity."""
    if parameter.kind in AMONG:
        order = AMONG[parameter.kind]
        return sorted((hit for hit in name.hits if hit.type in order), key=lambda hit: order.index(hit.type))[
            :1
        ]
    rather = [hit for hit in name.hits if hit.type not in _PLAIN]
    return [hit for hit in rather if hit.score == rather[0].score]


def _dated(question: Question, dates: tuple[Told, ...]) -> dict[str, str]:
    if not dates:
        return {}
    of = {parameter.name for parameter in question.parameters if parameter.kind == "date"}
    ordered = sorted(told.date for told in dates)
    if {"from", "to"} <= of:
        if len(dates) > 1:
            return {"from": ordered[0], "to": ordered[-1]}
        cue = dates[0].cue
        return {name: dates[0].date for name in ("from", "to") if cue in ("", name)}
    return {name: ordered[-1 if name == "to" else 0] for name in of}


def _class(words: tuple[str, ...], ontology: Ontology) -> str:
    """The class that one of the words names, in either language, in singular or plural; the narrowest first."""
    found = [
        name
        for name, term in ontology.classes.items()
        for label in term.label.values()
        if all(any(_same(part, word) for word in words) for part in search_key(label).split())
    ]
    return max(found, key=lambda name: (len(ontology.ancestors(name)), name), default="")


def _same(part: str, word: str) -> bool:
    size = max(4, len(part) - 2)
    return part[:size] == word[:size] and abs(len(part) - len(word)) < 4


# ------------------------------------------------------------ dates


def _dates(text: str) -> tuple[str, tuple[Told, ...]]:
    """The words without their dates, and the dates in the order in which they stand."""
    text = _YEARLESS.sub(r"\1 \2", text)
    told: list[tuple[int, Told]] = []

    def take(found: re.Match[str], date: str) -> str:
        try:
            first_day(date), last_day(date)
        except InvalidStatement:
            return found[0]
        told.append((found.start(), Told(date, _cue(text[: found.start()]))))
        return " " * len(found[0])

    def spoken(found: re.Match[str]) -> str:
        day = found[1] or found[3]
        date = f"{found[4]}-{_MONTH[found[2].lower()]}" + (f"-{int(day):02}" if day else "")
        return take(found, date)

    rest = _SPOKEN.sub(spoken, text)
    rest = _ISO.sub(lambda found: take(found, found[0]), rest)
    return rest, tuple(date for _, date in sorted(told))


def _cue(before: str) -> str:
    """Whether the words just before a date make it the beginning or the end of a period."""
    last = search_key(before).split()[-2:]
    if last[-2:] == ["de", "la"] or (last and last[-1] in _SINCE):
        return "from"
    return "to" if any(word in _UNTIL for word in last) else ""


# ------------------------------------------------------------ names


def _names(text: str, index: Index, common: frozenset[str]) -> tuple[tuple[Named, ...], str]:
    """The longest names from left to right, and the words without them."""
    tokens = list(_TOKEN.finditer(text))
    named: list[Named] = []
    rest: list[str] = []
    at = 0
    while at < len(tokens):
        for size in range(min(LONGEST, len(tokens) - at), 0, -1):
            words = text[tokens[at].start() : tokens[at + size - 1].end()]
            if hits := _called(words, size, index, common):
                named.append(Named(words, hits))
                at += size
                break
        else:
            rest.append(tokens[at][0])
            at += 1
    return tuple(named), " ".join(rest)


def _called(words: str, size: int, index: Index, common: frozenset[str]) -> tuple[Hit, ...]:
    key = search_key(words)
    if len(key) < 2 or key.isdigit():
        return ()
    hits = [
        hit
        for hit in index.search(words, None, 20, prefix=False)
        if hit.score >= _EXACT and not hit.corrected
    ]
    hits = [hit for hit in hits if hit.type]
    if size == 1 and words == words.lower():
        hits = [hit for hit in hits if hit.type in _PLAIN and key[:5] not in common]
    elif size == 1 and words[1:] == words[1:].lower() and key[:5] in common:
        return ()  # “Projects” at the beginning of a sentence is no acronym
    elif words == words.lower() and all(word[:5] in common or len(word) < 4 for word in key.split()):
        return ()
    return tuple(hits)
