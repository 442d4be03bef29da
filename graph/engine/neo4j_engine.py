"""How is a real Neo4j server (5 or later) used? With its own READ transactions and time limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

import neo4j

from graph.engine.bolt import Engine, check_version, open_driver
from graph.engine.failures import explained
from graph.errors import SettingError

__all__ = ["Neo4jEngine"]

SCHEMES = ("bolt://", "bolt+s://", "bolt+ssc://", "neo4j://", "neo4j+s://", "neo4j+ssc://")
_BATCH = 10_000


class Neo4jEngine(Engine):
    """A Neo4j server that somebody runs; nothing in it is touched but what Innograph wrote."""

    kind: ClassVar[str] = "neo4j"

    def __init__(
        self, address: str, *, auth: tuple[str, str] | None = None, database: str | None = None
    ) -> None:
        if not address.startswith(SCHEMES):
            raise SettingError(
                f"“{address}” is no address of an engine: it begins with {', '.join(SCHEMES)}; "
                "user and password are given apart."
            )
        self.address = address
        self.database = database or "neo4j"
        self._driver = open_driver(address, auth)
        try:
            with explained(address):
                self.version = check_version(self._driver.get_server_info().agent, address)
                self._driver.execute_query("RETURN 1", database_=self.database)  # there is such a database
        except BaseException:
            self._driver.close()
            raise

    @property
    def driver(self) -> neo4j.Driver:
        """The official driver."""
        return self._driver

    @property
    def reader_driver(self) -> neo4j.Driver:
        """The same driver: on Neo4j it is the READ transaction that cannot write."""
        return self._driver

    @contextmanager
    def ask(self, query: str, parameters: Mapping[str, Any], timeout: float) -> Iterator[neo4j.Result]:
        """The running result of one read; the server ends it at the limit."""
        session = self._driver.session(database=self.database, default_access_mode=neo4j.READ_ACCESS)
        with explained(self.address), session, session.begin_transaction(timeout=timeout) as transaction:
            yield transaction.run(query, dict(parameters))
            transaction.rollback()

    def clear(self) -> None:
        """Remove our nodes and all their relationships, in batches; other people's nodes stay."""
        for label in ("Entity", "Redirect", "Projection"):
            query = f"MATCH (n:{label}) WITH n LIMIT {_BATCH} DETACH DELETE n RETURN count(*) AS gone"
            while self.run(query)[0]["gone"]:
                pass

    def invitation(self) -> str:
        """A sentence for analysts: where and how their own tools log in to read."""
        return f"Cypher over Bolt: {self.address}, database {self.database}, with a login of that server."

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()
