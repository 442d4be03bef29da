"""Which runs of words are names, and where do they end? (capitals, quotation marks, connectors, typed heads)"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from loaders.prose.gazetteer import bare, bundled, given_names
from loaders.prose.lexicon import Head, Lexicon, languages
from loaders.prose.lexicon import lexicon as lexicon_of
from loaders.prose.model import Sentence, Token

__all__ = ["Run", "head_of", "runs"]

_OPEN, _CLOSE = "“„\"«‘'", "”“\"»’'"
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*$")
_CAPITAL_KEEPS = frozenset({"&", "+"})
_NUMBERED = re.compile(r"(?:WP|A|D|T|P)\d{1,2}$")
_TWO_SIDED = re.compile(r"[A-Z]2[A-Z]$")
_NEVER_INSIDE = frozenset({",", ";", ":", "(", ")", "|", "/", "!", "?"})


class Run(NamedTuple):
    """Tokens [first, last) of a sentence that look like one name."""

    first: int
    last: int
    quoted: bool = False


def runs(sentence: Sentence, lexicon: Lexicon, taken: list[bool]) -> Iterator[Run]:
    """The names of a sentence outside the tokens already taken by the gazetteer or by dates."""
    words, at = sentence.tokens, 0
    while at < len(words):
        if taken[at] or not _opens(words, at, lexicon):
            at += 1
            continue
        last = _extend(words, at, lexicon, taken)
        for run in _divide(words, at, last, lexicon):
            yield run
        at = last


def _capital(word: Token) -> bool:
    return word.text[0].isupper() or (word.text[0].isdigit() and any(c.isupper() for c in word.text)) or (
        word.text[0].islower() and any(c.isupper() for c in word.text[1:])
    )


def _opens(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    word = words[at]
    if not _capital(word) or not word.text[0].isalnum():
        return False
    if len(word.text) == 1:
        follower = words[at + 1] if at + 1 < len(words) else None
        return bool(follower and _capital(follower) and word.text not in ("A", "I", "O", "Q"))
    first = at == 0 or words[at - 1].form in (":", "•", "–", "—", "“", "„", '"', "(", "«", "|", "?", "!", ".") or (
        at == 1 and not words[0].form[0].isalnum()
    )
    common = word.form in lexicon.words["common"] or word.form in lexicon.words["demonyms"]
    if not first:
        return not (common and word.form in lexicon.words["pronouns"]) and not _lone_common(words, at, lexicon)
    if _shouting(word):
        return not (common and not _next_is_name(words, at))
    if common or word.form in lexicon.words["prepositions"]:
        if not _next_is_name(words, at):
            return _typed_word(word.form, lexicon) and _next_is_connector(words, at, lexicon)
        small = ("prepositions", "determiners", "pronouns", "auxiliaries", "conjunctions")
        return _typed_word(word.form, lexicon) or not any(word.form in lexicon.words[name] for name in small)
    if lexicon.lang == "en":
        return word.tag == "PROPN" or _next_is_name(words, at) or _camel(word) or not word.fine
    return _next_is_name(words, at) or _camel(word) or _typed_word(word.form, lexicon) or _next_is_connector(words, at, lexicon)


def _lone_common(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    """A capitalised common word in mid-sentence (“the Romanian firm”, “the Commission”) is no name by itself."""
    word = words[at]
    if at + 2 < len(words) and words[at + 1].form == "'" and _strong(words[at + 2].form) and _capital(words[at + 2]):
        return False
    alone = not _next_is_name(words, at) and not _next_is_connector(words, at, lexicon)
    demonym = word.form in lexicon.words["demonyms"] or word.fine == "JJ" and alone and not _shouting(word)
    return alone and not _camel(word) and (demonym or word.form in lexicon.words["common"])


def _shouting(word: Token) -> bool:
    return len(word.text) > 1 and word.text.isupper()


def _camel(word: Token) -> bool:
    return bool(re.search(r"[a-zăâîșț][A-Z]|[A-Z]{2,}|\d", word.text))


def _next_is_name(words: list[Token], at: int) -> bool:
    return at + 1 < len(words) and _capital(words[at + 1]) and words[at + 1].text[0].isalnum()


def _next_is_connector(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    follow = words[at + 1 : at + 3]
    return len(follow) == 2 and follow[0].form in ("de", "din", "pentru", "al", "a", "ale", "of", "for") and _capital(follow[1])


def _extend(words: list[Token], at: int, lexicon: Lexicon, taken: list[bool]) -> int:
    """The token after the run: capitals, connectors between capitals, numbers that end a name."""
    last = at + 1
    while last < len(words):
        word = words[last]
        if word.text in _NEVER_INSIDE or not (word.text[0].isalnum() or word.text in _CAPITAL_KEEPS or word.form in ("'s", "'")):
            break
        if taken[last]:
            break
        if _capital(word) or word.text in _CAPITAL_KEEPS:
            last += 1
        elif word.form in ("'s", "'") and _possessive_inside(words, at, last, lexicon):
            last += 1
        elif _DIGITS.match(word.text) and (len(word.text) <= 2 or re.match(r"(?:19|20)\d\d$", word.text)):
            if last + 1 < len(words) and words[last + 1].form in lexicon.months:
                break
            last += 1
        elif (jump := _connector(words, at, last, lexicon)) > last:
            last = jump
        elif lexicon.lang == "ro" and _inner_word(words, at, last, lexicon):
            last += 1
        else:
            break
    while last > at + 1 and not words[last - 1].text[0].isalnum() and words[last - 1].text != "+":
        last -= 1
    return last


def _possessive_inside(words: list[Token], at: int, last: int, lexicon: Lexicon) -> bool:
    """“Members' Breakfast”, “Researchers' Night”: a plural possessive before a typed head belongs to the name."""
    return words[last - 1].form.endswith("s") and last + 1 < len(words) and _capital(words[last + 1]) and _typed_word(
        words[last + 1].form, lexicon
    )


def _connector(words: list[Token], at: int, last: int, lexicon: Lexicon) -> int:
    """Where a connector (“of”, “for Electric”, “and”) leads on inside a name: the token after it, else `last`."""
    connectors = lexicon.words["connectors"]
    jump = last
    while jump < len(words) and words[jump].form in connectors and jump - last < 3:
        jump += 1
    if jump == last or jump >= len(words) or not _capital(words[jump]) or not words[jump].text[0].isalnum():
        return last
    joint = words[last].form
    left = words[at:last]
    if joint in ("and", "și", "&", "et", "und", "e", "y"):
        return jump if _and_inside(words, at, last, jump, lexicon) else last
    coded = words[jump + 1 : jump + 3]
    if joint == "to" and len(coded) == 2 and coded[0].form == "(" and _TWO_SIDED.match(coded[1].text):
        return jump
    if joint in ("in", "at", "to", "with", "on", "la", "în", "cu", "prin", "pe", "the"):
        return last
    opens = _strong(left[-1].form) or (lexicon.lang == "ro" and _strong(left[0].form))
    if joint == "on" and left[-1].form in ("group", "committee", "forum", "conference", "council", "force", "workshop"):
        return jump
    if joint in ("of", "for", "pentru", "de", "din", "al", "a", "ale", "lui", "von", "van", "der", "di", "del", "da", "du", "la", "für"):
        if joint in ("von", "van", "der", "de", "di", "del", "da", "du") and bare(left[0].form) in given_names():
            return jump
        if joint in ("for",):
            return jump if any(_typed_word(word.form, lexicon) for word in left) else last
        nested = any(word.form == joint for word in left) and joint == "of"
        return jump if opens or (nested and _typed_word(left[0].form, lexicon) and not _typed_word(words[jump].form, lexicon)) else last
    return last


def _and_inside(words: list[Token], at: int, last: int, jump: int, lexicon: Lexicon) -> bool:
    """Whether “A and B” is one name: B or what follows carries the head, or “of A and B” hangs on a head before."""
    left = words[at:last]
    if lexicon.lang == "en":
        tail = jump
        while tail < len(words) and (_capital(words[tail]) and words[tail].text[0].isalnum()):
            tail += 1
        right_head = any(_typed_word(w.form, lexicon) for w in words[jump + 1 : tail])
        left_head = any(_typed_word(w.form, lexicon) for w in left)
        after_of = any(w.form in ("of", "for") for w in left)
        if _shouting(left[0]) or (bare(words[last - 1].form) in _places() and not after_of):
            return False
        if left_head and after_of:
            return not any(_strong(w.form) for w in words[jump:tail]) and tail - jump <= 3 and len(left) <= 6 and (
                not _camel(words[jump])
            )
        return right_head and not left_head and last - at <= 2 and tail - jump <= 3 and not _camel(left[-1])
    head_first = _typed_word(left[0].form, lexicon)
    return head_first and any(w.form in ("de", "pentru") for w in left) and not _strong(words[jump].form)


def _inner_word(words: list[Token], at: int, last: int, lexicon: Lexicon) -> bool:
    """Lower-case words inside a Romanian name, between capitals: “Centrul de Energie”, “Alianța Română a …”."""
    if words[last].form not in ("de", "a", "al", "ale", "din", "pentru", "și"):
        return False
    return last + 1 < len(words) and _capital(words[last + 1]) and _typed_word(words[at].form, lexicon) and words[
        last
    ].form not in ("și", "din")


def _divide(words: list[Token], first: int, last: int, lexicon: Lexicon) -> Iterator[Run]:
    """Drop what cannot begin or end a name: articles, titles, demonyms before a common head, stray words."""
    while first < last and (
        words[first].form in lexicon.words["titles"]
        or words[first].form in ("the", "a", "an", "&", "'s")
        or (words[first].form in lexicon.words["determiners"] and lexicon.lang == "en")
        or (words[first].form in lexicon.words["prepositions"] and not _camel(words[first]))
        or _NUMBERED.match(words[first].text)
        or (first + 2 == last and words[first].form in lexicon.words["common"] and bare(words[last - 1].form) in _places() and not _typed_word(words[first].form, lexicon))
        or (first + 1 < last and first <= 1 and words[first].form in lexicon.words["common"] and not _typed_word(words[first].form, lexicon) and lexicon.lang == "ro" and not _camel(words[first]))
        or (words[first].form in lexicon.words["demonyms"] and last - first > 1 and not _typed_word(words[last - 1].form, lexicon) and first == 0)
    ):
        first += 1
    while last > first and (words[last - 1].form in lexicon.words["connectors"] or words[last - 1].form == "'s") and not _shouting(words[last - 1]):
        last -= 1
    if first >= last:
        return
    quoted = first > 0 and words[first - 1].text in _OPEN and last < len(words) and words[last].text in _CLOSE
    only = words[first]
    if last - first == 1 and not quoted:
        if only.form in lexicon.words["pronouns"] or (only.form in lexicon.words["common"] and not _camel(only)):
            return
        if only.form in lexicon.words["common"] or only.form in lexicon.months or only.form in lexicon.words["demonyms"]:
            return
        if only.form in lexicon.words["roles"]:
            return
    yield Run(first, last, quoted)


@cache
def _head_words() -> tuple[frozenset[str], tuple[str, ...]]:
    heads = [head for lang in languages() for head in lexicon_of(lang).heads]
    exact = {word for head in heads for word in head.words.exact}
    return frozenset(exact | {word.split()[-1] for word in exact}), tuple({s for h in heads for s in h.words.stems})


@cache
def _strong_words() -> tuple[frozenset[str], tuple[str, ...]]:
    heads = [head for lang in languages() for head in lexicon_of(lang).heads if not head.weak]
    exact = {word for head in heads for word in head.words.exact}
    return frozenset(exact | {word.split()[-1] for word in exact}), tuple({s for h in heads for s in h.words.stems})


def _strong(form: str) -> bool:
    """Whether a word alone tells the type of a name (“university”, not “group”)."""
    exact, stems = _strong_words()
    return form in exact or form.startswith(stems)


@cache
def _places() -> frozenset[str]:
    """Places of one word, folded: a name that ends in one is complete."""
    return frozenset(key[0] for key, entries in bundled().names.items() if len(key) == 1 and entries[0].type == "Place")


def _typed_word(form: str, lexicon: Lexicon) -> bool:
    """Whether a word tells the type of a name, in whatever language: names travel."""
    exact, stems = _head_words()
    return form in exact or form.startswith(stems)


_OF = frozenset({"of", "for", "de", "din", "pentru", "al", "ale", "a", "from"})


def head_of(words: list[Token], lexicon: Lexicon) -> Head | None:
    """The head noun that types a name: before “of/for/de” if there, else the last (English) or the first (Romanian).

    Words that many names share (“group”, “energy”) count only when no other word of the name tells a type.
    """
    forms = [word.form for word in words]
    if len(forms) == 1 and _camel(words[0]) and not _shouting(words[0]):
        forms = [part.lower() for part in re.findall(r"[A-ZĂÂÎȘȚ]?[a-zăâîșț]+|[A-Z]+|\d+", words[0].text)]
        return _by_order(forms, (lexicon,), True, frozenset({"Event"})) if len(forms) > 1 else None
    others = [lexicon_of(lang) for lang in languages() if lang != lexicon.lang]
    lone = len(forms) == 1 and not _shouting(words[0])
    if lone:
        return None
    for weak in (False, True):
        for words_of_language in (lexicon, *others):
            if head := _by_order(forms, (words_of_language,), weak):
                return head
    return None


def _by_order(
    forms: list[str], lexicons: tuple[Lexicon, ...], weak: bool, only: frozenset[str] = frozenset()
) -> Head | None:
    cut = next((i for i, form in enumerate(forms) if i and form in _OF), len(forms))
    order = [(cut - size, cut) for size in (3, 2, 1) if cut >= size]
    if lexicons[0].lang != "en":
        order = [(0, size) for size in (3, 2, 1) if len(forms) >= size] + order
    order += [(len(forms) - size, len(forms)) for size in (3, 2, 1) if len(forms) >= size]
    order += [(i, i + size) for size in (2, 1) for i in range(len(forms) - size, -1, -1)]
    for first, last in order:
        phrase = " ".join(forms[first:last])
        for head in (head for one in lexicons for head in one.heads if head.weak <= weak):
            if only and head.type not in only:
                continue
            if phrase in head.words.exact or (last - first == 1 and phrase in head.words):
                return head
    return None
