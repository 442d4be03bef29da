"""Is every term there that the guidelines and the later work need, and is it said in both languages?"""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from ontology import DATATYPES, INNO, Ontology, Term, UnknownTerm

ROOT = Path(__file__).resolve().parents[2]

# tests/ontology keeps the guidelines' names itself, so that it fails where one is renamed in innovation.ttl
TYPES = [
    "Organisation",
    "Cluster",
    "WorkingGroup",
    "Programme",
    "Project",
    "Event",
    "Vertical",
    "Place",
    "Person",
    "Date",
    "Group",
]
KINDS = [
    "University",
    "Company",
    "Hospital",
    "ResearchCentre",
    "PublicBody",
    "Funder",
    "TechTransferCentre",
    "Incubator",
    "Association",
]
OTHERS = [
    "Activity",
    "Step",
    "Indicator",
    "Strategy",
    "EventSeries",
    "Meeting",
    "Horizontal",
    "Technology",
    "Offering",
    "Need",
    "Document",
    "Source",
    "Statement",
    "Judgement",
    "Concept",
    "Result",
    "Call",
    "Faculty",
    "Topic",
]
SIGNATURES = {
    "memberOf": ("Organisation Person Group Cluster", "Cluster Organisation WorkingGroup"),
    "partOf": ("Organisation Event Project Place", "Organisation Event Project Programme Place"),
    "locatedIn": ("Organisation Cluster Event Project", "Place"),
    "participatedIn": ("Organisation Cluster Person Group", "Event Project Programme"),
    "organisedBy": ("Event Project WorkingGroup", "Organisation Cluster Person"),
    "fundedBy": ("Project Event Organisation", "Organisation Programme"),
    "focusesOn": ("Organisation Cluster WorkingGroup Project Event Programme Person", "Vertical"),
    "collaboratesWith": ("Organisation Cluster Project Person", "Organisation Cluster Project Person"),
    "affiliatedWith": ("Person", "Organisation Cluster WorkingGroup Project"),
}
FURTHER_RELATIONS = [
    "offers",
    "needs",
    "addresses",
    "about",
    "hasStep",
    "hasActivity",
    "hasIndicator",
    "hasStrategy",
    "hasResult",
    "requestedBy",
    "succeeds",
    "broader",
    "closeMatch",
    "exactMatch",
    "classifiedAs",
    "relatedTo",
    "ownedBy",
    "derivedCollaboration",
]
ATTRIBUTES = {
    "type": "term", "name": "string", "alias": "string", "acronym": "string", "identifier": "string",
    "hasDate": "edtf", "founded": "edtf", "website": "anyURI", "count": "integer", "kind": "term",
    "value": "decimal", "target": "decimal", "trl": "integer", "problem": "string", "description": "string",
    "countryCode": "string", "latitude": "decimal", "longitude": "decimal", "contractNumber": "string",
    "legalBasis": "string", "totalCost": "decimal", "outcome": "string", "held": "boolean", "requested": "edtf",
}  # fmt: skip
QUALIFIERS = ["role", "amount", "currency", "count", "kind", "title", "sme", "order"]


def every(ontology: Ontology) -> list[Term]:
    return [
        *ontology.classes.values(),
        *ontology.relations.values(),
        *ontology.attributes.values(),
        *ontology.qualifiers.values(),
        *ontology.evidence.values(),
    ]


def test_there_are_fewer_than_45_classes(ontology: Ontology) -> None:
    assert len(ontology.classes) < 45


@pytest.mark.parametrize("name", TYPES + KINDS + OTHERS)
def test_the_class_is_there(ontology: Ontology, name: str) -> None:
    assert ontology.class_(name).iri == f"{INNO}{name}"


@pytest.mark.parametrize("kind", KINDS)
def test_the_kinds_are_organisations(ontology: Ontology, kind: str) -> None:
    assert ontology.ancestors(kind)[:2] == (kind, "Organisation")
    assert kind in ontology.kinds("Organisation")


@pytest.mark.parametrize("name", SIGNATURES)
def test_the_guidelines_relations_join_what_they_should(ontology: Ontology, name: str) -> None:
    heads, tails = (set(ends.split()) for ends in SIGNATURES[name])
    assert heads <= ontology.relation(name).domain
    assert tails <= ontology.relation(name).range


def test_the_tenth_relation_of_the_guidelines_has_a_date_as_its_value(ontology: Ontology) -> None:
    assert {"Event", "Project", "Organisation", "Cluster", "Programme"} <= ontology.attribute(
        "hasDate"
    ).domain
    assert not ontology.is_relation("hasDate")


@pytest.mark.parametrize("name", FURTHER_RELATIONS)
def test_later_work_finds_its_relations(ontology: Ontology, name: str) -> None:
    assert ontology.is_relation(name)


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_the_attributes_have_their_datatypes(ontology: Ontology, name: str) -> None:
    assert ontology.datatype(name) == ATTRIBUTES[name]


