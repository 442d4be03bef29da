"""What waits for a person to decide, and what was decided?

One queue for everything: proposed statements, pairs of entities, corrections. Something is proposed once for good
(kind and key); what was settled stays settled until it is opened again, however often a machine proposes it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from graph.errors import NothingFound, UsageError
from graph.ledger.answers import SETTLED, Proposal
from graph.ledger.forgotten import names_of
from graph.ledger.runs import Clock, recording

__all__ = ["proposals", "propose", "settle"]

_PROPOSALS = """
SELECT proposal.kind, proposal.key, proposal.proposal, proposal.reasons, proposal.by, proposal.id,
       coalesce(last.state, 'open'), coalesce(last.by, ''), coalesce(run.at, ''), coalesce(last.why, ''),
       coalesce(last.correction, '')
FROM proposal
LEFT JOIN settlement AS last ON last.id = (SELECT max(id) FROM settlement WHERE proposal = proposal.id)
LEFT JOIN run ON run.id = last.run
"""


def propose(connection: sqlite3.Connection, clock: Clock, wanted: Iterable[Proposal], by: str) -> int:
    """Put what is new into the queue, in one run; how many were new. What names somebody erased is left out."""
    rows = [
        (each.kind, each.key, _json(each.proposal), _json(each.reasons), each.by or by) for each in wanted
    ]
    for kind, key, *_ in rows:
        if not (kind and key):
            raise UsageError("A proposal needs a kind, and a key that is unique within it.")
    names = names_of(connection, None)
    rows = [row for row in rows if not any(names.blank_json(text) != text for text in row)]
    added = 0
    with recording(connection, clock, "review", by=by) as run:
        added = connection.executemany(
            "INSERT INTO proposal (run, kind, key, proposal, reasons, by) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            [(run.id, *row) for row in rows],
        ).rowcount
        if not rows or added < 1:
            run.discard()
        run.counts = {"proposed": added}
    return max(added, 0)


def proposals(
    connection: sqlite3.Connection, kind: str | None, state: str | None, limit: int
) -> list[Proposal]:
    """Proposals of a kind in a state (None: any), the oldest first."""
    sql = (
        f"{_PROPOSALS} WHERE (:kind IS NULL OR proposal.kind = :kind)"
        " AND (:state IS NULL OR coalesce(last.state, 'open') = :state) ORDER BY proposal.id LIMIT :limit"
    )
    return [_proposal(row) for row in connection.execute(sql, {"kind": kind, "state": state, "limit": limit})]


def settle(
    connection: sqlite3.Connection,
    clock: Clock,
    number: int,
    state: str,
    by: str,
    why: str,
    correction: dict[str, Any] | None,
) -> None:
    """Decide an open proposal, or open a settled one again with the state `open`.

    Raises UsageError where somebody else was faster, naming whom; NothingFound where there is no such proposal.
    """
    if state not in (*SETTLED, "open"):
        raise UsageError(f"“{state}” is no state of a proposal: say open, {', '.join(SETTLED)}.")
    if not by:
        raise UsageError("Who settles a proposal must be named.")
    if (state == "corrected") != (correction is not None):
        raise UsageError("The state corrected comes with a correction, and a correction with that state.")
    with recording(connection, clock, "review", by=by, note=why) as run:
        row = connection.execute(f"{_PROPOSALS} WHERE proposal.id = ?", (number,)).fetchone()
        if row is None:
            raise NothingFound(f"There is no proposal {number}.")
        now = _proposal(row)
        if state == "open" and now.state == "open":
            raise UsageError(f"Proposal {number} is open already.")
        if state != "open" and now.state != "open":
            raise UsageError(
                f"Proposal {number} was already {now.state} by {now.settled_by} on {now.settled_at[:16]};"
                " open it again first if that was wrong."
            )
        connection.execute(
            "INSERT INTO settlement (run, proposal, state, by, why, correction) VALUES (?, ?, ?, ?, ?, ?)",
            (run.id, number, state, by, why, "" if correction is None else _json(correction)),
        )
        run.counts = {"settled": 1}


def _proposal(row: tuple[Any, ...]) -> Proposal:
    kind, key, proposal, reasons, by, number, state, settled_by, settled_at, why, correction = row
    return Proposal(
        kind,
        key,
        json.loads(proposal),
        json.loads(reasons),
        by,
        number,
        state,
        settled_by,
        settled_at,
        why,
        json.loads(correction) if correction else None,
    )


def _json(said: object) -> str:
    return json.dumps(said, ensure_ascii=False, sort_keys=True)
