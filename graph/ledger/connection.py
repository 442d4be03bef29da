"""How is the ledger's file opened, and what do SQLite's failures mean?

Reading uses one connection a ledger; every write has a connection of its own, so that its temporary tables and
locks end with it. WAL lets readers go on while one writer writes; writers wait for one another.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from graph.errors import (
    InnographError,
    InvalidStatement,
    StoreError,
    StoreLocked,
    StoreUnwritable,
    UsageError,
)
from graph.ledger.schema import CREATE, INDEXES, STATEMENT_INDEXES, VERSION

__all__ = [
    "OLDEST_SQLITE",
    "backup",
    "explained",
    "open_reader",
    "open_writer",
    "pending_scrub",
    "prepare",
    "scrub",
    "transaction",
]

OLDEST_SQLITE = (3, 37, 0)  # the first with STRICT tables
_MARK = 0x494E4E4F  # PRAGMA application_id: "INNO"
_FULL = (sqlite3.SQLITE_FULL,)
_UNWRITABLE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN)
_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's failures into one sentence each: StoreLocked, StoreUnwritable or StoreError."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise InvalidStatement(
            f"A text with half a character (a lone surrogate), which no file can hold: {error.object[:80]!a}."
        ) from error
    except OverflowError as error:
        raise UsageError("A number that is too large for the ledger.") from error
    except sqlite3.Error as error:
        raise _meaning(error, path) from error


def _meaning(error: sqlite3.Error, path: Path) -> InnographError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _LOCKED:
        return StoreLocked(f"Another process is writing to {path}; try again when it is done.")
    if code in _FULL:
        return StoreUnwritable(
            f"No room is left on the disk for {path} (or its temporary files); free some and try again, nothing was changed."
        )
    if code in _UNWRITABLE:
        return StoreUnwritable(
            f"{path} cannot be written ({error}); check the folder's permissions and the disk."
        )
    if code == sqlite3.SQLITE_NOTADB:
        return StoreError(
            f"{path} is not a ledger of Innograph: it is no SQLite file; name another data folder."
        )
    if code == sqlite3.SQLITE_CORRUPT:
        return StoreError(f"{path} is damaged ({error}); restore a backup, or build the graph anew.")
    if code == sqlite3.SQLITE_TOOBIG:
        return InvalidStatement("A single text of more than a thousand million bytes cannot be kept.")
    return StoreError(f"{path} could not answer: {error}.")


def prepare(path: Path, *, create: bool, readonly: bool, wait: float) -> None:
    """Make the ledger where there is none and `create` is set; check that it is one this version can read.

    Raises StoreError, StoreUnwritable or StoreLocked.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise StoreError(
            f"SQLite {sqlite3.sqlite_version} is too old for the ledger; it needs 3.37 or newer: use a newer Python."
        )
    if path.is_dir():
        raise StoreError(f"{path} is a folder, not a ledger; name another data folder.")
    if not path.exists() or path.stat().st_size == 0:
        if readonly or not create:
            raise StoreError(f"There is no ledger at {path}; make one with “innograph build”.")
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise StoreUnwritable(
                f"The folder {path.parent} is missing or cannot be written; make it, change its permissions, or name another."
            )
    with explained(path):
        connection = open_reader(path, wait=wait, readonly=True) if readonly else _connect(path, "rwc", wait)
        try:
            _check(connection, path, create=create and not readonly)
        finally:
            connection.close()


def _check(connection: sqlite3.Connection, path: Path, *, create: bool) -> None:
    mark, version, tables = _identify(connection)
    if create and not mark and not tables:
        _make(connection)
        mark, version, tables = _identify(connection)
    if mark != _MARK:
        raise StoreError(f"{path} is a SQLite file, but not a ledger of Innograph; name another data folder.")
    if version > VERSION:
        raise StoreError(
            f"{path} was written by a newer Innograph (layout {version}, this one knows {VERSION}); update Innograph."
        )


def _identify(connection: sqlite3.Connection) -> tuple[int, int, int]:
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return mark, version, tables


