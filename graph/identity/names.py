"""What does a name say, once word order, language, legal form and place are read out of it?

`Name.read` takes a name apart into the kind of body it names (heads), what it is about (fields), words that say little
(qualities), proper words, places and acronyms. Two names with the same parts may still be two bodies: what is made
of it is decided in `decide.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from graph.identity.fold import fold, repair, words
from graph.identity.lexicon import first_letter, is_country, meaning, place_spans

__all__ = ["Name", "acronym_key", "read"]

_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ACRONYM = re.compile(r"[A-ZĂÂÎȘŞȚŢÀ-Þ0-9][\w&.-]{1,11}")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
_PLURAL = re.compile(r"(\d+[a-z]+)s")  # "3BS" and "3B" name the same three Bs
_SWAPPED = re.compile(r"([a-z])2([a-z])")  # "U2B" and "B2U" name the same meeting of two sides


def acronym_key(text: str) -> str:
    """An acronym without case, marks, dots and dashes: "IFIN-HH" -> "ifinhh"."""
    return _proper("".join(char for char in fold(text) if char.isalnum()))


@dataclass(frozen=True)
class Name:
    """The parts of a name. All are folded; lexicon words are replaced by their concept ("farmacie" -> "pharmacy")."""

    text: str
    heads: frozenset[str]
    fields: frozenset[str]
    qualities: frozenset[str]
    proper: frozenset[str]
    places: frozenset[str]
    legal: str
    acronyms: frozenset[str]
    content: tuple[tuple[str, bool], ...]  # the words that say something, and whether they stand in a place
    letters: str  # all words but the legal form, joined: words split or joined by mistake are equal here

    @cached_property
    def tokens(self) -> frozenset[str]:
        """Everything the name says, without place and legal form."""
        return self.heads | self.fields | self.qualities | self.proper

    @cached_property
    def core(self) -> frozenset[str]:
        """What the name says, without the words that say little; the whole where nothing else is left."""
        return (self.heads | self.fields | self.proper) or self.tokens

    @cached_property
    def key(self) -> str:
        """Equal for names that say the same in any order, case, language of the lexicon, or legal form."""
        return " ".join(sorted(self.tokens))

    @cached_property
    def digits(self) -> frozenset[str]:
        """The numbers in it: names whose numbers differ are never one."""
        return frozenset(
            re.findall(r"\d+", " ".join(word for word in self.proper if not _SWAPPED.fullmatch(word)))
        )

    @cached_property
    def initials(self) -> frozenset[str]:
        """The acronyms its words could give, in its own language and in Romanian."""
        return _initials(self.content)

    @property
    def is_generic(self) -> bool:
        """True where every word is a common one: then the name says nothing without a place."""
        return not self.proper

    @cached_property
    def is_acronym(self) -> bool:
        """True where it is nothing but one short word in capitals, with or without a place ("UMF Cluj")."""
        if len(self.tokens) != 1 or len(self.proper) != 1 or not self.acronyms:
            return False
        return next(iter(self.proper)) in self.acronyms


@lru_cache(maxsize=131072)
def read(text: str) -> Name:
    """Take a name apart. Never fails: an empty name has no parts."""
    plain, acronyms, places = _without_brackets(repair(text))
    said = words(plain)
    kept, legal = _without_legal(said)
    if len(kept) > 1 and kept[-1] in _ROMAN:  # "Université Montpellier I"
        kept[-1] = _ROMAN[kept[-1]]
    spans = place_spans(kept)
    in_place = {at for start, end, _ in spans for at in range(start, end)}
    places |= {key for _, _, key in spans}
    parts: dict[str, set[str]] = {"head": set(), "field": set(), "quality": set(), "proper": set()}
    for at, word in enumerate(kept):
        if at in in_place:
            continue
        concept, role = meaning(word)
        if role == "legal":
            role, concept = "proper", word
        if role in parts:
            parts[role].add(_proper(concept) if role == "proper" else concept)
    proper = frozenset(word for word in parts["proper"] if len(word) > 1 or word.isdigit())
    proper = proper or frozenset(parts["proper"])
    content = tuple(
        (word, at in in_place)
        for at, word in enumerate(kept)
        if not word.isdigit() and meaning(word).role != "stop"
    )
    own = acronyms | {word for word in proper if _is_short_for_rest(word, content)}
    others = bool(parts["head"] or parts["field"] or proper - own)
    if plain.isupper():
        # Where all is in capitals, only a short word beside a place can be taken for an acronym.
        alone = len(proper) == 1 and bool(places) and not parts["head"] and not parts["field"]
        capitals = {word for word in proper if alone and len(word) < 6}
    else:
        capitals = {acronym_key(word) for word in _ACRONYM.findall(plain) if _is_acronym(word)} & proper
    return Name(
        text=text,
        heads=frozenset(parts["head"]),
        fields=frozenset(parts["field"]),
        qualities=frozenset(parts["quality"]),
        proper=proper - own if others else proper,
        places=frozenset(places),
        legal=legal,
        acronyms=frozenset(own | capitals),
        content=content,
        letters="".join(kept),
    )


def _proper(word: str) -> str:
    if plural := _PLURAL.fullmatch(word):
        return plural.group(1)
    if swapped := _SWAPPED.fullmatch(word):
        return "2".join(sorted(swapped.groups()))
    return word


def _is_acronym(word: str) -> bool:
    letters = [char for char in word if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return len(letters) >= 2 and len(word) <= 12 and capitals >= max(2, len(letters) - 2)


def _without_brackets(text: str) -> tuple[str, set[str], set[str]]:
    acronyms: set[str] = set()
    places: set[str] = set()
    if "(" not in text and "[" not in text:
        return text, acronyms, places

    def read_bracket(found: re.Match[str]) -> str:
        inside = found.group(1).strip()
        if _is_acronym(inside) and _ACRONYM.fullmatch(inside):
            acronyms.add(acronym_key(inside))
            return " "
        said = words(inside)
        spans = place_spans(said)
        if len(spans) == 1 and spans[0][:2] == (0, len(said)):
            places.add(spans[0][2])
            return " "
        if is_country(said):  # "Terapia SA (Romania)", as ROR writes it
            return " "
        return f" {inside} "

    return _BRACKET.sub(read_bracket, text), acronyms, places


def _without_legal(said: list[str]) -> tuple[list[str], str]:
    """Words without the legal form at either end ("SC ... SRL"), unless nothing would be left."""
    kept, legal = list(said), ""
    while len(kept) > 1 and meaning(kept[-1]).role == "legal":
        legal = meaning(kept.pop()).concept + legal
    if len(kept) > 1 and kept[0] in ("sc", "sia", "uab", "as", "stiftelsen"):
        kept.pop(0)
    return kept, legal


def _is_short_for_rest(word: str, content: tuple[tuple[str, bool], ...]) -> bool:
    """True where a name also holds its own acronym: "… Tehnologii Izotopice și Moleculare INCDTIM".

    At either end of the name it may stand for a part of the words only: "Food and Agriculture Organization … FAO".
    """
    if not 2 < len(word) < 13 or len(content) <= len(word):
        return False
    rest = tuple(pair for pair in content if pair[0] != word)
    letters = {said[0] for said, _ in rest}
    if not letters.issuperset(word):
        return False
    forms = _initials(rest)
    return word in forms or (word in (content[0][0], content[-1][0]) and any(word in form for form in forms))


def _initials(content: tuple[tuple[str, bool], ...]) -> frozenset[str]:
    """With and without places, proper words and words that say little; with the words' own letters and Romanian ones."""
    forms = ["", "", "", "", ""] * 2
    for word, in_place in content:
        concept, role = meaning(word)
        own, romanian = word[0], word[0] if role == "proper" else first_letter(concept)
        wanted = (
            True,
            not in_place,
            not in_place and role != "proper",
            in_place or role != "proper",
            not in_place and role != "quality",
        )
        for at, taken in enumerate(wanted):
            if taken:
                forms[at] += own
                forms[at + 5] += romanian
    return frozenset(form for form in forms if len(form) > 2)
