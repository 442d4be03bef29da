"""Which dates does a text name, and what day, month or year do they mean?

Values are EDTF (`2018-06-28`, `2018-06-28/2018-06-29`, `2018`). A year that only the context gives is inferred.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from loaders.prose.lexicon import Lexicon
from loaders.prose.model import Block, Mention

__all__ = ["dates", "fill_years"]

_YEAR = r"(?:19|20)\d{2}"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_DASH = r"(?:[-–—]|[ \t]+(?:to|până la|la|and|și)[ \t]+)"
_HARD_DASH = r"[ \t]*[-–—][ \t]*"


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The patterns of one language."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    months: dict[str, int]
    before_month: re.Pattern[str]
    before_year: re.Pattern[str]


@cache
def _grammar(lexicon: Lexicon) -> _Grammar:
    flexible = {
        name: re.sub(r"(?<=\w)(?=\w)", r"(?:-\n\\s*)?", name) for name in lexicon.months if name.isalpha()
    }
    names = sorted(flexible, key=len, reverse=True)
    month = "(?:" + "|".join(flexible[name] for name in names) + r")\b\.?"
    season = "(?:" + "|".join(sorted(lexicon.words["seasons"].exact)) + ")"
    quarter = "(?:" + "|".join(sorted(lexicon.words["quarters"].exact)) + ")"
    year = rf"(?P<y>{_YEAR})"
    of = r"(?:[ \t]+of)?"
    gap = r"[ \t\n]+"
    forms = [
        ("span", rf"(?P<m>{month}){gap}(?P<y>{_YEAR}){_HARD_DASH}(?P<m2>{month}){gap}(?P<y2>{_YEAR})"),
        (
            "days2",
            rf"(?P<d>{_DAY}){of}{gap}(?P<m>{month}){_HARD_DASH}(?P<d2>{_DAY}){of}{gap}(?P<m2>{month})(?:,?{gap}{year})?",
        ),
        ("days", rf"(?P<d>{_DAY}){_DASH}(?P<d2>{_DAY}){of}{gap}(?P<m>{month})(?:,?{gap}{year})?"),
        ("days", rf"(?P<m>{month}){gap}(?P<d>{_DAY}){_DASH}(?P<d2>{_DAY})(?:,?{gap}{year})?(?!\d)"),
        ("day", rf"(?P<d>{_DAY}){of}{gap}(?P<m>{month})(?:,?{gap}{year})?"),
        ("day", rf"(?P<m>{month}){gap}(?:the[ ])?(?P<d>{_DAY})(?:,?{gap}{year})?(?!\d)"),
        ("numeric", rf"(?P<d>\d{{1,2}})[./](?P<n>\d{{1,2}})[./]{year}"),
        ("iso", rf"{year}-(?P<n>\d{{2}})-(?P<d>\d{{2}})"),
        ("months", rf"(?P<m>{month}){_HARD_DASH}(?P<m2>{month}){gap}{year}"),
        ("month", rf"(?P<m>{month}),?(?:{gap}(?:of[ ]|lui[ ]))?{gap}{year}"),
        ("season", rf"{season}(?:{gap}(?:of|lui|anului))?{gap}{year}"),
        ("quarter", rf"(?:{quarter}{gap}(?:quarter|half)(?:{gap}of)?|Q(?P<q>[1-4])|H[12]){gap}{year}"),
        (
            "quarter",
            rf"(?:trimestrul|semestrul){gap}[^\W\d]+(?:{gap}(?:al[ ]lui|al|din|al[ ]anului))?{gap}{year}",
        ),
        ("years", rf"(?P<y>{_YEAR}){_HARD_DASH}(?P<y2>{_YEAR})(?!\d)"),
        ("lone", rf"(?P<m>{month})"),
        ("year", rf"{year}(?![-–/.,]?\d)(?!%)"),
    ]
    compiled = tuple((kind, re.compile(rf"(?<![\w./-]){form}(?!\w)", re.I)) for kind, form in forms)
    alone = "|".join(sorted(lexicon.words["months_alone"].exact, key=len, reverse=True))
    before_year = (
        r"(?:in|since|until|till|by|from|during|for|of|to|and|between|after|before|around|end|year|until the end of|"
        r"în|din|până în|anul|anului|lui|la|după|înainte de|spring|autumn|summer|winter|edition|through|între|și|ediția|pentru)"
    )
    return _Grammar(
        patterns=compiled,
        months=dict(lexicon.months),
        before_month=re.compile(rf"\b(?:{alone})[ \t\n]+(?:the[ ]|early[ ]|late[ ]|mid[- ])?$", re.I),
        before_year=re.compile(rf"(?:\b{before_year}[ \t\n]+|[(,:|–/—-][ \t]*|^|\n[ \t]*)(?:the[ ])?$", re.I),
    )


def dates(text: str, block: Block, lexicon: Lexicon) -> Iterator[Mention]:
    """The dates of a block, longest form first; none overlap."""
    grammar, taken = _grammar(lexicon), [False] * (block.end - block.start)
    for kind, pattern in grammar.patterns:
        for match in pattern.finditer(text, block.start, block.end):
            start, end = match.span()
            if any(taken[start - block.start : end - block.start]):
                continue
            if kind == "lone" and not _alone(text, start, end, block, grammar):
                continue
            if kind == "year" and not _is_year(text, start, end, block, grammar, lexicon):
                continue
            value = _value(kind, match, grammar)
            if value is None:
                continue
            taken[start - block.start : end - block.start] = [True] * (end - start)
            end -= text[end - 1] == "."
            yield Mention(start, end, "Date", text[start:end], f"date.{kind}", 0.9, value=value)


def _alone(text: str, start: int, end: int, block: Block, grammar: _Grammar) -> bool:
    """A month without day or year counts after a preposition, in its full form, and in English with a capital."""
    word = text[start:end].rstrip(".")
    english = "june" in grammar.months
    if (
        len(word) < 3
        or (english and not word[0].isupper())
        or (len(word) == 3 and word.lower() != "may" and word.lower() != "mai")
    ):
        return False
    before = text[max(block.start, start - 16) : start]
    after = text[end : end + 3]
    name_follows = (
        after[:1] == " " and after[1:2].isupper() and word.lower() in ("may", "march", "august", "mai")
    )
    return bool(grammar.before_month.search(before)) and not name_follows


def _is_year(text: str, start: int, end: int, block: Block, grammar: _Grammar, lexicon: Lexicon) -> bool:
    before = text[max(block.start, start - 20) : start]
    if grammar.before_year.search(before):
        return not re.match(
            r"[ \t]*(?:companies|firms|people|participants|lei|euro|eur|m2|members|%)",
            text[end : end + 14],
            re.I,
        )
    if re.search(r"[^\W\d_]{2,}[ ]$", before) and start > block.start:
        return block.kind == "heading"
    return False


def _value(kind: str, match: re.Match[str], grammar: _Grammar) -> str | None:
    """The EDTF value; without a year it begins with `--`; None where it is no date of the calendar."""
    part = match.groupdict()
    year, year2 = part.get("y"), part.get("y2")
    first = _month(part.get("m"), grammar) or int(part.get("n") or 0)
    second = _month(part.get("m2"), grammar) or first
    day, day2 = _number(part.get("d")), _number(part.get("d2"))
    if kind in ("season", "year"):
        return year
    if kind == "quarter":
        return _quarter(match[0], year or "")
    if kind == "years":
        return f"{year}/{year2}" if (year or "") <= (year2 or "") else None
    if not 1 <= first <= 12:
        return None
    stem = year or "-"
    for number, month in ((day, first), (day2, second)):
        if number and number > monthrange(int(year) if year else 2000, month)[1]:
            return None
    if kind in ("span", "months"):
        return f"{stem}-{first:02}/{year2 or stem}-{second:02}"
    if day and day2:
        return f"{stem}-{first:02}-{day:02}/{stem}-{second:02}-{day2:02}"
    if day:
        return f"{stem}-{first:02}-{day:02}"
    return f"{stem}-{first:02}"


def _month(word: str | None, grammar: _Grammar) -> int:
    return grammar.months.get(re.sub(r"-\n\s*", "", word or "").rstrip(".").lower(), 0)


def _number(word: str | None) -> int:
    return int(re.sub(r"\D", "", word)) if word else 0


_QUARTERS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "primul": 1,
    "doilea": 2,
    "treilea": 3,
    "patrulea": 4,
}


def _quarter(words: str, year: str) -> str:
    found = next((n for word, n in _QUARTERS.items() if word in words.lower()), 0)
    found = found or int(next(iter(re.findall(r"[QH]([1-4])", words)), 0))
    if not found or "half" in words or words[0] == "H" or "emestr" in words:
        return year
    return f"{year}-{3 * found - 2:02}/{year}-{3 * found:02}"


def fill_years(mentions: list[Mention], blocks: list[Block], blocks_of: dict[int, int], text: str) -> None:
    """Give dates without a year the year of a heading above, else of the document's one dated title; mark them."""
    in_block: dict[int, str] = {}
    for mention in mentions:
        if mention.type == "Date" and mention.value[:4].isdigit():
            in_block.setdefault(blocks_of[mention.start], mention.value[:4])
    for mention in mentions:
        if mention.type != "Date" or not mention.value.startswith("-"):
            continue
        block = blocks[blocks_of[mention.start]]
        above = [in_block[h] for h in reversed(block.headings) if h in in_block]
        above += [in_block[0]] if 0 in in_block else []
        if not above and block.parent >= 0 and block.parent in in_block:
            above = [in_block[block.parent]]
        opener = block.parent
        while not above and opener >= 0:
            above += [in_block[opener]] if opener in in_block else []
            opener = blocks[opener].parent
        if above:
            year = above[0]
            mention.value = "/".join(year + piece[1:] for piece in mention.value.split("/"))
            mention.inferred = True
