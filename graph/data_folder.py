"""Where do the ledger and its projections lie, and who may bring the projections up to date?

One folder holds everything of one graph. The ledger is the truth; all else in the folder can be deleted
and made again. Many processes share the ledger; one projector at a time holds the lock file.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import NothingFound, SettingError, StoreLocked, StoreUnwritable

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has no fcntl
    fcntl = None  # type: ignore[assignment]  # checked for None where it is used

__all__ = ["DEFAULT", "DataFolder"]

DEFAULT = ".innograph"


class DataFolder:
    """The paths of one graph's stores. Nothing is created before `create()`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ledger = root / "ledger.sqlite"
        self.index = root / "index.sqlite"
        self.rdf = root / "rdf"
        self.engine = root / "engine"
        self.cache = root / "cache"
        self.past = root / "past"
        self.locks = root / "locks"

    @classmethod
    def chosen(cls, option: Path | None) -> DataFolder:
        """The folder given by option, else by INNOGRAPH_DATA, else `.innograph` in the working directory."""
        return cls(option or Path(os.environ.get("INNOGRAPH_DATA", DEFAULT)))

    @property
    def exists(self) -> bool:
        """True once a ledger was made here."""
        return self.ledger.exists()

    def require(self) -> DataFolder:
        """Itself, or NothingFound with the way to make a graph."""
        if self.root.exists() and not self.root.is_dir():
            raise SettingError(f"{self.root} is a file; --data names a folder.")
        if not self.exists:
            raise NothingFound(
                f"There is no graph in {self.root}. Make one with “innograph build”, or name its folder "
                "with --data."
            )
        return self

    def create(self) -> DataFolder:
        """Itself, the folder made (only its owner may read it: it holds passwords of the engine)."""
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        except FileExistsError as error:
            raise SettingError(f"{self.root} is a file; --data names a folder.") from error
        except OSError as error:
            raise StoreUnwritable(f"The data folder {self.root} cannot be made: {error.strerror}.") from error
        if not os.access(self.root, os.W_OK | os.X_OK):
            raise StoreUnwritable(
                f"The data folder {self.root} cannot be written; change its permissions or use --data."
            )
        return self

    @contextmanager
    def projecting(self, store: str, wait: float = 600.0) -> Iterator[None]:
        """Hold the projector's lock of a store; waits up to `wait` seconds for another one, then StoreLocked.

        The lock belongs to the open file, so a killed process leaves none behind.
        """
        lock = self.locks / f"{store}.lock"
        try:
            self.locks.mkdir(exist_ok=True, mode=0o700)
            handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreUnwritable(f"{lock} cannot be opened: {error.strerror}.") from error
        try:
            self._acquire(handle, time.monotonic() + wait)
            yield
        finally:
            os.close(handle)

    def _acquire(self, handle: int, deadline: float) -> None:
        if fcntl is None:  # pragma: no cover - Windows
            return
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    raise StoreLocked(
                        f"Another process is bringing the projections in {self.root} up to date; "
                        "try again when it is done."
                    ) from error
                time.sleep(0.05)
