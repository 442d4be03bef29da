"""Of which type is a name? (its head, the gazetteer, the words around it, given names, what is said of it elsewhere)"""

from __future__ import annotations

import re
from collections.abc import Iterable

from loaders.prose.gazetteer import bare, given_names
from loaders.prose.heads import head_of, one_word_places
from loaders.prose.lexicon import Lexicon, Words
from loaders.prose.model import Sentence, Token
from loaders.prose.names import Run

__all__ = ["Typed", "person_like", "type_of"]

Typed = tuple[str, str, str, float]  # type, kind, rule, confidence

_NO_SURNAMES = frozenset(
    {"vision", "software", "systems", "labs", "tech", "digital", "robotics", "pharma", "solutions"}
)
_NOUNS = (
    ("project_nouns", "Project", ""),
    ("programme_nouns", "Programme", ""),
    ("cluster_nouns", "Cluster", ""),
    ("event_nouns", "Event", ""),
    ("company_nouns", "Organisation", "Company"),
    ("university_nouns", "Organisation", "University"),
    ("hospital_nouns", "Organisation", "Hospital"),
    ("research_nouns", "Organisation", "ResearchCentre"),
    ("incubator_nouns", "Organisation", "Incubator"),
    ("public_nouns", "Organisation", "PublicBody"),
    ("association_nouns", "Organisation", "Association"),
    ("group_nouns", "WorkingGroup", ""),
    ("place_nouns", "Place", ""),
)
_CALL = re.compile(r"(?:HORIZON|H2020|ERASMUS|DIGITAL|LIFE|EIC|INNOSUP|COSME)-[A-Z0-9.-]*\d[A-Z0-9.-]*$")
_NOTHING = re.compile(
    r"(?:\d+[A-Z]{2,}\d*(?:/\d+)?|PN-?I{1,3}V?-[A-Z0-9.-]+\d)$|(?:(?:WP|P|T|D|TRL|A|O|R|SO|M|OS|AP|KPI)\d+(?:\.\d+)*|EUR|RON|USD|TRL|SMIS|CUI|[A-Z]|\d+|I{1,3}|IV)$"
)
_CODE = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9]{2,}(?:[-./][A-Z0-9.]+)+$")


def type_of(sentence: Sentence, run: Run, lexicon: Lexicon, model_people: Iterable[tuple[int, int]]) -> Typed:
    """Type, kind, rule and confidence of a name; an untold one is an Organisation with little confidence."""
    words = sentence.tokens[run.first : run.last]
    text = words[0].text if len(words) == 1 else ""
    if text and _CALL.match(text):
        return "Programme", "", "name.call-code", 0.85
    head = head_of(words, lexicon)
    around = _context(sentence.tokens, run, lexicon)
    person = person_like(sentence, run, lexicon, model_people)
    if head and not (person and head.weak and _given(words)):
        if around and (around[2].startswith("name.before-noun.Project") or head.type == "Place" or head.weak):
            return around
        return head.type, head.kind, f"name.head.{head.type}", 0.7 if head.weak else 0.85
    if person:
        return "Person", "", "name.person", 0.85
    if around:
        return around
    if (text and text.isupper() and _CODE.match(text)) or all(_NOTHING.match(word.text) for word in words):
        return "", "", "name.code", 0.0
    if cued := _cued(sentence.tokens, run, lexicon):
        return cued
    return "Organisation", "", "name.untold", 0.55


def _cued(words: list[Token], run: Run, lexicon: Lexicon) -> Typed | None:
    """“X will run until 2025”, “kick-off of X”: words that only go with a project, an event, a programme."""
    before = " ".join(word.form for word in words[max(0, run.first - 5) : run.first])
    after = " ".join(word.form for word in words[run.last : run.last + 7])
    for key in ("Project", "Event", "Programme", "Place"):
        left, right = lexicon.words[f"{key.lower()}_left"], lexicon.words[f"{key.lower()}_right"]
        if before.endswith(_endings(left)) or after.startswith(_beginnings(right)):
            return key, "", f"name.cue.{key}", 0.7
    return None


def _endings(words: Words) -> tuple[str, ...]:
    return tuple(" " + word for word in sorted(words.exact)) + tuple(sorted(words.exact))


def _beginnings(words: Words) -> tuple[str, ...]:
    return tuple(word + " " for word in sorted(words.exact))


