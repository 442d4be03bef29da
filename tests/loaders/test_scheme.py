from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from loaders import scheme
from loaders._run import Report
from ontology import load

Said = Callable[..., set[tuple[object, ...]]]


def test_a_concept_has_names_in_both_languages_and_what_is_broader(said: Said, fixtures: Path) -> None:
    found = said(scheme, ontology=load(fixtures / "scheme.ttl"))
    assert {one[1:] for one in found if one[0] == "vertical-test-of-the-scheme-loader"} == {
        ("type", "Vertical"),
        ("name", "test of the scheme loader", "@en"),
        ("name", "testul încărcătorului de scheme", "@ro"),
        ("alias", "scheme test", "@en"),
        ("broader", "vertical-ict"),
        ("closeMatch", "euroscivoc-297"),
    }


def test_a_place_has_its_position_and_its_number_elsewhere(said: Said) -> None:
    found = {one[1:] for one in said(scheme, options={"scheme": "places"}) if one[0] == "place-cluj-napoca"}
    assert {("type", "Place"), ("broader", "nuts-ro113"), ("identifier", "geonames:681290")} <= found
    assert {"latitude", "longitude"} <= {one[0] for one in found}


def test_only_the_scheme_that_was_asked_for_is_read(said: Said) -> None:
    kinds = {one[2] for one in said(scheme, options={"scheme": "horizontals"}) if one[1] == "type"}
    assert kinds == {"Horizontal"}


def test_all_schemes_of_the_ontology_pass_its_own_checks_and_need_no_second_reading(
    into: Callable[..., Report],
) -> None:
    report = into(scheme)
    assert report.clean
    assert report.records == len(load().concepts)
    assert into(scheme).change.noop
