"""Which questions are saved, what do they answer, and which of them do free words mean?"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.deps import Lang, Stores, Work
from api.negotiate import answer
from api.question_view import listed, queries, question_view
from graph.ask.table import Table
from graph.errors import UsageError
from graph.questions import TOPICS, Question, Value, agree, ask, bind, named, question, questions, shown
from graph.questions.words import Reading, understand

router = APIRouter(tags=["questions"])

OURS = frozenset(["format", "lang", "language", "limit", "timeout"])  # what is no parameter of a question
LANGUAGES = ("sparql", "cypher", "both")


@router.get("/questions", summary="Saved questions, or those that free words mean")
def all_of_them(
    request: Request,
    stores: Work,
    words: Annotated[
        str,
        Query(
            max_length=500, description="Free words in English or Romanian.", examples=["who works on ICT"]
        ),
    ] = "",
    lang: Lang = "en",
) -> Response:
    """Every question with parameters, columns and both queries; with `words`, the nearest ones and what was recognised."""
    if words.strip():
        return _understood(request, stores, words, lang)
    ordered = sorted(questions().values(), key=lambda one: (TOPICS.index(one.topic), one.name))
    found = [{**question_view(one, lang), **queries(one)} for one in ordered]
    return answer(request, {"questions": found, "count": len(found)}, listed(lang))


@router.get("/questions/{name}", summary="The answer to a saved question")
def one_of_them(
    request: Request,
    stores: Work,
    name: str,
    language: Annotated[
        str, Query(pattern="^(cypher|sparql|both)$", description="Asked in this language.")
    ] = "sparql",
    timeout: Annotated[float, Query(gt=0, le=120, description="Seconds until it is stopped.")] = 30.0,
    limit: Annotated[int, Query(ge=1, le=10_000, description="Rows at most.")] = 1000,
    lang: Lang = "en",
) -> Response:
    """Rows with the question's Cypher and SPARQL to copy; its parameters stand in the address beside these.

    Without any of its parameters, a question that needs one is described instead.
    """
    chosen = question(name)
    given = _given(request)
    if not given and chosen.required:
        view = {**question_view(chosen, lang), **queries(chosen)}
        return answer(
            request, view, Table(("parameter", "example"), [(p.name, p.example) for p in chosen.parameters])
        )
    work = stores.work
    values = bind(chosen, given, work.index, work.ontology, find=work.find)
    table, same = _answer(stores, chosen, values, language, timeout, limit)
    shown_table = named(table, chosen, work.index, work.ontology, lang)
    readable = shown(chosen, values, work.index, work.ontology, lang)
    data: dict[str, Any] = {
        **question_view(chosen, lang),
        "question": chosen.asked(readable, lang),
        "given": values,
        "rows": list(shown_table),
        "count": len(table),
        "truncated": table.truncated,
        "note": table.note,
        "took_ms": table.took_ms,
        "language": language,
        **queries(chosen, values),
    }
    if same is not None:
        data["agree"] = same
    return answer(request, data, shown_table)


def _given(request: Request) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in OURS:
            continue
        if name in given:
            raise UsageError(f"{name} is given twice.")
        given[name] = value
    return given


def _answer(
    stores: Stores, chosen: Question, values: dict[str, Value], language: str, timeout: float, limit: int
) -> tuple[Table, bool | None]:
    """The rows, and whether both languages agree where both were asked and nothing was cut."""
    work = stores.work
    tables: list[Table] = []
    if language in ("sparql", "both"):
        work.catch_up_rdf()
        tables.append(ask(chosen, values, stores.sparql, work.ontology, timeout=timeout, limit=limit))
    if language in ("cypher", "both"):
        engine = stores.engine
        work.catch_up_property_graph(engine)
        tables.append(ask(chosen, values, engine, work.ontology, timeout=timeout, limit=limit))
    whole = len(tables) == 2 and not any(table.truncated for table in tables)
    return tables[0], agree(tables[0], tables[1], chosen) if whole else None


def _understood(request: Request, stores: Stores, words: str, lang: str) -> Response:
    work = stores.work
    found = understand(words, work.index, work.ontology, lang)
    readings = [_reading(one, lang) for one in found.readings]
    data = {
        "words": words,
        "names": [
            {
                "words": one.words,
                "entities": [{"id": hit.id, "name": hit.name, "type": hit.type} for hit in one.hits],
            }
            for one in found.found.names
        ],
        "dates": [one.date for one in found.found.dates],
        "readings": readings,
    }
    rows = [(one["name"], one["question"], one["score"], one["address"]) for one in readings]
    return answer(request, data, Table(("name", "question", "score", "address"), rows))


def _reading(one: Reading, lang: str) -> dict[str, Any]:
    from urllib.parse import urlencode

    return {
        "name": one.question.name,
        "question": one.sentence(lang),
        "given": one.given,
        "missing": one.missing,
        "score": one.score,
        "address": f"/questions/{one.question.name}?{urlencode(one.given)}",
    }
