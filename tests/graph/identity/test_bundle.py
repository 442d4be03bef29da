"""Do the names of the first case meet when its real sources are loaded?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest

from graph.index import Index
from graph.index.labels import search_key
from graph.ledger import Ledger
from loaders import _run, catalogue, named
from ontology import Ontology, load


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, Index, Ontology]]:
    folder, ontology = tmp_path_factory.mktemp("cluj"), load()
    with Ledger.open(folder / "ledger.sqlite") as ledger, Index.open(folder / "index.sqlite") as index:
        for entry in catalogue.read().entries:
            for where in entry.locations(offline=True):
                _run.run(ledger, ontology, named(entry.source.loader), where)
        index.update(ledger, ontology)
        yield ledger, index, ontology


def named_so(stores: tuple[Ledger, Index, Ontology], name: str) -> set[str]:
    """The canonical ids of everything that some source calls exactly this."""
    _, index, _ = stores
    hits = index.search(name, limit=100, prefix=False)
    return {hit.id for hit in hits if search_key(hit.label) == search_key(name)}


@pytest.mark.parametrize(
    "names",
    [
        (
            "Iuliu Hațieganu University of Medicine and Pharmacy",
            "UNIVERSITATEA DE MEDICINA SI FARMACIE IULIU HATIEGANU CLUJ-NAPOCA",
            "UNIVERSITY IULIU HATIEGANU CLUJ NAPOCA",
            "UMF Cluj",
        ),
        ("Cluj IT", "Cluj IT Cluster"),
        ("Universitatea Babeș-Bolyai", "UNIVERSITATEA BABES BOLYAI"),
    ],
)
def test_these_names_are_one(names: tuple[str, ...], stores: tuple[Ledger, Index, Ontology]) -> None:
    found = [named_so(stores, name) for name in names]
    assert all(found)
    assert len(set.union(*found)) == 1


def days(stores: tuple[Ledger, Index, Ontology], day: str) -> set[str]:
    """The events of one day, series left out."""
    ledger, index, _ = stores
    events = {
        index.canonical(subject)
        for _, subject, _, value, _, _, _ in ledger.attributes(["hasDate"])
        if value == day
    }
    return {event for event in events if (found := index.entity(event)) and found.type == "Event"}


@pytest.mark.parametrize(
    ("day", "words"), [("2018-09-27", {"U2B", "B2U"}), ("2018-11-09", {"Health", "Medicine"})]
)
def test_one_event_under_two_names(day: str, words: set[str], stores: tuple[Ledger, Index, Ontology]) -> None:
    _, index, _ = stores
    called = {
        event: f"{found.name} {' '.join(found.aliases)} {' '.join(found.names.values())} {' '.join(found.acronyms)}"
        for event in days(stores, day)
        if (found := index.entity(event))
    }
    holding = [event for event, text in called.items() if any(word in text for word in words)]
    assert len(holding) == 1


def test_the_city_the_county_and_the_cluster_are_three(stores: tuple[Ledger, Index, Ontology]) -> None:
    _, index, _ = stores
    cluster, city, county = index.find("Cluj IT Cluster"), index.canonical("place-cluj-napoca"), "nuts-ro113"
    assert len({cluster, city, index.canonical(county)}) == 3


def test_agricultural_universities_of_two_towns_stay_two(stores: tuple[Ledger, Index, Ontology]) -> None:
    _, index, _ = stores
    cluj = index.find("University of Agricultural Sciences and Veterinary Medicine of Cluj-Napoca")
    bucharest = {hit.id for hit in index.search("stiinte agronomice medicina veterinara bucuresti", limit=50)}
    assert bucharest
    assert cluj not in bucharest


def test_no_two_ids_of_one_register_are_merged_unless_stated(stores: tuple[Ledger, Index, Ontology]) -> None:
    _, index, ontology = stores
    stated = {
        frozenset((taken.a, taken.b))
        for head in set(index.canonicals().values())
        for taken in index.decisions(head)
        if taken.rule == "identifier"
    }
    for head in set(index.canonicals().values()):
        for prefix in ("ror", "pic", "cui", "grant", "cordis"):
            same = [
                member
                for member in index.members(head)
                if (authority := ontology.authority_of(member)) and authority.prefix == prefix
            ]
            for pair in combinations(same, 2):
                assert frozenset(pair) in stated
