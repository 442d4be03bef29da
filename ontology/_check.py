"""Does the ontology contradict itself? Each problem is one sentence that names the term and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ontology._schemes import ID
from ontology._terms import AttributeTerm, ClassTerm, Concept, QualifierTerm, RelationTerm, Term
from ontology._turtle import INNO, RDF, RDFS, SKOS, Description, texts
from ontology._vocabulary import DATATYPES, Vocabulary, local_name

__all__ = ["concept_problems", "vocabulary_problems"]

LANGUAGES = ("en", "ro")
RESERVED = frozenset({"id", "said"})  # properties that every node of the property graph has
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*", re.ASCII)  # names become part of queries
_PREFIX = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", re.ASCII)
SHAPES = frozenset({"dot", "square", "diamond", "star", "triangle", "triangleDown", "hexagon"})


def vocabulary_problems(terms: Vocabulary, described: Mapping[str, Description]) -> list[str]:
    """What is wrong with the classes, relations, attributes, qualifiers and authorities."""
    return [
        *_wording(terms, described),
        *_classes(terms.classes),
        *_ends(terms),
        *_datatypes(terms),
        *_names(terms),
        *_authorities(terms),
        *_strangers(described),
    ]


def _wording(terms: Vocabulary, described: Mapping[str, Description]) -> Iterator[str]:
    every: dict[str, Term] = {
        **terms.classes,
        **terms.relations,
        **terms.attributes,
        **terms.qualifiers,
        **terms.evidence,
    }
    for name, term in every.items():
        if not _PLAIN.fullmatch(name):
            yield f"“{name}” is no name for a term: use letters and digits only, a letter first."
        for lang in LANGUAGES:
            if lang not in term.label:
                yield f"{name} has no label in “{lang}”."
            if not term.definition.get(lang, "").endswith("."):
                yield f"{name} has no definition in “{lang}” that ends with a period."
            for predicate, what in ((f"{RDFS}label", "labels"), (f"{SKOS}definition", "definitions")):
                if sum(found == lang for found, _ in texts(described[term.iri], predicate)) > 1:
                    yield f"{name} has two {what} in “{lang}”; keep one."
    for name, relation in terms.relations.items():
        for lang in LANGUAGES:
            if lang not in relation.inverse_label:
                yield f"{name} has no inverse label in “{lang}”."


def _classes(classes: Mapping[str, ClassTerm]) -> Iterator[str]:
    for name, term in classes.items():
        if term.parent is not None and term.parent not in classes:
            yield f"{name} is a kind of {term.parent}, which is no class."
        if not term.colour or term.shape not in SHAPES:
            yield f"{name} has no colour, or its shape “{term.shape}” is none of {', '.join(sorted(SHAPES))}."
        if _is_circular(name, classes):
            yield f"{name} is a kind of itself, by way of its parents."


def _is_circular(name: str, classes: Mapping[str, ClassTerm]) -> bool:
    seen: set[str] = set()
    at = classes[name].parent
    while at is not None and at in classes and at not in seen:
        seen.add(at)
        at = classes[at].parent
    return name in seen


def _ends(terms: Vocabulary) -> Iterator[str]:
    with_domain: list[RelationTerm | AttributeTerm] = [*terms.relations.values(), *terms.attributes.values()]
    for term in with_domain:
        for end in sorted(term.domain - terms.classes.keys()):
            yield f"{term.name} has {end} in its domain, which is no class."
    for relation in terms.relations.values():
        for end in sorted(relation.range - terms.classes.keys()):
            yield f"{relation.name} has {end} in its range, which is no class."
        if relation.symmetric and relation.domain != relation.range:
            yield f"{relation.name} is symmetric, but its domain and range differ."


def _datatypes(terms: Vocabulary) -> Iterator[str]:
    typed: list[AttributeTerm | QualifierTerm] = [*terms.attributes.values(), *terms.qualifiers.values()]
    for term in typed:
        if term.datatype not in DATATYPES:
            yield f"{term.name} has the datatype “{term.datatype}”, which is none of {', '.join(DATATYPES)}."


def _names(terms: Vocabulary) -> Iterator[str]:
    types: dict[str, str] = {}
    for name, relation in terms.relations.items():
        for cypher in (relation.cypher, relation.planned, relation.refuted):
            if (other := types.setdefault(cypher, name)) != name:
                yield f"{other} and {name} would both be the relationship type {cypher}; rename one."
    folded_types = {cypher.lower(): (cypher, name) for cypher, name in types.items()}
    for name in terms.classes:
        if found := folded_types.get(name.lower()):
            yield f"The class {name} is named like {found[1]}'s relationship type {found[0]}; rename one."
    for name in terms.attributes.keys() & (terms.relations.keys() | RESERVED):
        yield f"The attribute {name} is named like a relation or like what every node has; rename it."


def _authorities(terms: Vocabulary) -> Iterator[str]:
    seen: set[str] = set()
    for authority in terms.authorities:
        if not _PREFIX.fullmatch(authority.prefix) or authority.prefix in seen:
            yield f"The prefix “{authority.prefix}” is used twice, or is not of small letters, digits and dashes."
        seen.add(authority.prefix)
        if any(lang not in authority.label for lang in LANGUAGES):
            yield f"The authority {authority.prefix} lacks a label in one of {', '.join(LANGUAGES)}."
        if authority.url and "{value}" not in authority.url:
            yield f"The address pattern of {authority.prefix} has no place for {{value}}."
        for kind in sorted(authority.for_class - terms.classes.keys()):
            yield f"The authority {authority.prefix} is for {kind}, which is no class."


def _strangers(described: Mapping[str, Description]) -> Iterator[str]:
    for iri, said in described.items():
        if iri.startswith(INNO) and not said.get(f"{RDF}type"):
            yield f"{local_name(iri)} is described but is declared as nothing: is its name misspelt?"


def concept_problems(concepts: Mapping[str, Concept], classes: Mapping[str, ClassTerm]) -> list[str]:
    """What is wrong with the concepts of the schemes."""
    problems = []
    for concept in concepts.values():
        problems += [
            f"{concept.id} has no label in “{lang}”." for lang in LANGUAGES if lang not in concept.label
        ]
        problems += [
            f"{concept.id} has the broader concept {broader.removeprefix(ID)}, which is in no scheme."
            for broader in concept.broader
            if broader not in concepts
        ]
        if concept.kind not in classes:
            problems.append(f"{concept.id} is of the kind “{concept.kind}”, which is no class.")
        if _rests_on_itself(concept, concepts):
            problems.append(f"{concept.id} is broader than itself.")
    return problems


def _rests_on_itself(concept: Concept, concepts: Mapping[str, Concept]) -> bool:
    seen: set[str] = set()
    waiting = list(concept.broader)
    while waiting:
        at = waiting.pop()
        if at == concept.id:
            return True
        if at in concepts and at not in seen:
            seen.add(at)
            waiting += concepts[at].broader
    return False