def test_the_qualifiers_are_there(ontology: Ontology) -> None:
    assert set(QUALIFIERS) <= ontology.qualifiers.keys()


def test_clusters_are_no_organisations_but_both_are_actors(ontology: Ontology) -> None:
    assert not ontology.is_a("Cluster", "Organisation")
    assert ontology.is_a("Cluster", "Actor")
    assert ontology.is_a("University", "Actor")


def test_groups_never_count_in_networks(ontology: Ontology) -> None:
    counted = {name for name, term in ontology.classes.items() if term.actor}
    assert counted == ontology.kinds("Organisation") | {"Cluster", "Person"}


def test_what_says_the_topic_of_a_thing_is_declared(ontology: Ontology) -> None:
    topical = {name for name, term in ontology.relations.items() if term.topical}
    assert topical == {"focusesOn", "about", "classifiedAs", "partOf"}


def test_collaboration_and_derivation_are_declared(ontology: Ontology) -> None:
    collaboration = {name for name, term in ontology.relations.items() if term.collaboration}
    assert collaboration == {"collaboratesWith", "participatedIn", "organisedBy", "derivedCollaboration"}
    assert [name for name, term in ontology.relations.items() if term.derived] == ["derivedCollaboration"]
    assert ontology.relation("derivedCollaboration").cypher == "DERIVED_COLLABORATION"


def test_cypher_names(ontology: Ontology) -> None:
    member = ontology.relation("memberOf")
    assert (member.cypher, member.planned, member.refuted) == (
        "MEMBER_OF",
        "PLANNED_MEMBER_OF",
        "REFUTED_MEMBER_OF",
    )
    assert member.inverse_label == {"en": "has member", "ro": "are ca membru"}


def test_every_term_is_labelled_and_defined_in_both_languages(ontology: Ontology) -> None:
    for term in every(ontology):
        assert set(term.label) == {"en", "ro"}, term.name
        assert set(term.definition) == {"en", "ro"}, term.name
        for sentence in term.definition.values():
            assert sentence.endswith("."), (term.name, sentence)
            assert ". " not in sentence, (term.name, sentence)


def test_no_file_has_cedilla_letters() -> None:
    files = sorted((ROOT / "ontology").rglob("*.ttl"))
    assert len(files) > 10
    for file in files:
        assert not re.search("[şţŞŢ]", file.read_text("utf-8")), file


def test_colours_are_readable_and_each_look_is_used_once(ontology: Ontology) -> None:
    safe = [
        "#000000",
        "#009E73",
        "#0072B2",
        "#D55E00",
        "#CC79A7",
        "#332288",
        "#117733",
        "#999933",
        "#CC6677",
        "#882255",
        "#AA4499",
        "#0077BB",
        "#009988",
        "#CC3311",
        "#EE3377",
        "#004488",
        "#BB5566",
        "#4477AA",
        "#228833",
        "#EE6677",
        "#AA3377",
    ]  # Okabe and Ito; Tol's muted, vibrant, high-contrast and bright: those of at least 3:1 on white
    for name, term in ontology.classes.items():
        assert term.colour in safe, name
        assert contrast_on_white(term.colour) >= 2.95, name
    for one, other in combinations(ontology.classes.values(), 2):
        assert (one.colour, one.shape) != (other.colour, other.shape), (one.name, other.name)


def contrast_on_white(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_an_unknown_term_is_answered_with_near_names(ontology: Ontology) -> None:
    with pytest.raises(
        UnknownTerm, match=r"“memberOff” is no relation of the ontology. Did you mean memberOf\?"
    ):
        ontology.relation("memberOff")
    with pytest.raises(UnknownTerm, match=r"Did you mean Organisation"):
        ontology.class_("Organization")
    with pytest.raises(UnknownTerm, match="no relation or attribute"):
        ontology.is_relation("zzz")
    with pytest.raises(UnknownTerm, match="no attribute or qualifier"):
        ontology.datatype("memberOf")
    with pytest.raises(ValueError, match="no qualifier"):
        ontology.qualifier("rolle")


def test_iris_and_labels(ontology: Ontology) -> None:
    assert ontology.iri("memberOf") == "https://w3id.org/innograph/ontology#memberOf"
    assert ontology.iri("ror-051h0cw83") == "https://w3id.org/innograph/id/ror-051h0cw83"
    assert ontology.iri("edtf") == DATATYPES["edtf"]
    assert ontology.label("University", "ro") == "Universitate"
    assert ontology.label("University", "de") == "University"
    assert ontology.label("vertical-artificial-intelligence", "ro") == "inteligență artificială"
    with pytest.raises(UnknownTerm):
        ontology.iri("membre")


def test_the_rdf_projection_uses_only_declared_terms(ontology: Ontology) -> None:
    files = sorted((ROOT / "graph" / "projection").glob("rdf*.py"))
    used = {name for file in files for name in re.findall(r"\{INNO\}([A-Za-z]+)", file.read_text("utf-8"))}
    declared = {term.name for term in every(ontology)}
    assert used <= declared
