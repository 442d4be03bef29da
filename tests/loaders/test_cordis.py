from __future__ import annotations

import gzip
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import InvalidStatement, SourceError
from graph.statement import make_id
from loaders import cordis
from loaders._cordis_layouts import LAYOUTS
from loaders._run import Report

Said = Callable[..., set[tuple[object, ...]]]


def test_the_layouts_of_today_give_participations_with_role_money_and_the_time_of_the_project(
    said: Said, fixtures: Path, tmp_path: Path
) -> None:
    for name in ("organisations", "projects"):
        shutil.copy(fixtures / f"cordis_{name}_2021.csv", tmp_path / f"{name}.csv")
    found = said(cordis, tmp_path)
    time = "2019-02-01/2021-01-31"
    money = (("amount", "183454.8"), ("cost", "200000.5"), ("currency", "EUR"))
    assert (
        "pic-999999901",
        "participatedIn",
        "grant-900001",
        time,
        *money,
        ("order", "1"),
        ("role", "coordinator"),
    ) in found
    partner = {one[3:] for one in found if one[:3] == ("pic-999999902", "participatedIn", "grant-900001")}
    ((when, *qualifiers),) = partner
    assert when == time
    assert dict(qualifiers) == {
        "amount": "0",
        "currency": "EUR",
        "ended": "true",
        "order": "2",
        "role": "participant",
        "sme": "true",
    }
    assert (
        "pic-999999901",
        "participatedIn",
        "grant-900002",
        "2018-05-01/..",
        ("order", "1"),
        ("role", "participant"),
    ) in found


def test_a_project_has_title_date_programme_and_both_its_numbers(said: Said, fixtures: Path) -> None:
    found = said(cordis, fixtures / "cordis_projects_2021.csv")
    project = {one[1:3] for one in found if one[0] == "grant-900001"}
    assert project == {
        ("type", "Project"),
        ("identifier", "cordis:800001"),
        ("acronym", "SAMPLE"),
        ("name", "A sample project"),
        ("status", "SIGNED"),
        ("signed", "2019-01-15"),
        ("fundingScheme", "RIA"),
        ("totalCost", "383455.3"),
        ("publicContribution", "183454.8"),
        ("hasDate", "2019-02-01/2021-01-31"),
        ("partOf", "programme-h2020"),
        ("partOf", "programme-h2020-eu.2.1."),
        ("partOf", "programme-h2020-ict-2018-1"),
        ("partOf", "programme-ict-01-2018"),
    }
    assert ("programme-h2020", "name", "Orizont 2020", "@ro") in found
    assert ("programme-ict-01-2018", "type", "Call") in found


def test_no_text_of_an_objective_and_no_contact_of_a_person_gets_anywhere(
    at: Callable[..., object], fixtures: Path
) -> None:
    for name in (
        "projects_2021",
        "projects_2018",
        "projects_fp7",
        "organisations_2018",
        "organisations_2021",
    ):
        for record in cordis.fetch(at(cordis, fixtures / f"cordis_{name}.csv")):  # type: ignore[arg-type]
            everything = record.row + "".join(str(one) for one in cordis.parse(record))
            for secret in (
                "not be copied",
                "Nor this one",
                "Jane",
                "Doe",
                "+33",
                "contact.example",
                "Strada",
            ):
                assert secret not in everything


def test_an_organisation_has_names_places_websites_and_a_fiscal_code(said: Said, fixtures: Path) -> None:
    found = said(cordis, fixtures / "cordis_organisations_2021.csv")
    university = {one[1:] for one in found if one[0] == "pic-999999901" and one[1] != "participatedIn"}
    assert university == {
        ("type", "University"),
        ("name", "UNIVERSITATEA DE PROBA DIN CLUJ"),
        ("acronym", "UPC"),
        ("locatedIn", "country-ro"),
        ("locatedIn", "place-cluj-napoca"),
        ("locatedIn", "nuts-ro113"),
        ("website", "http://www.proba.example"),
        ("website", "http://www.second.example"),
        ("identifier", "cui:12345678"),
    }


