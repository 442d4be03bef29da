"""What do we hold on one entity, and what proves it?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli._options import AsOf, Before, Data, During, Format, Lang, Language, Output, Undated
from api.cli._output import emit, note
from api.dates import day, period
from api.facts import facts_table, statement_table
from api.statement_view import statement_view
from graph.data_folder import DataFolder

if TYPE_CHECKING:
    from graph.ask.view import EntityView

__all__ = ["command"]

STATEMENT = re.compile("[0-9a-f]{32}")


def command(
    entity: Annotated[
        str, typer.Argument(help="Id, exact name or unambiguous part of a name; or the id of a statement.")
    ],
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, help="At most so many values of one fact.")
    ] = 20,
    evidence: Annotated[bool, typer.Option("--evidence", "-e", help="Show every receipt in full.")] = False,
    data: Data = None,
    output: Output = Format.TABLE,
    lang: Language = Lang.EN,
    as_of: AsOf = None,
    during: During = None,
    before: Before = None,
    undated: Undated = False,
) -> None:
    """Show all that is held on an entity: facts with their evidence, contradictions, and what is not known.

    Example: innograph show "Cluj IT Cluster" --evidence
    """
    from graph.ask.entity import entity as view_of
    from graph.workspace import Workspace

    with Workspace(DataFolder.chosen(data)) as work:
        if STATEMENT.fullmatch(entity):
            statement = statement_view(work.ledger.statement(entity), work.index, lang.value)
            emit(statement_table(statement), output, statement)
            return
        shown = view_of(
            work.ledger,
            work.index,
            work.ontology,
            work.find(entity),
            as_of=day(as_of, "--as-of"),
            during=period(during, "--during"),
            before=day(before, "--before", first=True),
            undated=undated,
            limit=limit,
        )
        kind = work.ontology.label(shown.type, lang.value) if shown.type else ""
    if output is Format.TABLE:
        print(f"{shown.names.get(lang.value, shown.name)}  ({kind}, {shown.id})")
        _besides(shown)
    emit(facts_table(shown, lang.value, full=evidence), output, shown)
    for missing in shown.unknown:
        note(missing.text[lang.value])
    for used in shown.dates:
        note(used)
    if shown.undated:
        note(f"{shown.undated} undated statements left out")
    if shown.outside:
        note(f"{shown.outside} statements of other dates left out")


def _besides(shown: EntityView) -> None:
    if shown.identifiers:
        print("  ids: " + ", ".join(f"{one.authority['en']} {one.value}" for one in shown.identifiers))
    others = [name for name in (*shown.aliases, *shown.acronyms) if name != shown.name]
    if others:
        print("  also: " + "; ".join(dict.fromkeys(others)))
    print()
