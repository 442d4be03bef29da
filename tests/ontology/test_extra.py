"""Is adding a relation really adding lines to one file? A case's own Turtle adds terms that then work everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from ontology import Ontology, load

MENTORS = """
inno:mentors a owl:ObjectProperty ; rdfs:label "mentors"@en , "mentorează"@ro ;
    meta:inverseLabel "mentored by"@en , "mentorat de"@ro ;
    skos:definition "The first advises the second over a longer time."@en ,
        "Primul îl sfătuiește pe al doilea o perioadă mai lungă."@ro ;
    schema:domainIncludes inno:Organisation , inno:Person ; schema:rangeIncludes inno:Company ;
    meta:collaboration true .
inno:Studio a owl:Class ; rdfs:label "Studio"@en , "Studio"@ro ; rdfs:subClassOf inno:Company ;
    skos:definition "A small creative firm."@en , "O firmă creativă mică."@ro .
inno:score a owl:DatatypeProperty ; rdfs:label "score"@en , "scor"@ro ; schema:rangeIncludes xsd:integer ;
    skos:definition "A mark out of ten."@en , "O notă din zece."@ro ; schema:domainIncludes inno:Company .
inno:weeks a meta:Qualifier ; rdfs:label "weeks"@en , "săptămâni"@ro ; schema:rangeIncludes xsd:integer ;
    skos:definition "For how many weeks."@en , "Pentru câte săptămâni."@ro .
inno:local-register a meta:Authority ; meta:prefix "local" ; meta:order 50 ; meta:forClass inno:Company ;
    rdfs:label "Local register"@en , "Registru local"@ro ; skos:definition "A list."@en , "O listă."@ro ;
    meta:urlPattern "https://register.example/{value}" .
id:vertical-puppetry a skos:Concept ; skos:inScheme inno:verticals ; skos:broader id:vertical-arts ;
    skos:prefLabel "puppetry"@en , "arta păpușilor"@ro ; skos:altLabel "puppets"@en .
"""


@pytest.fixture(scope="module")
def invented(turtle: Callable[[str], str]) -> Ontology:
    return load(turtle(MENTORS))


def test_the_invented_relation_is_like_any_other(invented: Ontology) -> None:
    mentors = invented.relation("mentors")
    assert (mentors.cypher, mentors.planned, mentors.refuted) == (
        "MENTORS",
        "PLANNED_MENTORS",
        "REFUTED_MENTORS",
    )
    assert mentors.inverse_label["ro"] == "mentorat de"
    assert mentors.collaboration
    assert invented.is_relation("mentors")
    assert invented.label("mentors", "ro") == "mentorează"
    assert invented.iri("mentors").endswith("#mentors")
    assert "University" in invented.subjects("mentors")
    assert invented.check() == []


def test_it_has_shapes(invented: Ontology) -> None:
    shapes = list(parse(invented.shapes(), RdfFormat.TURTLE))
    targets = {quad.object.value for quad in shapes if quad.predicate.value.endswith("#targetSubjectsOf")}
    assert invented.iri("mentors") in targets
    assert invented.iri("score") in targets
    assert invented.iri("weeks") in targets


def test_classes_attributes_qualifiers_authorities_and_concepts_can_be_added_too(invented: Ontology) -> None:
    studio = invented.class_("Studio")
    assert invented.ancestors("Studio") == ("Studio", "Company", "Organisation", "Actor")
    assert "Studio" in invented.objects("mentors")
    assert (studio.colour, studio.shape, studio.actor) == (
        "#0072B2",
        "square",
        True,
    )  # inherited from Company
    assert invented.datatype("score") == invented.datatype("weeks") == "integer"
    assert invented.entity_of("local:ab/12") == "local-ab-12"
    found = invented.concept_named("PUPPETS")
    assert found is not None
    assert (found.id, found.kind, found.broader) == ("vertical-puppetry", "Vertical", ("vertical-arts",))


def test_the_plain_ontology_is_read_once_and_stays_as_it_was(invented: Ontology) -> None:
    assert load() is load()
    assert "mentors" not in load().relations
    assert "vertical-puppetry" not in load().concepts
    assert invented.version != load().version
    assert len(load().version) == 16


def test_a_file_adds_as_a_text_does(tmp_path: Path, turtle: Callable[[str], str], invented: Ontology) -> None:
    path = tmp_path / "terms.ttl"
    path.write_text(turtle(MENTORS), "utf-8")
    added = load(path)
    assert added.relation("mentors") == invented.relation("mentors")
    assert added.version == invented.version


def test_lines_may_widen_what_is_there(turtle: Callable[[str], str]) -> None:
    wider = load(turtle("inno:memberOf schema:domainIncludes inno:Project ."))
    assert "Project" in wider.relation("memberOf").domain
    assert "Project" not in load().relation("memberOf").domain
