"""How does a process reach the embedded engine of a data folder, starting it where it does not run?

Many processes share the one child of a folder. Each holds a `Lease` for as long as it may ask; the child counts them
by a lock that the kernel drops with its holder, so a killed process never keeps the engine alive, and a killed engine
is started anew by the next who comes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from graph.engine.embedded_files import DATABASE, EngineFiles, Lock
from graph.errors import StoreLocked, StoreUnreachable

__all__ = ["DATABASE", "Lease", "Options", "kill", "lease", "running", "stop"]

START_LIMIT = 120.0  # seconds for the Java machine to come up, on the busiest of computers
STOP_LIMIT = 30.0


@dataclass(frozen=True, slots=True)
class Options:
    """How the child is started, where this process is the one that starts it."""

    port: int = 0  # 0: the last one, or a free one
    idle: float = 600.0  # seconds without a client before it ends
    heap: str = "1g"
    command_timeout: float = 60.0  # seconds for any one command, loads included


class Lease:
    """The right to use a running engine: where it is, and the two logins. Give it back with `release()`."""

    def __init__(self, files: EngineFiles, clients: Lock, owner: Lock | None) -> None:
        state = files.state()
        if state is None or not state.port:
            raise StoreUnreachable(f"The embedded engine in {files.folder} has just ended; try again.")
        self.folder = files.folder
        self.pid = state.pid
        self.port = state.port
        self.http_port = state.http_port
        self.address = f"bolt://127.0.0.1:{state.port}"
        self.log = files.log
        self.root = ("root", files.password("root"))
        self.reader = ("reader", files.password("reader"))
        self._locks = [lock for lock in (clients, owner) if lock]

    def release(self) -> None:
        """Say that this process no longer uses the engine; safe to call twice."""
        for lock in self._locks:
            lock.release()
        self._locks.clear()

    def __enter__(self) -> Lease:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def lease(folder: Path, *, owner: bool = False, options: Options | None = None) -> Lease:
    """The folder's engine, started where it does not run.

    With `owner` the engine ends soon after this process does, once nobody else uses it. Raises StoreUnreachable where
    it cannot start (the log is named), StoreLocked where another process hangs in starting it.
    """
    files = EngineFiles(folder)
    files.create()
    clients = Lock(files.clients)
    held: Lock | None = None
    try:
        if not clients.wait(STOP_LIMIT, shared=True):
            raise StoreLocked(f"The engine in {files.folder} has been ending for {STOP_LIMIT:.0f} seconds.")
        clients.touch()
        if not _is_ready(files):
            with files.starting(START_LIMIT + 10):
                _ensure_running(files, options or Options())
        if owner:
            held = Lock(files.owner)
            if not held.attempt():
                held.release()  # another owner was first; its end is waited for as for any client
                held = None
        return Lease(files, clients, held)
    except BaseException:
        clients.release()
        if held:
            held.release()
        raise


def running(folder: Path) -> int | None:
    """The process id of the folder's engine, or None where it does not run."""
    files = EngineFiles(folder)
    state = files.state() if files.alive else None
    return state.pid if state else None


def stop(folder: Path) -> bool:
    """End the folder's engine in good order, whoever uses it; False where it did not run."""
    return _end(folder, signal.SIGTERM)


def kill(folder: Path) -> bool:
    """End the folder's engine at once; nothing that was committed is lost. False where it did not run."""
    return _end(folder, signal.SIGKILL)


def _end(folder: Path, how: signal.Signals) -> bool:
    files = EngineFiles(folder)
    if not files.alive:
        return False
    deadline = time.monotonic() + STOP_LIMIT
    told = 0
    while files.alive:
        state = files.state()  # none while it is starting or already ending
        if state and state.pid != told:
            told = state.pid
            with suppress(ProcessLookupError):
                os.kill(told, how)
        if time.monotonic() > deadline:
            raise StoreLocked(f"The engine in {files.folder} (process {told}) does not end; see {files.log}.")
        time.sleep(0.02)
    return True


def _is_ready(files: EngineFiles) -> bool:
    # First the lock, then the file: who starts a child takes the old file away before the new child has the lock.
    if not files.alive:
        return False
    state = files.state()
    return state is not None and state.port > 0


def _ensure_running(files: EngineFiles, options: Options) -> None:
    deadline = time.monotonic() + START_LIMIT
    spawned = False
    while not _is_ready(files):
        if not files.alive:
            _raise_failure(files, spawned)
            files.forget_state()
            _spawn(files, options)
            spawned = True
        if time.monotonic() > deadline:
            raise StoreUnreachable(
                f"The embedded engine did not start within {START_LIMIT:.0f} seconds; see {files.log}."
            )
        time.sleep(0.02)


def _raise_failure(files: EngineFiles, spawned: bool) -> None:
    """Where our own child has already ended: say why."""
    if not spawned:
        return
    state = files.state()
    why = state.error if state and state.error else files.log_tail() or "it ended without a word"
    raise StoreUnreachable(f"The embedded engine does not start: {why} (log: {files.log}).")


def _spawn(files: EngineFiles, options: Options) -> None:
    """Start the child; returns as soon as it has forked and holds the folder's lock."""
    root = str(Path(__file__).resolve().parents[2])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, "-P", "-m", "graph.engine.embedded_child", str(files.folder)]
    command += [f"--port={options.port}", f"--idle={options.idle}", f"--heap={options.heap}"]
    command += [f"--command-timeout={options.command_timeout}"]
    with files.log.open("wb") as log:
        os.chmod(files.log, 0o600)
        subprocess.run(
            command,
            cwd=files.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            check=False,
        )
