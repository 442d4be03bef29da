"""Where is the property graph kept and asked? `connect` opens a Neo4j server or the embedded engine, with one face.

Nothing outside this package and `graph.projection` knows which of the two it talks to. The driver is imported
when something is opened, so that commands that need no engine stay light.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import SettingError

if TYPE_CHECKING:
    from graph.engine.bolt import Engine
    from graph.engine.embedded import Options

__all__ = ["connect"]


def connect(
    address: str = "",
    *,
    folder: Path | None = None,
    auth: tuple[str, str] | None = None,
    database: str | None = None,
    owner: bool = False,
    options: Options | None = None,
) -> Engine:
    """The engine at a Bolt address (`bolt://…`, `neo4j://…`, `neo4j+s://…`); without one, the embedded engine of
    `folder`.

    With an address go `auth` (user and password; else INNOGRAPH_ENGINE_USER and INNOGRAPH_ENGINE_PASSWORD) and
    `database`. With `owner` an embedded engine ends with this process; `options` say how it is started. Raises
    StoreUnreachable where nothing answers or the login is refused, SettingError for an address that is none.
    """
    if address:
        from graph.engine.neo4j_engine import Neo4jEngine

        return Neo4jEngine(address, auth=auth or _login(), database=database)
    if folder is None:
        raise SettingError("Name the Bolt address of an engine, or the folder of the embedded one.")
    from graph.engine.embedded_engine import EmbeddedEngine

    return EmbeddedEngine(folder, owner=owner, options=options)


def _login() -> tuple[str, str] | None:
    password = os.environ.get("INNOGRAPH_ENGINE_PASSWORD")
    return (os.environ.get("INNOGRAPH_ENGINE_USER", "neo4j"), password) if password else None
