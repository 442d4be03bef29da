"""How does a staged load become what its part says, in one short transaction?

The stage is compared with what the part says now: the same statements stay, new ones are opened, those that moved
(another place, version of the document, confidence or extractor) are closed and opened as a new sighting, and what
is no longer said is closed. No other part is touched.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict

from graph.ledger.answers import Change
from graph.ledger.runs import Recording
from graph.ledger.schema import STATEMENT_INDEXES
from graph.statement import Source

__all__ = ["ensure_part", "find_part", "switch"]

_FIELDS = {  # what makes two words of a dictionary the same
    "term": ("text", "datatype", "lang"),
    "predicate": ("name",),
    "aspect": ("mode", "valid", "qualifiers"),
    "extraction": ("confidence", "by"),
}
_FIND_PART = """
SELECT part.id FROM part JOIN source ON source.id = part.source WHERE source.name = ? AND part.name = ?
"""
# Rows of the part that are said again; `fate`: 2 the same sighting, 1 seen elsewhere (0 is new).
_RECOGNISE = """
UPDATE stage_statement SET known = (
    SELECT id FROM statement INDEXED BY statement_digest
    WHERE digest = stage_statement.digest AND part = :part AND closed IS NULL)
"""
_COMPARE = """
UPDATE stage_statement SET fate = 1 + EXISTS (
    SELECT 1 FROM statement
    LEFT JOIN same_extraction ON same_extraction.staged = stage_statement.extraction
    LEFT JOIN same_quote ON same_quote.staged = stage_statement.quote
    WHERE statement.id = stage_statement.known
        AND statement.extraction = same_extraction.id
        AND statement.quote IS coalesce(same_quote.id, -stage_statement.quote)
) WHERE known IS NOT NULL
"""
# Said twice in one load, and once of these as before.
_REPEATED = """
DELETE FROM stage_statement
WHERE fate = 1 AND known IN (SELECT known FROM stage_statement WHERE fate = 2)
"""
_CLOSE = """
UPDATE statement SET closed = :run WHERE part = :part AND closed IS NULL
    AND id NOT IN (SELECT known FROM stage_statement WHERE fate = 2)
"""
# A new statement of a row that is kept already shares that row.
_SHARED_RECORDS = """
INSERT INTO same_record
SELECT stage_statement.record, max(record.id) FROM stage_statement
JOIN statement ON statement.id = stage_statement.known
JOIN record ON record.id = statement.record
JOIN stage_record ON stage_record.id = stage_statement.record
    AND stage_record.key = record.key AND stage_record.row = record.row
WHERE stage_statement.record IN (SELECT record FROM stage_statement WHERE fate < 2)
GROUP BY stage_statement.record
"""
_RECORDS = """
INSERT INTO record (id, run, part, key, retrieved, row)
SELECT :base + id, :run, :part, key, retrieved, row FROM stage_record
WHERE id IN (SELECT record FROM stage_statement WHERE fate < 2) AND id NOT IN (SELECT staged FROM same_record)
ORDER BY id
"""
_BODIES = """
INSERT INTO body (run, sha256, text)
SELECT :run, sha256, text FROM stage_body
WHERE text IS NOT NULL AND sha256 NOT IN (SELECT sha256 FROM body) ORDER BY id
"""
_QUOTES = """
INSERT INTO quote (run, body, start, stop, occurrence)
SELECT :run, body.id, stage_quote.start, stage_quote.stop, stage_quote.occurrence
FROM stage_quote JOIN stage_body ON stage_body.id = stage_quote.body JOIN body ON body.sha256 = stage_body.sha256
WHERE stage_quote.id IN (SELECT quote FROM stage_statement WHERE fate < 2) ORDER BY stage_quote.id
ON CONFLICT DO NOTHING
"""
_SAME_QUOTES = """
INSERT INTO same_quote
SELECT stage_quote.id, quote.id
FROM stage_quote JOIN stage_body ON stage_body.id = stage_quote.body JOIN body ON body.sha256 = stage_body.sha256
JOIN quote ON quote.body = body.id AND quote.start = stage_quote.start AND quote.stop = stage_quote.stop
    AND quote.occurrence = stage_quote.occurrence
WHERE true ON CONFLICT DO NOTHING
"""
_STATEMENTS = """
INSERT INTO statement
    (digest, opened, part, record, subject, predicate, object, aspect, extraction, quote, again)
SELECT stage.digest, :run, :part,
    coalesce(same_record.id, :record + stage.record),
    coalesce(same_subject.id, :term + stage.subject),
    coalesce(same_predicate.id, :predicate + stage.predicate),
    coalesce(same_object.id, :term + stage.object),
    coalesce(same_aspect.id, :aspect + stage.aspect),
    coalesce(same_extraction.id, :extraction + stage.extraction),
    same_quote.id,
    EXISTS (SELECT 1 FROM statement AS older WHERE older.digest = stage.digest)
