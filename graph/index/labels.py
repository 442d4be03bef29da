"""What is an entity called, in which language, and of which type is it?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.identity.fold import fold
from graph.identity.gather import Gathered
from ontology import Ontology, UnknownTerm

__all__ = ["Entity", "described", "labels", "search_key"]


_BETWEEN = re.compile(r"[\W_]+")  # what is no letter or digit


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as it is shown: canonical id, type, and what it is called.

    `names` has one name a language ("" where the source named none); `aliases` are all other names, `types` all
    types that were said of its ids.
    """

    id: str
    type: str
    types: tuple[str, ...]
    name: str
    names: dict[str, str]
    aliases: tuple[str, ...]
    acronyms: tuple[str, ...]


def described(canonical: str, members: Sequence[str], gathered: Gathered, ontology: Ontology) -> Entity:
    """The entity of these ids. Its names come from the best authority first, then from the id heard of first.

    Within one id a name in mixed letters is preferred to one in capitals; the order of statements decides the rest.
    """
    ranked = sorted(members, key=lambda member: _rank(member, gathered, ontology))
    said = [(member, text) for member in ranked for text in gathered.of("names", member)]
    said += [(member, text) for member in ranked for text in gathered.of("aliases", member)]
    by_language: dict[str, list[str]] = {}
    for member, text in said:
        by_language.setdefault(gathered.language(member, text), []).append(text)
    names = {lang: _shown(texts) for lang, texts in sorted(by_language.items())}
    acronyms = tuple(dict.fromkeys(text for member in ranked for text in gathered.of("acronyms", member)))
    name = names.get("en") or names.get("") or names.get("ro") or next(iter(names.values()), "")
    name = name or (acronyms[0] if acronyms else canonical)
    kinds = [gathered.of("kinds", member) for member in ranked]
    types = tuple(sorted({kind for of_member in kinds for kind in of_member}))
    aliases = tuple(dict.fromkeys(text for _, text in said if text not in names.values()))
    return Entity(canonical, _type(kinds, ontology), types, name, names, aliases, acronyms)


def _rank(member: str, gathered: Gathered, ontology: Ontology) -> tuple[int, int, str]:
    authority = ontology.authority_of(member)
    return (authority.order if authority else 10**6, gathered.first.get(member, 0), member)


def _shown(texts: Sequence[str]) -> str:
    """The first that is not all in capitals, else the first."""
    return next((text for text in texts if not text.isupper()), texts[0])


def _type(kinds: Iterable[Sequence[str]], ontology: Ontology) -> str:
    """The most specific type that the best id was said to have; a wider one gives way to a later, narrower one."""
    best = ""
    for kind in (kind for of_member in kinds for kind in of_member):
        try:
            if not best or (kind != best and ontology.is_a(kind, best)):
                best = kind
        except UnknownTerm:
            continue
    return best


def labels(entity: Entity) -> list[tuple[str, str, int]]:
    """All texts by which the entity may be asked for: (text, search key, kind), kind as in the table `label`."""
    kinds: dict[str, int] = {}
    for text in dict.fromkeys((entity.name, *entity.names.values())):
        kinds.setdefault(text, 0)
    for text in entity.aliases:
        kinds.setdefault(text, 1)
    for text in entity.acronyms:
        kinds.setdefault(text, 2)
    return [(text, search_key(text), kind) for text, kind in kinds.items() if text != entity.id]


def search_key(text: str) -> str:
    """The form in which names are searched: folded words, one space apart ("Iași" -> "iasi")."""
    return _BETWEEN.sub(" ", fold(text)).strip()
