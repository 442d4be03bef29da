"""What exactly was said, by whom, and where?"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.deps import Lang, Work
from api.negotiate import answer
from api.statement_view import statement_row, statement_view
from graph.ask.table import Table

router = APIRouter(tags=["evidence"])


@router.get("/statements/{statement}", summary="One statement with its evidence and history")
def statement(request: Request, stores: Work, statement: str, lang: Lang = "en") -> Response:
    """Subject, predicate, object, mode, valid time and the sentence or row that proves it."""
    work = stores.work
    found = work.ledger.statement(statement)
    data = statement_view(found, work.index, lang)
    data["history"] = work.ledger.history(statement)
    data["sightings"] = work.ledger.sightings(statement)
    return answer(request, data, Table(tuple(statement_row(data)), [tuple(statement_row(data).values())]))
