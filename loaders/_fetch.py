"""How do the bytes of a source get here, safely?

`here(location)` brings a URL to a file for as long as the block lasts; `members(path)` opens a file, a gzip,
the files of a zip or of a folder, all as plain byte streams that refuse to grow beyond all measure. Whatever is
wrong becomes one SourceError that names the file and says what to do.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from graph.errors import InvalidStatement, SourceError
from loaders._base import Location

__all__ = ["Member", "contents_hash", "here", "members"]

MOST_BYTES = 16 * 2**30  # of one file once unpacked; the whole of CORDIS and the ROR dump are below 2 GiB
MOST_MEMBERS = 10_000
SUSPECT_BYTES = 2**28  # from here on a packed file must not be more than SUSPECT_RATIO times its packed size
SUSPECT_RATIO = 200  # tables in text form pack 5 to 30 times
TIMEOUT_SECONDS = 30.0
_GZIP, _ZIP, _EMPTY_ZIP = b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06"


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a source: `name` for messages and patterns, `open()` gives its unpacked bytes."""

    name: str
    open: Callable[[], io.BufferedReader]


@contextmanager
def here(where: Location) -> Iterator[Location]:
    """The location with a path that exists: a URL is downloaded to a temporary file first.

    Raises SourceError where the file is missing or empty, or the URL cannot be had.
    """
    if where.path is not None:
        if not where.path.exists():
            raise SourceError(
                f"{where.path}: there is no such file or folder; check the path of “{where.part}”."
            )
        yield where
    elif where.url:
        with TemporaryDirectory(prefix="innograph-") as folder:
            local = _download(where.url, Path(folder), offline=where.offline)
            try:
                yield replace(where, path=local)
            except (SourceError, InvalidStatement) as error:  # name what the reader knows, not the copy
                raise type(error)(str(error).replace(str(local), where.url)) from error
    else:
        yield where


def contents_hash(path: Path | None) -> str:
    """A hash of every byte below a path and of the names there; of nothing where there is no file."""
    digest = blake2b(digest_size=16)
    for file in _files(path) if path and path.exists() else ():
        name = str(file.relative_to(path)) if path and path.is_dir() else ""
        digest.update(f"{len(name)}:{name}:{file.stat().st_size}:".encode("utf-8", "surrogateescape"))
        with file.open("rb") as stream:
            while chunk := stream.read(2**20):
                digest.update(chunk)
    return digest.hexdigest()


def members(path: Path, pattern: str = "*") -> Iterator[Member]:
    """The files of a source whose name fits a pattern, in the order of their names.

    Zip and gzip are known by their first bytes, not by their names. Raises SourceError.
    """
    found = 0
    for file in _files(path):
        if path.is_dir() and not _fits(file.name, pattern) and not file.name.lower().endswith(".zip"):
            continue
        for member in _unpacked(file):
            if _fits(PurePosixPath(member.name).name, pattern):
                found += 1
                yield member
    if not found:
        raise SourceError(f"{path}: no file named like “{pattern}” is in it.")


def _fits(name: str, pattern: str) -> bool:
    return fnmatch(name.lower().removesuffix(".gz"), pattern)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    root = path.resolve()
    files = sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
    if not files:
        raise SourceError(f"{path}: the folder is empty; put the files of the source into it.")
    if len(files) > MOST_MEMBERS:
        raise SourceError(f"{path}: more than {MOST_MEMBERS:,} files; name the folder of the source itself.")
    for file in files:
        if root not in file.resolve().parents:
            raise SourceError(f"{file}: a link that leads out of the folder; replace it by the file itself.")
    return files


def _unpacked(file: Path) -> Iterator[Member]:
    try:
        size = file.stat().st_size
        with file.open("rb") as stream:
            start = stream.read(4)
    except OSError as error:
        raise SourceError(
            f"{file}: cannot be read ({error.strerror}); check the path and its permissions."
        ) from error
    if not start:
        raise SourceError(f"{file}: the file is empty; fetch it again.")
    if start in (_ZIP, _EMPTY_ZIP):
        yield from _zipped(file)
    elif start.startswith(_GZIP):
        yield Member(str(file), lambda: _gunzipped(file, size))
    else:
        yield Member(str(file), lambda: file.open("rb"))


def _zipped(file: Path) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise SourceError(f"{file}: the zip is damaged or cut off ({error}); fetch it again.") from error
    with archive:  # only to look: each member opens the zip anew, so that it can be read at any time
        entries = sorted(
            (info for info in archive.infolist() if not info.is_dir()), key=lambda info: info.filename
        )
        if not entries:
            raise SourceError(f"{file}: the zip holds no files; fetch it again.")
        if len(entries) > MOST_MEMBERS:
            raise SourceError(f"{file}: the zip holds more than {MOST_MEMBERS:,} files; that is no data set.")
        for info in entries:
            _check_entry(file, info)
    for info in entries:
        yield _zip_member(file, info)


