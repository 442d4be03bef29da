"""Do the SHACL shapes let right RDF pass, and do they find what is planted?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pytest
from pyshacl import validate
from rdflib import Graph

from graph.projection.delta import Resolved
from graph.projection.rdf_quads import Quads
from graph.statement import Document, Evidence, Literal, Mode, Statement, When
from ontology import Ontology, load

HEAD = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix id: <https://w3id.org/innograph/id/> .
@prefix inno: <https://w3id.org/innograph/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix st: <https://w3id.org/innograph/statement/> .
@prefix time: <https://w3id.org/innograph/time/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
RIGHT = """
id:x-utcn a inno:University ; inno:name "Technical University"@en , "Universitatea Tehnică"@ro , "UTCN" ;
    inno:identifier "ror:03r8nwp71" ; inno:website "https://utcluj.ro"^^xsd:anyURI ; inno:founded "1948"^^edtf:EDTF ;
    inno:memberOf id:x-clujit ; inno:locatedIn id:place-cluj-napoca ; inno:participatedIn id:x-cronos .
id:x-clujit a inno:Cluster ; inno:name "Cluj IT" ; inno:collaboratesWith id:x-utcn .
id:x-cronos a inno:Project ; inno:hasDate "2018"^^edtf:EDTF ; inno:focusesOn id:vertical-artificial-intelligence ;
    inno:organisedBy id:x-clujit ; inno:totalCost "1000.5"^^xsd:decimal ; inno:trl 6 .
id:vertical-artificial-intelligence a inno:Vertical . id:place-cluj-napoca a inno:Place ; inno:latitude 46.77 .
id:x-firms a inno:Group ; inno:count 4 ; inno:kind inno:Company ; inno:participatedIn id:x-day .
id:x-day a inno:Meeting ; inno:held true .
st:1 rdf:subject id:x-utcn ; rdf:predicate inno:memberOf ; rdf:object id:x-clujit ; prov:wasDerivedFrom <urn:record> ;
    inno:role "founding member" ; inno:confidence "0.8"^^xsd:double ; inno:when time:2018_ ; inno:count 2 .
time:2018_ inno:validFrom "2018-01-01"^^xsd:date ; inno:validTo "2018-12-31"^^xsd:date .
st:2 a inno:Statement ; rdf:subject id:x-utcn ; rdf:predicate inno:fundedBy ; rdf:object id:x-clujit ;
    prov:wasDerivedFrom <urn:record> ; inno:mode "planned" .
