"""What does a route need, and who may have it?

Each worker thread has its own `Workspace` (SQLite connections stay in their thread); networks are computed
once per revision and shared. Reading on loopback needs no token; every write does, and so does everything on
an outside address.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from ipaddress import ip_address
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Query, Request

from api.dates import day, period
from graph.data_folder import DataFolder
from graph.errors import NotPermitted, UsageError
from graph.workspace import Known, Workspace

if TYPE_CHECKING:
    from graph.ask.sparql import SparqlWorkers
    from graph.engine.bolt import Engine

__all__ = ["ROLES", "Lang", "Settings", "Stores", "TimeChoice", "Work", "is_loopback", "writer"]

ROLES = ("reader", "reviewer", "admin")  # each may do what the ones before it may
NETWORKS_KEPT = 4
Lang = Annotated[str, Query(pattern="^(en|ro)$", description="Language of names and sentences: en or ro.")]


def is_loopback(host: str) -> bool:
    """True for an address that only this machine reaches."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the data lie, on which address we listen, and which names for it a browser may use."""

    folder: DataFolder
    host: str = "127.0.0.1"
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]", "testserver")
    engine: str = ""
    version: str = "0"

    @property
    def open(self) -> bool:
        """True where reading needs no token."""
        return is_loopback(self.host)


class Stores:
    """The stores behind all routes of one application."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._local = threading.local()
        self._networks: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._lock = threading.Lock()

    @cached_property
    def sparql(self) -> SparqlWorkers:
        """The pool of workers that answer SPARQL on the newest snapshot."""
        from graph.ask.sparql import SparqlWorkers
        from graph.projection.rdf import RdfProjection

        return SparqlWorkers(RdfProjection(self.settings.folder.rdf).snapshot)

    @cached_property
    def engine(self) -> Engine:
        """The engine that answers Cypher; its driver may be shared by threads."""
        return self._opened.engine(self.settings.engine)

    def close(self) -> None:
        """End workers and connections; the embedded engine ends by itself when it is idle."""
        for name in ("sparql", "engine"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()

    @property
    def version(self) -> str:
        """What the answers show: it changes with the ledger, the terms and the program."""
        ledger = self._opened.ledger
        return f"{self.settings.version}-{ledger.epoch}-{ledger.revision}-{self._opened.ontology.version}"

    @property
    def _opened(self) -> Workspace:
        if not hasattr(self._local, "work"):
            self._local.work = Workspace(self.settings.folder)
        opened: Workspace = self._local.work
        return opened

    @property
    def work(self) -> Workspace:
        """This thread's workspace, its index at the ledger's revision."""
        work = self._opened
        work.catch_up_index()
        return work

    def shared(self, key: tuple[Any, ...], make: Any) -> Any:
        """What is costly to make and holds for one revision, such as a network: made once, kept a while."""
        work = self.work
        key = (work.ledger.epoch, work.ledger.revision, *key)
        with self._lock:
            if key in self._networks:
                self._networks.move_to_end(key)
                return self._networks[key]
            made = make(work)
            self._networks[key] = made
            while len(self._networks) > NETWORKS_KEPT:
                self._networks.popitem(last=False)
            return made

    def permit(self, request: Request) -> None:
        """Let a request through or raise NotPermitted: writes and all beyond loopback need a token."""
        if self.settings.open and request.method in ("GET", "HEAD", "OPTIONS"):
            return
        if self.settings.open and request.url.path in _READS:
            return
        role = self.role(request)
        if role is None:
            raise NotPermitted(
                "This needs a token: send “Authorization: Bearer …” (see “innograph token new”)."
            )

    def role(self, request: Request) -> str | None:
        """The role of the request's token, or None where there is no valid one."""
        scheme, _, token = (request.headers.get("authorization") or "").partition(" ")
        return self._opened.ledger.role_of(token.strip()) if scheme.lower() == "bearer" and token else None


_READS = frozenset({"/cypher", "/sparql"})  # POST, but reads by construction


def _stores(request: Request) -> Stores:
    stores: Stores = request.app.state.stores
    return stores


Work = Annotated[Stores, Depends(_stores)]


def writer(role: str) -> Any:
    """A dependency that lets only tokens of this role or a higher one pass, and gives the role."""

    def check(request: Request, stores: Work) -> str:
        held = stores.role(request)
        if held is None or ROLES.index(held) < ROLES.index(role):
            raise NotPermitted(f"This needs a token of the role {role} or higher.")
        return held

    return Depends(check)


@dataclass(frozen=True, slots=True)
class Times:
    """The one date an answer uses: what was known then, what was true then, or what had begun before."""

    as_of: date | None
    during: tuple[date, date] | None
    before: date | None
    undated: bool

    def known(self, work: Workspace) -> Known:
        """The stores as of the recorded date."""
        return work.known(self.as_of)

    @property
    def used(self) -> str:
        """Which date was used, for the answer."""
        if self.as_of:
            return f"asOf={self.as_of}"
        if self.during:
            return f"during={self.during[0]}..{self.during[1]}"
        return f"before={self.before}" if self.before else ""


def _times(
    as_of: Annotated[str | None, Query(alias="asOf", description="Known at the end of this day.")] = None,
    during: Annotated[str | None, Query(description="D..D: true in this period.")] = None,
    before: Annotated[str | None, Query(description="Only what surely began before this day.")] = None,
    undated: Annotated[bool, Query(description="With during: keep what has no date.")] = False,
) -> Times:
    if during and before:
        raise UsageError("during and before both cut valid time; give one of them.")
    return Times(day(as_of, "asOf"), period(during, "during"), day(before, "before", first=True), undated)


TimeChoice = Annotated[Times, Depends(_times)]