def _zip_member(file: Path, info: zipfile.ZipInfo) -> Member:
    name = f"{file}/{info.filename}"

    def opened() -> io.BufferedReader:
        try:
            with zipfile.ZipFile(file) as archive:  # the stream keeps the file open until it is closed itself
                stream = archive.open(info.filename)
        except (zipfile.BadZipFile, NotImplementedError) as error:
            raise SourceError(f"{name}: cannot be unpacked ({error}); fetch the zip again.") from error
        return _guarded(stream, name, info.compress_size)

    return Member(name, opened)


def _check_entry(file: Path, info: zipfile.ZipInfo) -> None:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in info.filename:
        raise SourceError(f"{file}: the zip names a path outside itself, “{info.filename}”; do not trust it.")
    if info.flag_bits & 1:
        raise SourceError(f"{file}: “{info.filename}” is encrypted; unpack it first.")
    _check_growth(f"{file}/{info.filename}", info.file_size, info.compress_size)


def _check_growth(name: str, unpacked: int, packed: int) -> None:
    if unpacked > MOST_BYTES:
        raise SourceError(f"{name}: more than {MOST_BYTES // 2**30} GiB once unpacked; split it.")
    if unpacked > SUSPECT_BYTES and unpacked > SUSPECT_RATIO * max(packed, 1):
        raise SourceError(
            f"{name}: unpacks to more than {SUSPECT_RATIO} times its size, like a zip bomb; do not trust it, "
            "or unpack it yourself and load the plain file."
        )


class _Guard(io.RawIOBase):
    """A packed stream that counts what comes out, and says in one sentence what is wrong with it."""

    def __init__(self, stream: io.BufferedIOBase, name: str, packed: int) -> None:
        self._stream, self._name, self._packed, self._out = stream, name, packed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        room = memoryview(buffer)  # type: ignore[arg-type]  # typeshed names the buffer protocol only from 3.12
        try:
            chunk = self._stream.read(len(room))
        except EOFError as error:
            raise SourceError(f"{self._name}: the packed file is cut off; fetch it again.") from error
        except (zlib.error, zipfile.BadZipFile, gzip.BadGzipFile) as error:
            raise SourceError(
                f"{self._name}: the packed file is damaged ({error}); fetch it again."
            ) from error
        room[: len(chunk)] = chunk
        self._out += len(chunk)
        _check_growth(self._name, self._out, self._packed)
        return len(chunk)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _gunzipped(file: Path, size: int) -> io.BufferedReader:
    return _guarded(gzip.GzipFile(file), str(file), size)


def _guarded(stream: object, name: str, packed: int) -> io.BufferedReader:
    assert isinstance(stream, io.BufferedIOBase)
    return io.BufferedReader(_Guard(stream, name, packed), 2**18)


def _download(url: str, folder: Path, *, offline: bool) -> Path:
    """The file a URL answers with. Raises SourceError on any answer but a whole one."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SourceError(f"{url}: only http and https addresses can be fetched.")
    if offline:
        raise SourceError(
            f"{url}: not fetched because of --offline; name a local copy in the catalogue with “path”."
        )
    import httpx2  # only here: most loads read local files

    target = folder / (PurePosixPath(unquote(parts.path)).name.replace("\x00", "") or "answer")
    written = 0
    try:
        with (
            httpx2.stream("GET", url, follow_redirects=True, timeout=TIMEOUT_SECONDS) as answer,
            target.open("wb") as file,
        ):
            if answer.status_code != 200:
                raise SourceError(
                    f"{url}: the server answers {answer.status_code} {answer.reason_phrase}; "
                    "check the address."
                )
            for chunk in answer.iter_bytes():
                written += len(chunk)
                if written > MOST_BYTES:
                    raise SourceError(f"{url}: more than {MOST_BYTES // 2**30} GiB; that is no data set.")
                file.write(chunk)
    except httpx2.TimeoutException as error:
        raise SourceError(
            f"{url}: no answer within {TIMEOUT_SECONDS:.0f} seconds; try again later."
        ) from error
    except httpx2.HTTPError as error:
        raise SourceError(
            f"{url}: the transfer failed ({error}); check the address and the connection."
        ) from error
    if not written:
        raise SourceError(f"{url}: the server answers with an empty file; check the address.")
    return target
