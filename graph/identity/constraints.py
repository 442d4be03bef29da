"""Which ids can never be one entity, whatever they are called?

A different type group, a different id of the same authority, a different place, different days. Only a stated
identifier or a person may say otherwise. A wrong merge is worse than a missed one.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from graph.identity.profile import NEVER, Profile

__all__ = ["Summary", "apart", "near", "together"]

# Kinds that are never one with an entity of their group that lacks them.
_APART = frozenset({"EventSeries", "Faculty", "Call"})
# A hash of the prepared FP7 files stands for one spelling of a name, not for one organisation: 80 of 6,600 names of
# the same town come with two of them.
_OF_SPELLINGS = frozenset({"cordis-fp7"})
# Authorities whose ids are of concepts and places: related ones are linked by closeMatch, never merged by machine.
_SCHEMES = frozenset({"Concept", "Place"})


@dataclass(slots=True)
class Summary:
    """What the members of one entity are known to be, as far as it can exclude another."""

    members: list[str] = field(default_factory=list)
    groups: set[str] = field(default_factory=set)
    apart: set[frozenset[str]] = field(
        default_factory=set
    )  # for each typed member, its kinds that set it apart
    authorities: dict[str, set[str]] = field(default_factory=dict)
    towns: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, profile: Profile) -> Summary:
        """The summary of a single id."""
        towns = {place for name in profile.names for place in name.places}
        if profile.seated:
            towns |= profile.towns
        return cls(
            members=[profile.id],
            groups={profile.group} if profile.group else set(),
            apart={profile.kinds & _APART} if profile.kinds - {"Organisation"} else set(),
            authorities={profile.authority: {profile.id}} if profile.authority else {},
            towns=towns if profile.group != "Event" or profile.towns else set(),
            countries=set(profile.countries),
            days=set(profile.days) if profile.group == "Event" else set(),
        )

    def add(self, other: Summary) -> None:
        """Take the members of the other in."""
        self.members += other.members
        self.groups |= other.groups
        self.apart |= other.apart
        for prefix, ids in other.authorities.items():
            self.authorities.setdefault(prefix, set()).update(ids)
        self.towns |= other.towns
        self.countries |= other.countries
        self.days |= other.days


def apart(a: Profile, b: Profile) -> str:
    """Why two ids can never be one ("type", "authority", "place", "date"), or ""."""
    return together(Summary.of(a), Summary.of(b))


def together(one: Summary, other: Summary) -> str:
    """Why two sets of ids can never be one entity, or "" where nothing excludes it."""
    groups = one.groups | other.groups
    if _excludes(one.groups, other.groups) or groups & NEVER or _excludes(one.apart, other.apart):
        return "type"
    for prefix, ids in one.authorities.items():
        if prefix not in _OF_SPELLINGS and not ids & other.authorities.get(prefix, ids):
            return "authority"
    if groups & _SCHEMES and one.authorities and other.authorities:
        return "authority"
    if _excludes(one.countries, other.countries):
        return "place"
    if one.towns and other.towns and not near(one.towns, other.towns):
        return "place"
    return "date" if _excludes(one.days, other.days) else ""


def _excludes(one: Set[object], other: Set[object]) -> bool:
    return bool(one and other) and not one & other


def near(one: Iterable[str], other: Iterable[str]) -> bool:
    """True where two sets of towns may mean one: equal, one within the other ("baciu cluj"), or misspelt ("istambul")."""
    return any(_near(mine, yours) for mine in one for yours in other)


def _near(mine: str, yours: str) -> bool:
    left, right = set(mine.split()), set(yours.split())
    if left <= right or right <= left:
        return True
    allowed = min(len(mine), len(yours)) // 6
    return Levenshtein.distance(mine, yours, score_cutoff=allowed) <= allowed
