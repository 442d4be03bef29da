from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import SourceError
from loaders import _rows
from loaders._fetch import members
from loaders._rows import Table, decimal

Write = Callable[[bytes | str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_file(content: bytes | str) -> Path:
        file = tmp_path / "t.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    return to_file


def table(file: Path, **more: object) -> Table:
    (member,) = members(file)
    return Table(member, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_separator_is_seen_in_the_header(mark: str, write: Write) -> None:
    found = table(write(f'a{mark}b{mark}c\r\n1{mark}"x,;\ty"{mark}3\r\n'))
    assert (found.header, list(found.rows())) == (("a", "b", "c"), [["1", "x,;\ty", "3"]])


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16", b"")])
def test_utf_8_with_and_without_mark_and_marked_utf_16_are_read(
    encoding: str, mark: bytes, write: Write
) -> None:
    found = table(write(mark + "a,b\nșă,2\n".encode(encoding)))
    assert (found.header, list(found.rows())) == (("a", "b"), [["șă", "2"]])


def test_another_encoding_is_read_only_where_it_is_named(write: Write) -> None:
    file = write("a,b\nok,1\nPÉCS,2\n".encode("cp1252"))
    with pytest.raises(
        SourceError, match=r't\.csv, line 3: the byte 0xC9 is not utf-8; .*encoding = "cp1252"'
    ):
        list(table(file).rows())
    assert list(table(file, encoding="cp1252").rows()) == [["ok", "1"], ["PÉCS", "2"]]
    with pytest.raises(SourceError, match="there is no encoding “latin-99”"):
        table(file, encoding="latin-99")


def test_text_garbled_before_it_came_here_is_noted_and_kept(write: Write) -> None:
    notes: list[str] = []
    found = table(write("a,b\nPÃ‰CS,1\nșțăîâ Șerban,2\nGDAÅƒSK,3\n"), note=notes.append)
    assert [row[0] for row in found.rows()] == ["PÃ‰CS", "șțăîâ Șerban", "GDAÅƒSK"]
    assert len(notes) == 1
    assert "2 lines look like UTF-8 once read in another encoding" in notes[0]
    assert "PÃ‰CS" in notes[0]


def test_a_row_that_is_too_short_or_too_long_names_its_line(write: Write) -> None:
    with pytest.raises(
        SourceError, match=r"t\.csv, line 3: 2 columns where the header has 3; the file is cut off"
    ):
        list(table(write("a,b,c\n1,2,3\n4,5")).rows())
    with pytest.raises(SourceError, match=r"t\.csv, line 2: 4 columns where the header has 3"):
        list(table(write("a,b,c\n1,2,3,4\n")).rows())
    assert list(table(write("a,b\n1,2,,\n\n3,4\n")).rows()) == [["1", "2"], ["3", "4"]]


def test_an_open_quote_and_a_missing_line_end_are_seen(write: Write) -> None:
    with pytest.raises(SourceError, match=r"t\.csv, line 3: not a readable row .*may be cut off"):
        list(table(write('a,b\n1,"2\n3,4\n')).rows())
    notes: list[str] = []
    assert list(table(write("a,b\n1,2"), note=notes.append).rows()) == [["1", "2"]]
    assert "the last line has no end" in notes[0]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (" \n ", "the file is empty"),
        ("<!DOCTYPE html>\n<html>", r"a web page \(HTML\) where a CSV table should be"),
        ("\n<HTML>", "a web page"),
        ("a,b,a\n1,2,3\n", "line 1: the column “a” stands there twice"),
        (",".join(map(str, range(2000))), "line 1: 2,000 columns"),
    ],
)
def test_what_is_no_table_is_refused(content: str, message: str, write: Write) -> None:
    with pytest.raises(SourceError, match=message):
        table(write(content))


def test_a_line_without_end_is_refused_before_it_fills_the_memory(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_rows, "MOST_LINE", 1000)
    with pytest.raises(SourceError, match="a line of more than 1,000 characters"):
        list(table(write("a,b\n" + "x" * 5000)).rows())
    monkeypatch.setattr(_rows, "MOST_LINE", 10**7)
    with pytest.raises(SourceError, match=r"not a readable row .*field larger than field limit"):
        list(table(write("a,b\n" + "x" * 200_000 + ",1\n")).rows())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("183454,8", "183454.8"),
        ("183454.80", "183454.8"),
        ("1.250,50", "1250.5"),
        ("1,250.50", "1250.5"),
        ("1 000\u00a0000", "1000000"),
        ("0.0", "0"),
        ("500000.0", "500000"),
        ("-3,5", "-3.5"),
        ("NaN", None),
        ("inf", None),
        ("abc", None),
        ("", None),
    ],
)
def test_numbers_with_comma_or_point_have_one_plain_form(text: str, number: str | None) -> None:
    assert decimal(text) == number
