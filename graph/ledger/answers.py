"""What does the ledger answer with, besides statements?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

__all__ = [
    "SETTLED",
    "VERDICTS",
    "Change",
    "Judgement",
    "Proposal",
    "Receipt",
    "Removal",
    "Run",
    "Sighting",
    "Token",
]

VERDICTS = ("same", "different", "unsure", "never")
SETTLED = ("accepted", "corrected", "rejected", "never", "unsure")


@dataclass(frozen=True, slots=True)
class Change:
    """What a load changed in one part. All numbers are of statements, but `documents`."""

    source: str
    part: str
    revision: int  # of this load; where nothing changed, the last one
    added: int = 0  # said by this part now and not before
    closed: int = 0  # said before and no longer
    same: int = 0
    seen_again: int = 0  # the same statement at another place, in another version, or with another confidence
    documents: int = 0  # new in this part
    suppressed: int = 0  # left out because they speak of somebody who was erased
    noop: bool = False  # nothing was recorded


@dataclass(frozen=True, slots=True)
class Run:
    """One entry of the ledger's book: everything that changed it, in order. Its id is the revision."""

    id: int
    kind: str  # load, judge, review, token, erase
    at: str  # UTC, ISO 8601
    source: str
    part: str
    by: str
    note: str
    fingerprint: str
    counts: dict[str, int]
    hash: str  # hexadecimal; covers the run before it


@dataclass(frozen=True, slots=True)
class Sighting:
    """One stretch of recorded time in which one part said a statement in one place.

    `opened` and `closed` are revisions (`closed` None: still said). For text, `document` is the SHA-256 and
    [start, end) the code points; for rows they are "" and None.
    """

    opened: int
    closed: int | None
    part: str
    retrieved: date
    document: str
    start: int | None
    end: int | None
    confidence: float
    by: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person decided about two entities: same, different, unsure, or never (different, and ask no more)."""

    a: str
    b: str
    verdict: str
    by: str
    why: str
    at: str = ""  # UTC, set when it is recorded
    id: int = 0
    revision: int = 0
    undone_at: str = ""
    undone_by: str = ""
    undone_why: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that waits for a person. `key` is unique within its kind; a second proposal of it is ignored."""

    kind: str  # statement, identity, correction …
    key: str
    proposal: dict[str, Any]
    reasons: list[Any] = field(default_factory=list)
    by: str = ""  # who or what proposes
    id: int = 0
    state: str = "open"  # or accepted, corrected, rejected, never, unsure
    settled_by: str = ""
    settled_at: str = ""
    why: str = ""
    correction: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it may be listed: never its words. `revoked_at` is "" while it is valid."""

    id: int
    role: str
    label: str
    made_at: str
    revoked_at: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """One line of a receipt. `reached` is false where something may be left; `what` then says what to do."""

    store: str
    what: str
    count: int
    reached: bool = True


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an erasure removed where, and what it could not reach. Holds no content of what was erased."""

    revision: int
    epoch: int
    at: str
    why: str
    removals: tuple[Removal, ...]

    def __str__(self) -> str:
        lines = [f"Erased on {self.at} as revision {self.revision}: {self.why}"]
        for removal in self.removals:
            done = "removed" if removal.reached else "NOT REACHED"
            lines.append(f"  {done}  {removal.store}: {removal.count or 'no'} {removal.what}")
        return "\n".join(lines)
