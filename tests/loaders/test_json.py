from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.errors import SourceError
from loaders import _json
from loaders._fetch import members
from loaders._json import objects


def read(file: Path) -> list[tuple[int, dict[str, object]]]:
    (member,) = members(file)
    return list(objects(member))


@pytest.mark.parametrize("chunk", [1, 7, 64, 2**20])
@pytest.mark.parametrize("form", ["array", "lines", "indented", "with mark"])
def test_objects_of_an_array_or_a_line_each_are_read_at_any_chunk(
    form: str, chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_json, "_CHUNK", chunk)
    rows = [{"id": str(n), "name": "Ș“[}]”", "deep": [{"a": [1, 2.5, None, True]}]} for n in range(20)]
    text = {
        "array": json.dumps(rows, ensure_ascii=False),
        "lines": "\n".join(json.dumps(row) for row in rows),
        "indented": json.dumps(rows, indent=2),
        "with mark": "\ufeff" + json.dumps(rows),
    }[form]
    (tmp_path / "f.json").write_text(text, "utf-8")
    assert read(tmp_path / "f.json") == list(enumerate(rows, 1))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'[{"a": 1}, {"b": 2}', r"f\.json: cut off within its list, after 2 objects"),
        (b'[{"a": 1}, {"b": ', r"f\.json: not readable as JSON behind 1 objects"),
        (b"[1, 2]", r"f\.json: value 1 is no JSON object"),
        (b'[{"a": 1}] {"b": 2}', "value 2 is no JSON object"),
        (b"<!doctype html><html>", "a web page where JSON should be"),
        (b"id;name\n1;x", "not readable as JSON behind 0 objects"),
        (b'[{"a": "\xc9"}]', "not UTF-8"),
    ],
)
def test_what_is_no_whole_json_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "f.json").write_bytes(content)
    with pytest.raises(SourceError, match=message):
        read(tmp_path / "f.json")


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f.json").write_text('[{"a":' + "[" * 100_000)
    with pytest.raises(SourceError, match="not readable as JSON"):
        read(tmp_path / "f.json")
