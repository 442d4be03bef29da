"""Do the published terms that we map to exist?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from ontology import Ontology

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
FILES = {
    "http://www.w3.org/ns/org#": "org.nq",
    "http://www.w3.org/ns/prov#": "prov.nq",
    "http://www.w3.org/2004/02/skos/core#": "skos.nq",
    "http://xmlns.com/foaf/0.1/": "foaf.nq",
    "http://purl.org/dc/terms/": "dcterms.nq",
    "http://data.europa.eu/s66#": "EURIO.ttl",
}
# Read in the publishers' own files: schemaorg/schemaorg data/schema.ttl (ResearchOrganization in data/ext/pending),
# vivo-ontologies/vivo-ontology vivo.owl, SPAROntologies/frapo docs/2017-09-04/frapo.nt.
READ = {
    "http://schema.org/": (
        "CollegeOrUniversity Demand Event EventSeries FundingScheme GovernmentOrganization Hospital NGO Offer "
        "Organization Person Place Project PropertyValue ResearchOrganization WebPage about address affiliation "
        "alternateName amount currency description dissolutionDate foundingDate funder identifier isPartOf jobTitle "
        "keywords latitude location longitude makesOffer memberOf name numberOfEmployees organizer postalCode seeks "
        "unitText url value"
    ),
    "http://vivoweb.org/ontology/core#": (
        "Association Center ClinicalOrganization Committee Company Consortium EventSeries FundingOrganization "
        "Hospital Laboratory Program Project ResearchOrganization Team University hasCollaborator"
    ),
    "http://purl.org/cerif/frapo/": (
        "Endeavour Faculty FundingAgency FundingProgramme GovernmentOrganization MaterialOutput ResearchInstitute SME "
        "SpinOffCompany University collaboratesWith hasAcronym hasCurrencyCode hasEndDate hasGrantNumber hasJobTitle "
        "hasKeyword hasOutput isFundedBy isOwnedBy"
    ),
    RDF: "Statement type",
}


def mapped(ontology: Ontology) -> dict[str, str]:
    terms = [
        *ontology.classes.values(),
        *ontology.relations.values(),
        *ontology.attributes.values(),
        *ontology.qualifiers.values(),
        *ontology.evidence.values(),
    ]
    return {iri: term.name for term in terms for iri in term.mappings}


def namespace(iri: str) -> str:
    return re.match(r".*[#/]", iri)[0]  # type: ignore[index]  # every IRI has one of the two


def test_every_mapping_is_of_a_vocabulary_that_was_checked(ontology: Ontology) -> None:
    assert {namespace(iri) for iri in mapped(ontology)} <= FILES.keys() | READ.keys()


def test_mappings_without_a_file_were_read_at_the_publisher(ontology: Ontology) -> None:
    known = {f"{space}{name}" for space, names in READ.items() for name in names.split()}
    unread = {
        iri: name for iri, name in mapped(ontology).items() if namespace(iri) in READ and iri not in known
    }
    assert not unread


@pytest.mark.shared
def test_mappings_exist_in_the_published_files(ontology: Ontology, shared: Path) -> None:
    defined = {subject for file in FILES.values() for subject in subjects(shared / "data" / "dev" / file)}
    missing = {
        iri: name for iri, name in mapped(ontology).items() if namespace(iri) in FILES and iri not in defined
    }
    assert not missing


def subjects(file: Path) -> set[str]:
    form = RdfFormat.TURTLE if file.suffix == ".ttl" else RdfFormat.N_QUADS
    quads = parse(path=file, format=form)
    return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}


@pytest.mark.parametrize(
    "space",
    [
        "http://data.europa.eu/s66#",
        "http://www.w3.org/ns/org#",
        "http://schema.org/",
        "http://www.w3.org/ns/prov#",
        "http://www.w3.org/2004/02/skos/core#",
        "http://purl.org/cerif/frapo/",
        "http://vivoweb.org/ontology/core#",
    ],
)
def test_each_vocabulary_is_mapped_to(ontology: Ontology, space: str) -> None:
    assert any(iri.startswith(space) for iri in mapped(ontology))


def test_every_class_is_mapped(ontology: Ontology) -> None:
    assert not [name for name, term in ontology.classes.items() if not term.mappings]
