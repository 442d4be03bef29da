"""Which two names in one text mean one event? (same day, and the same series, the same topic, or a code turned round)"""

from __future__ import annotations

import re

from loaders.prose.entities import stems_of
from loaders.prose.model import Mention, Relation

__all__ = ["same_events"]

_CODE = re.compile(r"\b([A-Z])2([A-Z])\b")
_EMPTY = frozenset(
    [
        "the",
        "of",
        "and",
        "for",
        "to",
        "in",
        "on",
        "first",
        "second",
        "third",
        "event",
        "session",
        "meeting",
        "brokerage",
        "matchmaking",
        "series",
        "edition",
        "digital",
        "seri",
        "editi",
        "eveniment",
        "intalnir",
        "sesiun",
        "primul",
        "prima",
    ]
)


def same_events(mentions: list[Mention], relations: list[Relation]) -> dict[int, int]:
    """Entity -> entity that names the same event; dates must agree to the day, and something else besides."""
    events: dict[int, list[str]] = {}
    for mention in mentions:
        if mention.type == "Event":
            events.setdefault(mention.entity, []).append(mention.text)
    days: dict[int, set[str]] = {}
    series: dict[int, set[int]] = {}
    for relation in relations:
        if (
            relation.relation == "hasDate"
            and relation.tail.value.count("-") >= 2
            and relation.tail.value[0] != "-"
        ):
            days.setdefault(relation.head.entity, set()).add(relation.tail.value)
        if relation.relation == "partOf" and relation.tail.type == "Event":
            series.setdefault(relation.head.entity, set()).add(relation.tail.entity)
    same: dict[int, int] = {}
    ordered = sorted(set(events) & set(days))
    for number, second in enumerate(ordered):
        for first in ordered[:number]:
            shared = days[first] & days[second]
            lone = len(days[first]) == 1 and len(days[second]) == 1
            nested = second in series.get(first, ()) or first in series.get(second, ())
            if shared and lone and not nested and first not in same and _agree(first, second, events, series):
                same[second] = first
                break
    return same


def _agree(first: int, second: int, events: dict[int, list[str]], series: dict[int, set[int]]) -> bool:
    if series.get(first, set()) & series.get(second, set()):
        return True
    if _codes(events[first]) & {code[::-1] for code in _codes(events[second])}:
        return True
    return bool(_topics(events[first]) & _topics(events[second]))


def _codes(names: list[str]) -> set[str]:
    return {first + second for name in names for first, second in _CODE.findall(name)}


def _topics(names: list[str]) -> set[str]:
    """The telling words of the names."""
    return {stem for name in names for stem in stems_of(name) if stem not in _EMPTY and len(stem) > 3}