def _make(connection: sqlite3.Connection) -> None:
    deadline = time.monotonic() + 30
    while True:  # two processes may make it at once: the switch to WAL does not wait by itself
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
    with transaction(connection):
        if _identify(connection)[0]:
            return
        for command in (*(CREATE + INDEXES).split(";\n"), *STATEMENT_INDEXES.values()):
            connection.execute(command)
        # A random start, so that projections of a ledger that was deleted and made anew are seen to be foreign.
        settings = [("secret", secrets.token_hex(32)), ("epoch", _new_epoch())]
        connection.executemany("INSERT INTO meta VALUES (?, ?)", settings)
        connection.execute(f"PRAGMA application_id = {_MARK}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def open_reader(path: Path, *, wait: float, readonly: bool) -> sqlite3.Connection:
    """A connection that only reads; with `readonly` it works in a folder that cannot be written, too."""
    # The last connection to close tidies the log away, which one opened for reading only could not.
    try:
        connection = _connect(path, "ro" if readonly else "rw", wait)
    except sqlite3.OperationalError:
        log = path.with_name(path.name + "-wal")
        if not readonly or os.access(path.parent, os.W_OK) or (log.exists() and log.stat().st_size):
            raise
        # Nobody can be writing in a folder without write permission, so the file stands still.
        connection = _connect(path, "ro&immutable=1", wait)
    connection.execute("PRAGMA query_only = ON")
    return connection


def open_writer(path: Path, *, wait: float) -> sqlite3.Connection:
    """A connection for one write; close it afterwards. Its temporary tables are its own."""
    connection = _connect(path, "rw", wait)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp.cache_size = -32768")
    connection.execute(f"PRAGMA journal_size_limit = {64 * 2**20}")
    return connection


def backup(connection: sqlite3.Connection, to: Path) -> None:
    """A copy of the ledger as it is now, while others read and write. Raises StoreUnwritable where `to` exists."""
    if to.exists():
        raise StoreUnwritable(f"{to} exists already; name a new file for the backup.")
    if not to.parent.is_dir() or not os.access(to.parent, os.W_OK | os.X_OK):
        raise StoreUnwritable(
            f"The folder {to.parent} is missing or cannot be written; name another for the backup."
        )
    part = to.with_name(to.name + ".part")
    part.unlink(missing_ok=True)
    with explained(to):
        copy = sqlite3.connect(part, isolation_level=None)
        try:
            connection.backup(copy)
            # What is loaded into a restored copy differs from what was loaded here: projections must not be mixed up.
            copy.execute("UPDATE meta SET value = ? WHERE name = 'epoch'", (_new_epoch(),))
        finally:
            copy.close()
    part.rename(to)


def _new_epoch() -> str:
    return str(secrets.randbits(40) + 1)


def pending_scrub(connection: sqlite3.Connection) -> bool:
    """True where an erasure's deleted bytes may still stand in the file."""
    return connection.execute("SELECT 1 FROM meta WHERE name = 'unscrubbed'").fetchone() is not None


def scrub(path: Path) -> None:
    """Rewrite the file and empty its log, so that no deleted byte is left; stays pending where that fails now."""
    connection = open_writer(path, wait=1.0)
    try:
        connection.execute("VACUUM")
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            connection.execute("DELETE FROM meta WHERE name = 'unscrubbed'")
    except sqlite3.OperationalError:
        return  # somebody writes or reads, or there is no room for a second copy
    finally:
        connection.close()


def _connect(path: Path, mode: str, wait: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=wait,
        isolation_level=None,  # transactions are begun and ended by `transaction`
        check_same_thread=False,  # SQLite itself is built thread-safe
    )
    try:
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute(
            "SELECT 1 FROM sqlite_schema LIMIT 1"
        ).fetchone()  # finds out whether it can be read
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One writing transaction: kept as a whole, or undone as a whole by any exception."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # After a full disk SQLite has already rolled back by itself; the first failure is the one to report.
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
