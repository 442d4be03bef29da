"""Which mentions of one text are the same entity? (equal names, acronyms, short forms, surnames, inflected forms)"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from loaders.prose.gazetteer import bare
from loaders.prose.model import ACTORS, Mention, Sentence
from loaders.prose.sentences import tokens

__all__ = ["link", "settle_types"]

_GENERIC = frozenset(
    [
        "the",
        "cluster",
        "clusterul",
        "clusterului",
        "association",
        "asociatia",
        "asociatiei",
        "project",
        "proiectul",
        "proiectului",
        "university",
        "of",
        "and",
        "for",
        "de",
        "din",
        "si",
        "la",
        "al",
        "a",
        "universitatea",
        "firma",
        "compania",
        "programme",
        "programul",
        "in",
        "srl",
        "gmbh",
        "ltd",
        "sa",
        "sl",
        "spa",
        "kft",
        "s.r.l",
        "inc",
        "group",
    ]
)
_NAMED = frozenset({"Organisation", "Cluster", "Project", "Programme", "Event", "WorkingGroup"})


class _Sets:
    """Disjoint sets of mentions; the smallest index leads a set."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, i: int) -> int:
        """The leader of the set of `i`."""
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        """Make one set of the sets of `i` and `j`."""
        a, b = self.find(i), self.find(j)
        self._parent[max(a, b)] = min(a, b)


def link(mentions: list[Mention], sentences: list[Sentence], same: Sequence[Mention] = ()) -> int:
    """Number the entities of the mentions in order of first appearance; how many there are.

    `same` are mentions that the layout says are one entity (“Name: …”, “Acronym: …”).
    """
    sets = _Sets(len(mentions))
    for mention in same[1:]:
        sets.join(mentions.index(same[0]), mentions.index(mention))
    _equal(mentions, sets)
    _introduced(mentions, sentences, sets)
    _short(mentions, sets)
    _people(mentions, sets)
    numbers: dict[int, int] = {}
    for i, mention in enumerate(mentions):
        mention.entity = numbers.setdefault(sets.find(i), len(numbers))
    return len(numbers)


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    """A word without a Romanian case ending or an English plural."""
    for ending in (
        "urilor",
        "ului",
        "elor",
        "ilor",
        "iei",
        "ul",
        "ei",
        "ii",
        "le",
        "ea",
        "ia",
        "a",
        "i",
        "e",
        "s",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=65536)
def words_of(name: str) -> tuple[str, ...]:
    """The folded words of a name, without marks."""
    return tuple(bare(t.form) for t in tokens(name, 0, len(name)) if t.form[0].isalnum() or t.form == "&")


@lru_cache(maxsize=65536)
def stems_of(name: str) -> tuple[str, ...]:
    """The stems of a name's words, its generic words included."""
    return tuple(_stem(word) for word in words_of(name))


def _core(name: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in words_of(name) if word not in _GENERIC)


def _equal(mentions: list[Mention], sets: _Sets) -> None:
    """Equal stems in any order, and for clusters equal cores; groups and places only with equal words."""
    seen: dict[object, int] = {}
    cores: dict[frozenset[str], int] = {}
    for i, mention in enumerate(mentions):
        if mention.type == "Group":
            continue
        if mention.type == "Date":
            key: object = ("Date", mention.value or mention.text.lower())
        elif mention.value and mention.type != "Vertical":
            key = mention.value
            seen.setdefault((_family(mention.type), tuple(sorted(stems_of(mention.text)))), i)
        else:
            key = (_family(mention.type), tuple(sorted(stems_of(mention.text))))
        if key in seen:
            sets.join(seen[key], i)
        seen.setdefault(key, i)
        if mention.type == "Cluster" and (core := _core(mention.text)):
            if core in cores:
                sets.join(cores[core], i)
            cores.setdefault(core, i)


def _family(kind: str) -> str:
    return "named" if kind in _NAMED else kind


def _introduced(mentions: list[Mention], sentences: list[Sentence], sets: _Sets) -> None:
    """“Lucian Blaga University of Sibiu (LBUS)”, and acronyms used bare whose letters fit exactly one name."""
    names: dict[str, set[int]] = defaultdict(set)
    for i, mention in enumerate(mentions):
        if mention.type in _NAMED and len(words_of(mention.text)) > 1:
            for letters in _initials(mention.text):
                names[letters].add(i)
    for j, mention in enumerate(mentions):
        if mention.type not in _NAMED or not _is_acronym(mention.text):
            continue
        previous = mentions[j - 1] if j else None
        if (
            previous
            and previous.type in _NAMED
            and _bracketed(previous, mention, sentences)
            and (_letters_fit(mention.text, previous.text) or _closed_acronym(mention, sentences))
        ):
            sets.join(j - 1, j)
            mention.rule = "name.acronym"
            if mention.confidence < 0.8:
                mention.type, mention.kind = previous.type, previous.kind
            continue
        candidates = names.get(bare(mention.text.lower()).replace("-", ""), set())
        heads = {stems_of(mentions[i].text) for i in candidates}
        if len(heads) == 1:
            sets.join(min(candidates), j)


def _closed_acronym(mention: Mention, sentences: list[Sentence]) -> bool:
    """Capitals alone between brackets: a short name, whatever its letters stand for."""
    words = sentences[mention.sentence].tokens
    closed = (
        mention.last < len(words) and words[mention.last].form == ")" and words[mention.first - 1].form == "("
    )
    return closed and mention.text.isupper() and 3 <= len(mention.text) <= 8 and mention.rule == "name.untold"


