"""Which meetings without a name does a text date or place? (“Next meeting: 20 February”, “ediția a șasea, în martie”)"""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.prose.lexicon import Lexicon
from loaders.prose.model import Mention, Sentence, Token

__all__ = ["numbered_events", "titled_events", "unnamed_events"]


def unnamed_events(
    sentence: Sentence, mentions: list[Mention], lexicon: Lexicon, taken: list[bool], titled: bool = False
) -> list[Mention]:
    """Event nouns in a title, or in a sentence that has a date, where no event is named; “Session 1” anywhere."""
    words = sentence.tokens
    if not titled and not any(mention.type == "Date" for mention in mentions):
        return []
    if any(mention.type == "Event" for mention in mentions):
        return []
    for at, word in enumerate(words):
        if taken[at] or word.form not in lexicon.words["dated_events"]:
            continue
        span = (
            _english(words, at, lexicon, taken)
            if lexicon.lang == "en"
            else _romanian(words, at, lexicon, taken)
        )
        if span:
            first, last = span
            text = " ".join(token.text for token in words[first:last])
            return [Mention(words[first].start, words[last - 1].end, "Event", text, "event.dated-noun", 0.6)]
    return []


_CODE = re.compile(r"[A-Z]2[A-Z]$")
_TITLE = re.compile(r"[A-ZĂÂÎȘȚ0-9]")


def titled_events(sentence: Sentence, lexicon: Lexicon, series: list[tuple[int, int]]) -> Iterator[Mention]:
    """“seminar on Business Development and Internationalization”, “with the title: IT & Medicine”, “Digital Talks: IT & X”.

    `series` are token ranges of names of known events; a colon and a title after one make an edition of it.
    """
    words = sentence.tokens
    for first, last in series:
        if last + 1 < len(words) and words[last].text == ":" and _TITLE.match(words[last + 1].text):
            stop = _title_end(words, last + 1, lexicon)
            if stop > last + 2:
                yield _event(words, first, stop, "event.edition", 0.85)
    for at, word in enumerate(words):
        if (
            at + 4 < len(words)
            and words[at + 1].form == "to"
            and words[at + 3].form == "("
            and _CODE.match(words[at + 4].text)
        ):
            yield _event(words, at, at + 3, "event.two-sided", 0.8)
        opens = word.form in lexicon.words["title_cues"]
        about = (
            word.form in lexicon.words["dated_events"]
            and at + 1 < len(words)
            and words[at + 1].form in ("on", "despre")
        )
        if not opens and not about:
            continue
        start = at + 2 if about else at + 1
        while start < len(words) and words[start].text in (":", "“", "„", '"', "«"):
            start += 1
        stop = (
            _title_end(words, start, lexicon)
            if start < len(words) and _TITLE.match(words[start].text)
            else start
        )
        if stop > start + (1 if about else 0):
            yield _event(words, start, stop, "event.titled", 0.8)


def _title_end(words: list[Token], at: int, lexicon: Lexicon) -> int:
    """The token after a title in capitals: capitalised words, “and”, “&”, “of” and “for” between them."""
    last = at
    while last < len(words):
        word = words[last]
        joins = word.form in ("&", "and", "și", "of", "for", "de", "pentru", "in", "în")
        follows = last + 1 < len(words) and _TITLE.match(words[last + 1].text) and last > at
        if not _TITLE.match(word.text) and not (joins and follows):
            break
        if word.form in lexicon.months:
            break
        last += 1
    return last


def _event(words: list[Token], first: int, last: int, rule: str, confidence: float) -> Mention:
    text = " ".join(word.text for word in words[first:last])
    return Mention(words[first].start, words[last - 1].end, "Event", text, rule, confidence)


def numbered_events(sentence: Sentence, lexicon: Lexicon) -> Iterator[Mention]:
    """“Session 2”, “Panel 1”, “Sesiunea 3”: parts of an agenda."""
    words = sentence.tokens
    for at, word in enumerate(words[:-1]):
        numbered = words[at + 1].form.isdigit() and len(words[at + 1].form) < 3
        titled = word.form in lexicon.words["numbered_events"] and word.text[0].isupper()
        if titled and numbered:
            end = words[at + 1].end
            yield Mention(
                word.start, end, "Event", f"{word.text} {words[at + 1].text}", "event.numbered", 0.75
            )


def _english(words: list[Token], at: int, lexicon: Lexicon, taken: list[bool]) -> tuple[int, int] | None:
    first, last = at, at + 1
    while first > 0 and at - first < 4 and not taken[first - 1] and _modifier(words[first - 1], lexicon):
        first -= 1
    before = words[first - 1].form if first else ""
    if before in ("the", "this", "that", "these", "its", "our") and first == at:
        return None
    while (
        first < at
        and words[first].form in lexicon.words["empty_modifiers"]
        and words[first].form not in ("next", "last", "first", "second")
    ):
        first += 1
    if last < len(words) and words[last].form in ("no", "nr") and last + 2 < len(words):
        last += 3 if words[last + 1].form == "." else 2
    return first, last


def _romanian(words: list[Token], at: int, lexicon: Lexicon, taken: list[bool]) -> tuple[int, int] | None:
    first, last = _ordinal_before(words, at, lexicon), at + 1
    if last + 1 < len(words) and words[last].form in ("a", "al") and _is_ordinal(words[last + 1]):
        last += 2
    while last < len(words) and last - at < 4 and not taken[last] and words[last].tag == "ADJ":
        last += 1
    definite = words[at].form.endswith(("ul", "a", "ului", "ei", "ele", "rea"))
    if definite and last == at + 1 and first == at and not words[at].text[0].isupper():
        return None
    return first, last


def _is_ordinal(word: Token) -> bool:
    """“a șasea”, “al doilea”."""
    return word.form.endswith(
        ("doua", "treia", "patra", "cincea", "șasea", "șaptea", "opta", "noua", "zecea", "lea")
    )


def _ordinal_before(words: list[Token], at: int, lexicon: Lexicon) -> int:
    """“a doua întâlnire”, “următoarea ediție”, “prima conferință”: where the phrase begins."""
    if at > 1 and words[at - 2].form in ("a", "al") and _is_ordinal(words[at - 1]):
        return at - 2
    if at and words[at - 1].form in lexicon.words["ordinals"]:
        return at - 1
    return at


def _modifier(word: Token, lexicon: Lexicon) -> bool:
    if word.form in lexicon.words["determiners"] or not word.form[0].isalpha():
        return False
    return word.fine in ("JJ", "NN", "NNP", "VBN", "VBG", "NNS", "") and word.tag in (
        "ADJ",
        "NOUN",
        "PROPN",
        "VERB",
    )
