"""What do a driver's errors mean to a person? Each becomes one of ours, with a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from neo4j import exceptions as driver

from graph.errors import (
    InnographError,
    QueryFailed,
    QueryRefused,
    QueryTimeout,
    SettingError,
    StoreUnreachable,
)

__all__ = ["explain", "explained"]

_AT = re.compile(r"\bline (\d+)(?:, column |:)(\d+)")
_LONGEST = 500  # characters of an engine's own words


@contextmanager
def explained(address: str, *, columns_from: int = 1) -> Iterator[None]:
    """Within this block the driver's errors come out as ours; `columns_from` is the engine's first column."""
    try:
        yield
    except (driver.Neo4jError, driver.DriverError) as error:
        raise explain(error, address, columns_from=columns_from) from error


def explain(error: Exception, address: str, *, columns_from: int = 1) -> InnographError:
    """The error of ours that says what a driver's error means."""
    code = getattr(error, "code", None) or ""
    said = _words(error)
    if isinstance(error, driver.AuthError) and "Security.Forbidden" not in code:
        return StoreUnreachable(f"{address} refuses the login: check user and password.")
    if "Security.Forbidden" in code or "Statement.AccessMode" in code:
        return QueryRefused("this query", "the engine lets readers only read")
    if "DatabaseNotFound" in code:
        return SettingError(f"{address} has no such database: {said}")
    if "TransactionTimedOut" in code or "Transaction.Terminated" in code or "LockClientStopped" in code:
        return QueryTimeout("The query was stopped at its time limit; narrow it, or ask for more time.")
    if "OutOfMemory" in code:
        return QueryFailed("The query needs more memory than one query may have; narrow it or add a LIMIT.")
    if isinstance(error, driver.ServiceUnavailable | driver.SessionExpired):
        return StoreUnreachable(
            f"Nothing answers at {address}; is the server running there? ({said.rstrip(':')})"
        )
    if isinstance(error, driver.ConfigurationError):
        return SettingError(f"{address} is no address of an engine: {said}")
    return _failed(said, _whole(error), columns_from)


def _failed(said: str, whole: str, columns_from: int) -> QueryFailed:
    found = _AT.search(whole)
    if not found:
        return QueryFailed(said)
    line, column = int(found[1]), int(found[2]) + 1 - columns_from
    return QueryFailed(f"{said} (line {line}, column {column})", line, column)


def _whole(error: Exception) -> str:
    return str(getattr(error, "message", None) or error)


def _words(error: Exception) -> str:
    """The engine's own words without the place, which is told in one way for all."""
    first = _whole(error).strip().splitlines()[0] if _whole(error).strip() else type(error).__name__
    first = re.sub(
        r"\s*(\(line \d+, column \d+.*?\)\)?|(?:Syntax error )?at line \d+(:\d+|, column \d+))", "", first
    )
    return first[:_LONGEST].strip()
