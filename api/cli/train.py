"""What do past partnerships teach about the signals?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli._options import Data, Format, Output
from api.cli._output import emit, note
from api.dates import day
from graph.ask.table import Table
from graph.data_folder import DataFolder

__all__ = ["command"]


def command(
    before: Annotated[str, typer.Option(metavar="DATE", help="What had begun before was known.")],
    until: Annotated[str, typer.Option(metavar="DATE", help="Who worked together first before this day.")],
    out: Annotated[Path | None, typer.Option(help="Write the model here, as JSON.")] = None,
    largest: Annotated[int | None, typer.Option(min=2, help="Leave out larger consortia.")] = None,
    actors: Annotated[int, typer.Option(min=50, help="Learn from so many actors.")] = 1500,
    seed: Annotated[int, typer.Option(help="For the draw of the actors.")] = 1,
    name: Annotated[str, typer.Option(help="What to call the model.")] = "",
    data: Data = None,
    output: Output = Format.TABLE,
) -> None:
    """Learn the weights of the signals from the graph's own past.

    Example: innograph train --before 2016-01-01 --until 2019-01-01 --out weights.json
    """
    from graph.advice.learning import learn, past_of
    from graph.errors import UsageError
    from graph.workspace import Workspace

    cut, end = day(before, "--before", first=True), day(until, "--until", first=True)
    if cut is None or end is None:
        raise UsageError("Give both --before and --until.")
    with Workspace(DataFolder.chosen(data)) as work:
        past = past_of(work.ledger, work.index, work.ontology, cut, end, largest)
        model = learn(past, actors=actors, seed=seed, name=name)
    rows = [
        (one, model.weights.get(one, 0.0), model.newcomer.get(one, 0.0))
        for one in sorted({*model.weights, *model.newcomer})
    ]
    emit(Table(("signal", "weight", "newcomers"), rows), output, model)
    if out is not None:
        model.write(out)
        note(f"wrote {out}")
