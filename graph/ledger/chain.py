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
from operator import itemgetter, methodcaller

__all__ = ["BORN", "CLOSING", "CONTENT", "REWRITTEN", "RUN", "Link", "leaves", "measure"]

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
    "statement": _content("part", "record", "extraction", "quote", texts=("digest",)),
    "judgement": _content(texts=("a", "b", "verdict", "by", "why")),
    "undoing": _content("judgement", texts=("by", "why")),
    "proposal": _content(texts=("kind", "key", "proposal", "reasons", "by")),
    "settlement": _content("proposal", texts=("state", "by", "why", "correction")),
    "token": _content(texts=("role", "label", "hash")),
    "revocation": _content("token"),
    "tombstone": _content("scope", "words", "hint", "ranges", texts=("kind", "hash")),
}
BORN = dict.fromkeys(CONTENT, "run") | {
    "document": "opened",
    "statement": "opened",
}  # the run that wrote a row
CLOSING = ("document", "statement")

# The fields of a run itself.
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
        )
    )
)
# What an erasure did to older rows.
REWRITTEN = (
    "SELECT CAST(kind || ',' || id || ',' || born || ',' || coalesce(closed, '-') || ',' || gone || ',' || leaf AS BLOB)"
    " FROM erased WHERE run = :run ORDER BY kind, id"
)


def leaves(contents: Iterable[bytes]) -> Iterator[bytes]:
    """The leaves, 64 bytes each, of rows' contents."""
    return map(methodcaller("digest"), map(blake2b, contents))


def measure(rows: sqlite3.Cursor) -> tuple[int, bytes]:
    """How many rows a cursor of one column of content gives, and one hash over their leaves."""
    count, whole = 0, blake2b()
    while batch := rows.fetchmany(_BATCH):
        count += len(batch)
        whole.update(b"".join(leaves(map(itemgetter(0), batch))))
    return count, whole.digest()


class Link:
    """The hash of one run while its sections are added. An empty section adds nothing."""

    def __init__(self, previous: bytes, fields: bytes) -> None:
        self._whole = blake2b(previous, digest_size=32)
        self._whole.update(fields)

    def add(self, name: str, count: int, digest: bytes) -> None:
        """Cover one section: the rows of a table, or the ids that were closed."""
        if count:
            self._whole.update(f"{name},{count},".encode() + digest)

    @property
    def hash(self) -> bytes:
        """The 32 bytes that stand in the run and that the next run covers."""
        return self._whole.digest()
