"""What do two names say that stand side by side? (“Person (Organisation)”, “Organisation, Place”, “Event, 3 May”)"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from loaders.prose.lexicon import Lexicon, Link
from loaders.prose.model import Mention
from loaders.prose.scene import Found, Scene

__all__ = ["from_links"]

_QUOTES = frozenset("“”„\"«»'‘’")
_DROPPED = frozenset({"the", "a", "an", "its"})


@cache
def _table(lexicon: Lexicon) -> dict[tuple[str, ...], list[Link]]:
    table: dict[tuple[str, ...], list[Link]] = {}
    for link in lexicon.links:
        for between in link.between:
            table.setdefault(_spaced(between), []).append(link)
    return table


def _spaced(between: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(piece for piece in between if piece not in _DROPPED)


def from_links(scene: Scene) -> Iterator[Found]:
    """The relations between neighbours, by the words between them."""
    table = _table(scene.words)
    for first, second in _neighbours(scene):
        forms = tuple(
            f
            for f in _without_brackets(scene.forms(first.last, second.first))
            if f not in _QUOTES and f not in _DROPPED
        )
        for link in table.get(forms, ()):
            if (
                first.type not in link.first
                or second.type not in link.second
                or first.entity == second.entity
            ):
                continue
            if not _allowed(scene, link, first, second, forms):
                continue
            mode = scene.mode(second.first)
            firsts = [first]
            seconds = scene.joined(second, link.second) if forms not in ((",",), ("(",)) else [second]
            heads, tails = (seconds, firsts) if link.turned else (firsts, seconds)
            yield from scene.relate(link.relation, heads, tails, mode, link.confidence, link.id)


def _neighbours(scene: Scene) -> Iterator[tuple[Mention, Mention]]:
    """Adjacent arguments; an acronym in brackets between them is passed over."""
    named = [a for a in scene.arguments if not a.nominal or a.rule == "nominal.we"]
    for number, first in enumerate(named):
        for second in named[number + 1 : number + 3]:
            between = [a for a in named[number + 1 :] if a.last <= second.first]
            if all(a.entity == first.entity for a in between):
                yield first, second


def _without_brackets(forms: list[str]) -> list[str]:
    """What stands between without a finished bracket: “(UBB) of” -> “of”."""
    kept: list[str] = []
    depth = 0
    closed = ")" in forms
    for form in forms:
        if form == "(" and closed:
            depth += 1
        elif form == ")" and depth:
            depth -= 1
        elif not depth and form != ")":
            kept.append(form)
    return kept


def _allowed(scene: Scene, link: Link, first: Mention, second: Mention, forms: tuple[str, ...]) -> bool:
    tokens = scene.tokens
    if link.before and (not first.first or tokens[first.first - 1].form not in link.before):
        return False
    if link.after and (second.last >= len(tokens) or tokens[second.last].form not in link.after):
        return False
    if forms == (",",):
        if link.relation == "affiliatedWith":
            return second.type != "Place"
        if link.relation == "locatedIn" and second.type == "Place" and first.type != "Event":
            row = [a for a in scene.arguments if a.type == first.type]
            return scene.block.kind != "heading" and (len(row) == 1 or _closed(scene, second))
    return True


def _closed(scene: Scene, place: Mention) -> bool:
    """“X, Cluj, and Y, Sibiu, …”: the place is closed off by a comma, a bracket or the end."""
    tokens = scene.tokens
    return place.last >= len(tokens) or tokens[place.last].text in (",", ")", ".", ";", "(")
