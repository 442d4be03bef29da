"""Which documents, sources and parts does the ledger know?"""

from __future__ import annotations

import json
import sqlite3

from graph.errors import NothingFound
from graph.ledger.forgotten import erased
from graph.statement import Document, Source

__all__ = ["document", "documents", "parts", "sources"]

_DOCUMENT = """
SELECT body.text, source.name, part.name, document.title, document.language, document.media_type, document.url,
       body.sha256
FROM document
JOIN body ON body.id = document.body
JOIN part ON part.id = document.part
JOIN source ON source.id = part.source
"""
_SOURCES = """
SELECT source.name, (SELECT entry FROM catalogue WHERE source = source.id ORDER BY catalogue.id DESC LIMIT 1)
FROM source ORDER BY source.name
"""


def document(connection: sqlite3.Connection, sha256: str) -> Document:
    """The document with this canonical text, whether still shown or replaced since. Raises NothingFound, Erased."""
    sql = f"{_DOCUMENT} WHERE body.sha256 = ? ORDER BY document.closed IS NOT NULL, document.id DESC LIMIT 1"
    row = connection.execute(sql, (sha256,)).fetchone()
    if row is None:
        if gone := erased(connection, "document", sha256):
            raise gone
        raise NothingFound(f"No document with SHA-256 {sha256[:80]} is held.")
    return Document(*row)


def documents(connection: sqlite3.Connection, source: str | None, as_of: int | None) -> list[Document]:
    """The documents that parts show at a revision, with their text."""
    shown = "document.closed IS NULL"
    if as_of is not None:
        shown = "document.opened <= :as_of AND (document.closed IS NULL OR document.closed > :as_of)"
    sql = f"{_DOCUMENT} WHERE {shown} AND (:source IS NULL OR source.name = :source) ORDER BY document.id"
    return [Document(*row) for row in connection.execute(sql, {"source": source, "as_of": as_of})]


def sources(connection: sqlite3.Connection) -> list[Source]:
    """The sources something was loaded from, as their last catalogue entry describes them."""
    return [
        Source(**json.loads(entry)) if entry else Source(name, name, "", "")
        for name, entry in connection.execute(_SOURCES)
    ]


def parts(connection: sqlite3.Connection, source: str) -> list[str]:
    """The parts of a source, in the order in which they were first loaded."""
    sql = "SELECT part.name FROM part JOIN source ON source.id = part.source WHERE source.name = ? ORDER BY part.id"
    return [name for (name,) in connection.execute(sql, (source,))]
