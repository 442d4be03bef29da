"""Which sectors, technologies and fields does a text name? (known terms, typed heads with modifiers, open lists after cues)"""

from __future__ import annotations

from collections.abc import Iterator

from loaders.prose.lexicon import Lexicon
from loaders.prose.model import Mention, Sentence, Token

__all__ = ["open_list", "phrase", "widened"]

# Nouns that make a field of a noun phrase: “medical imaging”, “packaging robots”, “energia eoliană”.
_STOP = frozenset(
    [
        "people",
        "company",
        "companies",
        "firm",
        "firms",
        "members",
        "member",
        "partners",
        "partner",
        "project",
        "projects",
        "results",
        "result",
        "event",
        "events",
        "companii",
        "firme",
        "membri",
        "parteneri",
        "proiecte",
        "rezultate",
        "evenimente",
        "programe",
        "persoane",
    ]
)
_LONGEST = 5


def widened(sentence: Sentence, first: int, last: int, lexicon: Lexicon) -> tuple[int, int]:
    """A known term with the adjectives and nouns that belong to it: “surgical robotics”, “rețele electrice inteligente”."""
    words = sentence.tokens
    heads, tails = lexicon.words["field_heads"], lexicon.words["field_modifiers"]
    if lexicon.lang == "en":
        while last < len(words) and words[last].form in heads and words[last].text[0].islower():
            last += 1
        while (
            first > 0
            and last - first < _LONGEST
            and _premodifier(words[first - 1], lexicon)
            and words[last - 1].form in heads
        ):
            first -= 1
        return first, last
    while last < len(words) and last - first < _LONGEST and words[last].form in tails:
        last += 1
    return first, last


def _premodifier(word: Token, lexicon: Lexicon) -> bool:
    if (
        not word.text[0].islower()
        or word.form in lexicon.words["empty_modifiers"]
        or word.form in lexicon.words["determiners"]
    ):
        return False
    return (
        word.fine in ("JJ", "NN", "NNP")
        and word.form not in lexicon.words["no_fields"]
        and word.form not in lexicon.words["prepositions"]
    )


def phrase(sentence: Sentence, lexicon: Lexicon, taken: list[bool]) -> Iterator[tuple[int, int]]:
    """Noun phrases that end (English) or begin (Romanian) with the noun of a field: “cold chain logistics”."""
    words, heads = sentence.tokens, lexicon.words["field_heads"]
    for at, word in enumerate(words):
        if taken[at] or word.form not in heads or not word.text[0].islower():
            continue
        first, last = at, at + 1
        if lexicon.lang == "en":
            if (
                last < len(words)
                and (words[last].form in heads or words[last].fine in ("NN", "NNS"))
                and words[last].text[0].isalpha()
            ):
                continue
            while (
                first > 0
                and at - first < 3
                and not taken[first - 1]
                and _premodifier(words[first - 1], lexicon)
            ):
                first -= 1
        else:
            while (
                last < len(words)
                and last - first < 4
                and not taken[last]
                and (words[last].form in lexicon.words["field_modifiers"])
            ):
                last += 1
        if last - first > 1 and words[last - 1].form not in lexicon.words["no_fields"]:
            yield first, last


def open_list(
    sentence: Sentence, start: int, stop: int, lexicon: Lexicon, taken: list[bool]
) -> Iterator[tuple[int, int]]:
    """The items of “X, Y and Z” between two tokens, each a short noun phrase; stops at the first that is none."""
    words, at, heads = sentence.tokens, start, lexicon.words["field_heads"]
    while at < stop and words[at].form in lexicon.words["before_fields"]:
        at += 1
    while at < stop:
        while at < stop and (
            words[at].form in lexicon.words["determiners"]
            or words[at].form in lexicon.words["empty_modifiers"]
        ):
            at += 1
        last = at
        while (
            last < stop and last - at < _LONGEST and _in_phrase(words, last, at, lexicon) and not taken[last]
        ):
            last += 1
        if last == at:
            return
        trimmed = last
        while trimmed > at and (words[trimmed - 1].tag == "ADV" or words[trimmed - 1].form in _STOP):
            trimmed -= 1
        if (words[at].fine == "VBG" and words[at].form not in heads) or words[
            trimmed - 1
        ].form in lexicon.words["no_fields"]:
            return
        if (
            trimmed > at
            and any(len(word.text) > 2 for word in words[at:trimmed])
            and not _only_adjective(words, at, trimmed)
        ):
            yield at, trimmed
        else:
            return
        at = last
        joined = at
        while joined < stop and (
            words[joined].form in (",", ";") or words[joined].form in lexicon.words["conjunctions"]
        ):
            joined += 1
        while (
            joined < stop
            and joined > at
            and words[joined].form
            in ("of", "on", "in", "for", "de", "pe", "în", "pentru", "al", "a", "ale", "la")
        ):
            joined += 1
        if joined == at:
            return
        at = joined


def _only_adjective(words: list[Token], first: int, last: int) -> bool:
    return last - first == 1 and (
        words[first].fine in ("JJ", "VBN", "VBD", "VB", "VBZ", "VBP", "RB", "PRP")
        or words[first].tag in ("ADV", "PRON", "AUX")
    )


def _in_phrase(words: list[Token], at: int, first: int, lexicon: Lexicon) -> bool:
    word = words[at]
    if not word.text[0].isalnum() or word.form in _STOP or word.form in lexicon.words["conjunctions"]:
        return False
    if (
        word.form in lexicon.words["pronouns"]
        or word.form in lexicon.words["auxiliaries"]
        or word.form in lexicon.words["negations"]
    ):
        return False
    if lexicon.lang == "en":
        if word.text[0].isupper() and not word.text.isupper():
            return False
        return word.fine in ("NN", "NNS", "JJ", "VBG", "NNP", "VBN", "CD") and not (
            word.fine == "CD" and at == first
        )
    if (
        word.form in ("de", "a", "al", "ale")
        and at > first
        and at + 1 < len(words)
        and words[at + 1].text[0].islower()
    ):
        return at - first <= 2
    if word.text[0].isupper() and not word.text.isupper():
        return False
    return word.tag in ("NOUN", "ADJ") and word.form not in lexicon.words["prepositions"]


def mention(
    sentence: Sentence, first: int, last: int, rule: str, confidence: float, value: str = ""
) -> Mention:
    """A Vertical over tokens [first, last)."""
    words = sentence.tokens
    text = " ".join(word.text for word in words[first:last])
    return Mention(words[first].start, words[last - 1].end, "Vertical", text, rule, confidence, value=value)
