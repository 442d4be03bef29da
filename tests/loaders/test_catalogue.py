from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.errors import CatalogueError
from loaders import names
from loaders.catalogue import FILE, read

CASE = """[case]
name = "test"
title = { en = "A test", ro = "Un test" }
focus = ["place-cluj-napoca"]
"""
SOURCE = """
[[source]]
id = "one"
title = "One"
publisher = "Somebody"
licence = "CC0-1.0"
loader = "cordis"
path = "rows.csv"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rows.csv").write_text("x")
    (tmp_path / "docs").mkdir()
    for name in ("b.md", "a.md"):
        (tmp_path / "docs" / name).write_text("x")
    return tmp_path


def test_a_case_has_names_places_and_sources_with_their_files(folder: Path) -> None:
    more = """language = "ro"
retrieved = 2020-12-14
frequency = "yearly"
expect = { Organisation = 3 }
options = { encoding = "cp1252" }
[[source]]
id = "docs"
title = "Documents"
publisher = "Somebody"
licence = "Free for any use with the name of the author"
loader = "cordis"
path = "docs/*.md"
[[source]]
id = "far"
title = "Far away"
publisher = "Somebody"
licence = "CC-BY-4.0"
loader = "ror"
url = "https://far.example/x.zip"
"""
    (folder / FILE).write_text(CASE + SOURCE + more)
    case = read(folder)
    assert (case.name, case.title["ro"], case.focus) == ("test", "Un test", ("place-cluj-napoca",))
    one, docs, far = case.entries
    (where,) = one.locations(offline=True)
    assert (where.path, where.part, where.offline) == (folder / "rows.csv", "rows.csv", True)
    assert (where.retrieved, where.expect, where.options) == (
        date(2020, 12, 14),
        {"Organisation": 3},
        {"encoding": "cp1252"},
    )
    assert (one.source.language, one.frequency) == ("ro", "yearly")
    assert [where.part for where in docs.locations()] == ["a.md", "b.md"]
    (where,) = far.locations()
    assert (where.path, where.url, where.part) == (
        None,
        "https://far.example/x.zip",
        "https://far.example/x.zip",
    )
    assert case.entry("docs") is docs
    assert read(folder / FILE) == case
    with pytest.raises(CatalogueError, match=r"no source “two”\. There are: one, docs, far"):
        case.entry("two")


WRONG = [
    (CASE + SOURCE + SOURCE, r"line 6: two sources have the id “one” \(the other one at line 14\)"),
    (
        CASE + SOURCE.replace("cordis", "cordys"),
        "line 6: the source “one” names the loader “cordys”; there are cordis",
    ),
    (CASE + SOURCE.replace("cordis", "prose"), "names the loader “prose”"),
    (CASE + SOURCE.replace("rows.csv", "gone.csv"), r"line 6: there is no file “.*gone\.csv”"),
    (CASE + SOURCE.replace("rows.csv", "*.xml"), r"line 6: no file fits “\*\.xml”"),
    (CASE + SOURCE.replace("CC0-1.0", "CC-BY"), "line 6: the licence “CC-BY” .* no SPDX identifier"),
    (CASE + SOURCE.replace("CC0-1.0", ""), "needs “licence”"),
    (CASE + SOURCE.replace('publisher = "Somebody"\n', ""), "the source “one” needs “publisher”"),
    (CASE + SOURCE.replace('"one"', '"One source"'), "the id “One source” needs small letters"),
    (CASE + SOURCE + "colour = 3\n", "“colour” means nothing in the source “one”"),
    (CASE + SOURCE + 'retrieved = "yesterday"\n', "“retrieved” of the source “one” must be a date"),
    (CASE + SOURCE + 'url = "ftp://x"\n', "must begin with http"),
    (CASE + SOURCE + 'language = "Romanian language"\n', "is no language code"),
    (CASE + SOURCE + 'frequency = "often"\n', "“frequency” is one of once, daily"),
    (CASE + SOURCE + "expect = { Organisation = 0 }\n", "“expect” says how many of Organisation"),
    (CASE + "[source]\nid = 1\n", r"opened by \[\[source\]\]"),
    (CASE + "[other]\nx = 1\n", "“other” means nothing here"),
    (CASE.replace('name = "test"', 'nam = "x"'), r"\[case\] needs a name"),
    (CASE.replace(', ro = "Un test"', ""), "needs the languages en and ro"),
    (CASE.replace('["place-cluj-napoca"]', '"place-cluj-napoca"'), "“focus” of .case. must be a list"),
    (CASE + 'terms = ["gone.ttl"]\n', r"there is no file “.*gone\.ttl”"),
    ("[case\n", "not valid TOML: .* line 1"),
]


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[message[:40] for _, message in WRONG])
def test_what_is_wrong_with_a_catalogue_is_said_with_file_and_line(
    text: str, message: str, folder: Path
) -> None:
    (folder / FILE).write_text(text)
    with pytest.raises(CatalogueError, match=rf"{FILE}.*{message}"):
        read(folder)


def test_a_folder_without_catalogue_says_what_a_case_is(tmp_path: Path) -> None:
    with pytest.raises(
        CatalogueError, match=r"innograph\.toml: there is no such file; a case is a folder .*--case"
    ):
        read(tmp_path)
    (tmp_path / FILE).write_bytes(b"\xff\xfe\xff")
    with pytest.raises(CatalogueError, match="cannot be read as UTF-8"):
        read(tmp_path)


def test_the_bundled_case_names_only_loaders_that_exist() -> None:
    assert {entry.source.loader for entry in read().entries} <= set(names())
