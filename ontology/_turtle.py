"""What do the Turtle files say? Triples of several files, merged and grouped by subject."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse
from pyoxigraph import Literal as Value

from ontology._terms import OntologyError

__all__ = [
    "DCTERMS",
    "INNO",
    "META",
    "OWL",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SKOS",
    "XSD",
    "Description",
    "Value",
    "by_language",
    "iris",
    "number",
    "read",
    "text",
    "texts",
    "truth",
]

INNO = "https://w3id.org/innograph/ontology#"
META = "https://w3id.org/innograph/meta#"
DCTERMS = "http://purl.org/dc/terms/"
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "http://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

Description = dict[str, list[str | Value]]  # predicate IRI -> objects: IRIs as str, literals as Value


def read(sources: Iterable[Path | str]) -> dict[str, Description]:
    """Subject IRI -> what is said of it, in the order of the sources: paths of files, or Turtle texts.

    OntologyError names the file and line where it is no Turtle; statements about blank nodes are left out.
    """
    described: dict[str, Description] = {}
    for source in sources:
        _read_one(source, described)
    return described


def _read_one(source: Path | str, described: dict[str, Description]) -> None:
    where = str(source) if isinstance(source, Path) else "the extra Turtle text"
    try:
        turtle = source.read_bytes() if isinstance(source, Path) else source
        for quad in parse(turtle, RdfFormat.TURTLE):
            subject, object_ = quad.subject, quad.object
            if isinstance(subject, NamedNode) and not isinstance(object_, BlankNode):
                said = object_.value if isinstance(object_, NamedNode) else object_
                objects = described.setdefault(subject.value, {}).setdefault(quad.predicate.value, [])
                if said not in objects:
                    objects.append(said)
    except (OSError, SyntaxError) as error:
        raise OntologyError((f"{where} cannot be read as Turtle: {error}.",)) from error


def iris(said: Description, predicate: str) -> list[str]:
    """The objects that are IRIs."""
    return [value for value in said.get(predicate, ()) if isinstance(value, str)]


def texts(said: Description, predicate: str) -> list[tuple[str, str]]:
    """The literal objects as (language or "", text)."""
    return [
        (value.language or "", value.value) for value in said.get(predicate, ()) if isinstance(value, Value)
    ]


def by_language(said: Description, predicate: str) -> dict[str, str]:
    """The literal objects by language; the first of a language wins (`check` reports a second)."""
    found: dict[str, str] = {}
    for lang, value in texts(said, predicate):
        found.setdefault(lang, value)
    return found


def text(said: Description, predicate: str) -> str:
    """The first literal object, or ""."""
    return next((value for _, value in texts(said, predicate)), "")


def truth(said: Description, predicate: str) -> bool | None:
    """The first literal object as a truth value, or None where nothing is said."""
    found = text(said, predicate)
    return found in ("true", "1") if found else None


def number(said: Description, predicate: str) -> float | None:
    """The first literal object as a number, or None where nothing is said."""
    found = text(said, predicate)
    try:
        return float(found) if found else None
    except ValueError as error:
        raise OntologyError((f"“{found}” stands where {predicate} needs a number.",)) from error
