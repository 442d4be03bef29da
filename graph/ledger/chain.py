"""How does one run's hash cover all that the run wrote, and the run before it?

Every row has a *leaf*: BLAKE2b over the ledger's secret and the row's content. A run's hash covers the hash before
it, its own fields, the leaves of the rows it wrote (table by table, in the order of their ids), and the ids of the
rows it closed. The secret in each leaf lets an erasure keep leaves of removed rows without keeping anything that a
guess could be checked against by somebody who does not hold the ledger.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import islice
from operator import itemgetter, methodcaller
from typing import Any

__all__ = ["BORN", "CLOSING", "CONTENT", "ERASED", "leaf_of", "leaves", "link", "measure", "sections"]

_BATCH = 20_000


def _text(column: str) -> str:
    return (
        f"length(CAST({column} AS BLOB)) || ':' || {column}"  # framed, so that no two contents run together
    )


def _content(*columns: str, texts: tuple[str, ...] = ()) -> str:
    plain = [f"coalesce({column}, '-')" for column in columns]
    return "CAST(:secret || " + " || ',' || ".join(["id", *plain, *map(_text, texts)]) + " AS BLOB)"


# What of a row is covered. A statement's words are covered by its digest, a body's text by its SHA-256.
CONTENT = {
    "catalogue": _content("source", texts=("entry",)),
    "extraction": _content("confidence", texts=("by",)),
    "record": _content("part", "retrieved", texts=("key", "row")),
    "body": _content("sha256"),
    "document": _content("part", "body", texts=("title", "language", "media_type", "url")),
    "quote": _content("body", "start", "stop", "occurrence"),
    "statement": "CAST(:secret || record || ',' || extraction || ',' || coalesce(quote, '-') || ',' || digest AS BLOB)",
    "judgement": _content(texts=("a", "b", "verdict", "by", "why")),
    "undoing": _content("judgement", texts=("by", "why")),
    "proposal": _content(texts=("kind", "key", "proposal", "reasons", "by")),
    "settlement": _content("proposal", texts=("state", "by", "why", "correction")),
    "token": _content(texts=("role", "label", "hash")),
    "revocation": _content("token"),
    "tombstone": _content("scope", "words", "hint", "ranges", texts=("kind", "hash")),
}
BORN = dict.fromkeys(CONTENT, "run")  # the column that names the run which wrote a row
BORN |= {"document": "opened", "statement": "opened"}
CLOSING = ("document", "statement")

# The fields of a run itself, and what of them is covered.
RUN = """
SELECT CAST(:secret || run.id || ',' || run.statements || ',' || {texts} AS BLOB)
FROM run LEFT JOIN part ON part.id = run.part LEFT JOIN source ON source.id = part.source WHERE run.id = :run
""".format(
    texts=" || ',' || ".join(
        _text(column)
        for column in (
            "run.kind",
            "run.at",
            "coalesce(source.name, '')",
            "coalesce(part.name, '')",
            "run.by",
            "run.note",
            "run.fingerprint",
            "run.counts",
            "run.sections",
        )
    )
)
# What an erasure did to older rows: the leaves that they had.
ERASED = (
    "SELECT CAST(kind || ',' || id || ',' || born || ',' || coalesce(closed, '-') || ',' || gone || ',' || leaf AS BLOB)"
    " FROM erased WHERE run = :run ORDER BY kind, id"
)


def leaves(contents: Iterable[bytes]) -> Iterator[bytes]:
    """The leaves, 64 bytes each, of rows' contents."""
    return map(methodcaller("digest"), map(blake2b, contents))


def leaf_of(connection: sqlite3.Connection, secret: str, kind: str, number: int) -> bytes | None:
    """The leaf of one row of a table (or of `run`); None where the row is gone."""
    sql = RUN if kind == "run" else f"SELECT {CONTENT[kind]} FROM {kind} WHERE id = :run"
    row = connection.execute(sql, {"secret": secret, "run": number}).fetchone()
    return next(leaves(row)) if row else None


def link(previous: bytes, fields: bytes) -> bytes:
    """The hash of a run: over the hash of the run before and the leaf of its own fields."""
    return blake2b(previous + fields, digest_size=32).digest()


def sections(
    connection: sqlite3.Connection, secret: str, run: int, marks: dict[str, int]
) -> dict[str, list[Any]]:
    """What a run wrote, as {section: [rows, hash over their leaves]}; `marks` are the last ids before it."""
    known = {"secret": secret, "run": run}
    found: dict[str, list[Any]] = {}
    for table, content in CONTENT.items():
        rows = f"SELECT {content} FROM {table} WHERE id > :mark AND {BORN[table]} = :run ORDER BY id"
        contents = connection.execute(rows, known | {"mark": marks.get(table, 0)})
        found[table] = measure(leaves(map(itemgetter(0), contents)))
    for table in CLOSING:
        ids = connection.execute(f"SELECT id FROM {table} WHERE closed = :run ORDER BY id", known)
        found[f"closed {table}"] = measure(b"%d," % number for (number,) in ids)
    found["erased"] = measure(leaves(map(itemgetter(0), connection.execute(ERASED, known))))
    rewritten = connection.execute(
        "SELECT kind, id FROM erased WHERE run = ? AND NOT gone ORDER BY kind, id", (run,)
    ).fetchall()
    found["rewritten"] = measure(leaf_of(connection, secret, *row) or b"" for row in rewritten)
    return {name: measured for name, measured in found.items() if measured[0]}


def measure(pieces: Iterable[bytes]) -> list[Any]:
    """[how many pieces, one hash over them], in batches so that memory stays flat."""
    count, whole, rest = 0, blake2b(digest_size=32), iter(pieces)
    while batch := list(islice(rest, _BATCH)):
        count += len(batch)
        whole.update(b"".join(batch))
    return [count, whole.hexdigest()]
