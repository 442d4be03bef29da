"""Which words of a name tell its type? (“University”, “Clusterul”, “GmbH”, in whatever language)"""

from __future__ import annotations

import re
from functools import cache

from loaders.prose.gazetteer import bundled
from loaders.prose.lexicon import Head, Lexicon, languages
from loaders.prose.lexicon import lexicon as lexicon_of
from loaders.prose.model import Token

__all__ = ["head_of", "is_camel", "is_shouting", "is_strong", "is_typed", "one_word_places"]


def is_shouting(word: Token) -> bool:
    """Whether the word is all capitals."""
    return len(word.text) > 1 and word.text.isupper()


def is_camel(word: Token) -> bool:
    """Whether capitals or digits stand inside the word (“SmartDock”, “U2B”)."""
    return bool(re.search(r"[a-zăâîșț][A-Z]|[A-Z]{2,}|\d", word.text))


@cache
def _head_words() -> tuple[frozenset[str], tuple[str, ...]]:
    heads = [head for lang in languages() for head in lexicon_of(lang).heads]
    exact = {word for head in heads for word in head.words.exact}
    return frozenset(exact | {word.split()[-1] for word in exact}), tuple(
        {s for h in heads for s in h.words.stems}
    )


@cache
def _strong_words() -> tuple[frozenset[str], tuple[str, ...]]:
    heads = [
        head
        for lang in languages()
        for head in lexicon_of(lang).heads
        if not head.weak and head.kind != "Company"
    ]
    exact = {word for head in heads for word in head.words.exact}
    return frozenset(exact | {word.split()[-1] for word in exact}), tuple(
        {s for h in heads for s in h.words.stems}
    )


def is_strong(form: str) -> bool:
    """Whether a word alone tells the type of a name (“university”, not “group”)."""
    exact, stems = _strong_words()
    return form in exact or form.startswith(stems)


@cache
def one_word_places() -> frozenset[str]:
    """Places of one word, folded: a name that ends in one is complete."""
    return frozenset(
        key[0] for key, entries in bundled().names.items() if len(key) == 1 and entries[0].type == "Place"
    )


def is_typed(form: str) -> bool:
    """Whether a word tells the type of a name, in whatever language: names travel."""
    exact, stems = _head_words()
    return form in exact or form.startswith(stems)


_CAMEL = re.compile(r"[A-ZĂÂÎȘȚ]?[a-zăâîșț]+|[A-Z]+|\d+")
_OF = frozenset({"of", "for", "de", "din", "pentru", "al", "ale", "a", "from"})


def head_of(words: list[Token], lexicon: Lexicon) -> Head | None:
    """The head noun that types a name: before “of/for/de” if there, else the last (English) or the first (Romanian).

    Words that many names share (“group”, “energy”) count only when no other word of the name tells a type.
    """
    forms = [word.form for word in words]
    if len(forms) == 1 and is_camel(words[0]) and not is_shouting(words[0]):
        forms = [part.lower() for part in _CAMEL.findall(words[0].text)]
        return _by_order(forms, (lexicon,), True, frozenset({"Event"})) if len(forms) > 1 else None
    others = [lexicon_of(lang) for lang in languages() if lang != lexicon.lang]
    lone = len(forms) == 1 and not is_shouting(words[0])
    if lone:
        return None
    parts = [part.lower() for word in words if is_camel(word) for part in _CAMEL.findall(word.text)]
    if parts and (event := _by_order(parts, (lexicon,), False, frozenset({"Event"}))):
        return event
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