FROM stage_statement AS stage
LEFT JOIN same_record ON same_record.staged = stage.record
LEFT JOIN same_term AS same_subject ON same_subject.staged = stage.subject
LEFT JOIN same_predicate ON same_predicate.staged = stage.predicate
LEFT JOIN same_term AS same_object ON same_object.staged = stage.object
LEFT JOIN same_aspect ON same_aspect.staged = stage.aspect
LEFT JOIN same_extraction ON same_extraction.staged = stage.extraction
LEFT JOIN same_quote ON same_quote.staged = stage.quote
WHERE stage.fate < 2 ORDER BY stage.id
"""
# Where one load says the same thing twice, the first one counts.
_SAID_TWICE = "DELETE FROM statement WHERE id NOT IN (SELECT min(id) FROM statement GROUP BY digest)"


def find_part(connection: sqlite3.Connection, source: str, part: str) -> int | None:
    """The number of a part, or None where it was never loaded."""
    row = connection.execute(_FIND_PART, (source, part)).fetchone()
    return int(row[0]) if row else None


def ensure_part(connection: sqlite3.Connection, source: str, part: str) -> int:
    """The number of a part, which is made where it is new."""
    if (found := find_part(connection, source, part)) is not None:
        return found
    connection.execute("INSERT INTO source (name) VALUES (?) ON CONFLICT DO NOTHING", (source,))
    added = connection.execute(
        "INSERT INTO part (source, name) SELECT id, ? FROM source WHERE name = ?", (part, source)
    )
    return int(added.lastrowid or 0)


def switch(
    connection: sqlite3.Connection, run: Recording, source: str, part: str, catalogue: Source | None
) -> Change:
    """Bring the staged load into the ledger, within the transaction of `run`."""
    number = ensure_part(connection, source, part)
    run.part = number
    known = {"run": run.id, "part": number}
    for table in (*_FIELDS, "record", "quote"):
        connection.execute(f"CREATE TEMP TABLE same_{table} (staged INTEGER PRIMARY KEY, id INTEGER)")
    before = _compare(connection, known)
    entered = _enter(connection, run.id, number, catalogue)
    connection.execute(_BODIES, known)
    opened, dropped = _documents(connection, known)
    (moved,) = connection.execute(
        "SELECT count(DISTINCT known) FROM stage_statement WHERE fate = 1"
    ).fetchone()
    ended = connection.execute(_CLOSE, known).rowcount if before else 0
    begun = _insert(connection, known, reload=before > 0)
    return Change(
        source,
        part,
        revision=run.id,
        added=begun - moved,
        closed=ended - moved,
        same=before - ended,
        seen_again=moved,
        documents=opened,
        noop=not (begun or ended or entered or opened or dropped),
    )


def _compare(connection: sqlite3.Connection, known: dict[str, int]) -> int:
    """Give each staged statement its fate; how many statements the part said before."""
    open_now = "SELECT count(*) FROM statement WHERE part = :part AND closed IS NULL"
    (before,) = connection.execute(open_now, known).fetchone()
    _find_same(connection, "extraction")
    connection.execute(_SAME_QUOTES)
    if before:
        connection.execute(_RECOGNISE, known)
        connection.execute(_COMPARE, known)
        connection.execute(_REPEATED)
    return int(before)


def _enter(connection: sqlite3.Connection, run: int, part: int, catalogue: Source | None) -> bool:
    """Note the source's entry of the catalogue where it is new or changed; True if so."""
    if catalogue is None:
        return False
    (source,) = connection.execute("SELECT source FROM part WHERE id = ?", (part,)).fetchone()
    entry = json.dumps(asdict(catalogue), ensure_ascii=False, sort_keys=True)
    last = "SELECT entry FROM catalogue WHERE source = ? ORDER BY id DESC LIMIT 1"
    if connection.execute(last, (source,)).fetchone() == (entry,):
        return False
    connection.execute("INSERT INTO catalogue (run, source, entry) VALUES (?, ?, ?)", (run, source, entry))
    return True


_STAGED_DOCUMENTS = """
SELECT DISTINCT body.id, stage_document.title, stage_document.language, stage_document.media_type, stage_document.url
FROM stage_document JOIN stage_body ON stage_body.id = stage_document.body JOIN body ON body.sha256 = stage_body.sha256
"""
_QUOTED_BODIES = """
SELECT body.id FROM stage_body JOIN body ON body.sha256 = stage_body.sha256
WHERE stage_body.id IN (
    SELECT body FROM stage_quote WHERE id IN (SELECT quote FROM stage_statement))
"""
_OPEN_DOCUMENTS = (
    "SELECT id, body, title, language, media_type, url FROM document WHERE part = ? AND closed IS NULL"
)


