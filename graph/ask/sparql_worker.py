"""How does one SPARQL query run where it can be stopped, and where it can reach nothing else?

A script of its own, started by `graph.ask.sparql` in a process of its own: it imports nothing of ours. It gives up
the network, the right to write files and all memory above a limit, opens one snapshot, and answers requests
from its standard input until that closes. Requests and answers are frames: a length of four bytes, a JSON head,
a length, a body.
"""

from __future__ import annotations

import ctypes
import fcntl
import io
import json
import os
import re
import resource
import struct
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions, Store

__all__: list[str] = []

NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # flags of unshare(2)
GRACE = 5  # seconds of processor time beyond the deadline, in case nobody is left to enforce it
_PLACE = re.compile(r"^error at (\d+):(\d+): ", re.DOTALL)
Head = dict[str, Any]


def receive(stream: BinaryIO) -> Head | None:
    """The next request, or None when there will be no more."""
    size = stream.read(4)
    if len(size) < 4:
        return None
    head: Head = json.loads(stream.read(struct.unpack("!I", size)[0]))
    return head


def send(stream: BinaryIO, head: Head, body: bytes = b"") -> None:
    """One answer."""
    words = json.dumps(head).encode()
    stream.write(struct.pack("!I", len(words)) + words + struct.pack("!I", len(body)) + body)
    stream.flush()


def leave_network() -> bool:
    """Move into an empty network namespace; false where the system does not allow it."""
    try:
        unshare = ctypes.CDLL(None, use_errno=True).unshare
    except (OSError, AttributeError):  # not Linux
        return False
    return any(unshare(flags) == 0 for flags in (NEW_NETWORK, NEW_USER | NEW_NETWORK))


def limit_resources(memory: int) -> None:
    """No core dump, no file written, no more memory than this many bytes; files may be opened freely."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def limit_processor(seconds: float) -> None:
    """Die by the system's hand some time after the deadline, if the parent is gone and does not kill."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds + GRACE), most))


def term(value: Any) -> dict[str, str]:
    """A term in the form of SPARQL 1.1 Query Results JSON."""
    from pyoxigraph import BlankNode, Literal, NamedNode

    if isinstance(value, NamedNode):
        return {"type": "uri", "value": value.value}
    if isinstance(value, BlankNode):
        return {"type": "bnode", "value": value.value}
    if isinstance(value, Literal):
        found = {"type": "literal", "value": value.value}
        if value.language:
            found["xml:lang"] = value.language
        elif value.datatype.value != "http://www.w3.org/2001/XMLSchema#string":
            found["datatype"] = value.datatype.value
        return found
    return {"type": "literal", "value": str(value)}  # a quoted triple, in its own notation


def capped(items: Iterable[str], limit: int, most_bytes: int) -> tuple[list[str], str]:
    """The items up to a number and a size, and which of the two cut them (or "")."""
    kept: list[str] = []
    size = 0
    for item in items:
        if len(kept) >= limit:
            return kept, "rows"
        size += len(item)
        if size > most_bytes:
            return kept, "bytes"
        kept.append(item)
    return kept, ""


def rows(found: QuerySolutions) -> Iterator[str]:
    """Each solution as a JSON object."""
    names = [variable.value for variable in found.variables]
    for solution in found:
        bound = {name: term(value) for name, value in zip(names, solution, strict=True) if value is not None}
        yield json.dumps(bound, ensure_ascii=False)


def as_rows(found: QuerySolutions, request: Head) -> tuple[Head, bytes]:
    """The head and body of an answer to SELECT."""
    from pyoxigraph import QueryResultsFormat, parse_query_results

    names = [variable.value for variable in found.variables]
    kept, cut = capped(rows(found), request["limit"], request["bytes"])
    body = f'{{"head":{{"vars":{json.dumps(names)}}},"results":{{"bindings":[{",".join(kept)}]}}}}'.encode()
    wanted = QueryResultsFormat.from_media_type(request["media_type"])
    if wanted is not None and wanted != QueryResultsFormat.JSON:
        again: Any = parse_query_results(body, format=QueryResultsFormat.JSON)
        body = again.serialize(format=wanted)
    return {"count": len(kept), "cut": cut}, body


def as_triples(found: Iterable[Any], request: Head) -> tuple[Head, bytes]:
    """The head and body of an answer to CONSTRUCT or DESCRIBE."""
    from pyoxigraph import RdfFormat, parse, serialize

    kept, cut = capped((f"{triple} .\n" for triple in found), request["limit"], request["bytes"])
    lines = "".join(kept).encode()
    wanted = RdfFormat.from_media_type(request["media_type"])
    if wanted is None or wanted == RdfFormat.N_TRIPLES:
        return {"count": len(kept), "cut": cut}, lines
    out = io.BytesIO()
    triples = parse(lines, format=RdfFormat.N_TRIPLES)
    serialize((quad.triple for quad in triples), out, format=wanted, prefixes=request["prefixes"])
    return {"count": len(kept), "cut": cut}, out.getvalue()


def answer(store: Store, request: Head) -> tuple[Head, bytes]:
    """The head and body of the answer to one request."""
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions

    found = store.query(request["query"], prefixes=request["prefixes"])
    if isinstance(found, QuerySolutions):
        return as_rows(found, request)
    if isinstance(found, QueryBoolean):
        wanted = QueryResultsFormat.from_media_type(request["media_type"]) or QueryResultsFormat.JSON
        if wanted in (QueryResultsFormat.CSV, QueryResultsFormat.TSV):
            return {"count": 1, "cut": ""}, (b"true" if found else b"false")
        return {"count": 1, "cut": ""}, found.serialize(format=wanted) or b""
    return as_triples(found, request)


def failure(error: Exception) -> Head:
    """Why a query could not run: the engine's own words, and the place where it gives one."""
    words = str(error)
    place = _PLACE.match(words)
    if place:
        return {"error": words[place.end() :], "line": int(place[1]), "column": int(place[2])}
    return {"error": words}


def serve(store: Store, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    while (request := receive(requests)) is not None:
        limit_processor(request["seconds"])
        began = time.perf_counter()
        try:
            head, body = answer(store, request)
        except (SyntaxError, ValueError, OSError, RuntimeError, OverflowError) as error:
            head, body = failure(error), b""
        except MemoryError:
            os._exit(3)  # as if it had been killed: nothing is sure after this
        head["took_ms"] = (time.perf_counter() - began) * 1000
        send(answers, head, body)


def main(snapshot: str, lock: str, memory: int) -> None:
    """Lock the snapshot against removal, give up what is not needed, and serve."""
    answers = sys.stdout.buffer
    alone = leave_network()
    try:
        held = os.open(lock, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_SH)
        limit_resources(memory)
        from pyoxigraph import Store

        store = Store.read_only(snapshot)
    except OSError as error:
        send(answers, {"error": f"the snapshot cannot be opened: {error}", "gone": True})
        return
    send(answers, {"ready": True, "alone": alone})
    serve(store, sys.stdin.buffer, answers)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
