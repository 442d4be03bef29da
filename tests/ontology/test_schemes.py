"""Are the verticals, horizontals and places complete, found by name, and tied to facts?"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from ontology import ID, Concept, Ontology, folded

# Names that two concepts share on purpose: acronyms that are also country codes, and counties called like their seat.
COUNTRY_CODES = {"ai", "bi", "it", "ml"}
SHARED_BY_PLACES = {
    "arad", "bacau", "botosani", "braila", "brasov", "buzau", "calarasi", "cluj", "constanta", "galati", "giurgiu",
    "hunedoara", "iasi", "satu mare", "sibiu", "suceava", "tulcea", "vaslui",
}  # fmt: skip


def of(ontology: Ontology, scheme: str) -> list[Concept]:
    return [concept for concept in ontology.concepts.values() if concept.scheme == scheme]


def test_schemes_have_their_kinds_and_sizes(ontology: Ontology) -> None:
    counts = Counter((concept.scheme, concept.kind) for concept in ontology.concepts.values())
    assert set(counts) == {
        ("verticals", "Vertical"), ("horizontals", "Horizontal"), ("places", "Place"), ("euroscivoc", "Topic"), ("nace", "Topic"),
    }  # fmt: skip
    assert counts["verticals", "Vertical"] >= 200
    assert counts["horizontals", "Horizontal"] >= 20
    tops = [concept for concept in of(ontology, "verticals") if not concept.broader]
    assert 25 <= len(tops) <= 40


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("AI", "vertical-artificial-intelligence"),
        ("Inteligența Artificială", "vertical-artificial-intelligence"),
        ("inteligenței artificiale", "vertical-artificial-intelligence"),
        ("machine learning", "vertical-machine-learning"),
        ("blockchain", "vertical-blockchain"),
        ("expert systems", "vertical-expert-systems"),
        ("cyber security", "vertical-cybersecurity"),
        ("securității cibernetice", "vertical-cybersecurity"),
        ("SECURITATE CIBERNETICA", "vertical-cybersecurity"),
        ("securitatea ciberneticã", "vertical-cybersecurity"),
        ("precision medicine", "vertical-precision-medicine"),
        ("smart cities", "vertical-smart-cities"),
        ("oraşe inteligente", "vertical-smart-cities"),
        ("healthcare industry", "vertical-health"),
        ("life sciences", "vertical-life-sciences"),
        ("Bio Economy", "vertical-bioeconomy"),
        ("green and renewable energy", "vertical-renewable-energy"),
        ("environment protection", "vertical-environment"),
        ("energy efficiency", "vertical-energy-efficiency"),
        ("Information Technology & Communications", "vertical-ict"),
        ("ITC", "vertical-ict"),
        ("automotive industry", "vertical-automotive"),
        ("agricultură", "vertical-agriculture"),
        ("Industry 4.0", "vertical-industry-4-0"),
        ("IoT", "vertical-internet-of-things"),
        ("prelucrarea lemnului", "vertical-wood"),
        ("edtech", "vertical-education-technology"),
        ("artificial blood", "vertical-artificial-blood"),
        ("brain studies", "vertical-neuroscience"),
        ("business internationalization", "horizontal-internationalization"),
        ("technological transfer", "horizontal-technology-transfer"),
        ("transferului tehnologic", "horizontal-technology-transfer"),
        ("digitization of the economy", "horizontal-digitalisation"),
        ("intellectual property", "horizontal-intellectual-property"),
        ("smart specialization", "horizontal-smart-specialisation"),
        ("clustering", "horizontal-clustering"),
        ("Cluj Napoca", "place-cluj-napoca"),
        ("CLUJ_NAPOCA", "place-cluj-napoca"),
        ("Cluj", "place-cluj-napoca"),
        ("Cluj County", "nuts-ro113"),
        ("jud. Cluj", "nuts-ro113"),
        ("RO113", "nuts-ro113"),
        ("Târgu Mureş", "place-targu-mures"),
        ("Bucharest", "place-bucuresti"),
        ("North West Region", "nuts-ro11"),
        ("Transylvania", "place-transilvania"),
        ("Romania", "country-ro"),
        ("România", "country-ro"),
        ("EL", "country-gr"),
        ("UK", "country-gb"),
        ("Marea Britanie", "country-gb"),
    ],
)
def test_names_lead_to_their_concept(ontology: Ontology, name: str, concept: str) -> None:
    found = ontology.concept_named(name)
    assert found is not None
    assert found.id == concept


def test_a_scheme_narrows_what_a_name_means(ontology: Ontology) -> None:
    assert [concept.id for concept in ontology.concepts_named("IT", "places")] == ["country-it"]
    assert [concept.id for concept in ontology.concepts_named("IT")] == ["vertical-ict", "country-it"]
    assert [concept.id for concept in ontology.concepts_named("Sibiu", "places")] == [
        "place-sibiu",
        "nuts-ro126",
    ]
    assert ontology.concept_named("AI", "horizontals") is None
    assert ontology.concept_named("no such field") is None


def test_only_intended_names_are_shared(ontology: Ontology) -> None:
    assert {name for name, ids in ontology.shared_names().items() if len(own(ontology, ids)) > 1} == (
        COUNTRY_CODES | SHARED_BY_PLACES
    )


def own(ontology: Ontology, ids: tuple[str, ...]) -> list[str]:
    return [concept for concept in ids if not ontology.concept(concept).borrowed]


def test_our_names_win_over_those_of_published_classifications(ontology: Ontology) -> None:
    found = [concept.id for concept in ontology.concepts_named("Robotics")]
    assert found == ["vertical-robotics", "euroscivoc-459"]
    one = ontology.concept_named("robotics", "euroscivoc")
    assert one is not None
    assert (one.id, one.kind, one.notations) == ("euroscivoc-459", "Topic", ("459",))
    activity = ontology.concept_named("Manufacture of furniture")
    assert activity is not None
    assert (activity.id, activity.label["ro"]) == ("nace-31", "Fabricarea de mobilă")


def test_no_name_is_equally_good_for_two_concepts(ontology: Ontology) -> None:
    undecided = [
        name
        for name, ids in ontology.shared_names().items()
        if ontology.concept_named(name) is None and own(ontology, ids)
    ]
    assert undecided == []


def test_ids_tell_the_scheme_and_no_preferred_label_is_used_twice(ontology: Ontology) -> None:
    prefixes = {
        "verticals": ("vertical-",),
        "horizontals": ("horizontal-",),
        "places": ("place-", "nuts-", "country-"),
        "euroscivoc": ("euroscivoc-",),
        "nace": ("nace-",),
    }
    seen: dict[str, str] = {}
    for concept in ontology.concepts.values():
        assert concept.id.startswith(prefixes[concept.scheme]), concept.id
        assert re.fullmatch(r"[a-z0-9.-]+", concept.id), concept.id
        assert ontology.authority_of(concept.id) is not None
        for label in {folded(label) for label in concept.label.values()}:
            assert concept.borrowed or seen.setdefault(label, concept.id) == concept.id, label


def test_each_scheme_stays_within_itself(ontology: Ontology) -> None:
    for concept in ontology.concepts.values():
        for broader in concept.broader:
            assert ontology.concepts[broader].scheme == concept.scheme, concept.id


def test_labels_are_in_both_languages_and_free_of_blanks(ontology: Ontology) -> None:
    for concept in ontology.concepts.values():
        assert set(concept.label) == {"en", "ro"}
        for name in [*concept.label.values(), *(name for names in concept.alt.values() for name in names)]:
            assert name == " ".join(name.split()), (concept.id, name)
            assert folded(name), (concept.id, name)


def test_every_vertical_has_other_names_in_both_languages(ontology: Ontology) -> None:
    for concept in of(ontology, "verticals") + of(ontology, "horizontals"):
        assert concept.alt.get("en"), concept.id
        assert concept.alt.get("ro"), concept.id
        assert set(concept.hidden.get("ro", ())) <= set(concept.alt["ro"]), concept.id


def test_counties_and_towns_of_romania(ontology: Ontology) -> None:
    counties = [concept for concept in of(ontology, "places") if re.fullmatch(r"nuts-ro\d{3}", concept.id)]
    assert len(counties) == 42
    towns = [
        town
        for town in of(ontology, "places")
        if town.broader and town.broader[0] in {c.id for c in counties}
    ]
    assert len(towns) >= 60
    for town in towns:
        assert town.latitude is not None
        assert town.longitude is not None
        assert 43.6 < town.latitude < 48.3, town.id
        assert 20.2 < town.longitude < 29.8, town.id
    with_seat = {town.broader[0] for town in towns}
    assert with_seat == {county.id for county in counties}


def test_from_a_town_to_its_country(ontology: Ontology) -> None:
    line, at = [], "place-cluj-napoca"
    while at:
        line.append(at)
        at = next(iter(ontology.concept(at).broader), "")
    assert line == ["place-cluj-napoca", "nuts-ro113", "nuts-ro11", "nuts-ro1", "country-ro", "place-europe"]


@pytest.mark.shared
def test_romanian_nuts_are_eurostats(ontology: Ontology, shared: Path) -> None:
    with (shared / "data/dev/NUTS_AT_2016.csv").open(encoding="utf-8-sig") as file:
        names = {row["NUTS_ID"]: row["NUTS_NAME"] for row in csv.DictReader(file) if row["CNTR_CODE"] == "RO"}
    ours = {
        concept.notations[0]: concept for concept in of(ontology, "places") if concept.id.startswith("nuts-")
    }
    assert ours.keys() == names.keys() - {"RO"}
    for code, concept in ours.items():
        label, name = folded(concept.label["ro"]), folded(names[code])
        assert name.split(" - ")[0].split()[-1] in label or code == "RO321", (code, label, name)


@pytest.mark.shared
def test_links_name_classes_that_exist_and_mean_the_same(ontology: Ontology, shared: Path) -> None:
    with (shared / "data/dev/nace_rev2_en_ro.csv").open(encoding="utf-8-sig") as file:
        nace = {
            f"nace-{row['code'].lower()}": {lang: folded(row[f"title_{lang}"]) for lang in ("en", "ro")}
            for row in csv.DictReader(file)
        }
    text = (shared / "data/dev/EuroSciVoc_ec2u.ttl").read_text("utf-8")
    blocks = re.findall(
        r'skos:notation "(\w+)".*?prefLabel "([^"]+)"@en.*?isDefinedBy "([^"]+)"', text, re.DOTALL
    )
    labels = {f"euroscivoc-{code}": label for code, label, _ in blocks}
    addresses = {f"euroscivoc-{code}": address for code, _, address in blocks}
    linked = {link.removeprefix(ID) for concept in of(ontology, "verticals") for link in concept.mappings}
    topics = of(ontology, "euroscivoc")
    assert linked <= nace.keys() | labels.keys()
    assert {topic.id for topic in topics} == linked & labels.keys()
    assert linked & nace.keys() <= {topic.id for topic in of(ontology, "nace")}
    assert len(topics) > 150
    for topic in topics:
        assert topic.label["en"].lower() == labels[topic.id].strip().lower()
        assert topic.mappings == (addresses[topic.id],)
    for activity in of(ontology, "nace"):
        assert {lang: folded(label) for lang, label in activity.label.items()} == nace[activity.id]


@pytest.mark.shared
def test_every_country_of_cordis_is_there(ontology: Ontology, shared: Path) -> None:
    with (shared / "data/dev/h2020_ro_until_2018.csv").open(encoding="utf-8-sig") as file:
        codes = {row["country"] for row in csv.DictReader(file)} - {""}
    assert len(codes) > 40
    missing = {code for code in codes if ontology.entity_of(f"country:{code}") not in ontology.concepts}
    assert not missing


@pytest.mark.shared
def test_the_verticals_of_the_seed_texts_are_there(ontology: Ontology, shared: Path) -> None:
    seeds = " ".join(path.read_text("utf-8") for path in sorted((shared / "seeds").glob("*.txt")))
    words = f" {folded(seeds)} "
    found = {
        concept.id
        for concept in of(ontology, "verticals") + of(ontology, "horizontals")
        for name in [*concept.label.values(), *concept.alt.get("en", ())]
        if f" {folded(name)} " in words
    }
    assert {
        "vertical-artificial-intelligence", "vertical-expert-systems", "vertical-blockchain", "vertical-cybersecurity",
        "vertical-precision-medicine", "vertical-smart-cities", "vertical-health", "vertical-bioeconomy",
        "vertical-energy-efficiency", "vertical-environment", "vertical-renewable-energy", "vertical-ict",
        "vertical-automotive", "vertical-agriculture", "vertical-life-sciences", "horizontal-internationalization",
        "horizontal-intellectual-property", "horizontal-smart-specialisation", "horizontal-technology-transfer",
    } <= found  # fmt: skip
