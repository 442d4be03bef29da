"""Which files in the engine's folder say who runs it, who uses it, and how it is reached?

All processes meet in the folder. What is alive is known by locks that the kernel drops with their holder, never by
a number in a file that may be stale:

    running.lock    held by the child process for as long as it lives
    clients.lock    held (shared) by everybody who uses the engine; touched when somebody comes
    owner.lock      held by the process whose end should end the engine (`serve`)
    start.lock      held while somebody starts the child, so that two never do
    state.json      written by the child when it is ready or has failed: process id, ports, or the error
    root.password, reader.password, port    made once, readable by the owner only
    child.log       what the child and its Java machine print
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.errors import StoreLocked, StoreUnreachable, StoreUnwritable

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has no fcntl
    fcntl = None  # type: ignore[assignment]  # checked for None where it is used

__all__ = ["DATABASE", "EngineFiles", "Lock", "State"]

DATABASE = "kg"  # the one database of an engine's folder


@dataclass(frozen=True, slots=True)
class State:
    """What the child says of itself: ready at a port, or failed with a sentence."""

    pid: int
    port: int = 0
    http_port: int = 0
    started: str = ""
    error: str = ""


class Lock:
    """A lock on an open file: it ends with `release()` or with the process that holds it."""

    def __init__(self, path: Path) -> None:
        if fcntl is None:  # pragma: no cover - Windows
            raise StoreUnreachable(
                "The embedded engine needs Linux or macOS; elsewhere give the address of a Neo4j server."
            )
        self.path = path
        try:
            self._handle: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreUnwritable(f"{path} cannot be opened: {error.strerror}.") from error

    def attempt(self, *, shared: bool = False) -> bool:
        """True when the lock is held now; never waits."""
        assert self._handle is not None, "a released lock is not taken again"
        try:
            fcntl.flock(self._handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait(self, seconds: float, *, shared: bool = False) -> bool:
        """True once the lock is held, False when it was not to be had within so many seconds."""
        deadline = time.monotonic() + seconds
        while not self.attempt(shared=shared):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    @property
    def in_place(self) -> bool:
        """False once the file was deleted or replaced under our hands."""
        assert self._handle is not None, "a released lock has no place"
        try:
            there = self.path.stat()
        except OSError:
            return False
        return os.path.samestat(there, os.fstat(self._handle))

    def touch(self) -> None:
        """Note on the file that somebody came just now."""
        os.utime(self.path)

    def loosen(self) -> None:
        """Give the lock up and keep the file open."""
        assert self._handle is not None, "a released lock is not loosened"
        fcntl.flock(self._handle, fcntl.LOCK_UN)

    def release(self) -> None:
        """Give the lock up; safe to call twice."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


class EngineFiles:
    """The files of one engine's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.running = self.folder / "running.lock"
        self.clients = self.folder / "clients.lock"
        self.owner = self.folder / "owner.lock"
        self.start = self.folder / "start.lock"
        self.state_file = self.folder / "state.json"
        self.log = self.folder / "child.log"

    def create(self) -> None:
        """Make the folder, for its owner only."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StoreUnwritable(
                f"The engine's folder {self.folder} cannot be made: {error.strerror}."
            ) from error

    @property
    def alive(self) -> bool:
        """True while a child process holds this folder."""
        if not self.running.exists():
            return False
        lock = Lock(self.running)
        try:
            return not lock.attempt(shared=True)
        finally:
            lock.release()

    def state(self) -> State | None:
        """What the child last wrote; None while it has not, or where the file is damaged."""
        try:
            return State(**json.loads(self.state_file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write_state(self, state: State) -> None:
        """Publish the child's state in one step."""
        self.write_private(self.state_file, json.dumps(asdict(state)))

    def forget_state(self) -> None:
        """Take the published state back."""
        self.state_file.unlink(missing_ok=True)

    def password(self, user: str) -> str:
        """The password of `root` or `reader`; "" where none was made yet."""
        return self._read(f"{user}.password")

    def write_password(self, user: str, password: str) -> None:
        """Keep a password, readable by the owner only."""
        self.write_private(self.folder / f"{user}.password", password)

    @property
    def last_port(self) -> int:
        """The port used last time, so that analysts' tools find it again; 0 for none."""
        text = self._read("port")
        return int(text) if text.isascii() and text.isdigit() else 0

    def keep_port(self, port: int) -> None:
        """Remember the port for the next start."""
        self.write_private(self.folder / "port", str(port))

    def write_private(self, path: Path, text: str) -> None:
        """Replace a file in one step, mode 0600 from its first moment."""
        part = path.with_name(f".{path.name}.{os.getpid()}")
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
        part.replace(path)

    def log_tail(self, lines: int = 3) -> str:
        """The last lines of the child's log, for an error message."""
        try:
            text = self.log.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        return " | ".join(line.strip() for line in text.splitlines()[-lines:] if line.strip())[-600:]

    @contextmanager
    def starting(self, wait: float) -> Iterator[None]:
        """Hold the right to start the child; StoreLocked when somebody else keeps it too long."""
        lock = Lock(self.start)
        try:
            if not lock.wait(wait):
                raise StoreLocked(
                    f"Another process has been starting the engine in {self.folder} for {wait:.0f} seconds; "
                    f"see {self.log}."
                )
            yield
        finally:
            lock.release()

    def _read(self, name: str) -> str:
        try:
            return (self.folder / name).read_text(encoding="utf-8").strip()
        except OSError:
            return ""
