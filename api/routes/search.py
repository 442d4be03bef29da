"""Which entities have these words in a name?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.deps import Lang, Work
from api.negotiate import answer
from graph.ask.search import search
from graph.ask.table import Table

router = APIRouter(tags=["entities"])


@router.get("/search", summary="Find entities by name, alias or acronym")
def found(
    request: Request,
    stores: Work,
    q: Annotated[str, Query(description="Words or beginnings of words.", max_length=300)],
    type: Annotated[str | None, Query(description="Only this class and its kinds.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    lang: Lang = "en",
) -> Response:
    """Best first; accents, case and small slips do not matter."""
    work = stores.work
    hits = search(work.index, work.ontology, q, type=type, limit=limit)
    names = work.index.names([hit.id for hit in hits.hits], lang)
    listed = [
        {"id": hit.id, "name": names[hit.id], "type": hit.type, "matched": hit.label, "score": hit.score}
        for hit in hits.hits
    ]
    data = {
        "q": q,
        "hits": listed,
        "count": len(listed),
        "truncated": hits.truncated,
        "corrected": hits.corrected,
    }
    columns = ("name", "type", "id", "matched", "score")
    rows = [tuple(one[column] for column in columns) for one in listed]
    return answer(request, data, Table(columns, rows, hits.truncated))
