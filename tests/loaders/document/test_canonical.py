"""Reading HTML, Markdown and plain text, and refusing what is none."""

from __future__ import annotations

import random
from pathlib import Path
from unicodedata import normalize

import pytest

from graph.errors import SourceError
from loaders.document.canonical import BIGGEST, Page, decoded, read

HTML = """<!DOCTYPE html><html><head><title>The  title</title><style>p{}</style></head><body>
<nav><a>Home</a></nav><div class="menu">About</div>
<h1>Forum of clusters</h1><p>Cluj IT <b>Cluster</b> met<br>in Cluj.</p><script>alert(1)</script>
<ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul>
<table><tr><th>Partner</th><th>Country</th></tr><tr><td>UBB</td><td>Romania</td></tr></table>
<footer>© nobody</footer></body></html>"""

MARKDOWN = """---
title: "A page"
---
# Forum of clusters

Coordinator: [UBB](https://example.org)
Seat: **Cluj**

- one
  - inner

| Partner | Country |
|---|---|
| UBB | Romania |
"""


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def parts(page: Page) -> list[tuple[str, int, str]]:
    return [(kind, level, page.text[start:end]) for start, end, kind, level, _ in page.hints]


def test_html_without_menus_and_with_its_structure(tmp_path: Path) -> None:
    page = read(put(tmp_path, "a.html", HTML))
    assert page.title == "The title"
    assert parts(page) == [
        ("heading", 1, "Forum of clusters"),
        ("paragraph", 0, "Cluj IT Cluster met"),
        ("paragraph", 0, "in Cluj."),
        ("item", 1, "one"),
        ("item", 2, "inner"),
        ("item", 1, "two"),
        ("header", 0, "Partner | Country"),
        ("row", 0, "UBB | Romania"),
    ]
    for word in ("Home", "About", "alert", "nobody"):
        assert word not in page.text


def test_markdown_keeps_words_lines_and_structure(tmp_path: Path) -> None:
    page = read(put(tmp_path, "a.md", MARKDOWN))
    assert page.title == "A page"
    assert parts(page) == [
        ("heading", 1, "Forum of clusters"),
        ("paragraph", 0, "Coordinator: UBB\nSeat: Cluj"),
        ("item", 1, "one"),
        ("item", 2, "inner"),
        ("header", 0, "Partner | Country"),
        ("row", 0, "UBB | Romania"),
    ]


def test_a_place_in_the_text_leads_back_to_its_element(tmp_path: Path) -> None:
    page = read(put(tmp_path, "a.html", HTML))
    part = page.part_at(page.text.index("UBB"))
    assert part is not None
    assert part[4].startswith("tr@")


def test_plain_text_in_nfc_is_its_own_canonical_text(tmp_path: Path) -> None:
    text = "Iaşi și Iași,  două forme\n\n  rămân.\n"
    assert read(put(tmp_path, "a.txt", text)).text == text
    assert read(put(tmp_path, "b.txt", normalize("NFD", text))).text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marked_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    assert decoded(put(tmp_path, "a.txt", "Iași".encode(encoding))) == "Iași"


def test_html_may_declare_its_encoding(tmp_path: Path) -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body><p>Bistrița, Iaşi</p></body></html>'
    page = page.replace("ț", "ţ")
    assert read(put(tmp_path, "a.html", page.encode("iso-8859-2"))).text == "Bistriţa, Iaşi"


def test_deep_nesting_does_not_crash(tmp_path: Path) -> None:
    source = "<div>" * 20_000 + "Cluj IT Cluster met." + "</div>" * 20_000
    assert "Cluj IT Cluster met." in read(put(tmp_path, "deep.html", source)).text


def test_invisible_and_turning_characters_leave_html(tmp_path: Path) -> None:
    page = read(put(tmp_path, "a.html", "<p>Cluj\u200b IT \u202eevil\u202c Cluster</p>"))
    assert page.text == "Cluj IT evil Cluster"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"", "the file is empty"),
        ("blank.html", b"<html><body><script>1</script></body></html>", "no text in this document"),
        ("picture.html", b"\x89PNG\r\n\x1a\n\x00\x00", "binary file"),
        ("zip.md", b"PK\x03\x04abc\x00", "binary file"),
        ("latin.txt", "Iași și Cluj în ianuarie ä".encode()[:-1] + b"\xff\xfe", "not UTF-8"),
        ("line.txt", b"a " * 200_000, "more than 200,000 characters"),
    ],
)
def test_what_is_no_document_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    with pytest.raises(SourceError, match=message) as error:
        read(put(tmp_path, name, content))
    assert name in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(BIGGEST + 1)
    with pytest.raises(SourceError, match="too much for a document"):
        read(path)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read(tmp_path / "nowhere.txt")


def outcome(path: Path) -> bool:
    """True where the page was read, or refused by its name."""
    try:
        return bool(read(path).text)
    except SourceError as error:
        return str(path) in str(error)


def test_damaged_pages_are_read_or_refused_but_never_crash(tmp_path: Path) -> None:
    dice = random.Random(7)
    for number in range(60):
        damaged = bytearray(HTML.encode())
        for _ in range(dice.randrange(1, 40)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path = put(tmp_path, f"{number}.{dice.choice(['html', 'md', 'txt'])}", bytes(damaged))
        assert outcome(path)