def test_the_codes_of_greece_and_the_united_kingdom_are_understood_and_namibia_is_not_missing(
    said: Said, fixtures: Path
) -> None:
    found = said(cordis, fixtures / "cordis_organisations_2021.csv")
    assert ("pic-999999902", "locatedIn", "country-gr") in found
    assert ("pic-999999903", "locatedIn", "country-gb") in found
    prepared = said(cordis, fixtures / "cordis_prepared_h2020.csv")
    assert ("pic-999999923", "locatedIn", "country-na") in prepared


def test_a_code_that_is_no_country_is_reported_and_one_that_is_rare_is_not(
    into: Callable[..., Report], said: Said, fixtures: Path
) -> None:
    report = into(cordis, fixtures / "cordis_organisations_fp7.csv")
    assert report.not_understood == {"“KO” in column “country”": 1}
    assert ("pic-999999932", "locatedIn", "country-re") in said(
        cordis, fixtures / "cordis_organisations_fp7.csv"
    )


def test_a_secondary_school_is_no_university(said: Said, fixtures: Path) -> None:
    types = {
        one[2]
        for one in said(cordis, fixtures / "cordis_organisations_2021.csv")
        if one[:2] == ("pic-999999903", "type")
    }
    assert types == {"Organisation"}


def test_the_spellings_of_one_town_are_one_place(said: Said, fixtures: Path) -> None:
    for name in ("prepared_h2020", "prepared_fp7", "organisations_2021"):
        places = {one[2] for one in said(cordis, fixtures / f"cordis_{name}.csv") if one[1] == "locatedIn"}
        assert "place-cluj-napoca" in places
    found = said(cordis, fixtures / "cordis_prepared_h2020.csv")
    windhoek = make_id("cordis", "place", "country-na", "windhoek")
    assert {
        ("pic-999999923", "locatedIn", windhoek),
        (windhoek, "partOf", "country-na"),
        (windhoek, "name", "WINDHOEK"),
    } <= found


def test_the_prepared_files_of_h2020_know_a_project_by_its_record_number(said: Said, fixtures: Path) -> None:
    found = said(cordis, fixtures / "cordis_prepared_h2020.csv")
    assert ("cordis-700002", "identifier", "grant:900201") in found
    assert {
        ("cordis-700001", "partOf", "programme-h2020-sc3"),
        ("cordis-700001", "partOf", "programme-h2020-leit"),
    } <= found
    assert (
        "pic-999999922",
        "participatedIn",
        "cordis-700001",
        "2018-01-01/2020-12-31",
        ("role", "coordinator"),
    ) in found
    assert ("programme-h2020-sc3", "name", "Secure, clean and efficient energy", "@en") in found


def test_fp7_has_hashes_and_only_the_inferred_year_of_the_call(said: Said, fixtures: Path) -> None:
    found = said(cordis, fixtures / "cordis_prepared_fp7.csv")
    org = "cordis-fp7-049fee36cdba612027fbaf4582a489ab"
    assert (org, "participatedIn", "cordis-77150", "2007/..~") in found
    assert ("cordis-77151", "hasDate", "2011/..", "2011/..~") in found
    assert ("pic-999897244", "participatedIn", "cordis-77150", "2007/..~") in found
    assert (org, "locatedIn", "nuts-pl415") in found


def test_the_file_of_all_of_europe_gives_two_facts_an_organisation_and_three_a_project(
    said: Said, fixtures: Path
) -> None:
    found = said(cordis, fixtures / "cordis_all_of_europe.csv")
    assert {one[1:] for one in found if one[0] == "cordis-207027"} == {
        ("type", "Project"),
        ("hasDate", "2017-01-01/..", "2017-01-01/.."),
        ("partOf", "programme-h2020"),
    }
    assert {one[1:3] for one in found if one[0] == "pic-916785413"} == {
        ("type", "Organisation"),  # what FP7 says of it
        ("type", "Company"),  # what H2020 adds
        ("locatedIn", "country-cy"),
        ("participatedIn", "cordis-74419"),
        ("participatedIn", "cordis-207027"),
    }


