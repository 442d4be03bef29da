"""Who matters in the network?"""

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
    Limit,
    Output,
    Undated,
)
from api.cli._output import emit, note
from api.cli._time import one_date_at_most
from api.dates import day, period
from graph.ask.table import Table
from graph.data_folder import DataFolder
from graph.discover import names as module_names
from graph.errors import NothingFound

__all__ = ["command"]


def _complete(incomplete: str) -> list[str]:
    return [name for name in module_names("graph.measures") if name.startswith(incomplete)]


def command(
    measure: Annotated[str, typer.Argument(help="“list” shows all measures.", autocompletion=_complete)],
    type: Annotated[
        str | None, typer.Option("--type", "-t", help="Only this class, such as Company.")
    ] = None,
    largest: Annotated[
        int | None, typer.Option(min=2, help="Leave out projects and events with more members.")
    ] = None,
    limit: Limit = 20,
    data: Data = None,
    output: Output = Format.TABLE,
    lang: Language = Lang.EN,
    as_of: AsOf = None,
    during: During = None,
    before: Before = None,
    undated: Undated = False,
) -> None:
    """Rank actors by a measure of the network of those who do things together.

    Example: innograph rank pagerank --type University --during 2014..2018
    """
    from graph.measures import measure as measure_named
    from graph.measures import measures, rank
    from graph.projection.network import NetworkSpec
    from graph.workspace import Workspace

    if measure == "list":
        emit(Table(("measure", "what it is"), list(measures().items())), output)
        return
    measure_named(measure)
    one_date_at_most(as_of, during, before)
    with Workspace(DataFolder.chosen(data)) as work:
        known = work.known(day(as_of, "--as-of"))
        kinds = known.ontology.kinds(known.ontology.class_(type).name) if type else None
        spec = NetworkSpec(
            largest=largest,
            before=day(before, "--before", first=True),
            during=period(during, "--during"),
            undated=undated,
            as_of=known.revision,
        )
        found = rank(
            work.network(spec), measure, kinds=kinds, limit=limit, statement_ids=known.ledger.statement_ids
        )
        names = known.index.names([one.entity for one in found.findings], lang.value)
    if not found.findings:
        raise NothingFound("The network has nobody to rank with these filters.")
    rows = [
        (one.rank, names[one.entity], one.value, one.entity, one.of, " ".join(one.because[:2]))
        for one in found.findings
    ]
    emit(Table(("rank", "name", measure, "id", "statements", "because"), rows), output, found)
    note(f"{len(rows)} of {found.of}; network: {found.network[lang.value]}.")
    if found.note:
        note(found.note[lang.value])
    if found.undated:
        note(f"{found.undated} undated relations were left out.")
