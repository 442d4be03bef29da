"""Which research organisations are there, what are they called, and how do they hang together, according to ROR?

Reads the JSON of the Research Organization Registry in its schemas 1 and 2 (also mixed), one array or one object a
line, from a file, gzip, zip or URL. Organisations are read one at a time, so the size of a dump does not matter.
The zip of a release holds the same data in several forms: only the newest JSON in it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from graph.errors import SourceError
from graph.statement import Source, Statement
from loaders._base import Location, Record
from loaders._fetch import Member, members
from loaders._json import objects
from loaders._places import Towns, country_id
from ontology import load

__all__ = ["SOURCE", "VERSION", "fetch", "parse"]

SOURCE = Source(
    id="ror",
    title="Research Organization Registry",
    publisher="Research Organization Registry",
    licence="CC0-1.0",
    url="https://ror.org/",
    language="en",
    loader="ror",
    attribution="Research Organization Registry (ROR), CC0; places from GeoNames, CC BY 4.0",
)
VERSION = "1"

_TYPES = {
    "archive": "Organisation",
    "company": "Company",
    "education": "University",
    "facility": "ResearchCentre",
    "funder": "Funder",
    "government": "PublicBody",
    "healthcare": "Hospital",
    "nonprofit": "Association",
    "other": "Organisation",
}
# ROR files institutes and national academies under education too; these words tell a university from them
_HIGHER = re.compile(
    r"universit|academ|polite[hck]|colleg|conservator|hochschule|egyetem|[ée]cole", re.IGNORECASE
)
_LEARNED = re.compile(r"academia rom|romanian academy|academy of sciences", re.IGNORECASE)
_NAMES = {"label": "name", "alias": "alias", "acronym": "acronym"}
_AUTHORITIES = {"grid", "isni", "fundref", "wikidata"}
_ID = re.compile(r"https?://ror\.org/(0[a-z0-9]{8})")
_UPKEEP = ("admin", "domains", "email_address", "ip_addresses")  # of the register itself, or said elsewhere


def fetch(where: Location) -> Iterator[Record]:
    """A record for each organisation, and before it one for each town met for the first time.

    Raises SourceError where the file is no JSON of ROR.
    """
    if where.path is None:
        raise SourceError(f"{where.part}: ror needs a file, folder or URL; name one in the catalogue.")
    ontology = where.ontology or load()
    towns = Towns(where.source.id, ontology)
    met: set[str] = set()
    found = 0
    for member in _newest(list(members(where.path))):
        for number, row in objects(member):
            if not _ID.fullmatch(str(row.get("id", ""))):
                raise SourceError(
                    f"{member.name}, object {number}: no organisation of ROR, its “id” is “{row.get('id', '')}”; "
                    "check the file."
                )
            found += 1
            kept = {name: value for name, value in row.items() if name not in _UPKEEP}
            record = where.record(_number(row["id"]), kept, kind="organisation", file=member.name)
            record.data["places"] = places = []
            for town in _towns(record.data):
                place = towns.known(town["country"], town["name"]) or f"geonames-{town['geonames']}"
                places.append((place, town["country"]))
                if place not in met and place not in ontology.concepts:
                    met.add(place)
                    yield where.record(place, town, kind="place", file=member.name)
            yield record
    if not found:
        raise SourceError(f"{where.name}: no organisation in it; fetch it again.")


def _newest(found: list[Member]) -> list[Member]:
    """Of the files of a release the JSON, and of its schemas the newer one."""
    chosen = [member for member in found if not member.name.lower().endswith((".csv", ".md", ".txt"))]
    newer = [member for member in chosen if "schema_v2" in member.name]
    return newer or chosen


def _towns(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The towns of an organisation, the same in both schemas; they are taken out of the row."""
    for location in row.pop("locations", ()):
        details = location["geonames_details"]
        yield {
            "name": details["name"],
            "country": details["country_code"],
            "latitude": details["lat"],
            "longitude": details["lng"],
            "geonames": location["geonames_id"],
        }
    country = row.pop("country", {}).get("country_code", "")
    for address in row.pop("addresses", ()):
        if town := (address.get("city") or address.get("geonames_city", {}).get("city")):
            yield {
                "name": town,
                "country": country,
                "latitude": address.get("lat"),
                "longitude": address.get("lng"),
                "geonames": address.get("geonames_city", {}).get("id"),
            }


def parse(record: Record) -> Iterator[Statement]:
    """What ROR says of an organisation (`data` is an object of either schema) or of a town."""
    return _place(record) if record.kind == "place" else _organisation(record)


