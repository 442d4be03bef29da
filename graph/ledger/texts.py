"""Which documents come with a load, and do the quotes stand where they say?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from graph.errors import InvalidStatement
from graph.statement import Document, Quote

__all__ = ["Texts"]

_KEPT = 16  # texts in memory; the quotes of one document come together
_TABLES = {
    "stage_body": "id INTEGER PRIMARY KEY, sha256 TEXT UNIQUE, text TEXT",
    "stage_document": "body INTEGER, title TEXT, language TEXT, media_type TEXT, url TEXT",
}


class Texts:
    """The texts that quotes of one load point into: given with it, or kept from before.

    Documents may arrive while the statements stream (a list that their generator fills): each is taken as soon as
    a quote asks for it, the rest at the end.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        kept: sqlite3.Connection,
        source: str,
        part: str,
        documents: Iterable[Document],
    ) -> None:
        self._connection = connection
        self._stored = kept
        self._source = source
        self._part = part
        self._documents = documents
        self._coming: Iterator[Document] = iter(documents)
        self._taken = 0
        self._texts: dict[str, tuple[int, str]] = {}  # SHA-256 -> (number in the stage, text)
        for table, columns in _TABLES.items():
            connection.execute(f"CREATE TEMP TABLE {table} ({columns})")

    def check(self, quote: Quote, record: str) -> int:
        """The number of the text that a quote stands in. Raises InvalidStatement where it does not."""
        found = self._texts.get(quote.document) or self._find(quote.document)
        if found is None:
            raise InvalidStatement(
                f"{self._source}/{self._part}, {record}: a quote from a document that was not given"
                f" (SHA-256 {quote.document[:80]})."
            )
        number, text = found
        if not 0 <= quote.start < quote.end <= len(text) or text[quote.start : quote.end] != quote.text:
            raise InvalidStatement(
                f"{self._source}/{self._part}, {record}: the quote “{quote.text[:80]}” does not stand at"
                f" {quote.start}..{quote.end} of its document."
            )
        if not 0 <= quote.occurrence <= len(text):
            raise InvalidStatement(
                f"{self._source}/{self._part}, {record}: the quote “{quote.text[:80]}” cannot stand there for the"
                f" {quote.occurrence}th time."
            )
        return number

    def finish(self) -> None:
        """Take the documents that no quote asked for."""
        while self._next() is not None:
            pass

    def _find(self, sha256: str) -> tuple[int, str] | None:
        while document := self._next():
            if document.sha256 == sha256:
                return self._texts[sha256]
        staged = self._connection.execute(
            "SELECT id, text FROM stage_body WHERE sha256 = ?", (sha256,)
        ).fetchone()
        if not staged or staged[1] is None:
            stored = self._stored.execute("SELECT text FROM body WHERE sha256 = ?", (sha256,)).fetchone()
            if stored is None:
                return None
            return self._remember(sha256, staged[0] if staged else self._stage(sha256, None), stored[0])
        return self._remember(sha256, *staged)

    def _next(self) -> Document | None:
        document = next(self._coming, None)
        if document is None and isinstance(self._documents, list) and len(self._documents) > self._taken:
            # An exhausted iterator of a list stays so, even when its filler added more.
            self._coming = iter(self._documents[self._taken :])
            document = next(self._coming)
        if document is None:
            return None
        self._taken += 1
        if (document.source, document.part) != (self._source, self._part):
            raise InvalidStatement(
                f"A document of {document.source}/{document.part} came with the load of {self._source}/{self._part}."
            )
        number = self._stage(document.sha256, document.text)
        self._connection.execute(
            "INSERT INTO stage_document VALUES (?, ?, ?, ?, ?)",
            (number, document.title, document.language, document.media_type, document.url),
        )
        self._remember(document.sha256, number, document.text)
        return document

    def _stage(self, sha256: str, text: str | None) -> int:
        """The stage's number of a text; one that the ledger keeps is staged by its SHA-256 alone."""
        found = self._connection.execute("SELECT id FROM stage_body WHERE sha256 = ?", (sha256,)).fetchone()
        if found:
            return int(found[0])
        added = self._connection.execute("INSERT INTO stage_body VALUES (NULL, ?, ?)", (sha256, text))
        return int(added.lastrowid or 0)

    def _remember(self, sha256: str, number: int, text: str) -> tuple[int, str]:
        while len(self._texts) >= _KEPT:
            del self._texts[next(iter(self._texts))]
        self._texts[sha256] = (number, text)
        return number, text
