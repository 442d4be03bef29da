"""With whom could an organisation collaborate, and why?"""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli._options import AsOf, Before, Data, Format, Lang, Language, Limit, Output
from api.cli._output import emit, note
from api.cli._time import one_date_at_most
from api.dates import day
from graph.ask.table import Table
from graph.data_folder import DataFolder
from graph.errors import NothingFound

__all__ = ["command"]


def command(
    entity: Annotated[str, typer.Argument(help="Id, exact name or unambiguous part of a name.")],
    type: Annotated[str | None, typer.Option("--type", "-t", help="Only partners of this class.")] = None,
    limit: Limit = 10,
    data: Data = None,
    output: Output = Format.TABLE,
    lang: Language = Lang.EN,
    as_of: AsOf = None,
    before: Before = None,
) -> None:
    """Suggest partners that are not partners yet, each with its reasons and their statements.

    Example: innograph suggest "Cluj IT Cluster" --type University
    """
    from graph.advice import suggest
    from graph.projection.network import NetworkSpec
    from graph.workspace import Workspace

    one_date_at_most(as_of, None, before)
    with Workspace(DataFolder.chosen(data)) as work:
        known = work.known(day(as_of, "--as-of"))
        actor = known.index.find(entity)
        kinds = known.ontology.kinds(known.ontology.class_(type).name) if type else None
        network = work.network(NetworkSpec(before=day(before, "--before", first=True), as_of=known.revision))
        found = suggest(
            network, actor, known.ledger, known.ontology, name=known.index.name, kinds=kinds, limit=limit
        )
        names = known.index.names([actor, *(one.entity for one in found.suggestions)], lang.value)
    if not found.suggestions:
        raise NothingFound(f"No suggestion for {names[actor]}: {found.none_because[lang.value]}")
    rows = [
        (
            one.rank,
            names[one.entity],
            one.score,
            " ".join(reason.sentence[lang.value] for reason in one.reasons),
            one.entity,
        )
        for one in found.suggestions
    ]
    emit(Table(("rank", "who", "score", "why", "id"), rows), output, found)
    note(
        f"{len(rows)} of {found.candidates} candidates; {found.known_partners} present partners left out; "
        f"suggested by the model {found.model}, not stated by a source."
    )
