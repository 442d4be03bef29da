"""What has been said of one id that can tell who it is?

A `Profile` gathers names, kinds, places, dates, identifiers and context of one id from the ledger's statements. It is
made for every id that has a name, an identifier or an authority; ids of which nothing but a type is known can be
nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from graph.identity.gather import Gathered
from graph.identity.lexicon import place_key
from graph.identity.names import Name, acronym_key, read
from ontology import Ontology, UnknownTerm

__all__ = ["NEVER", "Place", "Places", "Profile", "Profiler", "group_of"]

# Kinds that are never decided by machine: a count of unnamed actors is nobody, and what a text calls "the activity"
# belongs to that text.
NEVER = frozenset(
    [
        "Group",
        "Date",
        "Document",
        "Source",
        "Statement",
        "Judgement",
        "Activity",
        "Step",
        "Indicator",
        "Offering",
        "Need",
        "Result",
        "Meeting",
    ]
)
_COUNTRY = {"EL": "GR", "UK": "GB"}  # CORDIS follows the Commission's style guide, everybody else ISO 3166
_SHARED_HOSTS = frozenset(
    [
        "facebook.com",
        "linkedin.com",
        "wikipedia.org",
        "google.com",
        "wordpress.com",
        "blogspot.com",
        "github.io",
        "twitter.com",
        "europa.eu",
        "youtube.com",
        "instagram.com",
        "sites.google.com",
        "wixsite.com",
        "edu.ro",
        "gov.ro",
    ]
)


@dataclass(slots=True)
class Profile:
    """All that identity may use about one id; names are kept as they were read apart."""

    id: str
    first: int  # the lower, the earlier the ledger heard of it
    group: str  # "Organisation", "Cluster", "Event" …; "" where no type was said
    kinds: frozenset[str]
    names: tuple[Name, ...]
    acronyms: frozenset[str]
    towns: frozenset[str]
    countries: frozenset[str]
    domains: frozenset[str]
    days: frozenset[str]
    context: frozenset[str]  # canonical ids of what it is part of, organised by, affiliated with
    authority: str  # prefix of the authority that gave this id, or ""
    stated: tuple[str, ...]  # ids that its `identifier` statements name
    seated: bool = True  # its towns exclude others; not so where they are mere addresses


@dataclass(slots=True)
class Place:
    """What a place id stands for in comparisons: a town's key, or only a country where it is wider than a town."""

    town: str = ""
    country: str = ""


def group_of(kinds: Iterable[str], ontology: Ontology) -> str:
    """The widest class below Actor that the kinds share, "" where none was said or they contradict each other."""
    groups = set()
    for kind in kinds:
        try:
            line = [name for name in ontology.ancestors(kind) if name != "Actor"]
        except UnknownTerm:
            continue
        if line:
            groups.add(line[-1])
    return groups.pop() if len(groups) == 1 else ""


class Places:
    """What the place ids of a ledger stand for; `canonical` may still change while places are being decided."""

    def __init__(self, gathered: Gathered, ontology: Ontology) -> None:
        self._gathered = gathered
        self._ontology = ontology
        self._known: dict[str, Place] = {}

    def __getitem__(self, entity: str) -> Place:
        if entity not in self._known:
            self._known[entity] = Place()  # a circle of places ends here
            self._known[entity] = self._read(entity)
        return self._known[entity]

    def _read(self, entity: str) -> Place:
        prefix, _, value = entity.partition("-")
        if prefix == "country":
            return Place(country=country_code(value))
        if prefix == "nuts":
            return Place(country=country_code(value[:2]))
        concept = self._ontology.concepts.get(entity)
        names = self._gathered.of("names", entity) or (list(concept.label.values()) if concept else [])
        codes = [country_code(code) for code in self._gathered.of("countries", entity)]
        above = [*self._gathered.of("above", entity), *self._gathered.of("context", entity)]
        above += concept.broader if concept else ()
        codes += [self[wider].country for wider in above if self[wider].country]
        town = place_key(names[0] if names else value.replace("-", " ")) if names or concept else ""
        return Place(town=town, country=codes[0] if codes else "")


def country_code(value: str) -> str:
    """A country's code after ISO 3166: "EL" -> "GR"."""
    code = value.strip().upper()
    return _COUNTRY.get(code, code)


def domain_of(website: str) -> str:
    """The registered name of a web address without "www."; "" for hosts that many share."""
    host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    domain = host.removeprefix("www.").lower()
    return "" if "." not in domain or domain in _SHARED_HOSTS else domain


class Profiler:
    """Makes the profile of an id from what was gathered."""

    def __init__(self, gathered: Gathered, ontology: Ontology, places: Places) -> None:
        self._gathered = gathered
        self._ontology = ontology
        self._places = places
        self._groups: dict[frozenset[str], str] = {}

    def group(self, entity: str) -> tuple[str, frozenset[str]]:
        """The type group and all kinds said of an id; one of the NEVER kinds is a group of its own."""
        kinds = frozenset(self._gathered.of("kinds", entity))
        if kinds not in self._groups:
            barred = kinds & NEVER
            self._groups[kinds] = min(barred) if barred else group_of(kinds, self._ontology)
        return self._groups[kinds], kinds

    def profile(self, entity: str, canonical: Callable[[str], str]) -> Profile:
        """The profile, in which `canonical` gives the ids of what was settled in earlier stages (places …)."""
        said = self._gathered
        group, kinds = self.group(entity)
        texts = dict.fromkeys((*said.of("names", entity), *said.of("aliases", entity)))
        places = [self._places[canonical(place)] for place in said.of("places", entity)]
        if group == "Place":
            places.append(self._places[entity])
        authority = self._ontology.authority_of(entity)
        return Profile(
            id=entity,
            first=said.first.get(entity, 0),
            group=group,
            kinds=kinds,
            names=() if group == "Place" else tuple(read(text) for text in texts),
            acronyms=frozenset(acronym_key(text) for text in said.of("acronyms", entity)),
            towns=frozenset(place.town for place in places if place.town),
            countries=frozenset(
                [place.country for place in places if place.country]
                + [country_code(code) for code in said.of("countries", entity)]
            ),
            domains=frozenset(filter(None, (domain_of(site) for site in said.of("websites", entity)))),
            days=frozenset(said.of("dates", entity)),
            context=frozenset(canonical(other) for other in said.of("context", entity)),
            authority=authority.prefix if authority else "",
            stated=tuple(self.stated(entity)),
        )

    def stated(self, entity: str) -> Iterator[str]:
        """The ids that an id's `identifier` statements say are its own, too."""
        for identifier in self._gathered.of("identifiers", entity):
            try:
                other: Any = self._ontology.entity_of(identifier)
            except ValueError:  # an identifier of nobody the ontology knows tells nothing
                continue
            if other and other != entity:
                yield other
