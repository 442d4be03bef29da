"""Does a table of names fall into the right bodies? Rules were tuned on one half of the organisations only."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import SourceError
from graph.identity.fold import words
from graph.identity.resolve import Row, resolve, rows_of
from ontology import Ontology, load

NAMES = [
    Row("1", "Universitatea de Medicină și Farmacie „Iuliu Hațieganu” Cluj-Napoca", "RO", type="HES"),
    Row("2", "Iuliu Hatieganu University of Medicine and Pharmacy", "RO", "Cluj-Napoca", type="University"),
    Row("3", "UMF Cluj", "RO", type="University"),
    Row("4", "Universitatea de Medicină și Farmacie Victor Babeș", "RO", "Timișoara", type="HES"),
    Row("5", "S.C. Bitdefender S.R.L.", "RO", "BUCURESTI"),
    Row("6", "BITDEFENDER SRL", "RO", "Bucharest"),
    Row("7", "Spitalul Județean de Urgență Mihai Viteazul", "RO", "Iași"),
    Row("8", "SPITALUL JUDETEAN DE URGENTA MIHAI VITEAZUL", "RO", "Brașov"),
    Row("9", "Teraplast Industries", "RO", "Bistrița"),
    Row("10", "TERAPLAST INDUSTRIES SA", "RO", "Saratel"),  # two addresses of one firm
    Row("11", "Teraplast Industries", "BG", "Sofia"),
    Row("12", "Cluj IT", "RO", type="Cluster"),
    Row("13", "Cluj IT", "RO", type="Company"),
]


def clusters(rows: list[Row], ontology: Ontology) -> set[frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for assignment in resolve(rows, ontology):
        found[assignment.cluster].add(assignment.id)
    return {frozenset(members) for members in found.values() if len(members) > 1}


def test_names_of_one_body_meet(ontology: Ontology) -> None:
    assert clusters(NAMES, ontology) == {frozenset("123"), frozenset("56"), frozenset({"9", "10"})}


@given(st.permutations(NAMES))
@settings(max_examples=30, deadline=None)
def test_the_order_of_rows_does_not_matter(rows: list[Row]) -> None:
    assert clusters(rows, load()) == {frozenset("123"), frozenset("56"), frozenset({"9", "10"})}


def test_confidence_is_that_of_the_best_pair(ontology: Ontology) -> None:
    found = {assignment.id: assignment for assignment in resolve(NAMES, ontology)}
    assert found["1"].cluster == found["2"].cluster == "1"
    assert found["2"].confidence > 0.95
    assert found["4"].confidence == 1.0
    assert all(0 <= assignment.confidence <= 1 for assignment in found.values())


def test_a_table_that_cannot_be_read_is_one_sentence() -> None:
    assert rows_of([{"id": "1", "name": " X ", "country": None}]) == [Row("1", "X")]
    with pytest.raises(SourceError, match="no column “name”"):
        rows_of([{"id": "1", "title": "X"}])
    with pytest.raises(SourceError, match="Row 2 has the id 1"):
        rows_of([{"id": "1", "name": "X"}, {"id": "1", "name": "Y"}])
    with pytest.raises(SourceError, match="Row 1 has no id"):
        rows_of([{"id": "", "name": "X"}])


# ---------------------------------------------------------------- measured on real names


def reported(key: str) -> bool:
    """True for the half of the organisations that no rule was tuned on."""
    return bool(sha256(key.encode()).digest()[0] % 2)


def registry(file: Path) -> dict[str, list[Row]]:
    """Every name of the Romanian organisations in ROR, in all languages, without acronyms."""
    found: dict[str, list[Row]] = {}
    for record in json.loads(file.read_text("utf-8")):
        key = record["id"].rpartition("/")[2]
        if "names" in record:
            names = [said["value"] for said in record["names"] if "acronym" not in said["types"]]
            town = record["locations"][0]["geonames_details"]["name"]
        else:
            names = [record["name"], *record["aliases"], *(label["label"] for label in record["labels"])]
            town = record["addresses"][0]["city"]
        found[key] = [Row(f"{key}#{at}", name, "RO", town) for at, name in enumerate(dict.fromkeys(names))]
    return found


def codes(folder: Path) -> dict[str, list[Row]]:
    """Every name that one participant code bears in FP7 and in H2020."""
    names: defaultdict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    columns = {
        "organisations.csv": ("pic", "name"),
        "h2020_ro_until_2018.csv": ("pic", "org_name"),
        "fp7_ro.csv": ("org_id", "name"),
    }
    for file, (code, name) in columns.items():
        with (folder / file).open(encoding="utf-8", newline="") as table:
            for record in csv.DictReader(table):
                if record[code].isdigit() and record[name]:
                    names[record[code]].setdefault(record[name], (record["country"], record["city"]))
    return {
        key: [Row(f"{key}#{at}", name, *place) for at, (name, place) in enumerate(said.items())]
        for key, said in names.items()
    }


def pairs(cluster_of: Mapping[str, str]) -> set[tuple[str, ...]]:
    members: defaultdict[str, list[str]] = defaultdict(list)
    for row, cluster in cluster_of.items():
        members[cluster].append(row)
    return {tuple(sorted(pair)) for ids in members.values() for pair in combinations(ids, 2)}


def scores(found: set[tuple[str, ...]], true: set[tuple[str, ...]]) -> tuple[float, float, float]:
    """Pairwise precision, recall and F1."""
    right = len(found & true)
    precision, recall = right / max(len(found), 1), right / max(len(true), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def measured(by_body: Mapping[str, Iterable[Row]], ontology: Ontology) -> tuple[tuple[float, ...], float]:
    """Scores of the rules, and the F1 of sorted words within a country, on the half held out."""
    rows = [row for key, said in by_body.items() if reported(key) for row in said]
    true = pairs({row.id: key for key, said in by_body.items() if reported(key) for row in said})
    found = pairs({assignment.id: assignment.cluster for assignment in resolve(rows, ontology)})
    plain = pairs({row.id: " ".join([row.country, *sorted(words(row.name))]) for row in rows})
    return scores(found, true), scores(plain, true)[2]


@pytest.mark.shared
def test_registry_names_held_out(shared: Path, ontology: Ontology) -> None:
    (precision, recall, f1), plain = measured(registry(shared / "data/dev/ror_RO_native.json"), ontology)
    assert precision >= 0.95
    assert recall >= 0.40
    assert f1 > 10 * plain


@pytest.mark.shared
def test_participant_codes_held_out(shared: Path, ontology: Ontology) -> None:
    (precision, recall, f1), plain = measured(codes(shared / "data/dev"), ontology)
    assert precision >= 0.99
    assert recall >= 0.58
    assert f1 > plain + 0.05
