"""How is a process that may have to be killed given a query, and its answer taken, before a deadline?"""

from __future__ import annotations

import json
import os
import select
import struct
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from graph.errors import QueryFailed, QueryTimeout, StoreError

__all__ = ["WorkerProcess"]

START = 15.0  # seconds that a new worker may take to open the snapshot
SLOW = 1.0  # seconds after which a query yields the processor to others
_WORKER = Path(__file__).with_name("sparql_worker.py")
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")  # nothing else of ours is the worker's business

_MALLOC = {"MALLOC_ARENA_MAX": "2"}  # each arena reserves 64 MB of the address space that is limited


class WorkerProcess:
    """One process on one snapshot.

    `slow` becomes true with a query that took long: its priority was lowered. `alone` says whether it runs in
    a network of its own, where nothing can be reached.
    """

    def __init__(self, snapshot: Path, memory: int) -> None:
        self.snapshot = snapshot
        self.slow = False
        self.alone = False
        self._memory = memory
        self._ready = False
        self._process = subprocess.Popen(
            [sys.executable, "-E", "-P", str(_WORKER), str(snapshot), f"{snapshot}.lock", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            close_fds=True,
            env=_MALLOC | {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        )

    @property
    def alive(self) -> bool:
        """False once the process has ended."""
        return self._process.poll() is None

    def wait_until_ready(self) -> None:
        """Wait for the word that the snapshot is open; StoreError where it cannot be."""
        if self._ready:
            return
        try:
            head, _ = self._receive(START, START)
        except QueryFailed as error:
            raise StoreError(f"The RDF snapshot {self.snapshot} could not be opened by a worker.") from error
        if not head.get("ready"):
            raise StoreError(f"The RDF snapshot {self.snapshot} cannot be read: {head.get('error')}.")
        self._ready, self.alone = True, bool(head["alone"])

    def ask(self, request: dict[str, Any], timeout: float) -> tuple[dict[str, Any], bytes]:
        """The head and body of the answer. Whatever goes wrong, the worker is of no more use."""
        words = json.dumps(request).encode()
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(struct.pack("!I", len(words)) + words)
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise self._died() from error
        return self._receive(timeout, SLOW)

    def _receive(self, timeout: float, slow: float) -> tuple[dict[str, Any], bytes]:
        """One frame within `timeout` seconds; after `slow` of them the worker yields to others."""
        began = time.monotonic()
        pieces = []
        for _ in ("head", "body"):
            size: int = struct.unpack("!I", self._read(4, began + timeout, began + slow, timeout))[0]
            pieces.append(self._read(size, began + timeout, began + slow, timeout))
        return json.loads(pieces[0]), pieces[1]

    def _read(self, size: int, deadline: float, slow_from: float, timeout: float) -> bytes:
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        poll = select.poll()
        poll.register(pipe, select.POLLIN)
        found = bytearray()
        while len(found) < size:
            now = time.monotonic()
            if now >= deadline:
                raise QueryTimeout(f"The query was stopped after {timeout:g} s; narrow it, or add a LIMIT.")
            if now >= slow_from:
                self._yield_processor()
            until = deadline if self.slow else min(deadline, slow_from)
            if not poll.poll((until - now) * 1000 + 1):
                continue
            piece = os.read(pipe, min(size - len(found), 1 << 20))
            if not piece:
                raise self._died()
            found += piece
        return bytes(found)

    def _yield_processor(self) -> None:
        if not self.slow:
            self.slow = True
            with suppress(OSError, AttributeError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, 10)

    def _died(self) -> QueryFailed:
        code = self._process.wait()
        megabytes = self._memory >> 20
        return QueryFailed(
            f"The query ended its worker (exit {code}): it needed more than the {megabytes} MB it may use, or is "
            "nested too deeply; narrow it."
        )

    def kill(self) -> None:
        """Stop it, whatever it does; who waits for its answer learns that it died."""
        self._process.kill()

    def end(self) -> None:
        """Stop it and collect what it leaves; nobody may be waiting for its answer."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._process.wait()
