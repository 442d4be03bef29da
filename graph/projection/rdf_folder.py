"""Where do the RDF store and its snapshots lie, which ones are current, and when may an old one be removed?

    current.json             which store and snapshots are current, and what they show: replaced as a whole
    store-…/                 the one that is written; one process at a time holds writer.lock
    snapshot-…/ and .lock    published for readers: hard links to the store's files, never changed

A reader holds a shared lock on its snapshot's lock file for as long as it reads; a snapshot that nobody holds is
removed once two newer ones are there. A killed process leaves no lock behind.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.errors import StoreError, StoreLocked, StoreUnwritable

__all__ = ["Published", "RdfFolder", "explained", "hold"]

KEPT = 2  # snapshots, the newest among them


@dataclass(frozen=True, slots=True)
class Published:
    """What current.json says: the store, its snapshots (newest first), what the newest shows and in which layout."""

    store: str
    snapshots: tuple[str, ...]
    epoch: int
    revision: int
    ontology: str
    layout: int = 0  # where it is not said: older than any that still counts


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn failures of the disk or of Oxigraph into one sentence."""
    try:
        yield
    except OSError as error:
        words = error.strerror or str(error)
        raise StoreUnwritable(
            f"The RDF store in {folder} cannot be written: {words}. Make room or change its permissions; it is made "
            "again from the ledger."
        ) from error


def hold(snapshot: Path) -> int | None:
    """A shared lock on a snapshot, as an open file: close it to let go. None where the snapshot is gone."""
    try:
        handle = os.open(f"{snapshot}.lock", os.O_RDONLY)
    except OSError:
        return None
    fcntl.flock(handle, fcntl.LOCK_SH)
    if snapshot.is_dir():
        return handle
    os.close(handle)
    return None


class RdfFolder:
    """The files of one RDF projection. Nothing is created before `writing`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = root / "current.json"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only process that writes here. StoreLocked, StoreUnwritable."""
        with explained(self.root):
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self.root / "writer.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise StoreLocked(
                    f"Another process is writing the RDF store in {self.root}; try again."
                ) from error
            yield
        finally:
            os.close(handle)

    def published(self) -> Published | None:
        """What is current; None where nothing is, or the pointer cannot be read."""
        try:
            said = json.loads(self._pointer.read_text(encoding="utf-8"))
            snapshots = tuple(str(name) for name in said.pop("snapshots"))
            found = Published(snapshots=snapshots, **said)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return found if found.snapshots and (self.root / found.snapshots[0]).is_dir() else None

    def snapshot(self) -> Path:
        """The newest snapshot. StoreError where there is none."""
        current = self.published()
        if current is None:
            raise StoreError(
                f"There is no RDF store in {self.root} yet; “innograph build” or “innograph load” makes it."
            )
        return self.root / current.snapshots[0]

    def new_store(self) -> Path:
        """A path for a store that is built anew; it counts for nothing until it is published."""
        return self.root / f"store-{secrets.token_hex(6)}"

    def publish(
        self,
        store: Path,
        backup: Callable[[str], None],
        *,
        epoch: int,
        revision: int,
        ontology: str,
        layout: int,
    ) -> None:
        """Make a snapshot of the store and point to both, in one step."""
        before = self.published()
        name = f"snapshot-{revision}-{secrets.token_hex(6)}"
        (self.root / f"{name}.lock").touch(0o600)
        backup(str(self.root / name))
        kept = before.snapshots if before and before.epoch == epoch else ()
        self._point(Published(store.name, (name, *kept)[:KEPT], epoch, revision, ontology, layout))

    def _point(self, published: Published) -> None:
        new = self.root / f"current-{secrets.token_hex(6)}.new"
        with new.open("w", encoding="utf-8") as file:
            json.dump(asdict(published), file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._pointer)

    def sweep(self, *, force: bool = False) -> list[str]:
        """Remove what is neither current nor held by a reader (`force`: held or not); the names of what is left."""
        current = self.published()
        kept = {current.store, *current.snapshots} if current else set()
        left = []
        for path in sorted(self.root.iterdir()):
            if path.is_dir() and path.name.startswith(("store-", "snapshot-")) and path.name not in kept:
                _remove(path, force)
                if path.exists():
                    left.append(path.name)
            elif path.suffix == ".new" or (path.suffix == ".lock" and _is_orphan(path)):
                path.unlink(missing_ok=True)
        return left

    def forget(self) -> list[str]:
        """Remove everything; the names of what could not be removed."""
        if not self.root.is_dir():
            return []
        with self.writing():
            self._pointer.unlink(missing_ok=True)
            return self.sweep(force=True)


def _remove(folder: Path, force: bool) -> None:
    """Remove a folder unless a reader holds it; who tries to while it is removed then finds it gone."""
    with suppress(FileNotFoundError, BlockingIOError):
        handle = os.open(f"{folder}.lock", os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(handle)
    if (
        force or not Path(f"{folder}.lock").exists()
    ):  # stores have no lock file: the writer's lock covers them
        shutil.rmtree(folder, ignore_errors=True)


def _is_orphan(lock: Path) -> bool:
    """True for the lock file of a snapshot that is gone."""
    return lock.name.startswith("snapshot-") and not lock.with_suffix("").is_dir()
