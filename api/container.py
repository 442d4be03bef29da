"""What does the container do when it starts? It builds the case once, makes a token once, and serves.

The token stands in the data folder, readable by its owner alone; inside a container every address is beyond
loopback, so reading needs it too.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from graph.data_folder import DataFolder

__all__ = ["start"]

HOST, PORT = "0.0.0.0", "8321"  # inside the container; compose publishes it on the host's loopback only


def start(case: str) -> None:
    """Build, make the token, and become the server."""
    from graph.ledger import Ledger

    folder = DataFolder.chosen(None).create()
    innograph = Path(sys.executable).with_name("innograph")
    if os.spawnl(os.P_WAIT, innograph, "innograph", "build", "--case", case) != 0:
        sys.exit("innograph: the case could not be built; the lines above say why.")
    token = folder.root / "token"
    if not token.exists():
        with Ledger.open(folder.ledger) as ledger:
            made = ledger.new_token("admin", "made when the container first started")
        handle = os.open(token, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(made)
        print(f"the token for reading and writing stands in {token}", file=sys.stderr)
    os.execl(innograph, "innograph", "serve", "--host", HOST, "--port", PORT)


if __name__ == "__main__":
    start(os.environ.get("INNOGRAPH_CASE", "cluj"))