def _is_acronym(name: str) -> bool:
    first = name.split()[0]
    return 2 <= len(first) <= 10 and sum(c.isupper() for c in first) >= 2 and len(name.split()) <= 2


def _bracketed(before: Mention, mention: Mention, sentences: list[Sentence]) -> bool:
    if before.sentence != mention.sentence or mention.first != before.last + 1:
        words = sentences[mention.sentence].tokens
        between = (
            [w.form for w in words[before.last : mention.first]]
            if before.sentence == mention.sentence
            else []
        )
        return (
            between in ([","],) and mention.last < len(words) and words[mention.last].form == ")"
        ) or between in (["(", "“"], ["(", "„"], ["(", '"'], [",", "or"], ["”", "("])
    words = sentences[mention.sentence].tokens
    return words[before.last].form == "("


def _initials(name: str) -> set[str]:
    words = list(words_of(name))
    full = "".join(word[0] for word in words if word != "&")
    strong = "".join(
        w[0]
        for w in words
        if w not in ("of", "and", "for", "the", "de", "din", "si", "a", "al", "&", "la", "pentru", "in")
    )
    hyphened = "".join(p[0] for w in words if w not in ("of", "and", "for", "the") for p in w.split("-") if p)
    return {letters for letters in (full, strong, hyphened) if len(letters) >= 2}


def _letters_fit(acronym: str, name: str) -> bool:
    letters = [c for c in bare(acronym.split()[0].lower()) if c.isalpha()]
    text, at = bare(" ".join(words_of(name))), 0
    hit = 0
    for letter in letters:
        found = text.find(letter, at)
        if found >= 0:
            hit, at = hit + 1, found + 1
    return hit >= max(2, len(letters) - 1)


def _short(mentions: list[Mention], sets: _Sets) -> None:
    """“Codru” for “Codru Sensors”: the words of the short name begin exactly one longer name of a fitting type."""
    longer = [
        (i, stems_of(m.text))
        for i, m in enumerate(mentions)
        if m.type in _NAMED and len(words_of(m.text)) > 1
    ]
    for j, mention in enumerate(mentions):
        if mention.type not in _NAMED and not (mention.type == "Place" and mention.rule != "gazetteer.Place"):
            continue
        short = stems_of(mention.text)
        if mention.value and len(short) > 1:
            continue
        fits = {}
        for i, stems in longer:
            if i == j or len(stems) <= len(short) or not _may_be(mention, mentions[i]):
                continue
            if (
                mentions[i].type in ("Event", "Programme", "WorkingGroup")
                and mention.type != mentions[i].type
            ):
                continue
            if stems[: len(short)] == short or _inner(short, stems):
                fits[sets.find(i)] = i
        if len(fits) == 1:
            sets.join(next(iter(fits.values())), j)


def _inner(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Words of the short name that end the long one after its head (“Universitatea Ovidius” - “Ovidius”)."""
    if len(short) == 1 and (len(short[0]) < 4 or short[0] in _GENERIC):
        return False
    return (
        len(long) - len(short) <= 2
        and long[-len(short) :] == short
        and (long[0].startswith(("univers", "cluster", "hub", "asoci", "firm", "compan", "institut", "grup")))
    )


def _may_be(short: Mention, long: Mention) -> bool:
    told = short.rule not in ("name.untold", "name.place-preposition")
    if short.type in ACTORS and long.type in ACTORS:
        return True
    if short.type == long.type:
        return True
    return not told and long.type in _NAMED


def _people(mentions: list[Mention], sets: _Sets) -> None:
    """A surname alone, or with an initial, is the one person of that surname named in full."""
    full: dict[str, set[int]] = defaultdict(set)
    for i, mention in enumerate(mentions):
        if (
            mention.type == "Person"
            and len(words_of(mention.text)) > 1
            and len(words_of(mention.text)[0].rstrip(".")) > 1
        ):
            full[words_of(mention.text)[-1]].add(i)
    for j, mention in enumerate(mentions):
        words = words_of(mention.text)
        if not words or mention.type not in ("Person", "Organisation", "Place"):
            continue
        initials = "".join(c for c in mention.text if c.isalpha()).lower()
        if re.fullmatch(r"(?:[^\W\d_]\.){2,3}", mention.text):
            fits = {
                i
                for group in full.values()
                for i in group
                if "".join(w[0] for w in words_of(mentions[i].text)) == initials
            }
            if fits:
                mention.type, mention.kind = "Person", ""
                sets.join(min(fits), j)
            continue
        lone = len(words) == 1 or (len(words) == 2 and len(words[0].rstrip(".")) == 1)
        if not lone or words[-1] not in full or mention.rule.startswith("gazetteer"):
            continue
        if len({words_of(mentions[i].text) for i in full[words[-1]]}) == 1:
            mention.type, mention.kind = "Person", ""
            sets.join(min(full[words[-1]]), j)


def settle_types(mentions: list[Mention], count: int) -> None:
    """Give all mentions of an entity the type that was told most surely."""
    best: list[Mention | None] = [None] * count
    for mention in mentions:
        held = best[mention.entity]
        if held is None or mention.confidence > held.confidence:
            best[mention.entity] = mention
    for mention in mentions:
        held = best[mention.entity]
        if held and held is not mention and mention.type != held.type:
            mention.type, mention.kind = held.type, held.kind
