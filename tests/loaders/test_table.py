from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import SourceError
from graph.statement import make_id
from loaders import table
from loaders._run import Report

Said = Callable[..., set[tuple[object, ...]]]
CLUSTER = make_id("table", "the-cluster")


def test_columns_become_statements_as_the_mapping_says(said: Said, fixtures: Path) -> None:
    found = said(table, fixtures / "table.csv")
    place = make_id("table", "place", "country-ro", "nicaieri")
    assert {one for one in found if one[0] in ("cui-11111111", CLUSTER)} == {
        ("cui-11111111", "type", "Company"),
        ("cui-11111111", "name", "Firma Întâi SRL", "@ro"),
        ("cui-11111111", "memberOf", CLUSTER, "2016/2016", ("amount", "1250.5"), ("role", "member")),
        ("cui-11111111", "locatedIn", "place-cluj-napoca"),
        ("cui-11111111", "keyword", "IT", "@ro"),
        ("cui-11111111", "keyword", "sănătate", "@ro"),
        (CLUSTER, "type", "Cluster"),
        (CLUSTER, "name", "Clusterul din tabel", "@ro"),
    }
    assert {
        ("cui-22222222", "locatedIn", place),
        (place, "name", "Nicăieri"),
        (place, "type", "Place"),
    } <= found
    assert ("cui-22222222", "memberOf", CLUSTER, ("role", "member")) in found


def test_columns_and_values_without_meaning_and_rows_without_key_are_reported(
    into: Callable[..., Report], fixtures: Path
) -> None:
    report = into(table, fixtures / "table.csv")
    assert report.not_understood == {
        "column “Observații”": 1,
        "“ONG” in column “Tip”": 1,
        "“x” in column “Cotizație”": 1,
    }
    assert list(report.skipped.values()) == [1]


def test_a_change_of_the_mapping_is_a_change_of_the_input(
    into: Callable[..., Report], fixtures: Path, tmp_path: Path
) -> None:
    for name in ("table.csv", "table.toml"):
        shutil.copy(fixtures / name, tmp_path / name)
    assert not into(table, tmp_path / "table.csv").change.noop
    assert into(table, tmp_path / "table.csv").change.noop
    mapping = (tmp_path / "table.toml").read_text().replace('language = "ro"', 'language = "en"')
    (tmp_path / "table.toml").write_text(mapping)
    report = into(table, tmp_path / "table.csv")
    assert (report.change.noop, report.change.added > 0) == (False, True)


def test_the_mapping_may_be_yaml_and_lie_elsewhere(said: Said, fixtures: Path, tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "m.yaml").write_text(
        "entity: [{name: firm, type: {value: Company}, id: {columns: [Name, Town]}}]\n"
        "say: [{of: firm, predicate: name, column: Name, lang: en}]\n"
    )
    (tmp_path / "firms.csv").write_text("Name,Town\nOne,Dej\n")
    firm = make_id("table", "firm", "One", "Dej")
    found = said(table, tmp_path / "firms.csv", options={"mapping": "maps/m.yaml"})
    assert found == {(firm, "type", "Company"), (firm, "name", "One", "@en")}


MAPPING = """[[entity]]
name = "firm"
type = "Company"
id = { column = "A" }
"""
SAY = '[[say]]\nof = "firm"\npredicate = "name"\ncolumn = "B"\n'
WRONG = [
    ("", r"it has no \[\[entity\]\]"),
    (MAPPING, r"it has no \[\[say\]\]"),
    (MAPPING + MAPPING + SAY, "two entities are called “firm”"),
    (MAPPING.replace("Company", "Compny") + SAY, "entity 1: “Compny” is no class .* Did you mean Company"),
    (MAPPING.replace('column = "A"', 'size = "A"') + SAY, "“size” means nothing in the id of entity 1"),
    (MAPPING.replace('column = "A"', 'authority = "cui"') + SAY, "needs a column, columns, or a value"),
    (MAPPING.replace('column = "A"', 'column = "A", authority = "moon"') + SAY, "no authority “moon”"),
    (MAPPING + SAY.replace('"firm"', '"farm"'), "say 1 names the entity “farm”"),
    (MAPPING + SAY.replace('"name"\ncol', '"nme"\ncol'), "say 1: “nme” is no relation or attribute"),
    (MAPPING + SAY.replace('"name"\ncol', '"memberOf"\ncol'), "“memberOf” needs one of to, entity and town"),
    (MAPPING + SAY.replace('column = "B"', 'to = "firm"'), "“name” needs a column or a value"),
    (MAPPING + SAY + "size = 3\n", "“size” means nothing in say 1"),
    (MAPPING + SAY + "qualifiers = { shape = 'x' }\n", "say 1: “shape” is no qualifier"),
    (MAPPING + SAY + "when = ''\n", "when of say 1 is empty"),
    (MAPPING + SAY + "[table]\nignore = 'B'\n", "is a list of columns"),
    ("[[entity]\n", "not readable as a mapping"),
]


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[message[:40] for _, message in WRONG])
def test_what_is_wrong_with_a_mapping_is_said(
    text: str, message: str, into: Callable[..., Report], tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text("A,B\n1,2\n")
    (tmp_path / "t.toml").write_text(text)
    with pytest.raises(SourceError, match=rf"t\.toml: .*{message}"):
        into(table, tmp_path / "t.csv")


def test_a_table_without_mapping_or_without_a_column_it_reads_is_refused(
    into: Callable[..., Report], tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text("A,C\n1,2\n")
    with pytest.raises(
        SourceError, match=r"t\.yaml: there is no such file; a table needs a mapping beside it"
    ):
        into(table, tmp_path / "t.csv")
    (tmp_path / "t.toml").write_text(MAPPING + SAY)
    with pytest.raises(SourceError, match=r"t\.csv, line 1: the mapping reads the column “B”.*it has A, C"):
        into(table, tmp_path / "t.csv")
