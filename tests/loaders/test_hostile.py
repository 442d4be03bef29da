"""Whatever bytes come, a reader answers with rows or with one SourceError, never with another failure."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import InvalidStatement, SourceError
from loaders import cordis, curated, ror
from loaders._base import Location
from loaders._fetch import Member, members
from loaders._json import objects
from loaders._rows import Table
from ontology import load

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MARKS = [bytes([one]) for one in b'a,;"\n\r\xc3\x89\x00[]{}:1']
WORDS = [b"<html>", b"id", b"entities", b"- ", b"  ", b"&x ", b"*x", b"!!python/object:os.system"]
STARTS = [b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"\x1f\x8b", b"rcn,org_id,call_year,year_source\n"]
PIECES = st.lists(st.sampled_from(MARKS + WORDS + STARTS), max_size=40).map(b"".join)
BYTES = PIECES | st.binary(max_size=300)


@contextmanager
def at_most_one_sentence(about: str) -> Iterator[None]:
    message = about
    try:
        yield
    except SourceError as error:
        message = str(error)
    assert about in message


def member(content: bytes) -> Member:
    return Member("hostile", lambda: io.BufferedReader(io.BytesIO(content)))  # type: ignore[arg-type]


def read(file: Path) -> None:
    for found in members(file):
        with found.open() as stream:
            stream.read()


@QUICK
@given(BYTES)
def test_a_table_gives_rows_as_long_as_its_header_or_one_error(content: bytes) -> None:
    with at_most_one_sentence("hostile"):
        table = Table(member(content))
        assert all(len(row) == len(table.header) for row in table.rows())


@QUICK
@given(BYTES)
def test_json_gives_objects_or_one_error(content: bytes) -> None:
    with at_most_one_sentence("hostile"):
        assert all(isinstance(found, dict) for _, found in objects(member(content)))


@QUICK
@given(content=PIECES)
@pytest.mark.parametrize("loader", [cordis, ror, curated], ids=lambda loader: loader.__name__)
def test_a_loader_gives_statements_or_one_error(loader: ModuleType, content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "hostile"
    file.write_bytes(content)
    where = Location(file, "", loader.SOURCE, "part", ontology=load())
    # `run` turns each of these into one sentence with file and line
    with suppress(SourceError, InvalidStatement, KeyError, ValueError, TypeError):
        for record in loader.fetch(where):
            list(loader.parse(record))


# zipfile cuts a name at NUL and cannot write an empty one
ZIP_NAMES = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=40)


@QUICK
@given(name=ZIP_NAMES, content=st.binary(max_size=50))
def test_no_name_in_a_zip_gets_out_of_it(name: str, content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "any.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    before = set(tmp_path.rglob("*"))
    with at_most_one_sentence("any.zip"):
        read(file)
    assert set(tmp_path.rglob("*")) == before


@QUICK
@given(content=st.binary(min_size=1, max_size=400), at=st.integers(min_value=0, max_value=400))
def test_a_gzip_with_a_flipped_bit_is_whole_or_one_error(content: bytes, at: int, tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(content, mtime=0))
    packed[at % len(packed)] ^= 0x41
    file = tmp_path / "any.gz"
    file.write_bytes(bytes(packed))
    with at_most_one_sentence("any.gz"):
        read(file)
