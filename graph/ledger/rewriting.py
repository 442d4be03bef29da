"""How are rows of older runs removed or rewritten so that the chain of runs can still be verified?

Before a row changes, the leaf it has is kept. Nothing but an erasure does this.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from hashlib import sha256

from graph.ledger.assembly import STATEMENTS, Assembly
from graph.ledger.blanking import BLOCK, Names, Range, blanked
from graph.ledger.chain import BORN, CLOSING, leaf_of
from graph.statement import digest

__all__ = ["Rewriting"]

_SAME_QUOTE = """
SELECT other.id FROM quote JOIN quote AS other ON other.body = ? AND other.start = quote.start
    AND other.stop = quote.stop AND other.occurrence = quote.occurrence WHERE quote.id = ?
"""


class Rewriting:
    """Changes to rows of earlier runs, within the transaction of an erasure."""

    def __init__(self, connection: sqlite3.Connection, run: int, secret: str) -> None:
        self._connection = connection
        self._run = run
        self._secret = secret

    def remember(self, kind: str, rows: Iterable[int], *, gone: bool) -> None:
        """Keep the leaves of rows (of a table, or of `run`) that are about to change or go."""
        closed = "closed" if kind in CLOSING else "NULL"
        born = "id" if kind == "run" else BORN[kind]
        for row in rows:
            leaf = leaf_of(self._connection, self._secret, kind, row)
            self._connection.execute(
                f"INSERT INTO erased (kind, id, run, born, closed, gone, leaf)"
                f" SELECT ?, id, ?, {born}, {closed}, ?, ? FROM {kind} WHERE id = ?"
                " ON CONFLICT DO UPDATE SET gone = max(gone, excluded.gone)",
                (kind, self._run, gone, leaf, row),
            )

    def remove(self, kind: str, rows: Iterable[int]) -> int:
        """Delete rows; how many."""
        numbers = list(rows)
        self.remember(kind, numbers, gone=True)
        self._connection.executemany(f"DELETE FROM {kind} WHERE id = ?", [(row,) for row in numbers])
        return len(numbers)

    def change(self, kind: str, row: int, column: str, value: object) -> None:
        """Give one column of a row another value."""
        self.remember(kind, [row], gone=False)
        change = f"UPDATE {kind} SET {column} = ? WHERE id = ?"
        try:
            self._connection.execute(change, (value, row))
        except sqlite3.IntegrityError:  # two blanked texts became equal where a table wants them different
            self._connection.execute(change, (f"{value}{BLOCK}{row}", row))

    def blank_writing(self, table: str, column: str, names: Names, *, json_text: bool) -> list[int]:
        """Blank names in one column of a table; the rows that held one."""
        blank = names.blank_json if json_text else names.blank
        rows = self._connection.execute(f"SELECT id, {column} FROM {table} WHERE {column} <> ''")
        changed = [(row, clean) for row, text in rows if (clean := blank(text)) != text]
        for row, clean in changed:
            self.change(table, row, column, clean)
        return [row for row, _ in changed]

    def blank_body(self, body: int, ranges: list[Range]) -> list[int]:
        """Blank passages of a document's text; the quotes that held some of them."""
        (text,) = self._connection.execute("SELECT text FROM body WHERE id = ?", (body,)).fetchone()
        touched = [
            quote
            for quote, start, stop in self._connection.execute(
                "SELECT id, start, stop FROM quote WHERE body = ?", (body,)
            )
            if any(start < end and begin < stop for begin, end in ranges)
        ]
        clean = blanked(text, ranges)
        hashed = sha256(clean.encode()).hexdigest()
        same = self._connection.execute("SELECT id FROM body WHERE sha256 = ?", (hashed,)).fetchone()
        if same:  # two versions that differed in the name only
            return touched + self._unite(body, same[0])
        self.remember("body", [body], gone=False)
        self._connection.execute("UPDATE body SET text = ?, sha256 = ? WHERE id = ?", (clean, hashed, body))
        return touched

    def _unite(self, body: int, same: int) -> list[int]:
        """Let all that points to a text point to its equal; the quotes of the equal that took over."""
        quotes = self._connection.execute("SELECT id FROM quote WHERE body = ?", (body,)).fetchall()
        took_over: list[int] = []
        for (quote,) in quotes:
            other = self._connection.execute(_SAME_QUOTE, (same, quote)).fetchone()
            if other is None:
                self.change("quote", quote, "body", same)
                continue
            for (row,) in self._connection.execute(
                "SELECT id FROM statement WHERE quote = ?", (quote,)
            ).fetchall():
                self.change("statement", row, "quote", other[0])
            self.remove("quote", [quote])
            took_over.append(other[0])
        shown = self._connection.execute("SELECT id FROM document WHERE body = ?", (body,)).fetchall()
        for (document,) in shown:
            self.change("document", document, "body", same)
        self.remove("body", [body])
        return took_over

    def blank_values(self, names: Names, spared: tuple[str, ...]) -> tuple[list[int], list[str]]:
        """Blank names in values; (rows of statements that had one, entities named so by a spared predicate)."""
        terms = self._connection.execute("SELECT id, text, datatype, lang FROM term WHERE datatype <> ''")
        found = [(term, clean, *kind) for term, text, *kind in terms if (clean := names.blank(text)) != text]
        changed: list[int] = []
        namesakes: list[str] = []
        for term, clean, datatype, lang in found:
            uses = self._connection.execute(
                "SELECT statement.id, predicate.name, said.text FROM statement"
                " JOIN predicate ON predicate.id = statement.predicate JOIN term AS said ON said.id = statement.subject"
                " WHERE statement.object = ?",
                (term,),
            ).fetchall()
            namesakes += [subject for _, predicate, subject in uses if predicate in spared]
            rows = [row for row, predicate, _ in uses if predicate not in spared]
            self.remember("statement", rows, gone=False)
            changed += self._point(rows, "object", "term", text=clean, datatype=datatype, lang=lang)
        return changed, sorted(set(namesakes))

    def blank_qualifiers(self, names: Names) -> list[int]:
        """Blank names in qualifiers; the rows of statements that had one."""
        aspects = self._connection.execute(
            "SELECT id, mode, valid, qualifiers FROM aspect WHERE qualifiers <> ''"
        )
        changed: list[int] = []
        for aspect, mode, valid, qualifiers in aspects.fetchall():
            pairs = [(name, names.blank(value)) for name, value in json.loads(qualifiers)]
            clean = json.dumps(pairs, ensure_ascii=False)
            if clean == qualifiers:
                continue
            rows = self._connection.execute("SELECT id FROM statement WHERE aspect = ?", (aspect,)).fetchall()
            numbers = [row for (row,) in rows]
            self.remember("statement", numbers, gone=False)
            changed += self._point(numbers, "aspect", "aspect", mode=mode, valid=valid, qualifiers=clean)
        return changed

    def _point(self, rows: list[int], column: str, table: str, **word: str) -> list[int]:
        """Let rows of statements use another word of a dictionary, which is added where it is new."""
        if rows:
            names, values = ", ".join(word), tuple(word.values())
            self._connection.execute(
                f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(word))}) ON CONFLICT DO NOTHING",
                values,
            )
            equal = " AND ".join(f"{name} = ?" for name in word)
            (number,) = self._connection.execute(f"SELECT id FROM {table} WHERE {equal}", values).fetchone()
            self._connection.executemany(
                f"UPDATE statement SET {column} = ? WHERE id = ?", [(number, row) for row in rows]
            )
        return rows

    def renew_digests(self, rows: Iterable[int]) -> list[str]:
        """Give statements whose words were blanked the ids of what they say now; the ids they had.

        Two that differed in the blanked words only become one.
        """
        wanted = json.dumps(sorted(set(rows)))
        sql = f"{STATEMENTS} WHERE statement.id IN (SELECT value FROM json_each(:rows)) ORDER BY statement.id"
        said = list(Assembly(self._connection).numbered(sql, {"rows": wanted}))
        former: list[str] = []
        for row, statement in said:
            (old,) = self._connection.execute("SELECT digest FROM statement WHERE id = ?", (row,)).fetchone()
            if (new := digest(statement)) == old:
                continue
            former.append(old.hex())
            self.remember("statement", [row], gone=False)
            try:
                self._connection.execute("UPDATE statement SET digest = ? WHERE id = ?", (new, row))
            except sqlite3.IntegrityError:
                self.remove("statement", [row])
        self._connection.execute(
            "UPDATE statement SET again = EXISTS (SELECT 1 FROM statement AS older"
            " WHERE older.digest = statement.digest AND older.id < statement.id)"
            " WHERE digest IN (SELECT digest FROM statement WHERE id IN (SELECT value FROM json_each(?)))",
            (wanted,),
        )
        return former
