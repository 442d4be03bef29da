"""Say whether two entities are one."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from api.cli._options import Data
from api.cli._output import note
from graph.data_folder import DataFolder
from graph.errors import UsageError

__all__ = ["command"]


def command(
    one: Annotated[str, typer.Argument(help="Id, exact name or unambiguous part of a name.")],
    other: Annotated[str, typer.Argument(help="The same for the other one.")] = "",
    same: Annotated[bool, typer.Option("--same", help="They are one.")] = False,
    different: Annotated[bool, typer.Option("--different", help="They are two, and stay two.")] = False,
    unsure: Annotated[bool, typer.Option("--unsure", help="Looked at, not decided.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="ONE is the number of a judgement to undo.")] = False,
    why: Annotated[str, typer.Option(help="The reason, kept with the judgement.")] = "",
    by: Annotated[str, typer.Option(help="Who judges; default: your login.")] = "",
    data: Data = None,
) -> None:
    """Judge whether two entities are the same; a judgement of a person wins over every rule.

    Example: innograph judge ror-051h0cw83 "UMF Cluj" --same --why "same seat and rector"
    """
    from graph.ledger import Judgement
    from graph.workspace import Workspace

    verdicts = [
        name for name, given in (("same", same), ("different", different), ("unsure", unsure)) if given
    ]
    if undo == bool(verdicts) or len(verdicts) > 1:
        raise UsageError("Give one of --same, --different, --unsure and --undo.")
    if not why:
        raise UsageError("--why: a judgement needs its reason.")
    by = by or getpass.getuser()
    with Workspace(DataFolder.chosen(data)) as work:
        if undo:
            if not one.isdigit():
                raise UsageError(f"--undo takes the number of a judgement, not “{one}”.")
            work.ledger.undo(int(one), by=by, why=why)
            work.catch_up_index()
            note(f"judgement {one} is undone")
            return
        pair = [_said(work.index, asked) for asked in (one, other)]
        shown = " and ".join(work.index.name(work.index.canonical(entity)) for entity in pair)
        number = work.ledger.judge(Judgement(pair[0], pair[1], verdicts[0], by=by, why=why))
        work.catch_up_index()
        note(
            f"judgement {number}: {shown}: {verdicts[0]} (undo with: innograph judge {number} --undo --why …)"
        )


def _said(index: object, asked: str) -> str:
    """The id to judge: a member id is kept as it is, so that a merged entity can be split again."""
    from graph.index import Index

    assert isinstance(index, Index)
    canonical = index.find(asked)
    return asked if asked in index.members(canonical) else canonical
