"""How does RDF of ours look when it is right? SHACL, generated from domains, ranges and datatypes."""

from __future__ import annotations

from collections.abc import Iterable

from ontology._terms import AttributeTerm, QualifierTerm, RelationTerm
from ontology._vocabulary import DATATYPES

__all__ = ["attribute_shape", "prefixes", "qualifier_shape", "relation_shape"]

_LANGSTRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


def prefixes() -> str:
    """The head of the generated shapes."""
    return (
        "@prefix inno: <https://w3id.org/innograph/ontology#> .\n"
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    )


def relation_shape(relation: RelationTerm, subjects: Iterable[str], objects: Iterable[str]) -> str:
    """Shapes for both ends of a relation; `subjects` and `objects` are the class names allowed, none for any."""
    return _end(relation, "SubjectsOf", "subject", sorted(subjects)) + _end(
        relation, "ObjectsOf", "object", sorted(objects)
    )


def _end(relation: RelationTerm, target: str, end: str, allowed: list[str]) -> str:
    shape = f"inno:shape-{relation.name}-{end} a sh:NodeShape ; sh:target{target} <{relation.iri}> ; sh:nodeKind sh:IRI"
    if allowed:
        shape += f" ;\n    sh:property {_one_of(allowed, f'The {end} of {relation.name}')}"
    return shape + " .\n"


def _one_of(allowed: list[str], who: str) -> str:
    classes = " ".join(f"inno:{name}" for name in allowed)
    return (
        f"[ sh:path rdf:type ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:in ( {classes} ) ] ;\n"
        f'        sh:message "{who} must be one of: {", ".join(allowed)}."@en ]'
    )


def attribute_shape(attribute: AttributeTerm, subjects: Iterable[str]) -> str:
    """A shape for whatever has the attribute: who may have it, and of which datatype its values are."""
    allowed = sorted(subjects)
    shape = f"inno:shape-{attribute.name} a sh:NodeShape ; sh:targetSubjectsOf <{attribute.iri}> ;\n    sh:property "
    shape += _typed(attribute.iri, attribute.datatype, attribute.lang, attribute.name)
    if allowed:
        shape += f" ;\n    sh:property {_one_of(allowed, f'What has {attribute.name}')}"
    return shape + " .\n"


def qualifier_shape(qualifier: QualifierTerm) -> str:
    """A shape for statements with the qualifier: its datatype."""
    return (
        f"inno:shape-qualifier-{qualifier.name} a sh:NodeShape ; sh:targetSubjectsOf <{qualifier.iri}> ;\n"
        f"    sh:property {_typed(qualifier.iri, qualifier.datatype, False, qualifier.name)} .\n"
    )


def _typed(iri: str, datatype: str, lang: bool, name: str) -> str:
    if datatype == "term":
        return f'[ sh:path <{iri}> ; sh:nodeKind sh:IRI ; sh:message "{name} must be a class of the ontology."@en ]'
    plain = f"[ sh:datatype <{DATATYPES[datatype]}> ]"
    wanted = f"sh:or ( [ sh:datatype <{_LANGSTRING}> ] {plain} )" if lang else plain[2:-2]
    return f'[ sh:path <{iri}> ; {wanted} ; sh:message "{name} must be of the datatype {datatype}."@en ]'
