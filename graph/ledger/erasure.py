"""How is somebody removed for good, and what remains?

Statements about them go, the passages that said so and their names are blanked wherever they stand, and judgements
and proposals that mention them are dropped. A tombstone stays: keyed hashes by which a later load is kept from
bringing them back, the date, and the reason. Rows that were removed or rewritten leave the leaf they had, so that
the chain of runs can still be verified.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from graph.errors import StoreError, UnknownEntity, UsageError
from graph.ledger.answers import Receipt, Removal
from graph.ledger.blanking import Name, Names, Range, keyed, merged
from graph.ledger.forgotten import NAMING, erased
from graph.ledger.rewriting import Rewriting
from graph.ledger.runs import Clock, Recording, recording, secret_of

__all__ = ["completed", "erase"]

# Their values say who somebody is: they are blanked wherever they stand.
_TELLING = (*NAMING, "identifier", "website", "email", "phone")
# Texts that may hold a name, and whether they are JSON.
_WRITINGS = (
    ("record", "row", True),
    ("document", "title", False),
    ("document", "url", False),
    ("extraction", "by", False),
    ("catalogue", "entry", True),
    ("judgement", "by", False),
    ("judgement", "why", False),
    ("undoing", "by", False),
    ("undoing", "why", False),
    ("token", "label", False),
    ("run", "by", False),
    ("run", "note", False),
)
_LINES = {
    "statements": "statements about them",
    "records": "rows that only they stood in",
    "rows": "other rows blanked",
    "passages": "passages of documents blanked",
    "reworded": "statements of others reworded, because their quote or value held the name",
    "judgements": "judgements",
    "proposals": "entries of the review queue",
}


def erase(
    connection: sqlite3.Connection, clock: Clock, entities: Sequence[str], why: str, by: str
) -> Receipt:
    """Remove these entities, in one transaction. Raises UnknownEntity, Erased, UsageError."""
    if not (entities and why and by):
        raise UsageError("An erasure names who is erased, by whom, and why.")
    # Without an index on every reference the check of each deleted row would read the whole table: it is made once.
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA temp_store = MEMORY")  # nothing of what is removed goes into another file
    with recording(connection, clock, "erase") as run:
        erasure = _Erasure(connection, run, entities)
        erasure.carry_out()
        run.note, run.by, run.counts = erasure.names.blank(why), erasure.names.blank(by), erasure.counts
        if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
            raise StoreError(f"The erasure would have left a row of {broken[0]} without its {broken[2]}.")
    return Receipt(run.id, erasure.epoch, run.at, run.note, erasure.removals())


def completed(receipt: Receipt, *, scrubbed: bool) -> Receipt:
    """The receipt after the try to rewrite the file without what was deleted in it."""
    if scrubbed:
        last = Removal("ledger", "file rewritten and log emptied, so that no deleted byte is left", 1)
    else:
        what = "file not rewritten, as it is being read or there is no room: deleted bytes stay until the next write"
        last = Removal("ledger", what, 1, reached=False)
    away = "copies made earlier are known here: delete them where they are, or erase in them too"
    copies = Removal("backups and exports", away, 0, reached=False)
    return replace(receipt, removals=(*receipt.removals, last, copies))


def _mention(entities: list[str]) -> Callable[[str], bool]:
    """Whether a text holds one of these ids, as a whole."""
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, entities)) + r")(?![\w-])")
    return lambda text: pattern.search(text) is not None


class _Erasure:
    """One erasure on its way through the tables."""

    def __init__(self, connection: sqlite3.Connection, run: Recording, entities: Sequence[str]) -> None:
        self._connection = connection
        self._run = run
        self._entities = sorted(set(entities))
        self._secret = secret_of(connection)
        self._rewriting = Rewriting(connection, run.id, self._secret)
        self._passages: dict[int, list[Range]] = {}  # of bodies, where they were quoted for these entities
        self._places: set[int] = set()  # sources that spoke of them
        self._former: list[str] = []  # ids of statements that are gone or changed
        self._namesakes: list[str] = []
        self._short = 0
        self.names = Names(self._secret, ())
        self.counts: dict[str, int] = {}
        self.epoch = 0

    def carry_out(self) -> None:
        """All steps, in the order in which each finds what the one before left."""
        doomed = self._doomed()
        names = self._telling(doomed)
        self.names = Names(self._secret, names)
        records = self._drop_statements(doomed)
        self._blank(records)
        self._drop_decisions()
        self._sweep()
        self._bury(names)

    def _ask(self, sql: str, *values: Any) -> list[Any]:
        return self._connection.execute(sql, values).fetchall()

    def _doomed(self) -> list[int]:
        """The rows of statements about these entities. Raises where nothing is held of any of them."""
        doomed: set[int] = set()
        held = False
        for entity in self._entities:
            if before := erased(self._connection, "entity", entity):
                raise before
            rows = self._ask(
                "SELECT statement.id FROM term JOIN statement ON statement.subject = term.id"
                " WHERE term.text = ?1 AND term.datatype = '' UNION"
                " SELECT statement.id FROM term JOIN statement ON statement.object = term.id"
                " WHERE term.text = ?1 AND term.datatype = ''",
                entity,
            )
            judged = self._ask("SELECT id FROM judgement WHERE a = ?1 OR b = ?1", entity)
            doomed.update(row for (row,) in rows)
            held = held or bool(rows or judged or self._proposed(_mention([entity])))
        if not held:
            raise UnknownEntity(", ".join(self._entities))
        return sorted(doomed)

    def _telling(self, doomed: list[int]) -> list[Name]:
        """What may be kept of their names and identifiers, and of their ids."""
        rows = self._ask(
            "SELECT DISTINCT predicate.name, object.text FROM statement"
            " JOIN term AS object ON object.id = statement.object AND object.datatype <> ''"
            " JOIN term AS said ON said.id = statement.subject"
            " JOIN predicate ON predicate.id = statement.predicate"
            " WHERE statement.id IN (SELECT value FROM json_each(?1))"
            " AND said.text IN (SELECT value FROM json_each(?2))",
            json.dumps(doomed),
            json.dumps(self._entities),
        )
        told: list[str] = []
        for predicate, text in rows:
            if predicate in _TELLING:
                told += [text, text.partition(":")[2]] if predicate == "identifier" else [text]
        kept = {name for text in told if (name := Names.keep(self._secret, text))}
        # A single word is too common to be blanked wherever it stands: it goes with the passages about them.
        self._short = sum(name.words == 1 for name in kept)
        kept |= {name for id in self._entities if (name := Names.keep(self._secret, id))}
        return sorted((name for name in kept if name.words > 1), key=lambda name: name.hash)

    def _drop_statements(self, doomed: list[int]) -> list[int]:
        """Remove the statements; the records they stood in."""
        rows = self._ask(
            "SELECT lower(hex(digest)), record, part.source, body, start, stop, quote FROM statement"
            " JOIN part ON part.id = statement.part LEFT JOIN quote ON quote.id = statement.quote"
            " WHERE statement.id IN (SELECT value FROM json_each(?))",
            json.dumps(doomed),
        )
        for id, _, source, body, start, stop, _ in rows:
            self._former.append(id)
            self._places.add(source)
            if body is not None:
                self._passages.setdefault(body, []).append((start, stop))
        self.counts["statements"] = self._rewriting.remove("statement", doomed)
        self._rewriting.remove("quote", self._unused("quote", {row[6] for row in rows} - {None}))
        records = {row[1] for row in rows}
        gone = self._unused("record", records)
        self.counts["records"] = self._rewriting.remove("record", gone)
        return sorted(records.difference(gone))

    def _unused(self, column: str, rows: set[int]) -> list[int]:
        """Those of these rows that no statement uses any more."""
        used = self._ask(
            f"SELECT DISTINCT {column} FROM statement WHERE {column} IN (SELECT value FROM json_each(?))",
            json.dumps(sorted(rows)),
        )
        return sorted(rows.difference(row for (row,) in used))

    def _blank(self, records: list[int]) -> None:
        """Blank passages, rows and names in all that stays, and renew the ids of statements that said them."""
        for record in records:
            self._rewriting.change("record", record, "row", "")
        quotes = self._blank_documents()
        touched = [
            row
            for (row,) in self._ask(
                "SELECT id FROM statement WHERE quote IN (SELECT value FROM json_each(?))", json.dumps(quotes)
            )
        ]
        valued, self._namesakes = self._rewriting.blank_values(self.names, NAMING)
        touched += valued + self._rewriting.blank_qualifiers(self.names)
        renamed = self._rewriting.blank_writing("record", "key", self.names, json_text=False)
        touched += [
            row
            for (row,) in self._ask(
                "SELECT id FROM statement WHERE record IN (SELECT value FROM json_each(?))",
                json.dumps(renamed),
            )
        ]
        for table, column, json_text in _WRITINGS:
            changed = self._rewriting.blank_writing(table, column, self.names, json_text=json_text)
            records += changed if table == "record" else []
        self.counts["rows"] = len(set(records) | set(renamed))
        self._places.update(
            source
            for (source,) in self._ask(
                "SELECT DISTINCT part.source FROM statement JOIN part ON part.id = statement.part"
                " WHERE statement.id IN (SELECT value FROM json_each(?1)) OR record IN (SELECT value FROM json_each(?2))",
                json.dumps(touched),
                json.dumps([*records, *renamed]),
            )
        )
        former = self._rewriting.renew_digests(touched)
        self.counts["reworded"] = len(former)
        self._former += former

    def _blank_documents(self) -> list[int]:
        """Blank passages and names in the texts of documents; the quotes that held some of them."""
        quotes: list[int] = []
        passages = 0
        for body, hashed in self._ask("SELECT id, sha256 FROM body ORDER BY id"):
            ((text,),) = self._ask("SELECT text FROM body WHERE id = ?", body)
            ranges = merged([*self._passages.get(body, ()), *self.names.ranges(text)])
            if not ranges:
                continue
            passages += len(ranges)
            self._places.update(
                source
                for (source,) in self._ask(
                    "SELECT part.source FROM document JOIN part ON part.id = document.part WHERE body = ?",
                    body,
                )
            )
            quotes += self._rewriting.blank_body(body, ranges)
            self._entomb("document", keyed(self._secret, "document", hashed), ranges=json.dumps(ranges))
        self.counts["passages"] = passages
        return quotes

    def _drop_decisions(self) -> None:
        """Remove judgements about them, and proposals that mention them."""
        wanted = json.dumps(self._entities)
        about = "a IN (SELECT value FROM json_each(?1)) OR b IN (SELECT value FROM json_each(?1))"
        judged = [row for (row,) in self._ask(f"SELECT id FROM judgement WHERE {about}", wanted)]
        self._remove_with("undoing", "judgement", judged)
        self.counts["judgements"] = len(judged)
        ids = _mention(self._entities)
        mentioned = self._proposed(lambda text: ids(text) or self.names.blank_json(text) != text)
        self._remove_with("settlement", "proposal", mentioned)
        self.counts["proposals"] = len(mentioned)

    def _proposed(self, mentions: Callable[[str], bool]) -> list[int]:
        """The proposals in which a text mentions somebody."""
        texts = self._ask(
            "SELECT proposal.id, kind, key, proposal.proposal, reasons, proposal.by, why, correction, settlement.by"
            " FROM proposal LEFT JOIN settlement ON settlement.proposal = proposal.id ORDER BY proposal.id"
        )
        return sorted({row for row, *said in texts if any(text and mentions(text) for text in said)})

    def _remove_with(self, dependent: str, table: str, rows: list[int]) -> None:
        sql = f"SELECT id FROM {dependent} WHERE {table} IN (SELECT value FROM json_each(?))"
        self._rewriting.remove(dependent, [row for (row,) in self._ask(sql, json.dumps(rows))])
        self._rewriting.remove(table, rows)

    def _sweep(self) -> None:
        """Remove words that nothing uses any more."""
        self._connection.execute(
            "DELETE FROM term WHERE NOT EXISTS (SELECT 1 FROM statement WHERE subject = term.id)"
            " AND NOT EXISTS (SELECT 1 FROM statement WHERE object = term.id)"
        )
        self._connection.execute("DELETE FROM aspect WHERE id NOT IN (SELECT aspect FROM statement)")
        self._connection.execute("DELETE FROM predicate WHERE id NOT IN (SELECT predicate FROM statement)")

    def _bury(self, names: list[Name]) -> None:
        """Leave the tombstones, and a new epoch, so that every projection is made anew."""
        for entity in self._entities:
            self._entomb("entity", keyed(self._secret, "entity", entity))
            if (name := Names.keep(self._secret, entity)) and name.words > 1:
                self._entomb("name", name.hash, words=name.words, hint=name.hint)
        for id in dict.fromkeys(self._former):
            self._entomb("statement", keyed(self._secret, "statement", id))
        for scope in sorted(self._places):
            for name in names:
                self._entomb("name", name.hash, scope=scope, words=name.words, hint=name.hint)
        self._connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'epoch'")
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES ('unscrubbed', '1')")
        ((epoch,),) = self._ask("SELECT value FROM meta WHERE name = 'epoch'")
        self.epoch = int(epoch)

    def _entomb(self, kind: str, hash: bytes, **more: object) -> None:
        fields = {"run": self._run.id, "kind": kind, "hash": hash} | more
        self._connection.execute(
            f"INSERT INTO tombstone ({', '.join(fields)}) VALUES ({', '.join('?' * len(fields))})",
            tuple(fields.values()),
        )

    def removals(self) -> tuple[Removal, ...]:
        """The lines of the receipt that the ledger can answer for."""
        lines = [Removal("ledger", what, self.counts[key]) for key, what in _LINES.items()]
        parts = self._ask("SELECT part.name FROM part UNION ALL SELECT name FROM source")
        named = sum(self.names.blank(name) != name for (name,) in parts)
        if named:
            what = (
                "parts or sources have the name in their own: rename the file at the source and load it again"
            )
            lines.append(Removal("ledger", what, named, reached=False))
        if self._short:
            what = "names of a single word stay where they stand outside the passages and rows about them"
            lines.append(Removal("ledger", what, self._short, reached=False))
        if self._namesakes:
            others = ", ".join(self._namesakes[:10])
            what = f"other entities have the same name ({others}): erase them too if they are the same"
            lines.append(Removal("ledger", what, len(self._namesakes), reached=False))
        return tuple(lines)