def test_what_is_the_same_on_every_row_is_said_once_and_under_one_record(
    records: Callable[..., list], fixtures: Path
) -> None:
    found = records(cordis, fixtures / "cordis_organisations_2021.csv")
    keys = [record.key for record in found]
    assert len(keys) == len(set(keys))
    assert keys.count("organisation/999999901") == 1
    assert sum(key.startswith("organisation/") for key in keys) == 3
    assert '"name":"UNIVERSITATEA DE PROBA DIN CLUJ"' in next(
        r.row for r in found if r.key == "organisation/999999901"
    )


def test_what_is_not_understood_is_reported(
    into: Callable[..., Report], fixtures: Path, tmp_path: Path
) -> None:
    report = into(cordis, fixtures / "cordis_organisations_2021.csv")
    assert report.not_understood == {"“observer” in column “role”": 1}
    report = into(cordis, fixtures / "cordis_prepared_organisations.csv")
    assert report.not_understood == {"“XYZ” in column “activity_type”": 1}
    more = tmp_path / "more.csv"
    lines = (fixtures / "cordis_prepared_fp7.csv").read_text().splitlines()
    more.write_text(
        "\n".join(f"{line},{'shoe_size' if n == 0 else n}" for n, line in enumerate(lines)) + "\n"
    )
    report = into(cordis, more)
    assert report.not_understood == {"column “shoe_size”": 1}
    assert [why for why in report.skipped if "without a known number" in why]


@pytest.mark.parametrize("packed", ["zip", "gz", "folder", "file"])
def test_a_zip_a_gzip_a_folder_and_a_file_say_the_same(
    packed: str, said: Said, fixtures: Path, tmp_path: Path
) -> None:
    content = (fixtures / "cordis_prepared_h2020.csv").read_bytes()
    target = tmp_path / "source"
    if packed == "zip":
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("csv/rows.csv", content)
    elif packed == "gz":
        target.write_bytes(gzip.compress(content))
    elif packed == "folder":
        (target / "deep").mkdir(parents=True)
        (target / "deep" / "rows.csv").write_bytes(content)
    else:
        target.write_bytes(content)
    assert said(cordis, target) == said(cordis, fixtures / "cordis_prepared_h2020.csv")


def test_a_file_of_another_layout_in_a_folder_is_noted_and_left_alone(
    into: Callable[..., Report], fixtures: Path, tmp_path: Path
) -> None:
    shutil.copy(fixtures / "cordis_prepared_fp7.csv", tmp_path / "a.csv")
    (tmp_path / "b.csv").write_text("colour,size\nred,3\n")
    report = into(cordis, tmp_path)
    assert [note for note in report.notes if "b.csv: not read" in note]


def test_a_wrong_layout_is_refused_with_the_columns_it_lacks(
    into: Callable[..., Report], tmp_path: Path
) -> None:
    table = tmp_path / "odd.csv"
    table.write_text("rcn,org_id,call_year,colour\n1,2,3,red\n")
    with pytest.raises(SourceError, match=r"odd\.csv, line 1: .* FP7 participations.* year_source"):
        into(cordis, table)


def test_an_end_before_its_start_names_file_and_line(
    into: Callable[..., Report], fixtures: Path, tmp_path: Path
) -> None:
    table = tmp_path / "ends.csv"
    table.write_text((fixtures / "cordis_prepared_h2020.csv").read_text().replace("2021-06-30", "2011-06-30"))
    with pytest.raises(
        InvalidStatement, match=r"ends\.csv, line 4: The end 2011-06-30 lies before the start 2016-11-01"
    ):
        into(cordis, table)


def test_the_columns_of_all_layouts_are_written_in_small_letters() -> None:
    for layout in LAYOUTS:
        columns = {
            *layout.sign,
            *layout.organisation.values(),
            *layout.project.values(),
            *layout.participation.values(),
        }
        assert all(column == column.lower() for column in columns), layout.name
