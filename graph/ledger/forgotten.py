"""Who was erased, and how is a later load kept from bringing them back?"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import astuple, replace
from itertools import groupby
from typing import Any

from graph.errors import Erased, InvalidStatement
from graph.ledger.blanking import Name, Names, Range, blanked, keyed, merged
from graph.ledger.runs import secret_of
from graph.statement import Document, Literal, Quote, Source, Statement

__all__ = ["NAMING", "Forgotten", "erased", "names_of"]

NAMING = ("name", "alias", "acronym")  # the names of another entity stay its own, whatever words they share
_NAMES = """
SELECT words, hint, hash FROM tombstone WHERE kind = 'name' AND (:scope IS NULL OR scope IS NULL OR scope = :scope)
"""
_TOMBSTONE = """
SELECT substr(run.at, 1, 10), run.note FROM tombstone JOIN run ON run.id = tombstone.run
WHERE tombstone.kind = ? AND tombstone.hash = ? ORDER BY tombstone.id LIMIT 1
"""


def erased(connection: sqlite3.Connection, kind: str, said: str) -> Erased | None:
    """What is to be said of an entity, statement or document that was erased; None where none was."""
    hashed = keyed(secret_of(connection), kind, said)
    row = connection.execute(_TOMBSTONE, (kind, hashed)).fetchone()
    return Erased(said, row[0], row[1]) if row else None


def names_of(connection: sqlite3.Connection, scope: int | None) -> Names:
    """The erased names that are to be blanked in a source (None: those of all sources)."""
    found = [Name(*row) for row in connection.execute(_NAMES, {"scope": scope})]
    return Names(secret_of(connection), found)


class Forgotten:
    """A filter over one load: leaves out who was erased, and blanks their names and passages."""

    def __init__(self, connection: sqlite3.Connection, source: str) -> None:
        self.suppressed = 0
        self.documents: list[Document] = []  # the cleaned ones, as soon as the statements were read
        self._secret = secret_of(connection)
        self._entities = {
            hash for (hash,) in connection.execute("SELECT hash FROM tombstone WHERE kind = 'entity'")
        }
        self._known: dict[str, bool] = {}
        if self._entities:
            row = connection.execute("SELECT id FROM source WHERE name = ?", (source,)).fetchone()
            self._names = names_of(connection, row[0] if row else 0)
            self._passages: dict[bytes, list[Range]] = {
                hash: [(start, stop) for start, stop in json.loads(ranges)]
                for hash, ranges in connection.execute(
                    "SELECT hash, ranges FROM tombstone WHERE kind = 'document'"
                )
            }

    def __bool__(self) -> bool:
        """True where anybody was ever erased; a load need not be filtered otherwise."""
        return bool(self._entities)

    def clean(self, statements: Iterable[Statement], documents: Iterable[Document]) -> Iterator[Statement]:
        """The statements that may be kept, without erased names.

        Those with quotes come at the end: which passages of a document must be blanked is known only when all of
        its statements were seen.
        """
        quoted: list[Statement] = []
        for _, group in groupby(statements, lambda statement: statement.evidence.record):
            yield from self._rows(group, quoted)
        yield from self._passed(quoted, documents)

    def entry(self, catalogue: Source) -> Source:
        """The catalogue's entry without erased names."""
        clean = Source(*(self._names.blank(said) for said in astuple(catalogue)))
        return replace(clean, id=catalogue.id)

    def blank(self, text: str) -> str:
        """A text without erased names."""
        return self._names.blank(text)

    def _rows(self, group: Iterator[Statement], quoted: list[Statement]) -> Iterator[Statement]:
        kept, gone = [], False
        for statement in group:
            if statement.evidence.quote:
                quoted.append(statement)
            elif self._speaks_of(statement):
                self.suppressed, gone = self.suppressed + 1, True
            else:
                kept.append(statement)
        for statement in kept:
            evidence = statement.evidence
            row = "" if gone else self._names.blank_json(evidence.row)
            yield self._without_names(
                replace(
                    statement, evidence=replace(evidence, row=row, record=self._names.blank(evidence.record))
                )
            )

    def _passed(self, quoted: list[Statement], documents: Iterable[Document]) -> Iterator[Statement]:
        passages: dict[str, list[Range]] = {}
        kept: list[Statement] = []
        for statement in quoted:
            if self._speaks_of(statement):
                self.suppressed += 1
                quote = _quote(statement)
                passages.setdefault(quote.document, []).append((quote.start, quote.end))
            else:
                kept.append(statement)
        cleaned: dict[str, tuple[Document, Document]] = {}
        for document in documents:
            clean = self._document(document, passages.get(document.sha256, []))
            cleaned[document.sha256] = (document, clean)
            self.documents.append(clean)
        for statement in kept:
            yield self._without_names(self._moved(statement, cleaned))

    def _document(self, document: Document, passages: list[Range]) -> Document:
        earlier = self._passages.get(keyed(self._secret, "document", document.sha256), [])
        ranges = merged([*passages, *earlier, *self._names.ranges(document.text)])
        title, url = self._names.blank(document.title), self._names.blank(document.url)
        return replace(document, text=blanked(document.text, ranges), title=title, url=url, sha256="")

    def _moved(self, statement: Statement, cleaned: dict[str, tuple[Document, Document]]) -> Statement:
        """The statement with its quote out of the cleaned document."""
        quote, evidence = _quote(statement), statement.evidence
        record = self._names.blank(evidence.record)
        if quote.document in cleaned:
            before, after = cleaned[quote.document]
            if before.text[quote.start : quote.end] != quote.text:
                raise InvalidStatement(
                    f"{evidence.source}/{evidence.part}, {evidence.record}: the quote does not stand at"
                    f" {quote.start}..{quote.end} of its document."
                )
            quote = replace(quote, document=after.sha256, text=after.text[quote.start : quote.end])
        return replace(statement, evidence=replace(evidence, quote=quote, record=record))

    def _without_names(self, statement: Statement) -> Statement:
        said: Any = statement.object
        if isinstance(said, Literal) and statement.predicate not in NAMING:
            said = replace(said, value=self._names.blank(said.value))
        qualifiers = tuple((name, self._names.blank(value)) for name, value in statement.qualifiers)
        by = self._names.blank(statement.by)
        if (said, qualifiers, by) == (statement.object, statement.qualifiers, statement.by):
            return statement
        return replace(statement, object=said, qualifiers=qualifiers, by=by)

    def _speaks_of(self, statement: Statement) -> bool:
        said = statement.object
        return self._is_erased(statement.subject) or (isinstance(said, str) and self._is_erased(said))

    def _is_erased(self, entity: str) -> bool:
        found = self._known.get(entity)
        if found is None:
            if len(self._known) >= 200_000:
                self._known.clear()
            found = self._known[entity] = keyed(self._secret, "entity", entity) in self._entities
        return found


def _quote(statement: Statement) -> Quote:
    assert statement.evidence.quote is not None  # only statements with a quote are asked
    return statement.evidence.quote
