"""Which of several values is shown first, and do they exclude each other?

What happened stands before what is claimed or planned; then the value that more sources state, the more exact date,
the higher confidence, the more recent reading. The rule that decided is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from graph.ask.view import Receipt, Value
from graph.errors import InvalidStatement
from graph.statement import Mode
from graph.when import When, first_day, last_day

__all__ = ["disagree", "in_order", "rule"]

_MODES = [mode.value for mode in (Mode.HAPPENED, Mode.CLAIMED, Mode.PLANNED, Mode.REFUTED)]
_SINGLE = frozenset({"integer", "decimal", "boolean", "date", "edtf"})  # of these a thing has one at a time
_RULES = (
    {"en": "what happened before what is only claimed or planned", "ro": "ce s-a întâmplat, înaintea a ceea ce este doar declarat sau planificat"},
    {"en": "stated by more sources", "ro": "afirmat de mai multe surse"},
    {"en": "the more exact date", "ro": "data mai exactă"},
    {"en": "the higher confidence", "ro": "încrederea mai mare"},
    {"en": "the more recent reading", "ro": "citirea mai recentă"},
    {"en": "nothing tells them apart: in alphabetical order", "ro": "nimic nu le deosebește: în ordine alfabetică"},
)  # fmt: skip


def _rank(value: Value) -> tuple[int, int, int, float, int]:
    """Lower is better, in the order of `_RULES`."""
    receipts = value.receipts or value.against
    sources = len({receipt.source for receipt in value.receipts}) - len(
        {receipt.source for receipt in value.against}
    )
    newest = max(int(receipt.retrieved.replace("-", "")) for receipt in receipts)
    mode = _MODES.index(value.mode)
    return mode, -sources, -_exactness(value), -max(receipt.confidence for receipt in receipts), -newest


def _exactness(value: Value) -> int:
    if value.datatype != "edtf":
        return 0
    try:
        return len(When.parse(value.text).start or "")
    except InvalidStatement:
        return 0


def in_order(values: Sequence[Value]) -> list[Value]:
    """The values, the best first; equal ones by their text."""
    return sorted(values, key=lambda value: (*_rank(value), value.text, value.entity, value.lang))


def rule(ordered: Sequence[Value]) -> dict[str, str]:
    """Why the first stands before the second, in English and Romanian; {} where there is no second."""
    for one, other in pairwise(ordered[:2]):
        decided = (at for at, (a, b) in enumerate(zip(_rank(one), _rank(other), strict=True)) if a != b)
        return dict(_RULES[next(decided, len(_RULES) - 1)])
    return {}


def disagree(values: Sequence[Value]) -> bool:
    """True where a value is refuted as well as stated, or where there is more than one of what can only be one."""
    if any(value.receipts and value.against for value in values):
        return True
    single = [value for value in values if value.datatype in _SINGLE and value.receipts]
    return any(
        _exclude(one, other)
        for at, one in enumerate(single)
        for other in single[at + 1 :]
        if one.text != other.text
    )


def _exclude(one: Value, other: Value) -> bool:
    """Two values of one time exclude each other; a date does not exclude a more exact one within it."""
    if one.datatype == "edtf" and other.datatype == "edtf":
        try:
            return not (_holds(one.text, other.text) or _holds(other.text, one.text))
        except InvalidStatement:
            return True
    return bool(_times(one.receipts) & _times(other.receipts))


def _times(receipts: Sequence[Receipt]) -> set[tuple[str, tuple[tuple[str, str], ...]]]:
    return {(receipt.when, tuple(receipt.qualifiers.items())) for receipt in receipts}


def _holds(wide: str, narrow: str) -> bool:
    outer, inner = When.parse(wide), When.parse(narrow)
    if outer.start and inner.start and first_day(inner.start) < first_day(outer.start):
        return False
    if outer.end and inner.end and last_day(inner.end) > last_day(outer.end):
        return False
    return not (outer.start and not inner.start) and not (outer.end and not inner.end)
