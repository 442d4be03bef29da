"""How is it said in English and in Romanian: words, plurals, numbers and dates?

The words stand in `texts.json`, the same keys in both languages; the page's script reads the same file.
A text with plural forms is an object `{"one", "few", "other"}` chosen by the number `n`, after CLDR:
1 nod, 2 noduri, 20 de noduri, 101 noduri, 120 de noduri.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from graph.statement import When

__all__ = ["LANGUAGES", "Names", "Texts", "in_language", "plural_form", "texts_of"]

Names = dict[str, str]  # one text in several languages, by "en", "ro"
LANGUAGES = ("en", "ro")
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
}


@cache
def texts_of(lang: str) -> dict[str, Any]:
    """All texts of a language by key."""
    everything: dict[str, dict[str, Any]] = json.loads(
        files("graph.view").joinpath("texts.json").read_text(encoding="utf-8")
    )
    return everything[lang]


def in_language(names: Names, lang: str) -> str:
    """The text in this language, else in English, else in whichever there is."""
    return names.get(lang) or names.get("en") or next(iter(names.values()), "")


def plural_form(lang: str, n: int) -> str:
    """`one`, `few` or `other`: the CLDR category of a whole number."""
    if n == 1:
        return "one"
    if lang == "ro" and (n == 0 or 1 <= n % 100 <= 19):
        return "few"
    return "other"


class Texts:
    """The words of one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._texts = texts_of(lang)

    def say(self, key: str, *, n: int | None = None, **values: str) -> str:
        """The text of a key with its placeholders filled; `n` chooses the plural form and fills `{n}`."""
        text = self._texts[key]
        if isinstance(text, dict):
            text = text[plural_form(self.lang, n or 0)]
        if n is not None:
            values["n"] = self.number(n)
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        return str(text)

    def number(self, value: int) -> str:
        """A whole number in groups of three: 2,340 in English, 2.340 in Romanian."""
        grouped = f"{value:,}"
        return grouped.replace(",", ".") if self.lang == "ro" else grouped

    def date(self, text: str) -> str:
        """A year, month or day in words: 27 September 2018, septembrie 2018."""
        pieces = text.split("-")
        if len(pieces) == 1:
            return text
        month = _MONTHS[self.lang].split()[int(pieces[1]) - 1]
        return " ".join([*(str(int(day)) for day in pieces[2:]), month, pieces[0]])

    def period(self, key: str) -> str:
        """A valid time in words; undated is said, and so is a date worked out from the context."""
        if not key:
            return self.say("undated")
        when = When.parse(key)
        if when.start == when.end and when.start:
            words = self.date(when.start)
        else:
            words = " – ".join(self.date(end) if end else "…" for end in (when.start, when.end))
        return f"{words} ({self.say('inferred')})" if when.inferred else words
