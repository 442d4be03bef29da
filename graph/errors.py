"""What can go wrong, and how is it called?

InnographError
├── UsageError                the caller asked for something that cannot be: mend the call
│   ├── AmbiguousEntity       a name that fits several entities; carries the candidates
│   └── QueryRefused          a query that is not a plain read, or breaks a limit; names the part
├── NothingFound              asked rightly, but we hold nothing of it
│   ├── UnknownEntity         carries near names
│   └── Erased                was here and was removed; carries date and reason
├── InvalidStatement          a statement that breaks the ontology or its own evidence
├── SourceError               source material that cannot be read, or is not what it says
│   └── CatalogueError        the list of sources itself is wrong
├── StoreError                ledger, projection or engine cannot answer
│   ├── StoreLocked           somebody else has it
│   ├── StoreUnwritable       read-only folder or full disk
│   ├── StoreUnreachable      a server that is down or refuses the password
│   └── LedgerTampered        the chain of runs does not match what the ledger holds
├── QueryFailed               the engine could not run the query; carries line and column where known
│   └── QueryTimeout          the query was stopped at its time limit
├── NotPermitted              a token is missing, unknown or of a lesser role
└── SettingError              a setting, port or token that cannot be used

HTTP statuses are mapped in `api/app.py`, exit codes in `api/cli/__init__.py`, each in one place.
Every message is one sentence or two: what, where, and what to do.
"""

from __future__ import annotations

__all__ = [
    "AmbiguousEntity",
    "CatalogueError",
    "Erased",
    "InnographError",
    "InvalidStatement",
    "LedgerTampered",
    "NotPermitted",
    "NothingFound",
    "QueryFailed",
    "QueryRefused",
    "QueryTimeout",
    "SettingError",
    "SourceError",
    "StoreError",
    "StoreLocked",
    "StoreUnreachable",
    "StoreUnwritable",
    "UnknownEntity",
    "UsageError",
]


class InnographError(Exception):
    """Any failure that Innograph can explain to the person who caused or met it."""


class UsageError(InnographError):
    """The request itself cannot be carried out as it stands."""


class AmbiguousEntity(UsageError):
    """A name that fits several entities; `candidates` are pairs of (id, name)."""

    def __init__(self, asked: str, candidates: tuple[tuple[str, str], ...]) -> None:
        self.asked = asked
        self.candidates = candidates
        listed = "; ".join(f"{name} ({entity})" for entity, name in candidates[:10])
        more = f"; and {len(candidates) - 10} more" if len(candidates) > 10 else ""
        super().__init__(f"“{asked}” fits {len(candidates)} entities: {listed}{more}. Name one by its id.")


class QueryRefused(UsageError):
    """A query that is more than a plain read; `part` is what was refused."""

    def __init__(self, part: str, why: str) -> None:
        self.part = part
        self.why = why
        super().__init__(f"Refused: {part}: {why}")


class NothingFound(InnographError):
    """The question was right, and the graph holds nothing that answers it."""


class UnknownEntity(NothingFound):
    """No entity has this id or name; `near` are pairs of (id, name) that come close."""

    def __init__(self, asked: str, near: tuple[tuple[str, str], ...] = ()) -> None:
        self.asked = asked
        self.near = near
        hint = "; ".join(f"{name} ({entity})" for entity, name in near[:5])
        super().__init__(f"We hold nothing on “{asked}”." + (f" Similar names: {hint}." if hint else ""))


class Erased(NothingFound):
    """The entity was removed for good; only the date and the reason are kept."""

    def __init__(self, entity: str, when: str, why: str) -> None:
        self.entity = entity
        self.when = when
        self.why = why
        super().__init__(f"{entity} was removed on {when}: {why}")


class InvalidStatement(InnographError):
    """A statement that the ontology does not allow, or whose quote or dates contradict themselves."""


class SourceError(InnographError):
    """Source material that is missing, unreadable, or not in the layout it should have."""


class CatalogueError(SourceError):
    """The catalogue of sources contradicts itself or lacks something it must have."""


class StoreError(InnographError):
    """The ledger, a projection or an engine could not answer."""


class StoreLocked(StoreError):
    """Another process holds what this one needs."""


class StoreUnwritable(StoreError):
    """The data folder cannot be written: permissions, or no room left."""


class StoreUnreachable(StoreError):
    """A server that is down, or that refuses the login."""


class LedgerTampered(StoreError):
    """What the ledger holds is not what its chain of runs says it should."""


class QueryFailed(InnographError):
    """The engine could not run the query; `line` and `column` count from 1 where they are known."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        self.line = line
        self.column = column
        super().__init__(message)


class QueryTimeout(QueryFailed):
    """The query was stopped at its time limit."""


class NotPermitted(InnographError):
    """The token is missing, unknown, or its role does not allow this."""


class SettingError(InnographError):
    """A setting, port or file that the program was told to use and cannot."""
