"""How do the statements of a load reach temporary tables, in batches and without holding anybody up?

Words are replaced by numbers while they stream in. The numbers are the stage's own and may be given twice to the
same word when the dictionary in memory was emptied: the switch maps both to the one row of the ledger. So memory
stays flat however much is loaded.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from graph.errors import InvalidStatement
from graph.ledger.texts import Texts
from graph.statement import Evidence, Literal, Mode, Quote, Statement, digest

__all__ = ["Stage"]

_BATCH = 20_000
_REMEMBERED = 400_000  # words kept in memory
_LONG = 200  # longer values are not: they seldom come twice
_TABLES = {
    "stage_term": "id INTEGER PRIMARY KEY, text TEXT, datatype TEXT, lang TEXT",
    "stage_aspect": "id INTEGER PRIMARY KEY, mode TEXT, valid TEXT, qualifiers TEXT",
    "stage_extraction": "id INTEGER PRIMARY KEY, confidence REAL, by TEXT",
    "stage_predicate": "id INTEGER PRIMARY KEY, name TEXT",
    "stage_record": "id INTEGER PRIMARY KEY, key TEXT, retrieved TEXT, row TEXT",
    "stage_quote": "id INTEGER PRIMARY KEY, body INTEGER, start INTEGER, stop INTEGER, occurrence INTEGER",
    "stage_statement": "id INTEGER PRIMARY KEY, digest BLOB, record INTEGER, subject INTEGER,"
    " predicate INTEGER, object INTEGER, aspect INTEGER, extraction INTEGER, quote INTEGER, known INTEGER,"
    " fate INTEGER DEFAULT 0",
}
_COLUMNS = {"stage_statement": "(digest, record, subject, predicate, object, aspect, extraction, quote)"}


class _Words:
    """Numbers for the words of one dictionary; `pending` are the rows that the temporary table lacks."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.numbers: dict[Any, int] = {}
        self.pending: list[tuple[Any, ...]] = []
        self.last = 0

    def number(self, word: Any, *fields: Any, remember: bool = True) -> int:
        """The number of a word met for the first time (or again after it was forgotten)."""
        if len(self.numbers) >= _REMEMBERED:
            self.numbers.clear()
        self.last += 1
        self.pending.append((self.last, *fields))
        if remember:
            self.numbers[word] = self.last
        return self.last


