"""Whose identifier is it? Ids of entities, identifiers of authorities, and the way between them."""

from __future__ import annotations

import pytest

from graph.errors import InvalidStatement
from graph.statement import make_slug
from ontology import Ontology, UnknownTerm
from ontology._keys import slug


def test_the_longest_prefix_wins(ontology: Ontology) -> None:
    hashed, record = ontology.authority_of("cordis-fp7-05446d61bce3"), ontology.authority_of("cordis-212892")
    assert hashed is not None
    assert record is not None
    assert (hashed.prefix, record.prefix) == ("cordis-fp7", "cordis")


@pytest.mark.parametrize("entity", ["x-0a1b2c3d", "cordis", "cordis-", "cordis-fp7-", "rorschach-1", ""])
def test_ids_of_our_own_making_have_no_authority(ontology: Ontology, entity: str) -> None:
    expected = "cordis" if entity == "cordis-fp7-" else None
    found = ontology.authority_of(entity)
    assert (found.prefix if found else None) == expected
    if found is None:
        assert ontology.identifier(entity) is None


@pytest.mark.parametrize(
    ("entity", "identifier"),
    [
        ("ror-051h0cw83", "ror:051h0cw83"),
        ("pic-999881530", "pic:999881530"),
        ("nuts-ro113", "nuts:RO113"),
        ("country-ro", "country:RO"),
        ("wikidata-q42", "wikidata:Q42"),
        ("nace-62.01", "nace:62.01"),
        ("grant-732064", "grant:732064"),
        ("cordis-fp7-05446d61", "cordis-fp7:05446d61"),
        ("vertical-artificial-intelligence", "vertical:artificial-intelligence"),
        ("place-cluj-napoca", "place:cluj-napoca"),
    ],
)
def test_ids_and_identifiers_lead_to_each_other(ontology: Ontology, entity: str, identifier: str) -> None:
    assert ontology.identifier(entity) == identifier
    assert ontology.entity_of(identifier) == entity


def test_codes_of_the_european_union_lead_to_the_iso_country(ontology: Ontology) -> None:
    assert ontology.entity_of("country:EL") == "country-gr"
    assert ontology.entity_of("country:UK") == ontology.entity_of("country:gb") == "country-gb"
    assert {"country-gr", "country-gb"} <= ontology.concepts.keys()


def test_contract_numbers_keep_what_an_address_may_hold(ontology: Ontology) -> None:
    assert ontology.entity_of("contract:9CLS/04.06.2018") == "contract-9cls-04.06.2018"


@pytest.mark.parametrize("identifier", ["rorr:1", "ror:", "ror", ":", "no colon", "ror://"])
def test_an_identifier_of_nobody_is_refused(ontology: Ontology, identifier: str) -> None:
    with pytest.raises(UnknownTerm, match="no authority"):
        ontology.entity_of(identifier)


@pytest.mark.parametrize(
    "value", ["051h0cw83", "PN-III-P2-2.1-CLS-2017-0041", "9CLS din 04/06/2018", "Ünï ț_x", "--", ""]
)
def test_ids_are_made_by_the_one_rule_of_statements(value: str) -> None:
    if kept := slug(value):
        assert make_slug("contract", value) == f"contract-{kept}"
    else:
        with pytest.raises(InvalidStatement):
            make_slug("contract", value)


def test_authorities_stand_in_their_order_and_link_to_their_pages(ontology: Ontology) -> None:
    prefixes = [authority.prefix for authority in ontology.authorities]
    assert (
        prefixes.index("ror")
        < prefixes.index("pic")
        < prefixes.index("wikidata")
        < prefixes.index("cordis-fp7")
    )
    assert [authority.order for authority in ontology.authorities] == sorted(
        {a.order for a in ontology.authorities}
    )
    by_prefix = {authority.prefix: authority for authority in ontology.authorities}
    assert by_prefix["ror"].link("051h0cw83") == "https://ror.org/051h0cw83"
    assert by_prefix["wikidata"].link("q42") == "https://www.wikidata.org/wiki/Q42"
    assert by_prefix["contract"].link("9cls") == ""
    assert all(authority.for_class <= ontology.classes.keys() for authority in ontology.authorities)
