"""How is a thing of ours written as an RDF term, and read back without loss?

Entities, statements, sources and documents have IRIs under one base. Where the store would give a literal
back in another form (007 as 7, en-GB as en-gb), the form as said is kept beside it, on the statement's node.
Terms are N-Quads text, which is also valid in SPARQL and Turtle.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import NamedTuple
from urllib.parse import quote, unquote

from graph.statement import Literal
from graph.when import When, first_day, last_day
from ontology import DATATYPES, INNO
from ontology import ID as ENTITY

__all__ = [
    "BASE",
    "DCTERMS",
    "DOCUMENT",
    "ENTITY",
    "INNO",
    "OA",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SOURCE",
    "STATEMENT",
    "TIME",
    "XSD",
    "Object",
    "days",
    "from_iri",
    "literal",
    "read_literal",
    "short_name",
    "source_of",
    "text",
    "time_iri",
    "time_of",
    "to_iri",
    "typed",
]

BASE = "https://w3id.org/innograph/"
STATEMENT = f"{BASE}statement/"
SOURCE = f"{BASE}source/"
DOCUMENT = f"{BASE}document/"
TIME = f"{BASE}time/"
DATATYPE = f"{BASE}datatype/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
DCTERMS = "http://purl.org/dc/terms/"

PREFIXES = {
    "inno": INNO,
    "id": ENTITY,
    "statement": STATEMENT,
    "source": SOURCE,
    "document": DOCUMENT,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": PROV,
    "oa": OA,
    "dcterms": DCTERMS,
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
"""The prefixes that every query may use without declaring them, and that every export declares."""

_DATATYPE_NAMES = {iri: name for name, iri in DATATYPES.items()}
_STORED_AS_SAID = {  # what the store gives back letter by letter; it writes other forms of a number anew
    "integer": re.compile(r"0|-?[1-9][0-9]{0,17}"),
    "decimal": re.compile(r"0|-?(?:[1-9][0-9]{0,17}|[1-9][0-9]{0,17}\.[0-9]{0,16}[1-9]|0\.[0-9]{0,16}[1-9])"),
    "boolean": re.compile(r"true|false"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
_LANGUAGE = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]{1,8})*")
_SAFE = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")
_SPECIAL = re.compile(r'["\\\n\r]')


class Object(NamedTuple):
    """A literal as an RDF term, and what the term alone would not give back (None where it does)."""

    term: str
    said: str | None = None  # the value as said
    lang: str | None = None  # the language as said


def to_iri(base: str, name: str) -> str:
    """The IRI of a name, in angle brackets; letters that may not stand in one are percent-encoded."""
    if _SAFE.fullmatch(name):
        return f"<{base}{name}>"
    encoded = quote(name, safe="")
    if encoded.startswith("."):  # a step of dots would be taken out where the IRI is resolved
        encoded = encoded.replace(".", "%2E")
    return f"<{base}{encoded}>"


def from_iri(base: str, iri: str) -> str:
    """The name behind an IRI without brackets: the inverse of `to_iri`."""
    return unquote(iri.removeprefix(base))


def source_of(record: str) -> str:
    """The IRI of the source in which a record stands, which is how the record's IRI begins; both without brackets."""
    return SOURCE + record.removeprefix(SOURCE).partition("/")[0]


def text(value: str) -> str:
    """A plain string as a term."""
    if _SPECIAL.search(value):
        value = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{value}"'


def typed(value: str, datatype: str) -> str:
    """A value of one of the eight datatypes of statements, or of another that is then named under our base."""
    if datatype == "string":
        return text(value)
    iri = DATATYPES.get(datatype)
    return f"{text(value)}^^<{iri}>" if iri else f"{text(value)}^^{to_iri(DATATYPE, datatype)}"


def literal(said: Literal, classes: Container[str]) -> Object:
    """The term of a statement's value; the name of a class becomes the class itself."""
    if said.datatype == "string":
        if not said.lang:
            return Object(text(said.value))
        folded = said.lang.lower()
        if not _LANGUAGE.fullmatch(folded):
            return Object(text(said.value), lang=said.lang)
        return Object(f"{text(said.value)}@{folded}", lang=said.lang if said.lang != folded else None)
    lang = said.lang or None
    if said.datatype == "term" and said.value in classes:
        return Object(to_iri(INNO, said.value), lang=lang)
    form = _STORED_AS_SAID.get(said.datatype)
    kept = form is None or form.fullmatch(said.value)
    return Object(typed(said.value, said.datatype), None if kept else said.value, lang)


def read_literal(value: str, datatype: str, language: str | None) -> Literal:
    """The value behind a literal term: its lexical form, the IRI of its datatype, its language."""
    if language:
        return Literal(value, "string", language)
    name = _DATATYPE_NAMES.get(datatype)
    return Literal(value, name if name else from_iri(DATATYPE, datatype))


def time_iri(when: When) -> str:
    """The IRI of a valid time: `…/time/2018-06-28_2018-06-29`, `…/time/2018_`, `…/time/_2020~` if inferred."""
    return f"<{TIME}{when.start or ''}_{when.end or ''}{'~' if when.inferred else ''}>"


def time_of(iri: str) -> When:
    """The valid time behind an IRI: the inverse of `time_iri`."""
    span = iri.removeprefix(TIME)
    start, _, end = span.removesuffix("~").partition("_")
    return When(start or None, end or None, span.endswith("~"))


def days(when: When) -> list[tuple[str, str]]:
    """What a query can compare: (property, term) of the first and last day that the time can mean.

    `validFromBy` is the latest day on which it can have begun, where that is not the first.
    """
    found: list[tuple[str, str]] = []
    if when.start:
        earliest, latest = first_day(when.start).isoformat(), last_day(when.start).isoformat()
        found.append(("validFrom", typed(earliest, "date")))
        if latest != earliest:
            found.append(("validFromBy", typed(latest, "date")))
    if when.end:
        found.append(("validTo", typed(last_day(when.end).isoformat(), "date")))
    if when.inferred:
        found.append(("inferred", typed("true", "boolean")))
    return found


def short_name(iri: str) -> str:
    """The id or name behind one of our IRIs (entity, statement, source, document, term); another stays whole."""
    for base in (ENTITY, INNO, STATEMENT, SOURCE, DOCUMENT):
        if iri.startswith(base):
            name = iri.removeprefix(base)
            return iri if "/" in name or "#" in name else unquote(name)
    return iri
