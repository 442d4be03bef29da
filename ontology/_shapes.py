"""How does RDF of ours look when it is right? SHACL, generated from domains, ranges and datatypes."""

from __future__ import annotations

from collections.abc import Iterable

from ontology._terms import AttributeTerm, QualifierTerm, RelationTerm
from ontology._turtle import RDF
from ontology._vocabulary import DATATYPES

__all__ = ["PREFIXES", "attribute_shape", "qualifier_shape", "relation_shape"]

PREFIXES = f"""
@prefix inno: <https://w3id.org/innograph/ontology#> .
@prefix rdf: <{RDF}> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""


def relation_shape(relation: RelationTerm, subjects: Iterable[str], objects: Iterable[str]) -> str:
    """Shapes for both ends of a relation; `subjects` and `objects` name the classes allowed, none for any."""
    ends = (("subject", "SubjectsOf", sorted(subjects)), ("object", "ObjectsOf", sorted(objects)))
    return "".join(_end(relation, *end) for end in ends)


def _end(relation: RelationTerm, end: str, target: str, allowed: list[str]) -> str:
    lines = [
        f"inno:shape-{relation.name}-{end} a sh:NodeShape ; sh:nodeKind sh:IRI",
        f"sh:target{target} <{relation.iri}>",
        *_one_of(allowed, f"The {end} of {relation.name}"),
    ]
    return " ;\n    ".join(lines) + " .\n"


def _one_of(allowed: list[str], who: str, or_statement: bool = False) -> list[str]:
    """The condition on the class of a node: nothing where any class will do. A statement may pass as well."""
    if not allowed:
        return []
    classes = " ".join(f"inno:{name}" for name in allowed)
    message = f"{who} must be one of these: {', '.join(allowed)}."
    of_class = f"sh:path rdf:type ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:in ( {classes} ) ]"
    if or_statement:
        return [
            f"sh:or ( [ {of_class} ]\n        [ sh:path rdf:predicate ; sh:minCount 1 ] )",
            f'sh:message "{message}"@en',
        ]
    return [f'sh:property [ {of_class} ;\n        sh:message "{message}"@en ]']


def attribute_shape(attribute: AttributeTerm, subjects: Iterable[str], is_qualifier: bool) -> str:
    """A shape for whatever has the attribute: who may have it, and of which datatype its values are.

    Where it is a qualifier too, statements may have it as well as entities of the classes in `subjects`.
    """
    lines = [
        f"inno:shape-{attribute.name} a sh:NodeShape ; sh:targetSubjectsOf <{attribute.iri}>",
        _typed(attribute, attribute.lang),
        *_one_of(sorted(subjects), f"What has {attribute.name}", is_qualifier),
    ]
    return " ;\n    ".join(lines) + " .\n"


def qualifier_shape(qualifier: QualifierTerm) -> str:
    """A shape for statements with the qualifier: of which datatype its values are."""
    target = f"inno:shape-{qualifier.name} a sh:NodeShape ; sh:targetSubjectsOf <{qualifier.iri}>"
    return f"{target} ;\n    {_typed(qualifier, lang=False)} .\n"


def _typed(term: AttributeTerm | QualifierTerm, lang: bool) -> str:
    if term.datatype == "term":
        wanted, message = "sh:nodeKind sh:IRI", f"{term.name} must be a class of the ontology."
    else:
        wanted, message = (
            _datatype(term.datatype, lang),
            f"{term.name} must be of the datatype {term.datatype}.",
        )
    return f'sh:property [ sh:path <{term.iri}> ; {wanted} ;\n        sh:message "{message}"@en ]'


def _datatype(datatype: str, lang: bool) -> str:
    plain = f"sh:datatype <{DATATYPES[datatype]}>"
    return f"sh:or ( [ {plain} ] [ sh:datatype rdf:langString ] )" if lang else plain
