"""Who may do what? Tokens are shown once and kept only as a keyed hash."""

from __future__ import annotations

import secrets
import sqlite3
from hashlib import blake2b

from graph.errors import NothingFound, UsageError
from graph.ledger.answers import Token
from graph.ledger.runs import Clock, recording, secret_of

__all__ = ["new_token", "revoke_token", "role_of", "tokens"]

_PREFIX = "inno_"  # so that a token found in a file or log is known for what it is


def new_token(connection: sqlite3.Connection, clock: Clock, role: str, label: str, by: str) -> str:
    """A new token for a role; it cannot be shown again."""
    if not (role and label):
        raise UsageError("A token needs a role, and a label that says whose it is.")
    token = _PREFIX + secrets.token_urlsafe(32)
    with recording(connection, clock, "token", by=by, note=f"new: {label}") as run:
        connection.execute(
            "INSERT INTO token (run, role, label, hash) VALUES (?, ?, ?, ?)",
            (run.id, role, label, _hash(connection, token)),
        )
        run.counts = {"tokens": 1}
    return token


def role_of(connection: sqlite3.Connection, token: str) -> str | None:
    """The role of a token; None for one that is unknown or revoked."""
    row = connection.execute(
        "SELECT role FROM token WHERE hash = ? AND id NOT IN (SELECT token FROM revocation)",
        (_hash(connection, token),),
    ).fetchone()
    return str(row[0]) if row else None


def tokens(connection: sqlite3.Connection) -> list[Token]:
    """All tokens without their words, the oldest first."""
    return [
        Token(*row)
        for row in connection.execute(
            "SELECT token.id, role, label, made.at, coalesce(ended.at, '') FROM token"
            " JOIN run AS made ON made.id = token.run"
            " LEFT JOIN revocation ON revocation.token = token.id"
            " LEFT JOIN run AS ended ON ended.id = revocation.run ORDER BY token.id"
        )
    ]


def revoke_token(connection: sqlite3.Connection, clock: Clock, label: str, by: str) -> int:
    """End every token of a label; how many there were. Raises NothingFound."""
    ended = 0
    with recording(connection, clock, "token", by=by, note=f"revoked: {label}") as run:
        ended = connection.execute(
            "INSERT INTO revocation (run, token) SELECT ?, id FROM token"
            " WHERE label = ? AND id NOT IN (SELECT token FROM revocation)",
            (run.id, label),
        ).rowcount
        if not ended:
            raise NothingFound(f"There is no valid token with the label “{label[:80]}”.")
        run.counts = {"revoked": ended}
    return ended


def _hash(connection: sqlite3.Connection, token: str) -> bytes:
    # A keyed hash is enough here: the token has 256 random bits, so there is nothing to guess.
    key = bytes.fromhex(secret_of(connection))
    return blake2b(token.encode("utf-8", "surrogatepass"), key=key, digest_size=32).digest()