def _documents(connection: sqlite3.Connection, known: dict[str, int]) -> tuple[int, int]:
    """Open the documents that are new in the part, close those that it no longer shows; how many of each.

    A document that is not given again stays as long as the part's statements quote it.
    """
    given = list(connection.execute(_STAGED_DOCUMENTS))
    bodies = {body for body, *_ in given}
    quoted = {body for (body,) in connection.execute(_QUOTED_BODIES)} - bodies
    shown = {
        tuple(fields): number for number, *fields in connection.execute(_OPEN_DOCUMENTS, (known["part"],))
    }
    fresh = [fields for fields in given if fields not in shown]
    gone = [number for fields, number in shown.items() if fields not in given and fields[0] not in quoted]
    connection.executemany(
        "INSERT INTO document (opened, part, body, title, language, media_type, url) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(known["run"], known["part"], *fields) for fields in fresh],
    )
    connection.executemany(
        "UPDATE document SET closed = ? WHERE id = ?", [(known["run"], number) for number in gone]
    )
    return len(fresh), len(gone)


def _insert(connection: sqlite3.Connection, known: dict[str, int], *, reload: bool) -> int:
    """Write the new words, records, quotes and statements; how many statements.

    New rows get the number they have in the stage, above a base.
    """
    if not connection.execute("SELECT EXISTS (SELECT 1 FROM stage_statement WHERE fate < 2)").fetchone()[0]:
        return 0
    bases = {"record": _base(connection, "record")}
    for table in _FIELDS:
        if table != "extraction":
            _find_same(connection, table)
        bases[table] = _add_words(connection, table, known["run"])
    if reload:
        connection.execute(_SHARED_RECORDS)
    connection.execute(_RECORDS, known | {"base": bases["record"]})
    connection.execute(_QUOTES, known)
    connection.execute(_SAME_QUOTES)
    (first,) = connection.execute("SELECT NOT EXISTS (SELECT 1 FROM statement)").fetchone()
    return (_insert_first if first else _insert_more)(connection, known | bases)


def _insert_more(connection: sqlite3.Connection, values: dict[str, int]) -> int:
    return connection.execute(f"{_STATEMENTS} ON CONFLICT DO NOTHING", values).rowcount


def _insert_first(connection: sqlite3.Connection, values: dict[str, int]) -> int:
    """Fill an empty table: indexes are cheaper to build at once afterwards."""
    for index in STATEMENT_INDEXES:
        connection.execute(f"DROP INDEX {index}")
    written = connection.execute(_STATEMENTS, values).rowcount
    for command in STATEMENT_INDEXES.values():
        try:
            connection.execute(command)
        except sqlite3.IntegrityError:
            written -= connection.execute(_SAID_TWICE).rowcount
            connection.execute(command)
    return written


def _find_same(connection: sqlite3.Connection, table: str) -> None:
    """Note in `same_…` which staged words the ledger has, and under which number."""
    connection.execute(_same(table))


def _same(table: str) -> str:
    equal = " AND ".join(f"kept.{field} = stage_{table}.{field}" for field in _FIELDS[table])
    return (
        f"INSERT INTO same_{table} SELECT stage_{table}.id, kept.id FROM stage_{table} JOIN {table} AS kept ON {equal}"
        f" WHERE stage_{table}.id NOT IN (SELECT staged FROM same_{table})"
    )


def _add_words(connection: sqlite3.Connection, table: str, run: int) -> int:
    """Add the staged words that the ledger lacks, numbered above the base that is returned."""
    base, stage = _base(connection, table), f"stage_{table}"
    columns = ", ".join(_FIELDS[table])
    owner, owned = ("run, ", f"{run}, ") if table == "extraction" else ("", "")
    added = connection.execute(
        f"INSERT INTO {table} (id, {owner}{columns}) SELECT {base} + id, {owned}{columns} FROM {stage}"
        f" WHERE id NOT IN (SELECT staged FROM same_{table}) ORDER BY id ON CONFLICT DO NOTHING"
    )
    (lacking,) = connection.execute(
        f"SELECT (SELECT count(*) FROM {stage}) - count(*) FROM same_{table}"
    ).fetchone()
    if added.rowcount < lacking:  # a word has two numbers in the stage: the second means the first one's row
        connection.execute(
            f"{_same(table)} AND NOT EXISTS (SELECT 1 FROM {table} WHERE id = {base} + {stage}.id)"
        )
    return base


def _base(connection: sqlite3.Connection, table: str) -> int:
    """A number above all that the table ever gave."""
    (base,) = connection.execute(
        f"SELECT max(coalesce(max(id), 0), coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0))"
        f" FROM {table}"
    ).fetchone()
    return int(base)