<urn:record> oa:hasSource <urn:document> ; oa:hasSelector <urn:quote> , <urn:place> ; dcterms:isPartOf <urn:reading> .
<urn:quote> a oa:TextQuoteSelector ; oa:exact "a founding member" .
<urn:place> a oa:TextPositionSelector ; oa:start 10 ; oa:end 27 .
<urn:reading> inno:part "page.html" ; inno:retrieved "2018-12-01"^^xsd:date .
"""


def faults(data: str, shapes: str) -> list[str]:
    """The messages in English of all that does not conform."""
    _, results, text = validate(
        Graph().parse(data=data, format="turtle"), shacl_graph=Graph().parse(data=shapes, format="turtle")
    )
    assert isinstance(results, Graph), text
    found = results.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?message WHERE "
        "{ ?result sh:resultMessage ?message FILTER (lang(?message) != 'ro') }"
    )
    return sorted({str(row[0]) for row in found})  # type: ignore[index]  # a SELECT gives rows


@pytest.fixture(scope="module")
def shapes(ontology: Ontology) -> str:
    return ontology.shapes()


def test_right_rdf_conforms(shapes: str) -> None:
    assert faults(HEAD + RIGHT, shapes) == []


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ("id:x-day inno:memberOf id:x-clujit .", "The subject of memberOf must be one of these: "),
        ("id:x-utcn inno:memberOf id:place-cluj-napoca .", "The object of memberOf must be one of these: "),
        ("id:x-utcn inno:locatedIn id:x-nowhere .", "The object of locatedIn must be one of these: Place."),
        (
            "id:x-clujit inno:affiliatedWith id:x-utcn .",
            "The subject of affiliatedWith must be one of these: Person.",
        ),
        (
            "id:x-cronos inno:focusesOn id:place-cluj-napoca .",
            "The object of focusesOn must be one of these: ",
        ),
        ("id:x-utcn inno:count 3 .", "What has count must be one of these: Group."),
        ("id:x-utcn inno:founded 1948 .", "founded must be of the datatype edtf."),
        ("id:x-cronos inno:totalCost 'much' .", "totalCost must be of the datatype decimal."),
        ("id:x-utcn inno:name 5 .", "name must be of the datatype string."),
        ("id:x-utcn inno:acronym 'UT'@en .", "acronym must be of the datatype string."),
        ("id:x-firms inno:kind 'Company' .", "kind must be a class of the ontology."),
        ("id:x-cronos inno:trl 12 .", "A technology readiness level lies between 1 and 9."),
        ("id:x-others a inno:Group .", "A group of unnamed actors has a count."),
        ("st:1 inno:amount 'a lot' .", "amount must be of the datatype decimal."),
        ("st:1 rdf:object id:x-other .", "A statement has exactly one object."),
        ("st:9 rdf:subject id:x-utcn .", "A statement has exactly one predicate, a term of the ontology."),
        ("st:9 rdf:subject id:x-utcn .", "A statement names the record or statements it comes from."),
        ("st:2 inno:mode 'maybe' .", "A mode is happened, claimed, planned or refuted."),
        ("st:2 inno:confidence '1.5'^^xsd:double .", "A confidence lies between 0 and 1."),
        ("time:2018_ inno:validFrom '2019-01-01'^^xsd:date .", "A valid time does not end before it begins."),
        ("<urn:bare> oa:hasSelector <urn:quote> .", "A quote names the document in which it stands."),
        ("<urn:empty> a oa:TextQuoteSelector .", "A quote has its exact words."),
        ("<urn:late> a oa:TextPositionSelector ; oa:start 9 ; oa:end 9 .", "A quote begins at 0 or later"),
        (
            "<urn:again> inno:part 'other.html' .",
            "A reading of a source has the day on which it was fetched.",
        ),
    ],
)
def test_what_is_planted_is_found(shapes: str, planted: str, said: str) -> None:
    found = faults(HEAD + RIGHT + planted, shapes)
    assert [message for message in found if message.startswith(said)], found


def test_an_invented_relation_is_guarded(turtle: Callable[[str], str]) -> None:
    invented = load(
        turtle(
            'inno:mentors a owl:ObjectProperty ; rdfs:label "mentors"@en , "mentorează"@ro ; '
            'meta:inverseLabel "mentored by"@en , "mentorat de"@ro ; '
            'skos:definition "The first advises the second."@en , "Primul îl sfătuiește pe al doilea."@ro ; '
            "schema:domainIncludes inno:Organisation ; schema:rangeIncludes inno:Cluster ."
        )
    )
    shapes = invented.shapes()
    assert faults(HEAD + RIGHT + "id:x-utcn inno:mentors id:x-clujit .", shapes) == []
    assert faults(HEAD + RIGHT + "id:x-utcn inno:mentors id:x-day .", shapes) == [
        "The object of mentors must be one of these: Cluster."
    ]


def test_what_the_projection_writes_conforms(ontology: Ontology, shapes: str) -> None:
    document = Document("Four firms met at Cluj IT on 27 September 2018.", "web", "page.html", language="en")
    quoted = Evidence("web", "page.html", "page.html", date(2018, 12, 1), document.quote(0, 46))
    row = Evidence("web", "table.csv", "row-1", date(2018, 12, 1), row='{"a": 1}')
    said = [
        Statement("x-firms", "type", Literal("Group", "term"), quoted),
        Statement("x-firms", "count", Literal("4", "integer"), quoted),
        Statement("x-firms", "kind", Literal("Company", "term"), quoted),
        Statement("x-day", "type", Literal("Event", "term"), quoted),
        Statement("x-day", "hasDate", Literal("2018-09-27", "edtf"), quoted, when=When.on("2018-09-27")),
        Statement("x-firms", "participatedIn", "x-day", quoted, confidence=0.7, by="prose 1"),
        Statement("x-clujit", "type", Literal("Cluster", "term"), row),
        Statement("x-clujit", "name", Literal("Cluj IT", "string", "en"), row),
        Statement("x-day", "organisedBy", "x-clujit", row, Mode.PLANNED, qualifiers=(("role", "host"),)),
    ]
    written = "".join(Quads(ontology, graphs=False).lines(resolved(said)))
    assert written.count("\n") > 5 * len(said) - 5
    assert faults(written, shapes) == []


def resolved(statements: Iterable[Statement]) -> Iterable[Resolved]:
    return (Resolved(said, said.id, said.subject, said.object) for said in statements)
