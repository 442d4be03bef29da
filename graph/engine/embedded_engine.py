"""How is the embedded engine used? Over Bolt like Neo4j, with a reader's login and a stop for what runs too long.

ArcadeDB does not enforce READ transactions and ignores the driver's time limit. So readers come with a login that
may only read, and a query that outlives its limit is ended by its name: each carries a mark that no other running
query has. The marks are few and used again, so that the engine's cache of plans keeps working.

The child process may be killed at any moment: the next call starts it anew.
"""

from __future__ import annotations

import base64
import json
import os
import threading
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import neo4j
from neo4j.exceptions import DriverError, Neo4jError, ServiceUnavailable

from graph.engine.bolt import Engine, open_driver
from graph.engine.embedded import Lease, Options, lease
from graph.engine.embedded_files import DATABASE, EngineFiles
from graph.engine.failures import explain
from graph.errors import QueryFailed, QueryTimeout, StoreUnreachable

__all__ = ["EmbeddedEngine"]

T = TypeVar("T")


class EmbeddedEngine(Engine):
    """The engine of a data folder, shared with all other processes that use the folder."""

    kind: ClassVar[str] = "embedded"
    database = DATABASE
    reader_login: tuple[str, str]  # for tools of analysts

    def __init__(self, folder: Path, *, owner: bool = False, options: Options | None = None) -> None:
        self.folder = folder
        self._owner = owner
        self._options = options
        self._files = EngineFiles(folder)
        self._marks = _Marks()
        self._opening = threading.RLock()
        self._lease: Lease | None = None
        self._closed = False
        self._open()

    @property
    def driver(self) -> neo4j.Driver:
        """The official driver as root."""
        self._ensure()
        return self._root

    @property
    def reader_driver(self) -> neo4j.Driver:
        """The official driver as a user who may only read records."""
        self._ensure()
        return self._reader

    @contextmanager
    def ask(self, query: str, parameters: Mapping[str, Any], timeout: float) -> Iterator[neo4j.Result]:
        """The running result of one read; a watch ends it at the limit."""
        with self._marks.one() as mark, _Watch(self, mark, timeout) as watch:
            try:
                session = self.reader_driver.session(database=DATABASE, default_access_mode=neo4j.READ_ACCESS)
                with session, session.begin_transaction() as transaction:
                    result = transaction.run(f"{query}\n//{mark}", dict(parameters))
                    try:
                        yield result
                    finally:
                        self._cut(result, mark)
                        with suppress(Neo4jError, DriverError):
                            transaction.close()  # a rollback; what went wrong before was told before
            except (Neo4jError, DriverError) as error:
                if watch.struck:
                    raise QueryTimeout(
                        f"The query was stopped after {timeout:g} seconds; narrow it, or ask for more time."
                    ) from error
                raise self._explain(error) from error

    def clear(self) -> None:
        """Drop the database and make it anew: nothing of what was in it stays in any file."""
        self._ensure()
        self._command(f"drop database {DATABASE}")
        self._command(f"create database {DATABASE}")

    def invitation(self) -> str:
        """A sentence for analysts: where and how their own tools log in to read."""
        self._ensure()
        user, password = self.reader_login
        return f"Cypher over Bolt: {self.address}, database {DATABASE}, user {user}, password {password} (reads only)."

    def close(self) -> None:
        """Close the connections and say that we no longer need the child."""
        with self._opening:
            self._closed = True
            self._let_go()

    def terminate(self, mark: str) -> None:
        """End whatever query carries the mark."""
        with self.driver.session(database=DATABASE) as session:
            for row in session.run("SHOW TRANSACTIONS").data():
                if str(row["currentQuery"]).endswith(mark):
                    name = str(row["transactionId"]).replace("'", "")
                    session.run(f"TERMINATE TRANSACTIONS '{name}'").consume()

    def _cut(self, result: neo4j.Result, mark: str) -> None:
        """End a query of which nobody wants the other rows: left alone, the engine would make them all first."""
        with suppress(Neo4jError, DriverError):
            if result.peek() is not None:
                self.terminate(mark)
                result.consume()

    def _explain(self, error: Exception) -> Exception:
        if isinstance(error, ServiceUnavailable) and self._files.alive:
            return QueryFailed("The query needs more memory than the engine has; narrow it or add a LIMIT.")
        return explain(error, self.address, columns_from=0)

    def _ensure(self) -> None:
        if self._files.alive and not self._closed:
            return
        with self._opening:
            if self._closed:
                raise StoreUnreachable("This engine was closed.")
            if not self._files.alive:
                self._let_go()
                self._open()

    def _open(self) -> None:
        self._lease = held = lease(self.folder, owner=self._owner, options=self._options)
        try:
            self.address = held.address
            self.reader_login = held.reader
            self._root = open_driver(held.address, held.root)
            self._reader = open_driver(held.address, held.reader)
            self.version = self._root.get_server_info().agent.partition("(")[2].rstrip(")")
        except StoreUnreachable as error:
            held.release()
            raise StoreUnreachable(
                f"{error} This is the embedded engine of {self.folder} (log: {held.log}). It holds only what can be "
                "made again from the ledger: stop Innograph and delete that folder."
            ) from error

    def _let_go(self) -> None:
        if self._lease:
            self._root.close()
            self._reader.close()
            self._lease.release()
            self._lease = None

    def _command(self, text: str) -> None:
        """A command to the server itself, over its HTTP port on loopback."""
        assert self._lease is not None
        login = base64.b64encode(":".join(self._lease.root).encode()).decode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._lease.http_port}/api/v1/server",
            data=json.dumps({"command": text}).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Basic {login}"},
        )
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            direct.open(request, timeout=60).close()
        except OSError as error:
            raise StoreUnreachable(
                f"The embedded engine refused “{text}”: {error} (log: {self._lease.log})."
            ) from error


class _Marks:
    """Words that tell running queries apart: as few as run at once, the last one given back used first."""

    def __init__(self) -> None:
        self._free: list[str] = []
        self._made = 0
        self._lock = threading.Lock()
        self._root = f"innograph-{os.getpid()}-{os.urandom(4).hex()}"

    @contextmanager
    def one(self) -> Iterator[str]:
        """A mark for as long as the block runs."""
        with self._lock:
            if self._free:
                mark = self._free.pop()
            else:
                self._made += 1
                mark = f"{self._root}-{self._made}."
        try:
            yield mark
        finally:
            with self._lock:
                self._free.append(mark)


class _Watch:
    """Ends the query that carries a mark when its time is over; `struck` says that it did."""

    def __init__(self, engine: EmbeddedEngine, mark: str, seconds: float) -> None:
        self.struck = False
        self._done = threading.Event()
        self._strike: Callable[[], None] = lambda: engine.terminate(mark)
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *reason: object) -> None:
        self._done.set()
        self._timer.cancel()

    def _end(self) -> None:
        # again and again: the query may stand between two fetches when the time is over
        while not self._done.is_set():
            self.struck = True
            try:
                self._strike()
            except (Neo4jError, DriverError, StoreUnreachable):
                return  # the engine itself has gone, and the query with it
            self._done.wait(0.25)
