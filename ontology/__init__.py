"""What may be said? The only list of classes, relations, attributes, qualifiers, authorities and concepts.

innovation.ttl   the terms: adding a relation is adding lines there
schemes/*.ttl    verticals, horizontals, places, and the classes of EuroSciVoc and NACE they are linked to, as SKOS
shapes.ttl       the SHACL shapes that do not follow from domains, ranges and datatypes
`load()` reads them; everything else is asked of the `Ontology` it returns.
"""

from __future__ import annotations

from ontology._keys import folded
from ontology._ontology import Ontology, load
from ontology._schemes import ID
from ontology._terms import (
    AttributeTerm,
    Authority,
    ClassTerm,
    Concept,
    OntologyError,
    QualifierTerm,
    RelationTerm,
    Term,
    UnknownTerm,
)
from ontology._turtle import INNO
from ontology._vocabulary import DATATYPES

__all__ = [
    "DATATYPES",
    "ID",
    "INNO",
    "AttributeTerm",
    "Authority",
    "ClassTerm",
    "Concept",
    "Ontology",
    "OntologyError",
    "QualifierTerm",
    "RelationTerm",
    "Term",
    "UnknownTerm",
    "folded",
    "load",
]