def _context(words: list[Token], run: Run, lexicon: Lexicon) -> Typed | None:
    """“the project X”, “X project”, “X, an incubator”, “X (a start-up)”, “X spin-off”."""
    before = [word.form for word in words[max(0, run.first - 3) : run.first]]
    after = [word.form for word in words[run.last : run.last + 7]]
    known = lexicon.words
    near = [form for form in before if form not in ("“", "„", '"', "«", "'")]
    for key, kind_type, kind in _NOUNS:
        nouns = known[key]
        adjoining = near[-1:] + ([" ".join(near[-2:])] if len(near) > 1 else [])
        if any(form in nouns for form in adjoining) and not (near[-1:] == ["series"] and len(near) < 2):
            return kind_type, kind, f"name.after-noun.{kind_type}", 0.75
    follow = [form for form in after if form not in ("”", "“", '"', "»", "'")]
    if follow[:1] == ["("] and ")" in follow[:4]:
        inner = follow.index(")")
        follow = follow[inner + 1 :] if follow[inner + 1 :][:1] not in ([","], []) else follow
    if follow[:1] and lexicon.lang == "en":
        for key, kind_type, kind in _NOUNS:
            if follow[0] in known[key] and kind_type in (
                "Project",
                "Programme",
                "Cluster",
                "Event",
                "WorkingGroup",
            ):
                return kind_type, kind, f"name.before-noun.{kind_type}", 0.75
    return _apposition(follow, lexicon)


def _apposition(follow: list[str], lexicon: Lexicon) -> Typed | None:
    known = lexicon.words
    if len(follow) > 2 and follow[0] in (",", "(", "–", "—", "is", "este"):
        rest = follow[1:6]
        if rest and (
            rest[0] in ("a", "an", "o", "un", "the", "one") or lexicon.lang == "ro" or follow[0] == "("
        ):
            for form in rest[:5]:
                if form in (",", ")", "which", "that", "of", "care", "de", "din", "and", "și"):
                    break
                for key, kind_type, kind in _NOUNS:
                    if form in known[key] and kind_type != "Place":
                        return kind_type, kind, f"name.apposition.{kind_type}", 0.75
    return None


def person_like(
    sentence: Sentence, run: Run, lexicon: Lexicon, model_people: Iterable[tuple[int, int]]
) -> bool:
    """Two to four capitalised words that begin with a given name, an initial or a title, or that the model calls a person."""
    tokens = sentence.tokens
    words = tokens[run.first : run.last]
    plain = [word for word in words if word.text[0].isalpha()]
    if not 1 <= len(plain) <= 4 or any(any(c.isdigit() for c in word.text) for word in words):
        return False
    if any(
        word.form in lexicon.words["connectors"]
        and word.form not in ("de", "van", "der", "von", "da", "di", "del", "du")
        for word in words
    ):
        return False
    titled = run.first > 0 and _is_title(tokens, run.first, lexicon)
    given = given_names()
    first = bare(plain[0].form.split("-")[0])
    named = first in given or _genitive(first, lexicon) in given
    if len(plain) == 1:
        return titled and not plain[0].text.isupper()
    if named and not plain[-1].text.isupper():
        return not (len(plain) == 2 and plain[1].form in _NO_SURNAMES)
    if len(plain) == 2 and re.fullmatch(r"[^\W\d_]\.", plain[0].text):
        return True
    if len(plain[0].text) <= 2 and plain[0].text[0].isupper() and len(plain) == 2 and len(plain[1].text) > 2:
        dotted = plain[1].start - plain[0].end >= 1 and not plain[1].text.isupper()
        return dotted and len(plain[0].text) == 1
    if bare(plain[-1].form) in one_word_places():
        return False
    span = (words[0].start, words[-1].end)
    if span in set(model_people) and len(plain) in (2, 3) and not any(w.text.isupper() for w in plain):
        return titled or _role_near(tokens, run, lexicon)
    return titled and len(plain) <= 3


def _given(words: list[Token]) -> bool:
    return bare(words[0].form.split("-")[0]) in given_names()


def _genitive(form: str, lexicon: Lexicon) -> str:
    """“Ilenei” -> “ileana” cannot be undone by rule; “Mariei” -> “maria” can."""
    if lexicon.lang == "ro" and form.endswith("ei"):
        return form[:-2] + "a"
    return form


def _is_title(tokens: list[Token], first: int, lexicon: Lexicon) -> bool:
    at = first - 1
    while at > 0 and tokens[at].text == ".":
        at -= 1
    return tokens[at].form in lexicon.words["titles"]


def _role_near(tokens: list[Token], run: Run, lexicon: Lexicon) -> bool:
    near = tokens[max(0, run.first - 4) : run.first] + tokens[run.last : run.last + 5]
    known = lexicon.words
    return any(
        word.form in known["roles"] or word.form in known["speech"] or word.lemma in known["speech"]
        for word in near
    )
