"""How much do two ids look like one entity, and by what?

`compare` weighs named features in log-odds: their sum is the confidence. What can never be one is told by
`constraints.py`, before and after.
"""

from __future__ import annotations

from graph.identity.constraints import near
from graph.identity.decision import Feature
from graph.identity.fold import words
from graph.identity.likeness import (
    Likeness,
    best_names,
    likeness,
    shown,
    subject_of,
    unit_of,
    weighed,
    words_of,
)
from graph.identity.names import Name
from graph.identity.profile import Profile

__all__ = ["compare"]

_RULE = (
    {name: name for name in ("part", "proper", "acronym", "close")}
    | {"extra": "name", "initials": "acronym"}
    | {"some": "domain", "none": "domain"}
)
_ABOUT_EVENT = ("same", "letters", "core", "phrase", "proper", "close")
_CONFIRMING = frozenset({"same", "letters", "core", "phrase", "common"})


def compare(a: Profile, b: Profile) -> Likeness | None:
    """The likeness of two profiles of one group, or None where nothing connects them."""
    return _COMPARE.get(a.group, _bodies)(a, b)


def _bodies(a: Profile, b: Profile) -> Likeness | None:
    """Organisations, clusters, groups, programmes, projects: by name, place, kind, web domain and parent."""
    level, left, right = best_names(a, b)
    if left is None or right is None or (level in ("some", "none") and not a.domains & b.domains):
        return None
    if left.digits != right.digits or unit_of(left, right, a.group):
        return None
    place = _place(a, b, left, right)
    features = (
        weighed("name", left.text, right.text, level),
        place,
        _kind(a, b),
        _domain(a, b),
        _legal(left, right),
        _context(a, b),
    )
    confirmed = level in _CONFIRMING and place.says in ("same", "near")
    return likeness(_RULE.get(level, "name"), features, confirmed=confirmed)


def _place(a: Profile, b: Profile, left: Name | None = None, right: Name | None = None) -> Feature:
    mine = a.towns | (left.places if left else frozenset())
    yours = b.towns | (right.places if right else frozenset())
    says = "unknown"
    if mine & yours:
        says = "same"
    elif near(mine, yours):
        says = "near"
    elif a.countries & b.countries:
        says = "country"
    return weighed("place", shown(mine or a.countries), shown(yours or b.countries), says)


def _kind(a: Profile, b: Profile) -> Feature | None:
    mine, yours = a.kinds - {a.group}, b.kinds - {b.group}
    if not mine or not yours:
        return None
    return weighed("kind", shown(mine), shown(yours), "same" if mine & yours else "different")


def _domain(a: Profile, b: Profile) -> Feature | None:
    if not a.domains or not b.domains:
        return None
    says = "same" if a.domains & b.domains else "different"
    return weighed("domain", shown(a.domains), shown(b.domains), says)


def _legal(left: Name, right: Name) -> Feature | None:
    if not left.legal or not right.legal or left.legal == right.legal:
        return None
    return weighed("legal", left.legal, right.legal, "different")


def _context(a: Profile, b: Profile) -> Feature | None:
    both = shown(a.context & b.context)
    if both:
        return weighed("context", both, both, "same")
    if a.group == "WorkingGroup" and a.context and b.context:
        return weighed("context", shown(a.context), shown(b.context), "different")
    return None


def _places(a: Profile, b: Profile) -> Likeness | None:
    """A place that only some source knows, and one of the scheme: the same key, and no other country."""
    if not a.towns & b.towns:
        return None
    both = shown(a.towns & b.towns)
    country = _place(a, b) if a.countries & b.countries else None
    return likeness("name", (weighed("name", both, both, "same"), country), confirmed=bool(country))


def _concepts(a: Profile, b: Profile) -> Likeness | None:
    """A subject named by a text, and one of a scheme: one of the names says the same."""
    mine = {words_of(name, a.group): name for name in a.names if name.tokens}
    for name in b.names:
        if found := mine.get(words_of(name, b.group)):
            return likeness("name", (weighed("name", found.text, name.text, "same"),))
    return None


def _people(a: Profile, b: Profile) -> Likeness | None:
    """The same full name is a question; with the same employer it is an answer."""
    for left in a.names:
        for right in b.names:
            if left.letters and left.proper == right.proper and len(left.proper) > 1:
                if not a.context & b.context:
                    return None
                return likeness("person", (weighed("name", left.text, right.text, "core"), _context(a, b)))
    return None


def _events(a: Profile, b: Profile) -> Likeness | None:
    """One event if on the same day and about the same; without a day only the very same name counts."""
    level, left, right = best_names(a, b)
    if level not in _ABOUT_EVENT and (topic := _same_topic(a, b)):
        level, left, right = "topic", *topic
    if (
        left is None
        or right is None
        or level in ("none", "some", "acronym", "initials", "part")
        or left.digits != right.digits
    ):
        return None
    days = a.days & b.days
    if not days and (level == "topic" or a.days or b.days):
        return None
    place = _place(a, b, left, right)
    features = (
        weighed("name", left.text, right.text, level),
        weighed("date", shown(days), shown(days), "same") if days else None,
        place if place.says != "unknown" else None,
        _context(a, b),
    )
    return likeness("event", features)


def _same_topic(a: Profile, b: Profile) -> tuple[Name, Name] | None:
    """Names whose subjects coincide: "IT & Medicine" and "Digital Talks: IT & Health", "U2B" and "B2U"."""
    for left in a.names:
        for right in b.names:
            if _is_series_of(left, right) or _is_series_of(right, left):
                continue
            mine, yours = subject_of(left), subject_of(right)
            shared = mine & yours
            marked = any(char.isdigit() for word in shared & (left.proper | left.acronyms) for char in word)
            if marked or (len(shared) > 1 and shared in (mine, yours)):
                return left, right
    return None


def _is_series_of(short: Name, long: Name) -> bool:
    """ "Digital Talks" is what stands before the colon of "Digital Talks: IT & Health": the series, not the event."""
    series, colon, _ = long.text.partition(":")
    return bool(colon) and words(series) == words(short.text)


_COMPARE = {"Event": _events, "Place": _places, "Concept": _concepts, "Person": _people}
