"""Which entities did people judge to be the same or different, and may a new judgement stand beside the others?

`same` joins entities into groups. A judgement is refused where it would make the book contradict itself: `same` for
two entities that another judgement keeps apart (`different` or `never`), directly or through their groups, and the
other way round. The one that stands must be undone first.
"""

from __future__ import annotations

import sqlite3
from collections import deque

from graph.errors import NothingFound, UsageError
from graph.ledger.answers import VERDICTS, Judgement
from graph.ledger.forgotten import erased
from graph.ledger.runs import Clock, recording

__all__ = ["judge", "judgements", "undo"]

_APART = ("different", "never")
_JUDGEMENTS = """
SELECT a, b, verdict, judgement.by, judgement.why, run.at, judgement.id, judgement.run,
       coalesce(ended.at, ''), coalesce(undoing.by, ''), coalesce(undoing.why, '')
FROM judgement JOIN run ON run.id = judgement.run
LEFT JOIN undoing ON undoing.judgement = judgement.id AND (:as_of IS NULL OR undoing.run <= :as_of)
LEFT JOIN run AS ended ON ended.id = undoing.run
WHERE (:as_of IS NULL OR judgement.run <= :as_of)
"""


def judgements(connection: sqlite3.Connection, as_of: int | None, *, undone: bool) -> list[Judgement]:
    """The judgements that stand at a revision; with `undone` those that were undone, too."""
    sql = _JUDGEMENTS + ("" if undone else " AND undoing.id IS NULL") + " ORDER BY judgement.id"
    return [Judgement(*row) for row in connection.execute(sql, {"as_of": as_of})]


def judge(connection: sqlite3.Connection, clock: Clock, new: Judgement) -> int:
    """Record a judgement; its id. The same one by the same person stands once. Raises UsageError, Erased."""
    if new.verdict not in VERDICTS:
        raise UsageError(f"“{new.verdict}” is no verdict: say {', '.join(VERDICTS[:-1])} or {VERDICTS[-1]}.")
    if not (new.a and new.b and new.by and new.why):
        raise UsageError("A judgement names two entities, who judges, and why.")
    if new.a == new.b:
        raise UsageError(f"{new.a} is one entity; a judgement is about two.")
    a, b = sorted((new.a, new.b))
    for entity in (a, b):
        if gone := erased(connection, "entity", entity):
            raise gone
    number = 0
    with recording(connection, clock, "judge", by=new.by, note=new.why) as run:
        standing = judgements(connection, None, undone=False)
        for old in standing:
            if (old.a, old.b, old.verdict, old.by) == (a, b, new.verdict, new.by):
                number = old.id
                run.discard()
        if conflict := _conflict(standing, a, b, new.verdict):
            raise UsageError(
                f"{new.by} says {a} and {b} are {_said(new.verdict)}, but {_named(conflict)}."
                " Undo one of these first."
            )
        added = connection.execute(
            "INSERT INTO judgement (run, a, b, verdict, by, why) VALUES (?, ?, ?, ?, ?, ?)",
            (run.id, a, b, new.verdict, new.by, new.why),
        )
        number = int(added.lastrowid or 0)
        run.counts = {"judgements": 1}
    return number


def undo(connection: sqlite3.Connection, clock: Clock, judgement: int, by: str, why: str) -> None:
    """Undo a judgement; that it stood, and who undid it, is kept. Raises NothingFound or UsageError."""
    if not (by and why):
        raise UsageError("An undoing names who undoes, and why.")
    with recording(connection, clock, "judge", by=by, note=why) as run:
        found = [old for old in judgements(connection, None, undone=True) if old.id == judgement]
        if not found:
            raise NothingFound(f"There is no judgement {judgement}.")
        if found[0].undone_at:
            raise UsageError(
                f"Judgement {judgement} was already undone by {found[0].undone_by} on {found[0].undone_at[:10]}."
            )
        connection.execute(
            "INSERT INTO undoing (run, judgement, by, why) VALUES (?, ?, ?, ?)", (run.id, judgement, by, why)
        )
        run.counts = {"undone": 1}


def _conflict(standing: list[Judgement], a: str, b: str, verdict: str) -> list[Judgement]:
    """The judgements that together say the opposite; empty where none do."""
    if verdict in _APART:
        return _path(standing, a, b)
    if verdict != "same":
        return []
    left, right = _group(standing, a), _group(standing, b)
    for old in standing:
        if old.verdict in _APART and ({old.a, old.b} & left.keys() and {old.a, old.b} & right.keys()):
            first, second = (old.a, old.b) if old.a in left and old.b in right else (old.b, old.a)
            if first in left and second in right:
                return [old, *_path(standing, a, first), *_path(standing, b, second)]
    return []


def _group(standing: list[Judgement], entity: str) -> dict[str, Judgement | None]:
    """The entities judged the same as this one, each with the judgement that leads to it from there."""
    ties: dict[str, list[tuple[str, Judgement]]] = {}
    for old in standing:
        if old.verdict == "same":
            ties.setdefault(old.a, []).append((old.b, old))
            ties.setdefault(old.b, []).append((old.a, old))
    reached: dict[str, Judgement | None] = {entity: None}
    waiting = deque([entity])
    while waiting:
        for other, tie in ties.get(waiting.popleft(), ()):
            if other not in reached:
                reached[other] = tie
                waiting.append(other)
    return reached


def _path(standing: list[Judgement], a: str, b: str) -> list[Judgement]:
    """The `same` judgements that join a and b; empty where nothing joins them."""
    reached, ties = _group(standing, a), []
    if b not in reached:
        return []
    while tie := reached[b]:
        ties.append(tie)
        b = tie.a if tie.b == b else tie.b
    return ties


def _said(verdict: str) -> str:
    return {"same": "the same", "different": "different", "never": "never the same", "unsure": "unsure"}[
        verdict
    ]


def _named(conflict: list[Judgement]) -> str:
    return " and ".join(
        f"{old.by} judged {old.a} and {old.b} {_said(old.verdict)} on {old.at[:10]} (judgement {old.id})"
        for old in conflict
    )