def _organisation(record: Record) -> Iterator[Statement]:
    row = record.data
    org = f"ror-{_number(row.pop('id'))}"
    names = list(_names(row))
    for type_ in row.pop("types"):
        yield from _type(record, org, type_.lower(), names)
    for attribute, lang, value in dict.fromkeys(names):
        yield record.says(org, attribute, value, lang=lang)
    if status := row.pop("status", ""):
        yield record.says(org, "status", status)
    if year := row.pop("established", None):
        yield record.says(org, "founded", f"{year:04}")
    for place, country in row.pop("places", ()):
        yield record.says(org, "locatedIn", place)
        if nation := country_id(country):
            yield record.says(org, "locatedIn", nation)
    for address in _websites(record):
        yield record.says(org, "website", address)
    yield from _identifiers(record, org)
    yield from _relationships(record, org)


def _type(record: Record, org: str, type_: str, names: list[tuple[str, str, str]]) -> Iterator[Statement]:
    class_ = _TYPES.get(type_)
    if class_ is None:
        record.not_understood("types", type_)
        class_ = "Organisation"
    if class_ == "University" and not _is_higher(names):
        class_ = "Organisation"
    yield record.says(org, "type", class_, confidence=0.9 if class_ == "University" else 1.0)


def _is_higher(names: list[tuple[str, str, str]]) -> bool:
    texts = [text for attribute, _, text in names if attribute != "acronym"]
    return any(map(_HIGHER.search, texts)) and not any(map(_LEARNED.search, texts))


def _names(row: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(attribute, language, text) of every name, the one that ROR shows first."""
    shown_first = sorted(row.pop("names", ()), key=lambda name: "ror_display" not in name["types"])
    for name in shown_first:
        kinds = {_NAMES[kind] for kind in name["types"] if kind in _NAMES} or {"name"}
        for attribute in sorted(kinds):
            yield attribute, _language(attribute, name["lang"]), name["value"].strip()
    if name := row.pop("name", None):  # schema 1 from here on
        yield "name", "", name.strip()
    for label in row.pop("labels", ()):
        yield "name", label["iso639"] or "", label["label"].strip()
    for attribute, column in (("alias", "aliases"), ("acronym", "acronyms")):
        for text in row.pop(column, ()):
            yield attribute, "", text.strip()


def _language(attribute: str, lang: str | None) -> str:
    return "" if attribute == "acronym" or not lang else lang


def _websites(record: Record) -> Iterator[str]:
    record.data.pop("wikipedia_url", None)
    for link in record.data.pop("links", ()):
        kind, address = ("website", link) if isinstance(link, str) else (link["type"], link["value"])
        if kind == "website":
            yield address.strip()
        elif kind != "wikipedia":
            record.not_understood("links", kind)


def _identifiers(record: Record, org: str) -> Iterator[Statement]:
    found = record.data.pop("external_ids", ())
    if isinstance(found, dict):  # schema 1
        found = [{"type": kind, **values} for kind, values in found.items()]
    for numbers in found:
        authority = numbers["type"].lower()
        if authority not in _AUTHORITIES:
            if authority != "orgref":
                record.not_understood("external_ids", authority)
            continue
        every = numbers["all"] if isinstance(numbers["all"], list) else [numbers["all"]]
        chosen = [numbers["preferred"]] if numbers["preferred"] else every
        for value in chosen if authority == "wikidata" else every:
            yield record.says(org, "identifier", f"{authority}:{value.replace(' ', '')}")


def _relationships(record: Record, org: str) -> Iterator[Statement]:
    for relationship in record.data.pop("relationships", ()):
        other, kind = f"ror-{_number(relationship['id'])}", relationship["type"].lower()
        if kind == "parent":
            yield record.says(org, "partOf", other)
        elif kind == "child":
            yield record.says(other, "partOf", org)
        elif kind == "related":
            yield record.says(org, "relatedTo", other)
        elif kind == "successor":
            yield record.says(other, "succeeds", org)
        elif kind == "predecessor":
            yield record.says(org, "succeeds", other)
        else:
            record.not_understood("relationships", kind)


def _place(record: Record) -> Iterator[Statement]:
    row = record.data
    place = f"geonames-{row.pop('geonames')}"
    yield record.says(place, "type", "Place")
    yield record.says(place, "name", row.pop("name"))
    if country := country_id(row.pop("country")):
        yield record.says(place, "partOf", country)
    for word in ("latitude", "longitude"):
        if (degrees := row.pop(word)) is not None:
            yield record.says(place, word, float(degrees))


def _number(address: str) -> str:
    return address.rpartition("/")[2]
