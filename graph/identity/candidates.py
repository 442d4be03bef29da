"""Which ids are worth comparing? Those that share a block; nobody is compared with everybody.

A block is a key such as "these words, in any order" or "this acronym in this town". Large blocks are split by place
and then linked to the oldest member of each place only, so that the number of pairs stays near the number of ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

from graph.identity.likeness import subject_of, words_of
from graph.identity.names import Name
from graph.identity.profile import Profile

__all__ = ["block_key", "blocks", "pairs"]

_LARGE = 24  # members from which a block is no longer compared pair by pair


def block_key(*parts: str) -> int:
    """A block as one whole number of 63 bits: what the index keeps."""
    return int.from_bytes(blake2b("\x1f".join(parts).encode(), digest_size=8).digest(), "big") >> 1


def blocks(profile: Profile) -> set[int]:
    """The blocks of one id."""
    return {block_key(profile.group, *key) for key in _keys(profile)}


def _keys(profile: Profile) -> Iterator[tuple[str, ...]]:
    group = profile.group
    if group == "Place":
        yield from (("town", town) for town in profile.towns)
        return
    for name in profile.names:
        said = words_of(name, group)
        if not said:
            continue
        yield ("words", *sorted(said))
        if group in ("Concept", "Person"):
            continue
        if name.core != said:
            yield ("words", *sorted(name.core))
        yield from _keys_of_spelling(name, said)
        if group != "Event":
            yield from _keys_of_parts(name, profile)
    yield from (("domain", domain) for domain in profile.domains)
    if group == "Event":
        subjects = {word for name in profile.names for word in subject_of(name)}
        yield from (("day", day, word) for day in profile.days for word in subjects)


def _keys_of_spelling(name: Name, said: frozenset[str]) -> Iterator[tuple[str, ...]]:
    if len(name.letters) > 7:
        yield ("letters", name.letters)
    joined = "".join(sorted(said))
    if len(joined) > 7:
        yield ("letters", joined)
    if len(said) > 2:  # one word misspelt: all others are the same
        for word in name.proper:
            if len(word) > 5:
                yield ("but one", *sorted(said - {word}))


def _keys_of_parts(name: Name, profile: Profile) -> Iterator[tuple[str, ...]]:
    places = profile.towns | name.places
    acronyms = name.acronyms | profile.acronyms | (name.initials if name.heads else frozenset())
    if len(name.proper) > 1 and name.heads | name.fields:
        yield ("proper", *sorted(name.proper))
    for place in places:
        if "university" in name.heads or "academy" in name.heads:
            yield ("common", place, *sorted(name.heads | name.fields))
        for acronym in acronyms:
            yield ("acronym", place, acronym)


def pairs(
    touched: Iterable[str],
    block_of: Mapping[str, Iterable[int]],
    members: Mapping[int, Iterable[str]],
    profiles: Mapping[str, Profile],
) -> Iterator[tuple[str, str]]:
    """Every pair (lower id first) in which one id is touched and both share a block; each once."""
    seen: set[tuple[str, str]] = set()
    done: set[int] = set()
    for entity in touched:
        for block in block_of[entity]:
            if block in done:
                continue
            done.add(block)
            for pair in _within(members[block], profiles):
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _within(members: Iterable[str], profiles: Mapping[str, Profile]) -> Iterator[tuple[str, str]]:
    held = sorted(members, key=lambda entity: (profiles[entity].first, entity))
    if len(held) <= _LARGE:
        yield from _all(held)
        return
    at: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for entity in held:
        at[(*sorted(profiles[entity].countries), *sorted(profiles[entity].towns))].append(entity)
    for same_place in at.values():
        yield from (_pair(same_place[0], other) for other in same_place[1:])
    yield from _all([same_place[0] for same_place in at.values()])


def _all(held: list[str]) -> Iterator[tuple[str, str]]:
    for at, one in enumerate(held):
        for other in held[at + 1 :]:
            yield _pair(one, other)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
