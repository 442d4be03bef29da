"""How many unnamed actors of which kind does a text count? (“4 private companies” is a Group, never a name)"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from loaders.prose.lexicon import Lexicon
from loaders.prose.model import Mention, Sentence, Token

__all__ = ["groups"]

_ABOUT = frozenset({"of", "de", "the"})
_MODIFIER_TAGS = frozenset({"ADJ", "NOUN", "PROPN", "ADV", "VERB", "X", "AUX"})
_LONGEST = 4  # modifiers between the number and the noun


def groups(sentence: Sentence, lexicon: Lexicon) -> Iterator[Mention]:
    """The groups of a sentence: a number, up to four modifiers, and a noun of the lexicon."""
    words, at = sentence.tokens, 0
    while at < len(words):
        found = _number(words, at, lexicon)
        if found is None:
            at += 1
            continue
        count, after = found
        hit = _noun(words, after, lexicon)
        if hit is None or _ordinal_or_unit(words, at) or _anaphoric(words, at, hit[1]):
            at = max(after, at + 1)
            continue
        kind, last, noun_form = hit
        start, end = words[at].start, words[last - 1].end
        text = " ".join(word.text for word in words[at:last])
        yield Mention(start, end, "Group", text, f"group.{noun_form}", 0.85, kind=kind, count=count)
        at = last


def _number(words: list[Token], at: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The number that begins here and the token after it."""
    form = words[at].form
    if form[0].isdigit():
        digits = form.replace(",", "").replace(".", "")
        if (
            not digits.isdigit()
            or len(digits) > 6
            or (len(digits) == 4 and digits[:2] in ("19", "20") and digits == form)
        ):
            return None
        count, after = int(digits), at + 1
        grouped = (
            after < len(words)
            and words[after].form.isdigit()
            and len(words[after].form) == 3
            and len(digits) <= 3
        )
        if grouped and words[after].start == words[at].end + 1:
            count, after = count * 1000 + int(words[after].form), after + 1
        return count, after
    value = lexicon.numbers.get(form)
    if value is None or value == 1:
        return None
    after = at + 1
    if value == 12 and form == "dozen":
        return 12, after
    if value >= 20 and after + 1 < len(words) and words[after].form in ("și", "-"):
        unit = lexicon.numbers.get(words[after + 1].form, 0)
        if 0 < unit < 10:
            return value + unit, after + 2
    if after < len(words) and words[after].form == "hundred":
        return value * 100, after + 1
    return value, after


@cache
def _nouns(lexicon: Lexicon) -> tuple[dict[tuple[str, ...], str], int]:
    table: dict[tuple[str, ...], str] = {}
    for kind, nouns in lexicon.groups:
        for noun in sorted(nouns.exact):
            table.setdefault(tuple(noun.split()), kind)
    return table, max(len(key) for key in table)


def _noun(words: list[Token], after: int, lexicon: Lexicon) -> tuple[str, int, str] | None:
    """The kind, the token after the group's last word, and the noun; in Romanian adjectives follow the noun."""
    table, longest = _nouns(lexicon)
    if after < len(words) and words[after].form in _ABOUT and lexicon.lang != "en":
        after += 1
    for skip in range(_LONGEST + 1):
        first = after + skip
        if first >= len(words) or (skip and not _modifies(words[first - 1], lexicon)):
            return None
        for length in range(min(longest, len(words) - first), 0, -1):
            key = tuple(word.form for word in words[first : first + length])
            kind = table.get(key)
            if kind is None or (length == 1 and lexicon.lang == "en" and _goes_on(words, first, table)):
                continue
            last = first + length
            while lexicon.lang != "en" and last < len(words) and _trailing(words[last]):
                last += 1
            return kind, last, " ".join(key)
    return None


def _modifies(word: Token, lexicon: Lexicon) -> bool:
    if word.form in lexicon.words["prepositions"] or word.form in lexicon.words["conjunctions"]:
        return False
    return (
        word.tag in _MODIFIER_TAGS
        and word.form[0].isalpha()
        and (word.fine not in ("VBZ", "VBP", "VBD", "MD"))
    )


def _goes_on(words: list[Token], at: int, table: dict[tuple[str, ...], str]) -> bool:
    """“partner universities”, “member companies”: the last noun of the pair tells the kind."""
    return at + 1 < len(words) and (words[at + 1].form,) in table and words[at + 1].form != words[at].form


def _trailing(word: Token) -> bool:
    return (
        bool(_RO_ADJECTIVE.match(word.form))
        and word.text[0].islower()
        and word.tag not in ("ADP", "AUX", "PRON")
    )


_RO_ADJECTIVE = re.compile(
    r"\w{2,}(?:ice|ici|ale|ali|ive|ivi|ate|ați|are|ari|ene|ane|ole|oli|ese|ești|ente|enți|ante|anți|oase|bile|ile)$"
)


def _anaphoric(words: list[Token], at: int, last: int) -> bool:
    """“the two clusters”, “cei doi parteneri”, “three new members: A, B and C” count what is named: no Group."""
    before = [word.form for word in words[max(0, at - 2) : at]]
    if before and (
        before[-1] in ("the", "these", "those", "cei", "cele", "celor", "ambele")
        or before == ["the", "other"]
    ):
        return not (last < len(words) and words[last].form in ("that", "care"))
    named = (
        last < len(words)
        and words[last].text == ":"
        and last + 1 < len(words)
        and words[last + 1].text[0].isupper()
    )
    return named


def _ordinal_or_unit(words: list[Token], at: int) -> bool:
    before = words[at - 1].form if at else ""
    return before in (
        "of the",
        "no",
        "nr",
        "day",
        "session",
        "ziua",
        "article",
        "§",
        "trl",
        "stage",
        "etapa",
        "wp",
    )
