"""Does the index find, name and follow?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from graph.errors import AmbiguousEntity, StoreError, UnknownEntity
from graph.index import Index
from graph.ledger import Ledger
from graph.statement import Evidence, Literal, Statement
from ontology import Ontology

Said = tuple[str, str, str]
Told = Callable[[Iterable[Said]], Ledger]


@pytest.fixture
def known(told: Told, cluj: list[Said], index: Index, ontology: Ontology) -> Index:
    index.update(told(cluj), ontology)
    return index


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("hatieganu", "ror-051h0cw83"),
        ("Haţieganu", "ror-051h0cw83"),  # cedilla
        ("iuliu hațieg", "ror-051h0cw83"),  # unfinished
        ("farmacie iuliu", "ror-051h0cw83"),  # any order
        ("univ med cluj", "ror-051h0cw83"),  # all unfinished
        ("Digital Talk", "x-automotive"),
        ("hateganu", "ror-051h0cw83"),  # a letter forgotten
        ("universitatea medcina farmacie hatieganu", "ror-051h0cw83"),
        ("cluj it", "x-it-1"),
    ],
)
def test_search(text: str, first: str, known: Index) -> None:
    hits = known.search(text)
    found = [hit.id for hit in hits]
    assert known.canonical(first) in found
    assert all(0 < hit.score <= 1 for hit in hits)


def test_the_exact_name_comes_first_and_scores_highest(known: Index) -> None:
    hit = known.search("Cluj IT")[0]
    assert (hit.id, hit.score, hit.label) == ("x-it-1", 1.0, "Cluj IT")


def test_search_by_type_and_limit(known: Index, ontology: Ontology) -> None:
    assert {hit.type for hit in known.search("cluj", ontology.kinds("Place"))} == {"Place"}
    assert {hit.type for hit in known.search("cluj", "Cluster")} == {"Cluster"}
    assert len(known.search("cluj", limit=1)) == 1


@pytest.mark.parametrize(
    "text", ["", "  ", '"', "AND OR NOT", "NEAR(", "*", "x' OR 1=1 --", "col:um", "\x00", "%", "ţ" * 5000]
)
def test_hostile_text_is_only_text(text: str, known: Index) -> None:
    assert isinstance(known.search(text), list)
    if text.strip():
        with pytest.raises((UnknownEntity, AmbiguousEntity)):
            known.find(text)


def test_corrections_are_marked(known: Index) -> None:
    assert known.search("hateganu")[0].corrected
    assert not known.search("hatieganu")[0].corrected
    assert known.search("zzzzzzzz") == []


def test_find_by_id_name_and_part(known: Index) -> None:
    assert known.find("x-umf-seed-2") == "ror-051h0cw83"
    assert known.find("cluj-napoca") == "place-cluj-napoca"  # an exact name before a part of others
    assert known.find("3BS ICT") == "x-3bs"
    assert known.find("Grant:769553") == "grant-769553"


def test_find_says_what_it_could_be(known: Index) -> None:
    with pytest.raises(AmbiguousEntity) as several:
        known.find("Digital Talks IT")
    assert {entity for entity, _ in several.value.candidates} == {known.canonical("x-health"), "x-automotive"}
    with pytest.raises(UnknownEntity) as nobody:
        known.find("hatieganus university of Oxford")
    assert "nothing" in str(nobody.value)
    with pytest.raises(UnknownEntity) as near:
        known.find("Autmotive")
    assert near.value.near[0][0] == "x-automotive"


def test_names_by_language(told: Told, index: Index, ontology: Ontology, tmp_path: Path) -> None:
    ledger = told([])

    def named(entity: str, name: str, lang: str, predicate: str = "name") -> Statement:
        evidence = Evidence("names", "table", entity, date(2026, 1, 1))
        return Statement(entity, predicate, Literal(name, "string", lang), evidence)

    ledger.replace(
        "names",
        "table",
        [
            named("pic-1", "UNIVERSITATEA BABES BOLYAI", ""),
            named("ror-02rmd1t30", "Babeș-Bolyai University", "en"),
            named("ror-02rmd1t30", "Universitatea Babeș-Bolyai", "ro"),
            named("pic-1", "ror:02rmd1t30", "", "identifier"),
        ],
    )
    index.update(ledger, ontology)
    assert index.name("ror-02rmd1t30") == "Babeș-Bolyai University"
    assert index.name("ror-02rmd1t30", "ro") == "Universitatea Babeș-Bolyai"
    assert index.name("ror-02rmd1t30", "hu") == "Babeș-Bolyai University"
    assert index.names(["ror-02rmd1t30", "nobody"], "ro") == {
        "ror-02rmd1t30": "Universitatea Babeș-Bolyai",
        "nobody": "nobody",
    }
    found = index.entity("ror-02rmd1t30")
    assert found is not None
    assert found.names == {
        "": "UNIVERSITATEA BABES BOLYAI",
        "en": "Babeș-Bolyai University",
        "ro": "Universitatea Babeș-Bolyai",
    }
    assert index.entity("nobody") is None


def test_the_narrowest_type_is_shown(told: Told, index: Index, ontology: Ontology) -> None:
    said = [("x-1", "type", "Organisation"), ("x-1", "type", "University"), ("x-1", "name", "X")]
    index.update(told(said), ontology)
    found = index.entity("x-1")
    assert found is not None
    assert (found.type, found.types) == ("University", ("Organisation", "University"))
    assert index.types(["x-1", "nobody"]) == {"x-1": "University"}


def test_it_follows_and_remembers(told: Told, index: Index, ontology: Ontology) -> None:
    ledger = told([("x-1", "type", "Cluster"), ("x-1", "name", "Cluj IT")])
    index.update(ledger, ontology)
    one = ledger.revision
    told(
        [
            ("x-1", "type", "Cluster"),
            ("x-1", "name", "Cluj IT"),
            ("x-2", "type", "Cluster"),
            ("x-2", "name", "IT Cluj"),
        ]
    )
    index.update(ledger, ontology)
    two = ledger.revision
    told([("x-2", "type", "Cluster"), ("x-2", "name", "IT Cluj")])
    index.update(ledger, ontology)
    assert (index.canonical("x-2", at=one), index.canonical("x-2", at=two), index.canonical("x-2")) == (
        "x-2",
        "x-1",
        "x-2",
    )
    assert list(index.moved(one, two)) == [("x-2", "x-2", "x-1")]
    assert index.entity("x-1") is None
    with pytest.raises(UnknownEntity):
        index.find("x-1")


def test_an_index_of_the_past_is_the_same_code(
    told: Told, cluj: list[Said], index: Index, ontology: Ontology, tmp_path: Path
) -> None:
    ledger = told(cluj[:40])
    index.update(ledger, ontology)
    then, revision = index.canonicals(), ledger.revision
    told(cluj)
    with Index.open(tmp_path / "past.sqlite") as past:
        past.update(ledger, ontology, revision=revision)
        assert past.canonicals() == then
        assert past.revision == revision


def test_another_ledger_is_noticed(
    told: Told, cluj: list[Said], index: Index, ontology: Ontology, tmp_path: Path
) -> None:
    index.update(told(cluj), ontology)
    with Ledger.open(tmp_path / "other.sqlite") as other:
        assert not index.shows(other, ontology)
        index.update(other, ontology)
        assert index.canonicals() == {}
        assert index.search("cluj") == []


def test_a_missing_or_damaged_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no index at"):
        Index.open(tmp_path / "none.sqlite", readonly=True)
    (tmp_path / "bad.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match=r"delete it"):
        Index.open(tmp_path / "bad.sqlite")


def test_a_failed_update_leaves_it_as_it_was(
    told: Told, cluj: list[Said], index: Index, ontology: Ontology
) -> None:
    ledger = told(cluj)
    index.update(ledger, ontology)
    before = (index.revision, index.canonicals(), [hit.id for hit in index.search("cluj")])
    told(cluj[:10])
    ledger.close()
    with pytest.raises(Exception):  # noqa: B017, PT011 (whatever a closed ledger raises)
        index.update(ledger, ontology)
    assert (index.revision, index.canonicals(), [hit.id for hit in index.search("cluj")]) == before


def test_a_reader_goes_on_while_another_process_updates(
    told: Told, cluj: list[Said], index: Index, ontology: Ontology
) -> None:
    ledger = told(cluj)
    index.update(ledger, ontology)
    with Index.open(index.path, readonly=True) as reader:
        started = time.perf_counter()
        assert reader.find("Cluj IT") == "x-it-1"
        assert time.perf_counter() - started < 0.5
        told(cluj[:10])
        index.update(ledger, ontology)
        assert reader.revision == ledger.revision
