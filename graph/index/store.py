"""Which tables does the index have, and how is its file opened?

One SQLite file beside the ledger. Everything in it can be made again from the ledger; nothing is kept only here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import StoreError, StoreLocked, StoreUnwritable

__all__ = ["explained", "open_connection", "transaction"]

_VERSION = 2  # raise it with every change of a table: an older file is then made anew
_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- which id is whose, by revision; an id that is its own canonical id has no open row
CREATE TABLE identity (
    id TEXT NOT NULL,
    canonical TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER                   -- the revision from which it no longer holds
) STRICT;
CREATE INDEX identity_id ON identity (id);
CREATE INDEX identity_canonical ON identity (canonical);
CREATE INDEX identity_since ON identity (since);
CREATE INDEX identity_until ON identity (until) WHERE until IS NOT NULL;

CREATE TABLE decision (
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    verdict TEXT NOT NULL,
    rule TEXT NOT NULL,
    why TEXT NOT NULL,
    by TEXT NOT NULL,
    confidence REAL NOT NULL,
    features TEXT NOT NULL          -- JSON
) STRICT;
CREATE INDEX decision_a ON decision (a);
CREATE INDEX decision_b ON decision (b);

-- what the next change needs: which ids share a block, which pairs are worth a decision
CREATE TABLE block (id TEXT NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (key, id)) STRICT, WITHOUT ROWID;
CREATE INDEX block_id ON block (id);
CREATE TABLE link (
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    likeness TEXT NOT NULL,         -- JSON; "" where a source states that they are one
    barred TEXT NOT NULL
) STRICT;
CREATE INDEX link_a ON link (a);
CREATE INDEX link_b ON link (b);

CREATE TABLE entity (
    id TEXT PRIMARY KEY,            -- canonical
    type TEXT NOT NULL,
    types TEXT NOT NULL,            -- JSON
    name TEXT NOT NULL,
    names TEXT NOT NULL,            -- JSON: language -> name
    aliases TEXT NOT NULL,          -- JSON
    acronyms TEXT NOT NULL          -- JSON
) STRICT, WITHOUT ROWID;
CREATE TABLE label (
    id INTEGER PRIMARY KEY,
    entity TEXT NOT NULL,
    text TEXT NOT NULL,
    folded TEXT NOT NULL,
    kind INTEGER NOT NULL           -- 0 shown name, 1 other name, 2 acronym
) STRICT;
CREATE INDEX label_entity ON label (entity);
CREATE INDEX label_folded ON label (folded);
CREATE VIRTUAL TABLE words USING fts5 (
    folded, content = 'label', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, row);
"""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's failures into one sentence each."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreLocked(
                f"Another process is writing the index {path}; try again when it is done."
            ) from error
        if code in (
            sqlite3.SQLITE_FULL,
            sqlite3.SQLITE_READONLY,
            sqlite3.SQLITE_IOERR,
            sqlite3.SQLITE_CANTOPEN,
        ):
            message = (
                f"The index {path} cannot be written or opened ({error}); check the disk and the permissions."
            )
            raise StoreUnwritable(message) from error
        raise StoreError(
            f"The index {path} is damaged ({error}); delete it, it is made again from the ledger."
        ) from error


def open_connection(path: Path, *, readonly: bool) -> sqlite3.Connection:
    """A connection to the index, its tables made where they are missing or of another version."""
    if readonly:
        if not path.exists():
            raise StoreError(f"There is no index at {path}; “innograph build” makes it from the ledger.")
        connection = _connect(path, "ro")
        try:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.OperationalError:  # a folder without write permission: nobody can be writing
            connection.close()
            connection = _connect(path, "ro&immutable=1")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version != _VERSION:
            raise StoreError(
                f"The index {path} was made by another version; “innograph build” makes it anew."
            )
        return connection
    connection = _connect(path, "rwc")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")  # a projection: what a power cut loses is made again
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != _VERSION:
        with transaction(connection):
            _drop_all(connection)
            for command in _TABLES.split(";\n"):
                connection.execute(command)
            connection.execute(f"PRAGMA user_version = {_VERSION}")
    return connection


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=30, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA cache_size = -32768")
    return connection


def _drop_all(connection: sqlite3.Connection) -> None:
    made = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL"
    virtual = [name for (name,) in connection.execute(f"{made} AND sql LIKE 'CREATE VIRTUAL%'")]
    for name in virtual:
        connection.execute(f'DROP TABLE "{name}"')
    for (name,) in connection.execute(f"{made} AND name NOT LIKE 'sqlite_%'").fetchall():
        connection.execute(f'DROP TABLE "{name}"')


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One writing transaction: kept as a whole, or undone as a whole."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
