"""Which verticals, horizontals and places does the ontology itself know, and what lies in what?

The concepts of the ontology's SKOS schemes as statements: their names in English and Romanian, what is broader, and
which concept elsewhere means nearly the same. Reads no file; the ontology's version is its fingerprint.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.statement import Source, Statement
from loaders._base import Location, Record
from ontology import ID, load

__all__ = ["SOURCE", "VERSION", "fetch", "parse"]

SOURCE = Source(
    id="innograph-schemes",
    title="Verticals, horizontals and places of Innograph",
    publisher="Innograph",
    licence="CC0-1.0",
    language="en",
    loader="scheme",
    attribution="Names and codes of countries and NUTS regions: © European Union, reuse with attribution",
)
VERSION = "1"


def fetch(where: Location) -> Iterator[Record]:
    """A record for each concept of the ontology; with the option `scheme`, of that scheme only."""
    wanted = where.options.get("scheme")
    for concept in (where.ontology or load()).concepts.values():
        if wanted in (None, concept.scheme):
            data = {
                "id": concept.id,
                "kind": concept.kind,
                "scheme": concept.scheme,
                "label": dict(concept.label),
                "alt": {
                    lang: [name for name in names if name not in concept.hidden.get(lang, ())]
                    for lang, names in concept.alt.items()
                },
                "broader": list(concept.broader),
                "codes": list(concept.notations),
                "same": list(concept.mappings),
                "latitude": concept.latitude,
                "longitude": concept.longitude,
            }
            yield where.record(concept.id, data)


def parse(record: Record) -> Iterator[Statement]:
    """The names, codes, place on earth and relations of one concept."""
    row = record.data
    concept = row.pop("id")
    row.pop("scheme")  # the kind tells it
    kind = row.pop("kind")
    yield record.says(concept, "type", kind)
    for lang, name in row.pop("label").items():
        yield record.says(concept, "name", name, lang=lang)
    for lang, names in row.pop("alt").items():
        for name in names:
            yield record.says(concept, "alias", name, lang=lang)
    for broader in row.pop("broader"):
        yield record.says(concept, "broader", broader)
    for code in row.pop("codes"):
        yield record.says(concept, "code", code)
    for word in ("latitude", "longitude"):
        if (degrees := row.pop(word)) is not None:
            yield record.says(concept, word, degrees)
    for address in row.pop("same"):
        other = address.removeprefix(ID)
        if other == address:
            continue  # an address elsewhere: for programs, and in the ontology's own file
        if kind == "Place" and (identifier := record.ontology.identifier(other)):
            yield record.says(concept, "identifier", identifier)
        else:
            yield record.says(concept, "closeMatch", other)
