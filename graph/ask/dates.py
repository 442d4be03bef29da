"""Which of the three dates does an answer use, and what does it leave in?

* `as of D`: recorded time. What the ledger held at the end of the day D.
* `during D..D`: valid time. What may have held on some day of the span; undated statements are left out and counted.
* `before D`: the training cut of rank, advice and back-test. Only relations whose valid time begins before D (a year
  counts as its 31 December); undated ones are dropped; ends on or after D are hidden. What is timeless (names, ids,
  types, places) stays.

They are never mixed up: a question may use `as of` together with one of the others, and the answer names them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from graph.errors import InvalidStatement, UsageError
from graph.statement import Literal, Statement
from graph.when import When, last_day

__all__ = ["TIMELESS", "Kept", "Span", "as_of", "before", "during", "holds", "named"]

# What an entity is called, is, and where it lies: no date of a question takes it away.
TIMELESS = frozenset(
    [
        "type",
        "name",
        "alias",
        "acronym",
        "identifier",
        "countryCode",
        "code",
        "website",
        "address",
        "postalCode",
        "latitude",
        "longitude",
        "locatedIn",
        "broader",
        "closeMatch",
        "exactMatch",
    ]
)


class Runs(Protocol):
    """What this module needs of the ledger."""

    def revision_at(self, day: date) -> int:
        """The last run of that day or before; 0 if there is none."""
        ...


Span = tuple[date, date]  # both days included


@dataclass(frozen=True, slots=True)
class Kept:
    """What a cut left in, and how many statements it left out for want of a date or for their date.

    Statements are left as they were said, so that their ids hold; ask `when` and `value` what of them may be shown.
    """

    statements: list[Statement] = field(default_factory=list)
    undated: int = 0
    outside: int = 0
    cut: date | None = None

    def when(self, statement: Statement) -> When | None:
        """The valid time that may be shown: an end on or after the cut was not known before it."""
        return _hide_end(statement.when, self.cut)

    def value(self, statement: Statement) -> str | Literal:
        """The object that may be shown: of a stated period only the start where the end was not yet known."""
        said = statement.object
        if self.cut is None or isinstance(said, str) or said.datatype != "edtf":
            return said
        stated = valid_time(statement)
        shown = _hide_end(stated, self.cut)
        return said if shown == stated or shown is None else replace(said, value=shown.key)


def as_of(runs: Runs, day: date | None) -> int | None:
    """The revision that the ledger had at the end of a day; None (the present) where no day is asked for."""
    return None if day is None else runs.revision_at(day)


def named(
    *, day: date | None = None, span: Span | None = None, cut: date | None = None, lang: str = "en"
) -> tuple[str, ...]:
    """The dates of a question in words, for its answer. Raises UsageError where `span` and `cut` are mixed."""
    if span and cut:
        raise UsageError(
            "Ask with “during” or with “before”, not with both: each cuts valid time its own way."
        )
    texts = {
        "as_of": {
            "en": f"as recorded at the end of {day}",
            "ro": f"așa cum era înregistrat la sfârșitul zilei {day}",
        },
        "during": {"en": "valid during {}..{}", "ro": "valabil în perioada {}..{}"},
        "before": {"en": f"beginning before {cut}", "ro": f"începând înainte de {cut}"},
    }
    said = [texts["as_of"][lang]] if day else []
    said += [texts["during"][lang].format(*span)] if span else []
    said += [texts["before"][lang]] if cut else []
    return tuple(said)


def holds(when: str, *, span: Span | None = None, cut: date | None = None) -> bool | None:
    """Whether a valid time (its key, as the ledger's lean readers give it) passes; None where it has no date to tell."""
    if span is None and cut is None:
        return True
    if not when:
        return None
    time = When.parse(when)
    if cut is not None:
        return None if time.start is None else time.begins_before(cut)
    assert span is not None
    return time.overlaps(*span)


def valid_time(statement: Statement) -> When | None:
    """When a statement holds: its own valid time, or for a date attribute the date it states."""
    said = statement.object
    if statement.when or not isinstance(said, Literal) or said.datatype != "edtf":
        return statement.when
    try:
        return When.parse(said.value)
    except InvalidStatement:
        return None


def during(statements: Iterable[Statement], span: Span | None, *, undated: bool = False) -> Kept:
    """The statements that may hold on some day of the span. Timeless ones stay; undated ones are counted.

    With `undated` they stay. Without a span everything stays.
    """
    kept = Kept()
    if span is None:
        kept.statements.extend(statements)
        return kept
    without, outside = 0, 0
    for statement in statements:
        when = valid_time(statement)
        if statement.predicate in TIMELESS and when is None:
            kept.statements.append(statement)
        elif when is None:
            without += not undated
            if undated:
                kept.statements.append(statement)
        elif when.overlaps(*span):
            kept.statements.append(statement)
        else:
            outside += 1
    return replace(kept, undated=without, outside=outside)


def before(statements: Iterable[Statement], cut: date | None) -> Kept:
    """The statements that somebody could have used before the day `cut`; ends after it are hidden by `Kept.when`.

    Timeless ones stay whatever their date. Without a cut everything stays.
    """
    kept = Kept(cut=cut)
    if cut is None:
        kept.statements.extend(statements)
        return kept
    without, outside = 0, 0
    for statement in statements:
        when = valid_time(statement)
        if statement.predicate in TIMELESS or (when is not None and when.begins_before(cut)):
            kept.statements.append(statement)
        elif when is None or when.start is None:
            without += 1
        else:
            outside += 1
    return replace(kept, undated=without, outside=outside)


def _hide_end(when: When | None, cut: date | None) -> When | None:
    if when is None or cut is None or when.end is None or last_day(when.end) < cut:
        return when
    return When(when.start, None, when.inferred) if when.start else None
