"""Which runs of words are names, and where do they end? (capitals, quotation marks, connectors, typed heads)"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from loaders.prose.gazetteer import bare, given_names
from loaders.prose.heads import is_camel, is_shouting, is_strong, is_typed, one_word_places
from loaders.prose.lexicon import Lexicon
from loaders.prose.model import Sentence, Token

__all__ = ["Run", "runs"]

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
        yield from _divide(words, at, last, lexicon)
        at = last


def _capital(word: Token) -> bool:
    return (
        word.text[0].isupper()
        or (word.text[0].isdigit() and any(c.isupper() for c in word.text))
        or (word.text[0].islower() and any(c.isupper() for c in word.text[1:]))
    )


def _opens(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    word = words[at]
    if not _capital(word) or not word.text[0].isalnum():
        return False
    if len(word.text) == 1:
        follower = words[at + 1] if at + 1 < len(words) else None
        return bool(follower and _capital(follower) and word.text not in ("A", "I", "O", "Q"))
    first = (
        at == 0
        or words[at - 1].form in (":", "•", "–", "—", "“", "„", '"', "(", "«", "|", "?", "!", ".")
        or (at == 1 and not words[0].form[0].isalnum())
    )
    common = word.form in lexicon.words["common"] or word.form in lexicon.words["demonyms"]
    if not first:
        return not (common and word.form in lexicon.words["pronouns"]) and not _lone_common(
            words, at, lexicon
        )
    if is_shouting(word):
        return not (common and not _next_is_name(words, at))
    if common or word.form in lexicon.words["prepositions"]:
        if not _next_is_name(words, at):
            return is_typed(word.form) and _next_is_connector(words, at, lexicon)
        small = ("prepositions", "determiners", "pronouns", "auxiliaries", "conjunctions")
        return is_typed(word.form) or not any(word.form in lexicon.words[name] for name in small)
    if lexicon.lang == "en":
        if word.fine and word.fine[:2] not in ("NN", "JJ", "FW") and not is_camel(word):
            return False
        return word.tag == "PROPN" or _next_is_name(words, at) or is_camel(word) or not word.fine
    relative = (
        at + 2 < len(words) and words[at + 1].text == "," and words[at + 2].form in lexicon.words["relatives"]
    )
    return (
        relative
        or _next_is_name(words, at)
        or is_camel(word)
        or is_typed(word.form)
        or _next_is_connector(words, at, lexicon)
    )


def _lone_common(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    """A capitalised common word in mid-sentence (“the Romanian firm”, “the Commission”) is no name by itself."""
    word = words[at]
    if (
        at + 2 < len(words)
        and words[at + 1].form == "'"
        and is_strong(words[at + 2].form)
        and _capital(words[at + 2])
    ):
        return False
    alone = not _next_is_name(words, at) and not _next_is_connector(words, at, lexicon)
    demonym = word.form in lexicon.words["demonyms"] or (
        word.fine == "JJ" and alone and not is_shouting(word)
    )
    return alone and not is_camel(word) and (demonym or word.form in lexicon.words["common"])


def _next_is_name(words: list[Token], at: int) -> bool:
    return at + 1 < len(words) and _capital(words[at + 1]) and words[at + 1].text[0].isalnum()


def _next_is_connector(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    follow = words[at + 1 : at + 3]
    return (
        len(follow) == 2
        and follow[0].form in ("de", "din", "pentru", "al", "a", "ale", "of", "for")
        and _capital(follow[1])
    )


def _extend(words: list[Token], at: int, lexicon: Lexicon, taken: list[bool]) -> int:
    """The token after the run: capitals, connectors between capitals, numbers that end a name."""
    last = at + 1
    while last < len(words):
        word = words[last]
        if word.text in _OPEN and is_strong(words[at].form) and (close := _quoted_end(words, last)) > last:
            last = close
            continue
        if word.text in _NEVER_INSIDE or not (
            word.text[0].isalnum() or word.text in _CAPITAL_KEEPS or word.form in ("'s", "'")
        ):
            break
        if taken[last]:
            break
        if (
            _capital(word)
            or word.text in _CAPITAL_KEEPS
            or (word.form in ("'s", "'") and _possessive_inside(words, at, last, lexicon))
        ):
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


def _quoted_end(words: list[Token], at: int) -> int:
    """“Institutul de Chimie „Coriolan Drăgulescu””: the token after the closing mark, or `at`."""
    for last in range(at + 2, min(at + 7, len(words))):
        if words[last].text in _CLOSE:
            return (
                last + 1
                if all(_capital(word) or word.form in ("de", "of") for word in words[at + 1 : last])
                else at
            )
    return at


def _possessive_inside(words: list[Token], at: int, last: int, lexicon: Lexicon) -> bool:
    """“Members' Breakfast”, “Researchers' Night”: a plural possessive before a typed head belongs to the name."""
    return (
        words[last - 1].form.endswith("s")
        and last + 1 < len(words)
        and _capital(words[last + 1])
        and is_typed(words[last + 1].form)
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
    opens = is_strong(left[-1].form) or (lexicon.lang == "ro" and is_strong(left[0].form))
    if joint == "on" and left[-1].form in (
        "group",
        "committee",
        "forum",
        "conference",
        "council",
        "force",
        "workshop",
    ):
        return jump
    if joint in (
        "of",
        "for",
        "pentru",
        "de",
        "din",
        "al",
        "a",
        "ale",
        "lui",
        "von",
        "van",
        "der",
        "di",
        "del",
        "da",
        "du",
        "la",
        "für",
    ):
        if (
            joint in ("von", "van", "der", "de", "di", "del", "da", "du")
            and bare(left[0].form) in given_names()
        ):
            return jump
        if joint in ("for",):
            return jump if any(is_typed(word.form) for word in left) else last
        nested = any(word.form == joint for word in left) and joint == "of"
        return (
            jump if opens or (nested and is_typed(left[0].form) and not is_typed(words[jump].form)) else last
        )
    return last


def _and_inside(words: list[Token], at: int, last: int, jump: int, lexicon: Lexicon) -> bool:
    """Whether “A and B” is one name: B or what follows carries the head, or “of A and B” hangs on a head before."""
    left = words[at:last]
    if lexicon.lang == "en":
        tail = jump
        while tail < len(words) and (_capital(words[tail]) and words[tail].text[0].isalnum()):
            tail += 1
        right_head = any(is_strong(w.form) for w in words[jump + 1 : tail])
        left_head = any(is_typed(w.form) for w in left)
        after_of = any(w.form in ("of", "for") for w in left)
        if is_shouting(left[0]) or (bare(words[last - 1].form) in one_word_places() and not after_of):
            return False
        if left_head and after_of:
            return (
                not any(is_strong(w.form) for w in words[jump:tail])
                and tail - jump <= 3
                and len(left) <= 6
                and (not is_camel(words[jump]))
            )
        return right_head and not left_head and last - at <= 2 and tail - jump <= 3 and not is_camel(left[-1])
    head_first = is_typed(left[0].form)
    return head_first and any(w.form in ("de", "pentru") for w in left) and not is_strong(words[jump].form)


def _inner_word(words: list[Token], at: int, last: int, lexicon: Lexicon) -> bool:
    """Lower-case words inside a Romanian name, between capitals: “Centrul de Energie”, “Alianța Română a …”."""
    if words[last].form not in ("de", "a", "al", "ale", "din", "pentru", "și"):
        return False
    return (
        last + 1 < len(words)
        and _capital(words[last + 1])
        and is_typed(words[at].form)
        and words[last].form not in ("și", "din")
    )


def _divide(words: list[Token], first: int, last: int, lexicon: Lexicon) -> Iterator[Run]:
    """Drop what cannot begin or end a name: articles, titles, demonyms before a common head, stray words."""
    while first < last and (
        words[first].form in lexicon.words["titles"]
        or words[first].form in ("the", "a", "an", "&", "'s")
        or (words[first].form in lexicon.words["determiners"] and lexicon.lang == "en")
        or (words[first].form in lexicon.words["prepositions"] and not is_camel(words[first]))
        or _NUMBERED.match(words[first].text)
        or (
            first + 1 < last
            and words[first].form in lexicon.words["place_nouns"]
            and bare(words[first + 1].form) in one_word_places()
            and lexicon.lang == "ro"
        )
        or (
            first + 2 == last
            and words[first].form in lexicon.words["common"]
            and bare(words[last - 1].form) in one_word_places()
            and not is_typed(words[first].form)
        )
        or (
            first + 1 < last
            and first <= 1
            and words[first].form in lexicon.words["common"]
            and not is_typed(words[first].form)
            and lexicon.lang == "ro"
            and not is_camel(words[first])
        )
        or (
            words[first].form in lexicon.words["demonyms"]
            and last - first > 1
            and not is_typed(words[last - 1].form)
            and first == 0
        )
    ):
        first += 1
    while (
        last > first
        and (words[last - 1].form in lexicon.words["connectors"] or words[last - 1].form == "'s")
        and not is_shouting(words[last - 1])
    ):
        last -= 1
    if first >= last:
        return
    quoted = first > 0 and words[first - 1].text in _OPEN and last < len(words) and words[last].text in _CLOSE
    only = words[first]
    if last - first == 1 and not quoted:
        if only.form in lexicon.words["pronouns"] or (
            only.form in lexicon.words["common"] and not is_camel(only)
        ):
            return
        if (
            only.form in lexicon.words["common"]
            or only.form in lexicon.months
            or only.form in lexicon.words["demonyms"]
        ):
            return
        if only.form in lexicon.words["roles"]:
            return
    yield Run(first, last, quoted)
