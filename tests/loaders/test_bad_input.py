"""Bad files, for every loader that reads files: one clear sentence, and the ledger exactly as before."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import InvalidStatement, SourceError
from graph.ledger import Ledger
from loaders import named
from loaders._run import Report

GOOD = {
    "cordis": "cordis_prepared_h2020.csv",
    "ror": "ror_v2.json",
    "curated": "curated.yaml",
    "table": "table.csv",
}


def _half_a_row(content: bytes) -> bytes:
    return content[: int(len(content) * 0.6)]


BAD: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "blank": lambda content: b" \n \n",
    "cut off": _half_a_row,
    "gzip cut off": lambda content: gzip.compress(content * 50)[:-200],
    "zip cut off": lambda content: b"PK\x03\x04" + content[:40],
    "wrongly encoded": lambda content: content.replace(b"a", "é".encode("cp1252"), 40),
    "web page": lambda content: b"<!DOCTYPE html>\n<html><body>Please log in</body></html>",
    "other layout": lambda content: b"colour,size\nred,3\n",
    "picture": lambda content: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
}


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("name", GOOD)
def test_a_bad_file_is_one_sentence_that_names_it_and_the_ledger_is_as_before(
    name: str, bad: str, into: Callable[..., Report], ledger: Ledger, fixtures: Path, tmp_path: Path
) -> None:
    loader = named(name)
    good = fixtures / GOOD[name]
    file = tmp_path / good.name
    for beside in fixtures.glob("table.toml"):
        (tmp_path / beside.name).write_bytes(beside.read_bytes())
    file.write_bytes(good.read_bytes())
    into(loader, file)
    before = sorted(one.id for one in ledger.match()), ledger.revision
    file.write_bytes(BAD[bad](good.read_bytes()))
    with pytest.raises((SourceError, InvalidStatement)) as caught:
        into(loader, file)
    message = str(caught.value)
    assert file.name in message
    assert message.endswith(".")
    assert "\n" not in message.strip()
    assert (sorted(one.id for one in ledger.match()), ledger.revision) == before


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_file_is_named(
    name: str, into: Callable[..., Report], ledger: Ledger, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match=r"gone\.csv: there is no such file"):
        into(named(name), tmp_path / "gone.csv")
    assert ledger.revision == 0


def test_hostile_text_is_text(
    into: Callable[..., Report], ledger: Ledger, fixtures: Path, tmp_path: Path
) -> None:
    hostile = "'); DROP TABLE statement; -- <script>alert(1)</script> ${jndi:x} {{7*7}} \u202e"
    table = tmp_path / "rows.csv"
    table.write_text(
        (fixtures / "cordis_prepared_organisations.csv")
        .read_text()
        .replace("SOFTWARE IMAGINATION & VISION SRL", hostile)
    )
    into(named("cordis"), table)
    names = {one.object.value for one in ledger.match(predicate="name") if not isinstance(one.object, str)}
    assert hostile.strip() in names
