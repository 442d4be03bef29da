"""What does a date in an option or address mean?

One reading for command line and HTTP: a year or month counts as its last day where it names what was known
by then, as its first where it is a cut.
"""

from __future__ import annotations

from datetime import date

from graph.errors import InvalidStatement, UsageError
from graph.when import first_day, last_day

__all__ = ["day", "period"]


def day(text: str | None, option: str, *, first: bool = False) -> date | None:
    """A day; of a month or year its last day, or its first where `first`."""
    if text is None:
        return None
    try:
        return first_day(text) if first else last_day(text)
    except InvalidStatement as error:
        raise UsageError(f"{option}: {error}") from error


def period(text: str | None, option: str) -> tuple[date, date] | None:
    """The first and last day of `D..D`; a single date means the time it names, an open side is unlimited."""
    if text is None:
        return None
    start, dots, end = text.replace(" ", "").partition("..")
    try:
        since = first_day(start) if start else date.min
        until = last_day(end or start) if end or not dots else date.max
    except InvalidStatement as error:
        raise UsageError(f"{option}: {error}") from error
    if until < since:
        raise UsageError(f"{option}: the period {text} ends before it begins.")
    return since, until
