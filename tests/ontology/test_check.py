"""Is each contradiction found, and said in a sentence that names the term?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ontology import Ontology, OntologyError, load

GOOD = 'rdfs:label "a"@en , "b"@ro ; skos:definition "A thing."@en , "Un lucru."@ro'
LOOK = 'meta:colour "#000000" ; meta:shape "dot"'


def test_the_shipped_ontology_is_sound(ontology: Ontology) -> None:
    assert ontology.check() == []


@pytest.mark.parametrize(
    ("planted", "problem"),
    [
        (
            f'inno:guides a owl:ObjectProperty ; {GOOD} ; meta:inverseLabel "a"@en , "b"@ro ; '
            "schema:domainIncludes inno:Organization .",
            "guides has Organization in its domain, which is no class.",
        ),
        (
            f'inno:guides a owl:ObjectProperty ; {GOOD} ; meta:inverseLabel "a"@en , "b"@ro ; '
            "schema:rangeIncludes inno:Clustr .",
            "guides has Clustr in its range, which is no class.",
        ),
        (
            f"inno:size a owl:DatatypeProperty ; {GOOD} ; schema:rangeIncludes xsd:decimal ; "
            "schema:domainIncludes inno:Firm .",
            "size has Firm in its domain, which is no class.",
        ),
        (
            f"inno:size a owl:DatatypeProperty ; {GOOD} ; schema:rangeIncludes xsd:float .",
            "size has the datatype",
        ),
        (f"inno:size a meta:Qualifier ; {GOOD} .", "size has the datatype “”"),
        (
            'inno:Guild a owl:Class ; rdfs:label "Guild"@en ; skos:definition "A."@en , "B."@ro ; '
            + LOOK
            + " .",
            "Guild has no label in “ro”.",
        ),
        (
            'inno:Guild a owl:Class ; rdfs:label "Guild"@en , "Breaslă"@ro ; skos:definition "A."@en ; '
            + LOOK
            + " .",
            "Guild has no definition in “ro” that ends with a period.",
        ),
        (
            'inno:Guild a owl:Class ; rdfs:label "a"@en , "b"@ro ; skos:definition "A"@en , "B."@ro ; '
            + LOOK
            + " .",
            "Guild has no definition in “en” that ends with a period.",
        ),
        ('inno:Cluster rdfs:label "Hub"@en .', "Cluster has two labels in “en”; keep one."),
        ('inno:Cluster skos:definition "A hub."@en .', "Cluster has two definitions in “en”; keep one."),
        (f"inno:guides a owl:ObjectProperty ; {GOOD} .", "guides has no inverse label in “en”."),
        (
            f'inno:memberOF a owl:ObjectProperty ; {GOOD} ; meta:inverseLabel "a"@en , "b"@ro .',
            "memberOf and memberOF would both be the relationship type MEMBER_OF; rename one.",
        ),
        (
            f'inno:plannedMemberOf a owl:ObjectProperty ; {GOOD} ; meta:inverseLabel "a"@en , "b"@ro .',
            "memberOf and plannedMemberOf would both be the relationship type PLANNED_MEMBER_OF; rename one.",
        ),
        (
            f"inno:Offers a owl:Class ; {GOOD} ; {LOOK} .",
            "The class Offers is named like offers's relationship type OFFERS; rename one.",
        ),
        (
            f"inno:id a owl:DatatypeProperty ; {GOOD} ; schema:rangeIncludes xsd:string .",
            "The attribute id is named",
        ),
        (
            f"inno:offers a owl:DatatypeProperty ; {GOOD} ; schema:rangeIncludes xsd:string .",
            "The attribute offers",
        ),
        (
            f"inno:Guild a owl:Class ; {GOOD} ; rdfs:subClassOf inno:Klub ; {LOOK} .",
            "Guild is a kind of Klub, which",
        ),
        (
            f"inno:Guild a owl:Class ; {GOOD} ; rdfs:subClassOf inno:Lodge ; {LOOK} .\n"
            f"inno:Lodge a owl:Class ; {GOOD} ; rdfs:subClassOf inno:Guild ; {LOOK} .",
            "Lodge is a kind of itself, by way of its parents.",
        ),
        (f"inno:Guild a owl:Class ; {GOOD} .", "Guild has no colour"),
        (
            f'inno:Guild a owl:Class ; {GOOD} ; meta:colour "#000000" ; meta:shape "blob" .',
            "its shape “blob” is none",
        ),
        ("inno:needs a owl:SymmetricProperty .", "needs is symmetric, but its domain and range differ."),
        (
            f'inno:double a meta:Authority ; {GOOD} ; meta:prefix "ror" ; meta:order 99 .',
            "The prefix “ror” is used twice, or is not of small letters, digits and dashes.",
        ),
        (
            'inno:half a meta:Authority ; rdfs:label "Half"@en ; meta:prefix "half" ; meta:order 99 .',
            "The authority half lacks a label in one of en, ro.",
        ),
        (
            f'inno:blind a meta:Authority ; {GOOD} ; meta:prefix "blind" ; meta:order 99 ; meta:urlPattern "https://x" .',
            "The address pattern of blind has no place for {value}.",
        ),
        (
            f'inno:lost a meta:Authority ; {GOOD} ; meta:prefix "lost" ; meta:order 99 ; meta:forClass inno:Firm .',
            "The authority lost is for Firm, which is no class.",
        ),
        (
            f'inno:is-a a owl:ObjectProperty ; {GOOD} ; meta:inverseLabel "a"@en , "b"@ro .',
            "“is-a” is no name for a term: use letters and digits only, a letter first.",
        ),
        ('inno:memberof rdfs:label "member"@en .', "memberof is described but is declared as nothing"),
    ],
)
def test_a_planted_contradiction_is_found(turtle: Callable[[str], str], planted: str, problem: str) -> None:
    text = turtle(planted)
    problems = Ontology(text).check()
    assert any(problem in found for found in problems), problems
    assert all(found.endswith((".", "?")) for found in problems)
    with pytest.raises(OntologyError) as raised:
        load(text)
    assert problem in str(raised.value)


@pytest.mark.parametrize(
    ("planted", "problem"),
    [
        (
            'id:vertical-x a skos:Concept ; skos:inScheme inno:verticals ; skos:prefLabel "x"@en .',
            "vertical-x has no label in “ro”.",
        ),
        (
            'id:vertical-x a skos:Concept ; skos:inScheme inno:verticals ; skos:prefLabel "x"@en , "y"@ro ; '
            "skos:broader id:vertical-nowhere .",
            "vertical-x has the broader concept vertical-nowhere, which is in no scheme.",
        ),
        (
            'id:vertical-x a skos:Concept ; skos:inScheme inno:nothing ; skos:prefLabel "x"@en , "y"@ro .',
            "vertical-x is of the kind “”, which is no class.",
        ),
        (
            'id:vertical-x a skos:Concept ; skos:inScheme inno:verticals ; skos:prefLabel "x"@en , "y"@ro ; '
            "skos:broader id:vertical-z .\n"
            'id:vertical-z a skos:Concept ; skos:inScheme inno:verticals ; skos:prefLabel "z"@en , "z"@ro ; '
            "skos:broader id:vertical-x .",
            "vertical-z is broader than itself.",
        ),
    ],
)
def test_a_planted_flaw_of_a_scheme_is_found(
    turtle: Callable[[str], str], planted: str, problem: str
) -> None:
    planned = load(turtle(planted))
    assert problem in planned.check()
    with pytest.raises(OntologyError) as raised:
        _ = planned.concepts
    assert problem in raised.value.problems


def test_what_cannot_be_read_is_said_with_its_place(tmp_path: Path, turtle: Callable[[str], str]) -> None:
    broken = tmp_path / "case.ttl"
    broken.write_text("@prefix a: <http://a/> .\na:b a:c <http://bad iri> .\n", "utf-8")
    with pytest.raises(OntologyError, match=r"case\.ttl cannot be read as Turtle: .*line 2"):
        load(broken)
    with pytest.raises(OntologyError, match="the extra Turtle text cannot be read"):
        load("inno:x a owl:Class .")
    with pytest.raises(OntologyError, match=r"“first” stands where .*order needs a number"):
        load(turtle('inno:x a meta:Authority ; meta:prefix "x" ; meta:order "first" .'))
    with pytest.raises(OntologyError, match=r"absent\.ttl cannot be read"):
        load(tmp_path / "absent.ttl")
