"""Which terms does innovation.ttl declare? From described subjects to classes, relations, attributes …"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ontology._terms import AttributeTerm, Authority, ClassTerm, QualifierTerm, RelationTerm, Term
from ontology._turtle import (
    INNO,
    META,
    OWL,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    XSD,
    Description,
    by_language,
    iris,
    number,
    text,
    texts,
    truth,
)

__all__ = ["DATATYPES", "Vocabulary", "local_name", "relationship_type", "vocabulary"]

DATATYPES = {
    "string": f"{XSD}string",
    "integer": f"{XSD}integer",
    "decimal": f"{XSD}decimal",
    "boolean": f"{XSD}boolean",
    "date": f"{XSD}date",
    "anyURI": f"{XSD}anyURI",
    "edtf": "http://id.loc.gov/datatypes/edtf/EDTF",
    "term": f"{META}Term",
}
_DATATYPE_OF = {iri: name for name, iri in DATATYPES.items()} | {f"{RDF}langString": "string"}
_LABEL = f"{RDFS}label"
_MAPPINGS = tuple(
    [f"{SKOS}{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")]
    + [f"{RDFS}subClassOf", f"{RDFS}subPropertyOf"]
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms by name, and the authorities in their order."""

    classes: dict[str, ClassTerm]
    relations: dict[str, RelationTerm]
    attributes: dict[str, AttributeTerm]
    qualifiers: dict[str, QualifierTerm]
    evidence: dict[str, Term]
    authorities: tuple[Authority, ...]


def local_name(iri: str) -> str:
    """The name of one of our terms: what stands behind the namespace; a foreign IRI stays whole."""
    return iri.removeprefix(INNO)


def relationship_type(name: str) -> str:
    """The Cypher form of a relation's name: `memberOf` -> `MEMBER_OF`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()


def vocabulary(described: dict[str, Description]) -> Vocabulary:
    """All terms that the descriptions declare, in their order; what they lack is left to `check`."""
    ours = {iri: said for iri, said in described.items() if iri.startswith(INNO)}
    return Vocabulary(
        classes={name: _class(iri, ours) for iri, name in _typed(ours, f"{OWL}Class")},
        relations={name: _relation(iri, ours[iri]) for iri, name in _typed(ours, f"{OWL}ObjectProperty")},
        attributes={name: _attribute(iri, ours[iri]) for iri, name in _typed(ours, f"{OWL}DatatypeProperty")},
        qualifiers={name: _qualifier(iri, ours[iri]) for iri, name in _typed(ours, f"{META}Qualifier")},
        evidence={name: _term(iri, ours[iri]) for iri, name in _typed(ours, f"{META}Evidence")},
        authorities=_authorities(ours),
    )


def _typed(ours: dict[str, Description], kind: str) -> Iterator[tuple[str, str]]:
    return ((iri, local_name(iri)) for iri, said in ours.items() if kind in said.get(f"{RDF}type", ()))


def _mappings(said: Description) -> tuple[str, ...]:
    published = (iri for predicate in _MAPPINGS for iri in iris(said, predicate) if not iri.startswith(INNO))
    return tuple(dict.fromkeys(published))


def _parent(said: Description) -> str | None:
    return next((local_name(iri) for iri in iris(said, f"{RDFS}subClassOf") if iri.startswith(INNO)), None)


def _inherited(iri: str, ours: dict[str, Description], predicate: str) -> str:
    seen: set[str] = set()
    while iri in ours and iri not in seen:
        if found := text(ours[iri], predicate):
            return found
        seen.add(iri)
        iri = f"{INNO}{_parent(ours[iri])}"
    return ""


def _class(iri: str, ours: dict[str, Description]) -> ClassTerm:
    said = ours[iri]
    return ClassTerm(
        local_name(iri),
        iri,
        by_language(said, _LABEL),
        by_language(said, f"{SKOS}definition"),
        _mappings(said),
        parent=_parent(said),
        colour=_inherited(iri, ours, f"{META}colour"),
        shape=_inherited(iri, ours, f"{META}shape"),
        actor=_inherited(iri, ours, f"{META}actor") == "true",
    )


def _names(said: Description, predicate: str) -> frozenset[str]:
    return frozenset(local_name(iri) for iri in iris(said, predicate))


def _relation(iri: str, said: Description) -> RelationTerm:
    symmetric = f"{OWL}SymmetricProperty" in said[f"{RDF}type"]
    return RelationTerm(
        local_name(iri),
        iri,
        by_language(said, _LABEL),
        by_language(said, f"{SKOS}definition"),
        _mappings(said),
        domain=_names(said, f"{SCHEMA}domainIncludes"),
        range=_names(said, f"{SCHEMA}rangeIncludes"),
        inverse_label=by_language(said, f"{META}inverseLabel"),
        symmetric=symmetric,
        collaboration=truth(said, f"{META}collaboration") or False,
        topical=truth(said, f"{META}topical") or False,
        derived=truth(said, f"{META}derived") or False,
        cypher=relationship_type(local_name(iri)),
    )


def _datatype(said: Description) -> str:
    found = iris(said, f"{SCHEMA}rangeIncludes")
    return _DATATYPE_OF.get(found[0], found[0]) if found else ""


def _attribute(iri: str, said: Description) -> AttributeTerm:
    return AttributeTerm(
        local_name(iri),
        iri,
        by_language(said, _LABEL),
        by_language(said, f"{SKOS}definition"),
        _mappings(said),
        domain=_names(said, f"{SCHEMA}domainIncludes"),
        datatype=_datatype(said),
        chosen=truth(said, f"{META}chosen") or False,
        lang=f"{RDF}langString" in said.get(f"{SCHEMA}rangeIncludes", ()),
        cypher=local_name(iri),
    )


def _term(iri: str, said: Description) -> Term:
    return Term(
        local_name(iri),
        iri,
        by_language(said, _LABEL),
        by_language(said, f"{SKOS}definition"),
        _mappings(said),
    )


def _qualifier(iri: str, said: Description) -> QualifierTerm:
    definition = by_language(said, f"{SKOS}definition")
    return QualifierTerm(
        local_name(iri), iri, by_language(said, _LABEL), definition, _mappings(said), datatype=_datatype(said)
    )


def _authorities(ours: dict[str, Description]) -> tuple[Authority, ...]:
    found = [
        Authority(
            prefix=text(ours[iri], f"{META}prefix"),
            order=int(number(ours[iri], f"{META}order") or 0),
            label=by_language(ours[iri], _LABEL),
            definition=by_language(ours[iri], f"{SKOS}definition"),
            url=text(ours[iri], f"{META}urlPattern"),
            for_class=_names(ours[iri], f"{META}forClass"),
            upper=truth(ours[iri], f"{META}upperCase") or False,
            synonyms=dict(pair.lower().split("=", 1) for _, pair in texts(ours[iri], f"{META}synonym")),
        )
        for iri, _ in _typed(ours, f"{META}Authority")
    ]
    return tuple(sorted(found, key=lambda authority: (authority.order, authority.prefix)))
