"""Which of the three dates does an answer use? At most one, and it says which."""

from __future__ import annotations

from api.cli._output import note
from graph.errors import UsageError

__all__ = ["one_date_at_most"]


def one_date_at_most(as_of: str | None, during: str | None, before: str | None) -> None:
    """Refuse two cuts of valid time at once, and name the date that is used."""
    if during and before:
        raise UsageError("--during and --before both cut valid time; give one of them.")
    if as_of:
        note(f"as of {as_of}: what the ledger held at the end of that day")
    if during:
        note(f"during {during}: what was true then")
    if before:
        note(f"before {before}: only relations that surely began before that day")
