"""How do rows of the ledger become statements again?

An `Assembly` lives for one query: what it remembers cannot outlive an erasure.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from operator import itemgetter
from typing import Any

from graph.statement import Evidence, Literal, Mode, Quote, Statement
from graph.when import When

__all__ = ["STATEMENTS", "Assembly"]

_ASPECTS = 50_000  # remembered at most
_TEXTS = 8  # a document's statements come together

STATEMENTS = """
SELECT statement.id, statement.record, statement.quote, said.text, statement.predicate, object.text, object.datatype, object.lang,
       statement.aspect, statement.extraction, record.part, record.key, record.retrieved, record.row
FROM statement
CROSS JOIN record ON record.id = statement.record
CROSS JOIN term AS said ON said.id = statement.subject
CROSS JOIN term AS object ON object.id = statement.object
"""

_Aspect = tuple[Mode, When | None, tuple[tuple[str, str], ...]]


class Assembly:
    """Statements out of the rows that STATEMENTS selects."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.row = 0  # the row that is being read
        self._predicates: dict[int, str] = dict(connection.execute("SELECT id, name FROM predicate"))
        self._parts: dict[int, tuple[str, str]] = {}
        self._aspects: dict[int, _Aspect] = {}
        self._extractions: dict[int, tuple[float, str]] = {}
        self._texts: dict[int, tuple[str, str]] = {}

    def statements(self, sql: str, wanted: dict[str, Any]) -> Iterator[Statement]:
        """The statements of a query that begins with STATEMENTS."""
        return map(itemgetter(1), self.numbered(sql, wanted))

    def numbered(self, sql: str, wanted: dict[str, Any]) -> Iterator[tuple[int, Statement]]:
        """The same with the number of each row."""
        place: tuple[int, int | None] = (0, None)
        evidence: Evidence | None = None
        for (
            number,
            record,
            quote,
            subject,
            predicate,
            text,
            datatype,
            lang,
            aspect,
            extraction,
            *row,
        ) in self._connection.execute(sql, wanted):
            self.row = number
            if evidence is None or (record, quote) != place:
                place, evidence = (record, quote), self._evidence(quote, *row)
            mode, when, qualifiers = self._aspects.get(aspect) or self._aspect(aspect)
            confidence, by = self._extractions.get(extraction) or self._extraction(extraction)
            said = Literal(text, datatype, lang) if datatype else text
            name = self._predicates[predicate]
            yield number, Statement(subject, name, said, evidence, mode, when, qualifiers, confidence, by)

    def _one(self, sql: str, number: int) -> tuple[Any, ...]:
        found: tuple[Any, ...] = self._connection.execute(sql, (number,)).fetchone()
        return found

    def _aspect(self, number: int) -> _Aspect:
        mode, valid, qualifiers = self._one("SELECT mode, valid, qualifiers FROM aspect WHERE id = ?", number)
        pairs = tuple((name, value) for name, value in json.loads(qualifiers)) if qualifiers else ()
        if len(self._aspects) >= _ASPECTS:
            self._aspects.clear()
        found = self._aspects[number] = (Mode(mode), When.parse(valid) if valid else None, pairs)
        return found

    def _extraction(self, number: int) -> tuple[float, str]:
        confidence, by = self._one("SELECT confidence, by FROM extraction WHERE id = ?", number)
        found = self._extractions[number] = (confidence, by)
        return found

    def _evidence(self, quote: int | None, part: int, key: str, retrieved: str, row: str) -> Evidence:
        source, name = self._parts.get(part) or self._part(part)
        words = None if quote is None else self._quote(quote)
        return Evidence(source, name, key, date.fromisoformat(retrieved), words, row)

    def _part(self, number: int) -> tuple[str, str]:
        source, name = self._one(
            "SELECT source.name, part.name FROM part JOIN source ON source.id = part.source WHERE part.id = ?",
            number,
        )
        found = self._parts[number] = (source, name)
        return found

    def _quote(self, number: int) -> Quote:
        body, start, stop, occurrence = self._one(
            "SELECT body, start, stop, occurrence FROM quote WHERE id = ?", number
        )
        sha256, text = self._texts.get(body) or self._text(body)
        return Quote(sha256, start, stop, text[start:stop], occurrence)

    def _text(self, number: int) -> tuple[str, str]:
        while len(self._texts) >= _TEXTS:
            del self._texts[next(iter(self._texts))]
        sha256, text = self._one("SELECT sha256, text FROM body WHERE id = ?", number)
        found = self._texts[number] = (sha256, text)
        return found
