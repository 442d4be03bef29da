"""Which entities have these words in a name?"""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli._options import Data, Format, Lang, Language, Limit, Output
from api.cli._output import emit
from graph.ask.table import Table
from graph.data_folder import DataFolder

__all__ = ["command"]


def command(
    text: Annotated[
        str, typer.Argument(help="Words or beginnings of words; accents and small slips do not matter.")
    ],
    type: Annotated[str | None, typer.Option("--type", "-t", help="Only this class, such as Event.")] = None,
    limit: Limit = 20,
    data: Data = None,
    output: Output = Format.TABLE,
    lang: Language = Lang.EN,
) -> None:
    """Find entities by name, alias or acronym.

    Example: innograph search "univ cluj" --type University
    """
    from graph.ask.search import search
    from graph.workspace import Workspace

    with Workspace(DataFolder.chosen(data)) as work:
        found = search(work.index, work.ontology, text, type=type, limit=limit)
        hits, cut = found.hits, found.truncated
        if not hits:
            raise work.index.unknown(text)
        names = work.index.names([hit.id for hit in hits], lang.value)
        rows = [(names[hit.id], work.ontology.label(hit.type, lang.value), hit.id, hit.label) for hit in hits]
    note = f"Cut after {limit}; --limit shows more." if cut else ""
    emit(Table(("name", "type", "id", "matched"), rows, cut, note=note), output)
