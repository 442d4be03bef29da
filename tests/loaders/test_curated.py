from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import InvalidStatement, SourceError
from graph.statement import make_id
from loaders import curated

Said = Callable[..., set[tuple[object, ...]]]
CLUSTER, GROUP, OFFER = (make_id("curated", word) for word in ("cluster-one", "many-firms", "offer"))


def test_rows_of_yaml_say_attributes_relations_groups_and_offers(said: Said, fixtures: Path) -> None:
    assert said(curated, fixtures / "curated.yaml") == {
        (CLUSTER, "type", "Cluster"),
        (CLUSTER, "name", "One Cluster", "@en"),
        (CLUSTER, "name", "Clusterul Unu", "@ro"),
        (CLUSTER, "alias", "One", "@en"),
        (CLUSTER, "alias", "The One Cluster", "@en"),
        (CLUSTER, "founded", "2012-10"),
        (CLUSTER, "focusesOn", "vertical-ict"),
        (CLUSTER, "focusesOn", "vertical-health", "planned", "2027/2027"),
        (CLUSTER, "website", "https://one.example/"),
        (CLUSTER, "offers", OFFER, "2018/2018"),
        ("ror-00aaaaa11", "memberOf", CLUSTER, "2012-10/..", ("role", "founding member")),
        (GROUP, "type", "Group", "claimed"),
        (GROUP, "kind", "Company", "claimed"),
        (GROUP, "count", "300", "claimed", ("note", "more than")),
        (GROUP, "memberOf", CLUSTER, "claimed"),
        (OFFER, "type", "Offering"),
        (OFFER, "name", "Testing of sensors", "@en"),
        (OFFER, "name", "Testarea senzorilor", "@ro"),
        (OFFER, "trl", "6"),
        (OFFER, "problem", "Sensors fail in the cold", "@en"),
        (OFFER, "about", "vertical-sensors"),
    }


def test_the_evidence_of_a_row_is_the_row_with_the_page_it_comes_from(
    records: Callable[..., list], fixtures: Path
) -> None:
    first = records(curated, fixtures / "curated.yaml")[0]
    assert first.key == "cluster-one@one"
    assert '"page":"https://one.example/about"' in first.row
    assert '"read":"2026-11-23"' in first.row
    assert "__" not in first.row


def test_the_same_in_csv_is_one_statement_a_row(said: Said, fixtures: Path) -> None:
    group = make_id("curated", "group-a")
    assert said(curated, fixtures / "curated.csv") == {
        (group, "type", "WorkingGroup"),
        (group, "name", "Grupul A", "@ro"),
        (group, "focusesOn", "vertical-ict", "planned", "2027/2027"),
        ("ror-00aaaaa11", "memberOf", group, "2018-06/..", ("role", "chair")),
    }


YAML = """pages:
  one: {page: "https://one.example", read: 2026-11-23}
entities:
  - {id: a, from: one, type: Cluster}
"""
WRONG = [
    (YAML + "  - {id: a, from: one, name: {en: A}}\n", "line 5: the same as line 4: “a@one”"),
    (
        YAML + "  - {id: b, from: two, type: Cluster}\n",
        "line 5: “from” must name one of “pages”.* “two” does not",
    ),
    (YAML + "  - {id: b, from: one, type: Company, memberOf: c}\n", "line 5: “c” is named but has no row"),
    (
        YAML + "  - {id: b, from: one, type: Company, memberOf: {role: x}}\n",
        "line 5: “memberOf” needs an entity",
    ),
    (
        YAML + "  - {id: b, from: one, focusesOn: vertical-nothing}\n",
        "line 5: the ontology has no “vertical-nothing”",
    ),
    (YAML + "  - {from: one, type: Cluster}\n", "line 5: the row needs an “id”"),
    (YAML + "  - just text\n", "“just text” is no row"),
    (
        YAML + "  - {id: b, from: one, type: Cluster, type: Event}\n",
        "line 5, column .*: not valid YAML .*“type” stands there twice",
    ),
    (YAML + "  - {id: b, from: one, type: &x Cluster, alias: *x}\n", "references .* are not allowed"),
    (YAML + "  - {id: b, from: one\n", "not valid YAML"),
    (
        YAML + "judgements:\n  - {same: [a], why: x, by: y, from: one}\n",
        "line 6: a judgement names two entities",
    ),
    (
        YAML + "judgements:\n  - {same: [a, place-sibiu], by: y, from: one}\n",
        "line 6: a judgement needs “why”",
    ),
    (YAML + "people: []\n", "“people” means nothing in a curated table"),
    ("- a\n- b\n", "a curated table has “pages”"),
    (YAML.replace("entities", "things"), "a curated table has “pages”"),
]


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[message[:40] for _, message in WRONG])
def test_what_is_wrong_with_a_table_is_said_with_its_line(
    text: str, message: str, into: Callable[..., object], tmp_path: Path
) -> None:
    (tmp_path / "t.yaml").write_text(text, "utf-8")
    with pytest.raises(SourceError, match=rf"t\.yaml.*{message}"):
        into(curated, tmp_path / "t.yaml")


@pytest.mark.parametrize(
    ("row", "error", "message"),
    [
        ("{id: b, from: one, typ: Cluster}", InvalidStatement, "line 5: “typ” is no relation"),
        (
            "{id: b, from: one, mode: maybe, type: Cluster}",
            SourceError,
            "line 5: the mode “maybe” is none of planned",
        ),
        (
            "{id: b, from: one, when: 2018/2017, type: Cluster}",
            InvalidStatement,
            "line 5: The end 2017 lies before",
        ),
        ("{id: b, from: one, type: Cluster, founded: soon}", InvalidStatement, "line 5: .*“soon” is no date"),
        ("{id: b, from: one, type: {value: Cluster, shape: round}}", InvalidStatement, "line 5: .*“shape”"),
    ],
)
def test_what_the_ontology_does_not_allow_is_said_with_its_line(
    row: str, error: type[Exception], message: str, into: Callable[..., object], tmp_path: Path
) -> None:
    (tmp_path / "t.yaml").write_text(f"{YAML}  - {row}\n", "utf-8")
    with pytest.raises(error, match=rf"t\.yaml, {message}"):
        into(curated, tmp_path / "t.yaml")


def test_a_csv_without_page_or_with_an_empty_object_is_refused(
    into: Callable[..., object], tmp_path: Path
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("subject,predicate,object\na,type,Cluster\n")
    with pytest.raises(SourceError, match=r"t\.csv, line 1: a curated table needs the column “page”"):
        into(curated, table)
    table.write_text("subject,predicate,object,page,read\na,type,,https://x,2026\n")
    with pytest.raises(SourceError, match=r"t\.csv, line 2: “object” is empty"):
        into(curated, table)
    table.write_text("subject,predicate,object,page,read\na,memberOf,b,https://x,2026\n")
    with pytest.raises(SourceError, match=r"t\.csv, line 2: “b” is named but has no row"):
        into(curated, table)
