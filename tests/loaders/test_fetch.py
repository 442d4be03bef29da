from __future__ import annotations

import gzip
import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from graph.errors import SourceError
from loaders import _fetch, cordis
from loaders._base import Location
from loaders._fetch import contents_hash, here, members

At = Callable[..., Location]


def texts(path: Path, pattern: str = "*") -> dict[str, bytes]:
    found = {}
    for member in members(path, pattern):
        with member.open() as stream:
            found[Path(member.name).name] = stream.read()
    return found


def zipped(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_the_files_of_a_folder_come_in_the_order_of_their_names_and_a_zip_in_it_is_opened(
    tmp_path: Path,
) -> None:
    (tmp_path / "b.csv").write_text("b")
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"a"))
    zipped(tmp_path / "c.zip", **{"in/d.csv": "d", "in/readme.txt": "no"})
    (tmp_path / ".hidden.csv").write_text("no")
    (tmp_path / "e.txt").write_text("no")
    assert list(texts(tmp_path, "*.csv").items()) == [("a.csv.gz", b"a"), ("b.csv", b"b"), ("d.csv", b"d")]


def test_a_member_of_a_zip_can_be_read_twice_and_late(tmp_path: Path) -> None:
    (member,) = members(zipped(tmp_path / "x.zip", **{"a.csv": "content"}))
    for _ in range(2):
        with member.open() as stream:
            assert stream.read() == b"content"


@pytest.mark.parametrize(
    "name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:\\evil.csv", "..\\evil.csv"]
)
def test_a_zip_that_names_a_path_outside_itself_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(
        SourceError, match=r"x\.zip: the zip names a path outside itself.*evil\.csv.*do not trust it"
    ):
        list(members(zipped(tmp_path / "x.zip", **{name: "x"})))


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "secret.csv").write_text("secret")
    (folder / "a.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(SourceError, match="leads out of the folder"):
        list(members(folder))


def test_a_zip_bomb_is_refused_by_what_it_says_and_by_what_comes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_fetch, "SUSPECT_BYTES", 2**16)
    bomb = zipped(tmp_path / "bomb.zip", **{"a.csv": "0" * 2**20})
    with pytest.raises(SourceError, match="like a zip bomb"):
        list(members(bomb))
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"0" * 2**20))
    (member,) = members(tmp_path / "bomb.gz")
    with member.open() as stream, pytest.raises(SourceError, match=r"bomb\.gz: .*like a zip bomb"):
        stream.read()
    monkeypatch.setattr(_fetch, "MOST_BYTES", 2**17)
    monkeypatch.setattr(_fetch, "SUSPECT_BYTES", 2**30)
    with pytest.raises(SourceError, match="once unpacked"):
        list(members(bomb))


