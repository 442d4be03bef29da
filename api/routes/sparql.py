"""What do the triples say? The SPARQL 1.1 Protocol, reading only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from api.deps import Stores, Work
from graph.ask.sparql import ROW_FORMATS, TRIPLE_FORMATS
from graph.engine.sparql_gate import check
from graph.errors import UsageError
from graph.projection.rdf_terms import PREFIXES

router = APIRouter(tags=["query"])

SECONDS, ROWS, BODY = 30.0, 10_000, 100_000
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


@router.get("/sparql", summary="Ask in SPARQL")
def asked(
    request: Request,
    stores: Work,
    query: Annotated[str, Query(description="SELECT, ASK, CONSTRUCT or DESCRIBE.")] = "",
) -> Response:
    """Rows as JSON, XML, CSV or TSV; triples as Turtle, N-Triples, JSON-LD or RDF/XML."""
    if not query:
        raise UsageError("query: ask with ?query=…, or POST the query.")
    return _answer(request, stores, query)


@router.post("/sparql", summary="Ask in SPARQL by form or by body")
async def posted(request: Request, stores: Work) -> Response:
    """A form with `query`, or the query itself as application/sparql-query."""
    body = await request.body()
    if len(body) > BODY:
        raise HTTPException(413, f"A query of more than {BODY:,} bytes is not taken.")
    media = (request.headers.get("content-type") or "").partition(";")[0].strip().lower()
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise UsageError("The body is not UTF-8 text.") from error
    if media == DIRECT:
        query = text
    elif media == FORM:
        query = (parse_qs(text).get("query") or [""])[0]
    else:
        raise HTTPException(415, f"Send {FORM} with query=…, or the query as {DIRECT}.")
    if not query:
        raise UsageError("query: the form has no query.")
    return await run_in_threadpool(_answer, request, stores, query)


def _answer(request: Request, stores: Stores, query: str) -> Response:
    if any(name in request.query_params for name in ("default-graph-uri", "named-graph-uri")):
        raise UsageError("Name graphs in the query with FROM; default-graph-uri is not taken.")
    gives_triples = check(query, PREFIXES).form.gives_triples
    media = _media(request, TRIPLE_FORMATS if gives_triples else ROW_FORMATS)
    stores.work.catch_up_rdf()
    found = stores.sparql.ask(query, timeout=SECONDS, limit=ROWS, media_type=media)
    headers = {"X-Truncated": "true", "X-Note": found.note} if found.truncated else {}
    return Response(found.body, media_type=found.media_type, headers=headers)


def _media(request: Request, known: Mapping[str, str]) -> str:
    """The form asked for by ?format= or Accept, by short name or media type."""
    asked = request.query_params.get("format")
    if asked is not None:
        if asked in known or asked in known.values():
            return known.get(asked, asked)
        raise HTTPException(406, f"format={asked} is not to be had here; there is: {', '.join(known)}.")
    accept = request.headers.get("accept") or "*/*"
    wanted = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    for media in wanted:
        if media in known.values():
            return media
        if media in ("*/*", "application/*", "text/html"):
            return next(iter(known.values()))
        if media == "application/json" and "json" in known:
            return known["json"]
    raise HTTPException(406, f"None of {accept} is to be had here; there is: {', '.join(known.values())}.")
