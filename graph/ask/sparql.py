"""What do the triples say? SPARQL for strangers: stopped at its deadline, cut at its limits, reaching nothing.

An aggregate over a cross product cannot be stopped inside a process, so queries run in worker processes that are
kept warm on a read-only snapshot and killed when their time is over. `SparqlWorkers` is the pool of a server;
`sparql` starts one worker for one query.
"""

from __future__ import annotations

import json
import queue
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from graph.ask.sparql_process import WorkerProcess
from graph.ask.table import Table
from graph.engine.sparql_gate import Checked, Form, check
from graph.errors import QueryFailed, StoreError, StoreLocked
from graph.projection.rdf_terms import PREFIXES, XSD, short_name

__all__ = ["ROW_FORMATS", "TRIPLE_FORMATS", "Answer", "SparqlWorkers", "sparql"]

ROW_FORMATS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
"""Forms of an answer to SELECT and ASK: short name, media type; the first is the default."""

TRIPLE_FORMATS = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
"""Forms of an answer to CONSTRUCT and DESCRIBE."""

MEMORY = 1 << 30  # bytes of address space of one worker
MOST_BYTES = 20_000_000  # of an answer
_WHOLE = {f"{XSD}{name}" for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger")}
_FLOAT = {f"{XSD}{name}" for name in ("double", "float")}


@dataclass(frozen=True, slots=True)
class Answer:
    """A serialised answer; `count` are its rows or triples, `note` says what was cut."""

    form: Form
    media_type: str
    body: bytes
    count: int
    truncated: bool
    took_ms: float
    note: str = ""

    def table(self, *, short: bool = False) -> Table:
        """Rows of plain values, from an answer in JSON: numbers, truth values, text; an IRI is its text.

        With `short`, our own IRIs are the ids and names behind them.
        """
        found = json.loads(self.body)
        if "boolean" in found:
            return Table(("answer",), [(bool(found["boolean"]),)], took_ms=self.took_ms)
        columns = tuple(found["head"]["vars"])
        rows = [
            tuple(_value(row.get(column), short) for column in columns)
            for row in found["results"]["bindings"]
        ]
        return Table(columns, rows, self.truncated, self.took_ms, self.note)


def sparql(
    snapshot: Path,
    query: str,
    *,
    timeout: float = 30.0,
    limit: int = 1000,
    media_type: str = TRIPLE_FORMATS["turtle"],
    short: bool = False,
) -> Table | Answer:
    """Ask one question of one snapshot: rows (ASK: one) as a Table, triples as an Answer in `media_type`.

    QueryRefused, QueryFailed with line and column, or QueryTimeout.
    """
    with SparqlWorkers(lambda: snapshot, count=1) as workers:
        form = check(query, PREFIXES).form
        wanted = media_type if form.gives_triples else ROW_FORMATS["json"]
        answer = workers.ask(query, timeout=timeout, limit=limit, media_type=wanted)
    return answer if form.gives_triples else answer.table(short=short)


class SparqlWorkers:
    """A few warm processes that answer queries on the newest snapshot. Threads may share it; close it at the end.

    `snapshot` names the folder to read, and is asked again before each query: after a change of the graph the
    workers are renewed one by one.
    """

    def __init__(
        self,
        snapshot: Callable[[], Path],
        *,
        count: int = 2,
        memory: int = MEMORY,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._snapshot = snapshot
        self._memory = memory
        self._most_bytes = most_bytes
        self._count = count
        self._closed = False
        self._all: set[WorkerProcess] = set()
        self._idle: queue.LifoQueue[WorkerProcess | None] = queue.LifoQueue()
        for _ in range(count):
            self._idle.put(None)  # started when it is first needed

    def ask(
        self,
        query: str,
        *,
        timeout: float = 30.0,
        limit: int = 1000,
        media_type: str = "",
    ) -> Answer:
        """The answer to one query, in `media_type` (default: results as JSON, triples as Turtle).

        QueryRefused before it runs, QueryTimeout after `timeout` seconds, QueryFailed with line and column
        where the query is wrong, StoreLocked where all workers stay busy for as long as the timeout.
        """
        checked = check(query, PREFIXES)
        default = (TRIPLE_FORMATS["turtle"], ROW_FORMATS["json"])[not checked.form.gives_triples]
        request = {
            "query": checked.query,
            "prefixes": PREFIXES,
            "limit": limit,
            "bytes": self._most_bytes,
            "seconds": timeout,
            "media_type": media_type or default,
        }
        try:
            worker = self._idle.get(timeout=timeout)
        except queue.Empty:
            raise StoreLocked(
                "All SPARQL workers are busy with long queries; try again in a moment."
            ) from None
        try:
            worker = self._fresh(worker)
            head, body = worker.ask(request, timeout)
        except BaseException:
            self._give_back(worker, renew=True)
            raise
        self._give_back(worker, renew=worker.slow)
        return _answer(checked, str(request["media_type"]), head, body, limit)

    def warm(self) -> None:
        """Start all workers now, so that the first query need not wait."""
        taken = [self._fresh(self._idle.get()) for _ in range(self._count)]
        for worker in taken:
            self._give_back(worker)

    def close(self) -> None:
        """End the workers; a query that still runs ends with QueryFailed."""
        self._closed = True
        with suppress(queue.Empty):
            while True:
                if (idle := self._idle.get_nowait()) is not None:
                    self._end(idle)
        for busy in list(self._all):
            busy.kill()  # whoever waits for it collects it

    def __enter__(self) -> SparqlWorkers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _fresh(self, worker: WorkerProcess | None) -> WorkerProcess:
        """The worker if it still reads the newest snapshot, else another that does, ready to be asked."""
        snapshot = self._snapshot()
        if worker is not None and (worker.snapshot != snapshot or not worker.alive):
            self._end(worker)
            worker = None
        worker = worker or self._start(snapshot)
        try:
            worker.wait_until_ready()
        except StoreError:
            self._end(worker)
            newer = self._snapshot()
            if newer == snapshot:
                raise
            worker = self._start(newer)  # the snapshot was replaced while the worker started
            worker.wait_until_ready()
        return worker

    def _start(self, snapshot: Path) -> WorkerProcess:
        worker = WorkerProcess(snapshot, self._memory)
        self._all.add(worker)
        return worker

    def _end(self, worker: WorkerProcess) -> None:
        self._all.discard(worker)
        worker.end()

    def _give_back(self, worker: WorkerProcess | None, *, renew: bool = False) -> None:
        """Make room for the next query; in place of a slow or failed worker another is already starting."""
        if worker is not None and (renew or self._closed):
            self._end(worker)
            worker = None
            with suppress(StoreError, OSError):
                worker = None if self._closed else self._start(self._snapshot())
        self._idle.put(worker)


def _answer(checked: Checked, media_type: str, head: dict[str, Any], body: bytes, limit: int) -> Answer:
    if "error" in head:
        place = f" (line {head['line']}, column {head['column']})" if "line" in head else ""
        message = f"The query could not be run{place}: {head['error']}"
        raise QueryFailed(message, head.get("line"), head.get("column"))
    cut, count = head["cut"], int(head["count"])
    what = "triples" if checked.form.gives_triples else "rows"
    note = ""
    if cut == "rows":
        note = (
            f"Truncated to {limit:,} {what}: there are more; raise the limit, or page with LIMIT and OFFSET."
        )
    elif cut == "bytes":
        note = f"Truncated to {count:,} {what}, because the answer is too large; ask for less at a time."
    return Answer(checked.form, media_type, body, count, bool(cut), float(head["took_ms"]), note)


def _value(term: dict[str, str] | None, short: bool) -> Any:
    """A term of SPARQL Results JSON as a plain value; a number that is none stays text."""
    if term is None:
        return None
    value, datatype = term["value"], term.get("datatype", "")
    if term["type"] == "uri":
        return short_name(value) if short else value
    if term["type"] == "bnode":
        return f"_:{value}"
    if datatype == f"{XSD}boolean":
        return value in ("true", "1")
    with suppress(ValueError, ArithmeticError):
        if datatype in _WHOLE:
            return int(value)
        if datatype == f"{XSD}decimal":
            return float(Decimal(value))
        if datatype in _FLOAT:
            return float(value)
    return value