def test_truncated_and_damaged_archives_are_refused(tmp_path: Path) -> None:
    whole = gzip.compress(bytes(range(256)) * 4000)
    (tmp_path / "cut.gz").write_bytes(whole[: len(whole) // 2])
    (member,) = members(tmp_path / "cut.gz")
    with member.open() as stream, pytest.raises(SourceError, match=r"cut\.gz: the packed file is cut off"):
        stream.read()
    (tmp_path / "bad.gz").write_bytes(whole[:-8] + b"\0" * 8)
    (member,) = members(tmp_path / "bad.gz")
    with member.open() as stream, pytest.raises(SourceError, match=r"bad\.gz: the packed file is damaged"):
        stream.read()
    archive = zipped(tmp_path / "x.zip", **{"a.csv": "abc" * 1000}).read_bytes()
    (tmp_path / "x.zip").write_bytes(archive[:-30])
    with pytest.raises(SourceError, match=r"x\.zip: the zip is damaged or cut off"):
        list(members(tmp_path / "x.zip"))


def test_missing_empty_and_unreadable_sources_are_named(tmp_path: Path, at: At) -> None:
    with (
        pytest.raises(SourceError, match=r"gone\.csv: there is no such file or folder"),
        here(at(cordis, tmp_path / "gone.csv")),
    ):
        pass
    (tmp_path / "void.csv").touch()
    with pytest.raises(SourceError, match=r"void\.csv: the file is empty"):
        list(members(tmp_path / "void.csv"))
    (tmp_path / "hollow").mkdir()
    with pytest.raises(SourceError, match="hollow: the folder is empty"):
        list(members(tmp_path / "hollow"))
    with zipfile.ZipFile(tmp_path / "none.zip", "w"):
        pass
    with pytest.raises(SourceError, match="the zip holds no files"):
        list(members(tmp_path / "none.zip"))
    with pytest.raises(SourceError, match=r"no file named like “\*\.xml”"):
        list(members(zipped(tmp_path / "x.zip", **{"a.csv": "x"}), "*.xml"))


def test_the_hash_of_the_contents_sees_bytes_and_names(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.csv").write_text("x")
    first = contents_hash(tmp_path / "a")
    assert contents_hash(tmp_path / "a") == first
    (tmp_path / "a" / "one.csv").write_text("y")
    second = contents_hash(tmp_path / "a")
    (tmp_path / "a" / "one.csv").rename(tmp_path / "a" / "two.csv")
    assert len({first, second, contents_hash(tmp_path / "a")}) == 3


# ------------------------------------------------------------------ addresses


class _Answers(BaseHTTPRequestHandler):
    """A publisher with good and bad days, chosen by the path."""

    table = (
        b"rcn,org_id,call_year,year_source,name,short_name,country,city,nuts3,url\n"
        b"77150,999897244,2007,interp,UNI,U,RO,CLUJ NAPOCA,RO113,\n"
    )

    def do_GET(self) -> None:
        kind = self.path.strip("/").split("/")[0]
        if kind == "moved":
            self.send_response(302)
            self.send_header("Location", "/good/rows.csv")
            self.end_headers()
        elif kind in ("404", "500", "429"):
            self.send_error(int(kind))
        elif kind == "short":
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            self.wfile.write(self.table)
        else:
            page = b"<!DOCTYPE html><html><body>Please log in</body></html>"
            content = {"good": self.table, "page": page, "empty": b""}[kind]
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def publisher() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Answers) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["good/rows.csv", "moved"])
def test_a_table_is_loaded_from_an_address(path: str, publisher: str, into: Callable[..., object]) -> None:
    report = into(cordis, url=f"{publisher}/{path}")
    assert report.entities["Organisation"] == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("404", r"/404: the server answers 404 Not Found; check the address"),
        ("500", r"/500: the server answers 500"),
        ("429", r"/429: the server answers 429"),
        ("page", r"/page: a web page \(HTML\) where a CSV table should be"),
        ("empty", r"/empty: the server answers with an empty file"),
        ("short", r"/short: the transfer failed"),
    ],
)
def test_an_address_that_does_not_give_a_whole_table_says_why(
    path: str, message: str, publisher: str, into: Callable[..., object]
) -> None:
    with pytest.raises(SourceError, match=f"{publisher}{message}"):
        into(cordis, url=f"{publisher}/{path}")


def test_a_server_that_is_down_does_not_answer_or_may_not_be_asked(
    publisher: str, into: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SourceError, match=r"http://127\.0\.0\.1:1/x: the transfer failed"):
        into(cordis, url="http://127.0.0.1:1/x")
    with pytest.raises(SourceError, match="not fetched because of --offline; name a local copy"):
        into(cordis, url=f"{publisher}/good/rows.csv", offline=True)
    with pytest.raises(SourceError, match="only http and https"):
        into(cordis, url="file:///etc/passwd")
    monkeypatch.setattr(_fetch, "TIMEOUT_SECONDS", 0.2)
    with (
        HTTPServer(("127.0.0.1", 0), _Answers) as silent,
        pytest.raises(SourceError, match="no answer within"),
    ):
        into(cordis, url=f"http://127.0.0.1:{silent.server_port}/good")  # it listens and never answers


def test_a_download_larger_than_the_limit_is_given_up(
    publisher: str, into: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_fetch, "MOST_BYTES", 50)
    with pytest.raises(SourceError, match="that is no data set"):
        into(cordis, url=f"{publisher}/good/rows.csv")


def test_the_guard_lets_whole_streams_through(tmp_path: Path) -> None:
    content = io.BytesIO(b"x" * 100_000).read()
    (tmp_path / "a.gz").write_bytes(gzip.compress(content))
    assert texts(tmp_path / "a.gz") == {"a.gz": content}
