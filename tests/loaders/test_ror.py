from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import SourceError
from loaders import ror

Said = Callable[..., set[tuple[object, ...]]]


def test_an_organisation_of_schema_2(said: Said, fixtures: Path) -> None:
    found = said(ror, fixtures / "ror_v2.json")
    assert {one[1:] for one in found if one[0] == "ror-00aaaaa11"} == {
        ("type", "University"),
        ("type", "Funder"),
        ("name", "First University", "@en"),
        ("name", "Universitatea Întâi", "@ro"),
        ("alias", "Uni Întâi", "@ro"),
        ("acronym", "FU"),
        ("status", "active"),
        ("founded", "1919"),
        ("locatedIn", "place-cluj-napoca"),
        ("locatedIn", "country-ro"),
        ("website", "https://one.example"),
        ("identifier", "wikidata:Q1"),
        ("identifier", "isni:0000000123456789"),
        ("relatedTo", "ror-00ccccc33"),
        ("succeeds", "ror-00zzzzz00"),
    }
    assert ("ror-00bbbbb22", "partOf", "ror-00aaaaa11") in found


def test_an_organisation_of_schema_1(said: Said, fixtures: Path) -> None:
    found = said(ror, fixtures / "ror_v1.json")
    assert {one[1:] for one in found if one[0] == "ror-00ddddd44"} == {
        ("type", "Organisation"),  # ROR files it under education, but no name says that it is a university
        ("name", "Fourth Institute"),
        ("name", "Institutul al Patrulea", "@ro"),
        ("alias", "Institut Four"),
        ("acronym", "FI"),
        ("status", "withdrawn"),
        ("locatedIn", "place-sibiu"),
        ("locatedIn", "country-ro"),
        ("website", "https://four.example"),
        ("identifier", "grid:grid.1.2"),
        ("identifier", "wikidata:Q4"),
    }
    assert ("ror-00aaaaa11", "succeeds", "ror-00ddddd44") in found


def test_a_town_that_the_ontology_does_not_know_is_a_place_of_geonames(said: Said, fixtures: Path) -> None:
    found = said(ror, fixtures / "ror_v2.json")
    assert {one[1:] for one in found if one[0] == "geonames-1"} == {
        ("type", "Place"),
        ("name", "Nowhere on Sea"),
        ("partOf", "country-gb"),
        ("latitude", "51"),
        ("longitude", "-0.5"),
    }


def test_the_zip_of_a_release_is_read_in_its_newest_form_only(
    said: Said, fixtures: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "release.zip", "w") as archive:
        archive.write(fixtures / "ror_v1.json", "v1.50-ror-data.json")
        archive.write(fixtures / "ror_v2.json", "v1.50-ror-data_schema_v2.json")
        archive.writestr("v1.50-ror-data.csv", "id,name\n")
    assert said(ror, tmp_path / "release.zip") == said(ror, fixtures / "ror_v2.json")


def test_every_field_is_understood_and_a_new_one_is_reported(
    into: Callable[..., object], fixtures: Path, tmp_path: Path
) -> None:
    for name in ("ror_v1.json", "ror_v2.json"):
        assert into(ror, fixtures / name).clean  # type: ignore[attr-defined]
    rows = json.loads((fixtures / "ror_v2.json").read_text("utf-8"))
    rows[0] |= {"mood": "good", "types": ["education", "circus"]}
    rows[0]["relationships"][0]["type"] = "cousin"
    rows[0]["external_ids"][0]["type"] = "library card"
    (tmp_path / "new.json").write_text(json.dumps(rows))
    report = into(ror, tmp_path / "new.json")
    assert report.not_understood == {  # type: ignore[attr-defined]
        "column “mood”": 1,
        "“circus” in column “types”": 1,
        "“cousin” in column “relationships”": 1,
        "“library card” in column “external_ids”": 1,
    }


def test_what_is_no_organisation_of_ror_is_refused(into: Callable[..., object], tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_text('[{"id": "https://example.org/1"}]')
    with pytest.raises(SourceError, match=r"odd\.json, object 1: no organisation of ROR"):
        into(ror, tmp_path / "odd.json")
    (tmp_path / "none.json").write_text("[]")
    with pytest.raises(SourceError, match=r"none\.json: no organisation in it"):
        into(ror, tmp_path / "none.json")
    (tmp_path / "half.json").write_text('[{"id": "https://ror.org/00aaaaa11", "status": "active"}]')
    with pytest.raises(
        SourceError, match=r"half\.json.*“types” is missing; the layout is not the one expected"
    ):
        into(ror, tmp_path / "half.json")