class Stage:
    """The statements of one load on their way to the ledger."""

    def __init__(self, connection: sqlite3.Connection, source: str, part: str, texts: Texts) -> None:
        self._connection = connection
        self._source = source
        self._part = part
        self._texts = texts
        self._terms = _Words("stage_term")
        self._aspects = _Words("stage_aspect")
        self._extractions = _Words("stage_extraction")
        self._predicates = _Words("stage_predicate")
        self._records = _Words("stage_record")
        self._quotes = _Words("stage_quote")
        self._statements: list[tuple[Any, ...]] = []
        self._evidence: Evidence | None = None
        self._record = 0
        self._quote: int | None = None
        for table, columns in _TABLES.items():
            connection.execute(f"CREATE TEMP TABLE {table} ({columns})")

    def fill(self, statements: Iterable[Statement], progress: Callable[[int], None] | None) -> None:
        """Stage all statements. Raises InvalidStatement for one that is not of this part or breaks its quote."""
        count = 0
        keep = self._statements.append
        for statement in statements:
            keep(self._numbered(statement))
            count += 1
            if count % _BATCH == 0:
                self.flush()
                if progress:
                    progress(count)
        self.flush()
        if progress:
            progress(count)

    def _numbered(self, statement: Statement) -> tuple[Any, ...]:
        evidence, said = statement.evidence, statement.object
        if evidence is not self._evidence:
            self._take(evidence)
        terms = self._terms.numbers
        if (subject := terms.get(statement.subject)) is None:
            subject = self._entity(statement.subject)
        if isinstance(said, str):
            if (object := terms.get(said)) is None:
                object = self._entity(said)
        elif (object := terms.get((said.value, said.datatype, said.lang))) is None:
            object = self._literal(said)
        if (predicate := self._predicates.numbers.get(statement.predicate)) is None:
            predicate = self._predicates.number(statement.predicate, statement.predicate)
        aspect_key = (statement.mode, statement.when, statement.qualifiers)
        if (aspect := self._aspects.numbers.get(aspect_key)) is None:
            aspect = self._aspect(statement, aspect_key)
        extraction_key = (statement.confidence, statement.by)
        if (extraction := self._extractions.numbers.get(extraction_key)) is None:
            extraction = self._extraction(statement, extraction_key)
        return (
            digest(statement),
            self._record,
            subject,
            predicate,
            object,
            aspect,
            extraction,
            self._quote,
        )

    def _take(self, evidence: Evidence) -> None:
        """Note the record and quote of the evidence that the next statements share."""
        if evidence.source != self._source or evidence.part != self._part:
            raise InvalidStatement(
                f"A statement of {evidence.source}/{evidence.part} came with the load of {self._source}/{self._part};"
                " each part is loaded by itself."
            )
        key = (evidence.record, evidence.retrieved, evidence.row)
        if (record := self._records.numbers.get(key)) is None:
            if len(self._records.numbers) >= _BATCH:
                self._records.numbers.clear()  # rows are long, and a record's statements come together
            record = self._records.number(
                key, evidence.record, evidence.retrieved.isoformat()[:10], evidence.row
            )
        self._record = record
        self._quote = self._place(evidence.quote, evidence.record) if evidence.quote else None
        self._evidence = evidence

    def _place(self, quote: Quote, record: str) -> int:
        body = self._texts.check(quote, record)
        key = (body, quote.start, quote.end, quote.occurrence)
        found = self._quotes.numbers.get(key)
        return found or self._quotes.number(key, *key)

    def _entity(self, entity: str) -> int:
        if not entity:
            raise InvalidStatement(f"{self._source}/{self._part}: a statement without subject or object.")
        return self._terms.number(entity, entity, "", "")

    def _literal(self, literal: Literal) -> int:
        key = (literal.value, literal.datatype, literal.lang)
        if not literal.datatype:
            raise InvalidStatement(
                f"{self._source}/{self._part}: a value without datatype: “{literal.value[:80]}”."
            )
        return self._terms.number(key, *key, remember=len(literal.value) <= _LONG)

    def _aspect(self, statement: Statement, key: tuple[Any, ...]) -> int:
        qualifiers = json.dumps(statement.qualifiers, ensure_ascii=False) if statement.qualifiers else ""
        valid = statement.when.key if statement.when else ""
        return self._aspects.number(key, Mode(statement.mode).value, valid, qualifiers)

    def _extraction(self, statement: Statement, key: tuple[float, str]) -> int:
        if not 0 <= statement.confidence <= 1:
            raise InvalidStatement(
                f"{self._source}/{self._part}: a confidence of {statement.confidence}; it lies between 0 and 1."
            )
        return self._extractions.number(key, float(statement.confidence), statement.by)

    def flush(self) -> None:
        """Write what is pending to the temporary tables."""
        words = (
            self._terms,
            self._aspects,
            self._extractions,
            self._predicates,
            self._records,
            self._quotes,
        )
        for kind in words:
            self._insert(kind.table, kind.pending)
        self._insert("stage_statement", self._statements)

    def _insert(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        if not rows:
            return
        places = ", ".join("?" * len(rows[0]))
        columns = _COLUMNS.get(table, "")
        try:
            self._connection.executemany(f"INSERT INTO {table} {columns} VALUES ({places})", rows)
        except UnicodeEncodeError as error:
            raise InvalidStatement(
                f"{self._source}/{self._part}: a text with half a character (a lone surrogate), which no file can hold: "
                f"{error.object[:80]!a}. Mend it at the source."
            ) from error
        rows.clear()
