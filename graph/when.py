"""When does a fact hold, and how exactly do we know?

Dates are kept as they were said (a year, a month or a day, after EDTF level 0) and never sharpened.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from graph.errors import InvalidStatement

__all__ = ["Precision", "When", "first_day", "last_day"]

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
Precision = str  # "year", "month" or "day"


def _parts(text: str) -> tuple[int, int | None, int | None]:
    found = _FORM.fullmatch(text)
    if not found:
        raise InvalidStatement(f"“{text}” is no date: write 2018, 2018-06 or 2018-06-28.")
    year, month, day = (int(piece) if piece else None for piece in found.groups())
    assert year is not None
    try:
        date(year, month or 1, day or 1)
    except ValueError as error:
        raise InvalidStatement(f"“{text}” is no date of the calendar: {error}.") from error
    return year, month, day


def first_day(text: str) -> date:
    """The earliest day that a date of any precision can mean."""
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1)


def last_day(text: str) -> date:
    """The latest day that a date of any precision can mean: a year counts as its 31 December."""
    year, month, day = _parts(text)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class When:
    """Valid time: from `start` to `end`, each a year, month or day as it was said, or open (None).

    A single date is `When("2018-09-27", "2018-09-27")`. `inferred` is true where the date was worked out from
    context (a heading's year) rather than stated.
    """

    start: str | None = None
    end: str | None = None
    inferred: bool = False

    def __post_init__(self) -> None:
        if self.start is None and self.end is None:
            raise InvalidStatement("A valid time needs a start or an end.")
        begins = first_day(self.start) if self.start else None
        ends = last_day(self.end) if self.end else None
        if begins and ends and ends < begins:
            raise InvalidStatement(f"The end {self.end} lies before the start {self.start}.")

    @classmethod
    def on(cls, text: str, *, inferred: bool = False) -> When:
        """A single day, month or year."""
        return cls(text, text, inferred)

    @property
    def key(self) -> str:
        """The form that enters a statement's id, after EDTF: `2018-06-28/2018-06-29`, `2018/..`."""
        span = f"{self.start or '..'}/{self.end or '..'}"
        return span + "~" if self.inferred else span

    @classmethod
    def parse(cls, key: str) -> When:
        """The inverse of `key`; also reads a single date."""
        inferred = key.endswith("~")
        start, slash, end = key.removesuffix("~").partition("/")
        if not slash:
            return cls.on(start, inferred=inferred)
        return cls(None if start == ".." else start, None if end == ".." else end, inferred)

    @property
    def precision(self) -> Precision:
        """`year`, `month` or `day`: of the start, or of the end where the start is open."""
        return ("year", "month", "day")[(self.start or self.end or "").count("-")]

    def overlaps(self, since: date, until: date) -> bool:
        """True where some day of [since, until] may lie in this time."""
        begins = first_day(self.start) if self.start else date.min
        ends = last_day(self.end) if self.end else date.max
        return begins <= until and ends >= since

    def begins_before(self, cut: date) -> bool:
        """True where it surely begins before the day `cut`; an open start does not count."""
        return self.start is not None and last_day(self.start) < cut
