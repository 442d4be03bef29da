from __future__ import annotations

from collections.abc import Callable

import pytest

from ontology import Ontology, load

PREFIXES = """
@prefix id: <https://w3id.org/innograph/id/> .
@prefix inno: <https://w3id.org/innograph/ontology#> .
@prefix meta: <https://w3id.org/innograph/meta#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    """The ontology as it is shipped."""
    return load()


@pytest.fixture(scope="session")
def turtle() -> Callable[[str], str]:
    """Makes a whole Turtle text of statements that use the usual prefixes."""
    return lambda body: PREFIXES + body
