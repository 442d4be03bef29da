"""Which entity does somebody mean by these words?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.errors import AmbiguousEntity, UnknownEntity
from graph.index.labels import search_key

__all__ = ["Hit", "find", "near", "search"]

_CANDIDATES = 400  # labels looked at before ranking
_SHORT = 4  # words of fewer letters are not corrected
_KIND_WEIGHT = (0.0, 1.0, 0.5)  # shown name, other name, acronym: the lower, the better


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity found: `label` is the name that matched, `score` in (0, 1], 1 for the exact name."""

    id: str
    name: str
    type: str
    label: str
    score: float
    corrected: bool = False  # found after mending a typing error


def search(
    connection: sqlite3.Connection, text: str, kinds: frozenset[str] | None, limit: int, prefix: bool
) -> list[Hit]:
    """Entities whose names hold all the words, the best first; words that nobody has are corrected.

    `kinds` keeps only these types. Words may be unfinished where `prefix` is set.
    """
    key = search_key(text)
    if not key:
        return []
    rows = list(_matching(connection, key.split(), prefix=prefix))
    corrected = 1.0
    if not rows:
        words = _corrected(connection, key.split())
        rows, corrected = (list(_matching(connection, words, prefix=False)), 0.8) if words else ([], 1.0)
        key = " ".join(words)
    return _ranked(connection, rows, key, kinds, limit, corrected)


def _matching(
    connection: sqlite3.Connection, words: Sequence[str], *, prefix: bool
) -> Iterator[tuple[str, str, str, int, float]]:
    ending = "*" if prefix else ""
    quoted = [f'"{word}"{ending}' for word in words]  # a search key holds letters and digits only
    query = (
        "SELECT l.entity, l.text, l.folded, l.kind, f.rank FROM "
        "(SELECT rowid, rank FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?) f JOIN label l ON l.id = f.rowid"
    )
    yield from connection.execute(query, (" ".join(quoted), _CANDIDATES))


def _ranked(
    connection: sqlite3.Connection,
    rows: Sequence[tuple[str, str, str, int, float]],
    key: str,
    kinds: frozenset[str] | None,
    limit: int,
    factor: float,
) -> list[Hit]:
    best: dict[str, tuple[float, str]] = {}
    for entity, text, folded, kind, _ in rows:
        share = len(key) / max(len(folded), len(key))
        score = 1.0 if folded == key else 0.6 * share + (0.2 if folded.startswith(key) else 0.0)
        score = round(max(score - 0.05 * _KIND_WEIGHT[kind], 0.01) * factor, 4)
        if score > best.get(entity, (0.0, ""))[0]:
            best[entity] = (score, text)
    ordered = sorted(best, key=lambda entity: (-best[entity][0], best[entity][1], entity))
    hits: list[Hit] = []
    for entity in ordered:
        row = connection.execute("SELECT name, type FROM entity WHERE id = ?", (entity,)).fetchone()
        if row and (kinds is None or row[1] in kinds):
            hits.append(Hit(entity, row[0], row[1], best[entity][1], best[entity][0], factor < 1))
        if len(hits) == limit:
            break
    return hits


def _corrected(connection: sqlite3.Connection, words: Sequence[str]) -> list[str]:
    """Each word that no name holds is replaced by the nearest that some name does; [] where one has none."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    found: list[str] = []
    for word in words:
        if connection.execute("SELECT 1 FROM vocabulary WHERE term = ?", (word,)).fetchone():
            found.append(word)
            continue
        allowed = 1 if len(word) < 8 else 2
        if len(word) < _SHORT:
            return []
        spread = (len(word) - allowed, len(word) + allowed)
        terms = [
            term
            for (term,) in connection.execute(
                "SELECT term FROM vocabulary WHERE length(term) BETWEEN ? AND ?", spread
            )
        ]
        nearest = process.extractOne(
            word, sorted(terms), scorer=DamerauLevenshtein.distance, score_cutoff=allowed
        )
        if nearest is None:
            return []
        found.append(nearest[0])
    return found


def find(connection: sqlite3.Connection, asked: str) -> str:
    """The one entity named so exactly, else the one whose names hold the words; AmbiguousEntity, UnknownEntity."""
    key = search_key(asked)
    exact = connection.execute("SELECT DISTINCT entity, kind FROM label WHERE folded = ?", (key,)).fetchall()
    for kind in (0, 1, 2):
        named = sorted({entity for entity, of_kind in exact if of_kind == kind})
        if len(named) == 1:
            return str(named[0])
        if named:
            raise AmbiguousEntity(asked, tuple((entity, _name(connection, entity)) for entity in named))
    rows = list(_matching(connection, key.split(), prefix=True)) if key else []
    hits = _ranked(connection, rows, key, None, 50, 1.0)
    if len(hits) == 1:
        return hits[0].id
    if hits:
        raise AmbiguousEntity(asked, tuple((hit.id, hit.name) for hit in hits))
    raise UnknownEntity(asked, near(connection, asked))


def near(connection: sqlite3.Connection, asked: str) -> tuple[tuple[str, str], ...]:
    """Entities with a similar name: (id, name), at most five."""
    return tuple((hit.id, hit.name) for hit in search(connection, asked, None, 5, prefix=True))


def _name(connection: sqlite3.Connection, entity: str) -> str:
    row = connection.execute("SELECT name FROM entity WHERE id = ?", (entity,)).fetchone()
    return str(row[0]) if row else entity
