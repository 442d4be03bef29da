"""What can be done with an engine, whichever it is? The one face of Neo4j and of the embedded engine.

Writers use `write`; everybody who reads uses `ask`, which runs in a transaction that can only read, ends at its time
limit, and is rolled back.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, ClassVar, TypeVar

import neo4j

from graph.engine.failures import explained
from graph.errors import StoreUnreachable

__all__ = ["DRIVER", "Engine", "check_version", "open_driver"]

T = TypeVar("T")

DRIVER: dict[str, Any] = {
    "connection_timeout": 10.0,
    "connection_acquisition_timeout": 60.0,
    "max_transaction_retry_time": 20.0,
    "notifications_min_severity": "OFF",
    "telemetry_disabled": True,
    "user_agent": "innograph",
}
OLDEST = 5


class Engine(ABC):
    """An open engine; a context manager. `address` is its Bolt address, `kind` is `neo4j` or `embedded`."""

    kind: ClassVar[str]
    address: str
    database: str
    version: str
    reader_login: tuple[str, str] | None = (
        None  # what an analyst's own tool may log in with, where we made it
    )

    @property
    @abstractmethod
    def driver(self) -> neo4j.Driver:
        """The official driver, logged in as somebody who may write."""

    @property
    @abstractmethod
    def reader_driver(self) -> neo4j.Driver:
        """The official driver, logged in as a reader where the engine has readers."""

    @abstractmethod
    def ask(
        self, query: str, parameters: Mapping[str, Any], timeout: float
    ) -> AbstractContextManager[neo4j.Result]:
        """The running result of one read, which ends with the block; raises QueryTimeout after `timeout` seconds."""

    @abstractmethod
    def clear(self) -> None:
        """Remove all that Innograph wrote here."""

    @abstractmethod
    def invitation(self) -> str:
        """A sentence for analysts: where and how their own tools log in to read."""

    @abstractmethod
    def close(self) -> None:
        """Let go of it; safe to call twice."""

    def write(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        """Run `work` in one transaction; tried again where the engine reports a passing conflict."""
        with explained(self.address), self.driver.session(database=self.database) as session:
            return session.execute_write(work)

    def run(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of one query of our own, in a transaction of its own."""

        def work(transaction: neo4j.ManagedTransaction) -> list[dict[str, Any]]:
            return [record.data() for record in transaction.run(query, parameters)]

        return self.write(work)

    def stream(self, query: str, **parameters: Any) -> Iterator[neo4j.Record]:
        """The records of one read of our own, as they come."""
        with explained(self.address), self.driver.session(database=self.database) as session:
            yield from session.run(query, parameters)

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_driver(address: str, auth: tuple[str, str] | None) -> neo4j.Driver:
    """A driver that has reached its server; StoreUnreachable where that fails."""
    with explained(address):
        driver = neo4j.GraphDatabase.driver(address, auth=auth, **DRIVER)
        try:
            driver.verify_connectivity()
        except BaseException:
            driver.close()
            raise
    return driver


def check_version(agent: str, address: str) -> str:
    """The version behind a server's name (`Neo4j/5.26.30`); StoreUnreachable for one that is too old."""
    version = agent.partition("/")[2].split(" ")[0]
    major = version.split(".")[0]
    if not major.isdigit() or int(major) < OLDEST:
        raise StoreUnreachable(
            f"{address} is {agent or 'an unknown server'}; Innograph needs Neo4j {OLDEST} or later."
        )
    return version
