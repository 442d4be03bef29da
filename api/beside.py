"""How is the property graph brought up to date beside other work? In a process of its own.

    python -m api.beside FOLDER

It starts the engine at once, waits for a line on standard input, and projects; so the engine comes up while sources
are read, and the projections of RDF and property graph use a processor each.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from graph.data_folder import DataFolder
from graph.errors import InnographError, StoreError
from graph.workspace import Workspace

__all__ = ["PropertyGraphBeside"]


class PropertyGraphBeside:
    """The other process, as the caller sees it: `go` when there is something to project, then `wait`."""

    def __init__(self, folder: DataFolder) -> None:
        command = [sys.executable, "-m", "api.beside", str(folder.root)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def go(self) -> None:
        """Let it project what the ledger holds now."""
        self._say("go\n")

    def wait(self) -> None:
        """Wait for its end; StoreError with its own words where it failed."""
        _, said = self._process.communicate()
        if self._process.returncode:
            raise StoreError(said.strip() or "The property graph could not be built.")

    def stop(self) -> None:
        """End it without projecting; the engine ends by itself when it is idle."""
        if self._process.poll() is None:
            self._say("")
            self._process.communicate()

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
        except BrokenPipeError:
            return  # it has failed already; `wait` tells why


def _work(root: Path) -> None:
    with Workspace(DataFolder(root)) as work, work.engine() as engine:
        if sys.stdin.readline():
            work.catch_up_property_graph(engine)


if __name__ == "__main__":
    try:
        _work(Path(sys.argv[1]))
    except InnographError as error:
        sys.exit(str(error))
