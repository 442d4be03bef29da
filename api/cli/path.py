"""How do two entities hang together?"""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli._options import (
    AsOf,
    Before,
    Data,
    During,
    Format,
    Lang,
    Language,
    Output,
    Undated,
)
from api.cli._output import emit, note
from api.cli._time import one_date_at_most
from api.dates import day, period
from api.facts import proof
from graph.ask.table import Table
from graph.data_folder import DataFolder
from graph.errors import NothingFound, UsageError

__all__ = ["command"]


def command(
    start: Annotated[str, typer.Argument(help="Id, exact name or unambiguous part of a name.")],
    end: Annotated[str, typer.Argument(help="The same for the other end.")],
    paths: Annotated[
        int, typer.Option("--paths", "-k", min=1, max=50, help="How many paths, best first.")
    ] = 1,
    longest: Annotated[int, typer.Option(min=1, max=12, help="At most so many steps.")] = 6,
    data: Data = None,
    output: Output = Format.TABLE,
    lang: Language = Lang.EN,
    as_of: AsOf = None,
    during: During = None,
    before: Before = None,
    undated: Undated = False,
) -> None:
    """Show how two entities hang together, and the statements that prove each step.

    Example: innograph path "Cluj IT Cluster" UEFISCDI --paths 3
    """
    from graph.ask.paths import PathFinder
    from graph.workspace import Workspace

    one_date_at_most(as_of, during, before)
    with Workspace(DataFolder.chosen(data)) as work:
        known = work.known(day(as_of, "--as-of"))
        ends = known.index.find(start), known.index.find(end)
        if ends[0] == ends[1]:
            raise UsageError(f"“{start}” and “{end}” are the same entity ({ends[0]}).")
        finder = PathFinder(
            known.ledger,
            known.index,
            known.ontology,
            as_of=known.revision,
            before=day(before, "--before", first=True),
            during=period(during, "--during"),
            undated=undated,
        )
        found = finder.paths(*ends, ledger=known.ledger, index=known.index, limit=paths, longest=longest)
        names = known.index.names(list(ends), lang.value)
        rows = [
            (
                number,
                place,
                step.sentence[lang.value],
                proof(work.ledger, step.because),
                " ".join(step.because),
            )
            for number, path in enumerate(found.paths, 1)
            for place, step in enumerate(path.steps, 1)
        ]
    if not found.paths:
        raise NothingFound(
            f"Nothing links {names[ends[0]]} and {names[ends[1]]} within {longest} steps. "
            f"{names[ends[0]]} reaches {found.reached_from_start} entities, {names[ends[1]]} "
            f"{found.reached_from_end}; try --longest or fewer filters."
        )
    emit(Table(("path", "step", "what", "evidence", "because"), rows), output, found)
    if found.undated:
        note(f"{found.undated} undated relations were left out; --undated keeps them with --during.")
