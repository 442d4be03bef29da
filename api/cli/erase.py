"""Remove an entity for good."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from api.cli._options import Data, Format, Output
from api.cli._output import emit, note
from graph.ask.table import Table
from graph.data_folder import DataFolder
from graph.errors import UsageError

__all__ = ["command"]


def command(
    entity: Annotated[str, typer.Argument(help="Id, exact name or unambiguous part of a name.")],
    why: Annotated[str, typer.Option(help="The reason; it is all that is kept.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: Data = None,
    output: Output = Format.TABLE,
) -> None:
    """Erase an entity: its statements, quotes and names, in every store; prints a receipt.

    This is the only deletion, made for people who ask for it. It cannot be undone.
    """
    from graph.erasure import erase
    from graph.workspace import Workspace

    if not why:
        raise UsageError("--why: an erasure needs its reason.")
    with Workspace(DataFolder.chosen(data)) as work:
        canonical = work.find(entity)
        members = work.index.members(canonical)
        if not yes and not typer.confirm(
            f"Erase {work.index.name(canonical)} ({canonical}) for good?", err=True
        ):
            note("nothing was erased")
            return
        receipt = erase(work, members, why=why, by=getpass.getuser())
    rows = [
        (one.store, one.count, one.what, "removed" if one.reached else "NOT REACHED")
        for one in receipt.removals
    ]
    emit(Table(("store", "count", "what", "state"), rows), output, receipt)
    note(f"erased as revision {receipt.revision}: {receipt.why}")
