"""With whom could an organisation collaborate, and why?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli._options import AsOf, Before, Data, Format, Lang, Language, Limit, Output
from api.cli._output import emit, note
from api.cli._time import one_date_at_most
from api.dates import day
from graph.ask.table import Table
from graph.data_folder import DataFolder
from graph.errors import NothingFound, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.advice import Ecosystem, Wish
    from graph.workspace import Known

__all__ = ["command"]


def command(
    entity: Annotated[
        str, typer.Argument(help="Id, exact name or unambiguous part of a name; “weights” shows the model.")
    ] = "",
    type: Annotated[str | None, typer.Option("--type", "-t", help="Only partners of this class.")] = None,
    vertical: Annotated[
        list[str] | None, typer.Option("--vertical", "--topic", help="Only partners on this topic.")
    ] = None,
    place: Annotated[list[str] | None, typer.Option(help="Only partners in this place.")] = None,
    text: Annotated[str, typer.Option(help="A call text, or @FILE: only partners on topics it names.")] = "",
    between: Annotated[
        str, typer.Option(help="Two classes, as University,Company: pairs of them, for no given one.")
    ] = "",
    everybody: Annotated[
        bool, typer.Option("--all", help="A line for every organisation, as jsonl, without sentences.")
    ] = False,
    most: Annotated[
        int, typer.Option(min=0, help="With --all: in the first ten of at most so many lines; 0: no limit.")
    ] = 0,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what each signal adds, doubts and who could introduce.")
    ] = False,
    limit: Limit = 10,
    data: Data = None,
    output: Output = Format.TABLE,
    lang: Language = Lang.EN,
    as_of: AsOf = None,
    before: Before = None,
) -> None:
    """Suggest partners that are not known yet, each with its reasons and their statements.

    Example: innograph suggest "Cluj IT Cluster" --type University
    Pairs, as for a brokerage event: innograph suggest --vertical "Artificial intelligence" --between University,Company
    """
    from graph.advice import prepare
    from graph.advice.wishes import wish_for
    from graph.projection.network import NetworkSpec
    from graph.workspace import Workspace

    if entity == "weights":
        _weights(output)
        return
    if sum((bool(entity), bool(between), everybody)) != 1:
        raise UsageError("Name one entity, or two classes with --between, or --all.")
    one_date_at_most(as_of, None, before)
    call = Path(text[1:]).read_text(encoding="utf-8") if text.startswith("@") else text
    with Workspace(DataFolder.chosen(data)) as work:
        known = work.known(day(as_of, "--as-of"))
        sides = between.split(",") if between else [type or ""]
        if between and len(sides) != 2:
            raise UsageError("--between takes two classes with a comma, as University,Company.")
        wishes = [
            wish_for(
                known.ontology,
                known.index,
                types=[side.strip()] if side else (),
                topics=vertical or (),
                places=place or (),
                text=call,
            )
            for side in sides
        ]
        actor = known.index.find(entity) if entity else ""
        spec = NetworkSpec(before=day(before, "--before", first=True), as_of=known.revision)
        ecosystem = prepare(known.ledger, known.index, known.ontology, spec)
        if everybody:
            _everybody(ecosystem, known, wishes[0], limit, most, output)
        elif between:
            _pairs(ecosystem, known, wishes, limit, output, lang.value)
        else:
            _one(ecosystem, known, actor, wishes[0], limit, output, lang.value, explain)


def _one(
    ecosystem: Ecosystem,
    known: Known,
    actor: str,
    wish: Wish,
    limit: int,
    output: Format,
    lang: str,
    explain: bool,
) -> None:
    from graph.advice import suggest

    found = suggest(ecosystem, actor, known.ledger, name=_namer(known), wish=wish, limit=limit)
    asked = {actor, *(one.entity for one in found.suggestions)}
    asked.update(other for one in found.suggestions for other in one.introduce)
    names = known.index.names(asked, lang)
    if not found.suggestions:
        raise NothingFound(f"No suggestion for {names[actor]}: {found.none_because[lang]}")
    rows = [
        (
            one.rank,
            names[one.entity],
            round(one.score, 4),
            f"{one.sure[lang]} ({one.chance:.1%})",
            " ".join(reason.sentence[lang] for reason in one.reasons),
            one.entity,
        )
        for one in found.suggestions
    ]
    emit(Table(("rank", "who", "score", "sure", "why", "id"), rows), output, found)
    if explain:
        for one in found.suggestions:
            note(f"{one.rank}. {names[one.entity]}: {one.score:.4f}")
            for reason in one.reasons:
                parts = ", ".join(f"{name} {part:.4f}" for name, part in reason.signals.items())
                note(f"   {reason.contribution:.4f} {reason.kind} ({parts}); {reason.of} statements")
            for doubt in (*one.against, *one.unknown):
                note(f"   but: {doubt.sentence[lang]}")
            if one.introduce:
                note("   could introduce: " + ", ".join(names[other] for other in one.introduce))
    kind = " It has no partners yet: advice rests on what it is." if found.newcomer else ""
    note(
        f"{len(rows)} of {found.candidates} candidates; {found.known_partners} already known left out; "
        f"suggested by the model {found.model}, not stated by a source.{kind}"
    )


def _namer(known: Known) -> Callable[[str, str], str]:
    """The name of an entity, or the label of a class."""

    def name(entity: str, lang: str) -> str:
        if entity in known.ontology.classes:
            return known.ontology.label(entity, lang)
        return known.index.name(entity, lang)

    return name


def _pairs(
    ecosystem: Ecosystem, known: Known, wishes: list[Wish], limit: int, output: Format, lang: str
) -> None:
    from graph.advice.pairs import pairs

    found = pairs(ecosystem, wishes[0], wishes[1], known.ledger, name=_namer(known), limit=limit)
    if not found:
        raise NothingFound("No two of these have a reason that is strong enough.")
    names = known.index.names({end for one in found for end in (one.entity, one.suggestion.entity)}, lang)
    rows = [
        (
            one.rank,
            names[one.entity],
            names[one.suggestion.entity],
            round(one.suggestion.score, 4),
            " ".join(reason.sentence[lang] for reason in one.suggestion.reasons),
            one.entity,
            one.suggestion.entity,
        )
        for one in found
    ]
    emit(Table(("rank", "first", "second", "score", "why", "id", "other id"), rows), output, found)


def _everybody(ecosystem: Ecosystem, known: Known, wish: Wish, limit: int, most: int, output: Format) -> None:
    from functools import cache

    import numpy as np

    from api.plain import as_json
    from api.suggestion_view import identifiers, line_of
    from graph.advice import default_model
    from graph.advice.everyone import evenly, everyone
    from graph.advice.suggesting import allowed

    if output is not Format.JSONL:
        raise UsageError("--all writes one line for each organisation: add --format jsonl.")

    @cache
    def named(one: str) -> list[str]:
        return identifiers(one, known.index, known.ontology)

    fitting = allowed(ecosystem, wish)
    model = default_model()
    lines = everyone(ecosystem, np.flatnonzero(fitting), model, allowed=fitting, limit=limit)
    for line in evenly(list(lines), most) if most else lines:
        print(as_json(line_of(line, ecosystem.network.ids, named)))


def _weights(output: Format) -> None:
    from graph.advice import default_model
    from graph.advice.model import signals

    model = default_model()
    rows = [
        (
            name,
            model.weights.get(name, 0.0) if name not in model.assumed else model.assumed[name],
            model.newcomer.get(name, 0.0) if name not in model.assumed else model.assumed[name],
            "assumed" if name in model.assumed else "learned",
            module.REASON,
            (module.__doc__ or "").split("\n")[0],
        )
        for name, module in signals().items()
    ]
    emit(Table(("signal", "weight", "newcomers", "how", "reason", "what it asks"), rows), output, model)
    note(f"Model {model.name}: " + "; ".join(f"{what}: {said}" for what, said in model.trained.items()))
