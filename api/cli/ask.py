"""Ask a saved question, by name or in free words, in Cypher and in SPARQL."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli._options import Data, Format, Lang, Language, Limit, Output
from api.cli._output import emit, note
from api.question_view import described, listed
from graph.ask.table import Table
from graph.data_folder import DataFolder
from graph.errors import InnographError, NothingFound, UsageError
from graph.questions import Question, Value, agree, ask, bind, label, named, question, questions, shown

if TYPE_CHECKING:
    from graph.engine.bolt import Engine
    from graph.questions.words import Understood
    from graph.workspace import Workspace

__all__ = ["command"]


class Asked(StrEnum):
    """The language in which the stores are asked."""

    CYPHER = "cypher"
    SPARQL = "sparql"
    BOTH = "both"


def _completed(ctx: typer.Context, incomplete: str) -> list[str]:
    """What may follow on the command line: a question's name, then its parameters."""
    words = ctx.params.get("words") or []
    if not words:
        return [name for name in ("list", *questions()) if name.startswith(incomplete)]
    known = questions().get(words[0])
    pairs = [f"{one.name}={one.default or one.example}" for one in known.parameters] if known else []
    return [pair for pair in pairs if pair.startswith(incomplete)]


def command(
    words: Annotated[
        list[str],
        typer.Argument(
            help="“list”, a question's name with NAME=VALUE for its parameters, or free words in English or Romanian.",
            autocompletion=_completed,
        ),
    ],
    language: Annotated[
        Asked, typer.Option("--language", "-l", help="Ask in this query language.")
    ] = Asked.SPARQL,
    show: Annotated[
        bool, typer.Option("--show", help="Show the question and its queries instead of asking.")
    ] = False,
    timeout: Annotated[float, typer.Option(min=0.1, max=600, help="Seconds until it is stopped.")] = 30.0,
    limit: Limit = 1000,
    engine: Annotated[
        str, typer.Option(envvar="INNOGRAPH_ENGINE", help="Bolt address of a Neo4j; default: embedded.")
    ] = "",
    data: Data = None,
    output: Output = Format.TABLE,
    lang: Language = Lang.EN,
) -> None:
    """Ask a saved question. What is understood, and the next best questions, go to standard error.

    Examples: innograph ask list; innograph ask members-of "group=Cluj IT Cluster" --language both;
    innograph ask "what was planned for Cluj Innovation City and never happened?"
    """
    from graph.workspace import Workspace

    if words == ["list"]:
        emit(listed(lang.value), output)
        return
    with Workspace(DataFolder.chosen(data)) as work:
        chosen, given = _chosen(words, work, lang.value)
        if show and any(one.name not in given for one in chosen.required):
            print(described(chosen, lang.value))
            return
        values = bind(chosen, given, work.index, work.ontology, find=work.find)
        note(chosen.asked(shown(chosen, values, work.index, work.ontology, lang.value), lang.value))
        if show:
            print(described(chosen, lang.value, values))
            return
        table = _answer(work, chosen, values, language, engine, timeout, limit)
        answer = named(table, chosen, work.index, work.ontology, lang.value)
    if not answer.rows:
        raise NothingFound("The question is understood, and the graph holds nothing that answers it.")
    if output in (Format.TABLE, Format.MD):  # for people; other forms keep the names that programs rely on
        answer = replace(answer, columns=tuple(_head(column, lang.value) for column in answer.columns))
    emit(answer, output)
    note(chosen.read[lang.value])


def _chosen(words: list[str], work: Workspace, lang: str) -> tuple[Question, dict[str, str]]:
    """The question and its parameters in words: by name, else as free words are understood."""
    pairs = [word.partition("=") for word in words[1:]]
    if words[0] in questions() or (pairs and all(equals for _, equals, _ in pairs)):
        if wrong := [name for name, equals, _ in pairs if not equals]:
            raise UsageError(f"“{wrong[0]}” should read NAME=VALUE; quote a value that has spaces.")
        return question(words[0]), {name: value for name, _, value in pairs}
    from graph.questions.words import understand

    understood = understand(" ".join(words), work.index, work.ontology, lang)
    _explain(understood, lang)
    return understood.best.question, understood.best.given


def _head(column: str, lang: str) -> str:
    name = column.removesuffix("_id")
    return label(name, lang) + (" (id)" if column != name else "")


def _explain(understood: Understood, lang: str) -> None:
    best, *others = understood.readings
    note(f"understood as: {best.sentence(lang)}  (innograph ask {best.call})")
    for other in others:
        note(f"or perhaps:    {other.sentence(lang)}  (innograph ask {other.call})")


def _answer(
    work: Workspace,
    chosen: Question,
    values: dict[str, Value],
    language: Asked,
    address: str,
    timeout: float,
    limit: int,
) -> Table:
    tables: list[Table] = []
    if language is not Asked.CYPHER:
        work.catch_up_rdf()
        tables.append(ask(chosen, values, work.rdf.snapshot(), work.ontology, timeout=timeout, limit=limit))
    if language is not Asked.SPARQL:
        opened: Engine
        with work.engine(address) as opened:
            work.catch_up_property_graph(opened)
            tables.append(ask(chosen, values, opened, work.ontology, timeout=timeout, limit=limit))
    if len(tables) == 2 and not any(table.truncated for table in tables):
        if not agree(tables[0], tables[1], chosen):
            raise InnographError(
                f"SPARQL and Cypher answer {chosen.name} differently: this is an error of ours."
            )
        note("SPARQL and Cypher give the same rows.")
    return tables[0]
