"""Which sources does the graph stand on, under which licences?"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.deps import Work
from api.negotiate import answer
from graph.ask.table import Table
from graph.errors import NothingFound

router = APIRouter(tags=["evidence"])
COLUMNS = ("id", "title", "publisher", "licence", "language", "url", "attribution")


@router.get("/sources", summary="All sources with licence and attribution")
def sources(request: Request, stores: Work) -> Response:
    """Every source that a statement rests on."""
    found = stores.work.ledger.sources()
    rows = [tuple(getattr(one, column) for column in COLUMNS) for one in found]
    return answer(request, {"sources": found, "count": len(found)}, Table(COLUMNS, rows))


@router.get("/sources/{source}", summary="One source and its parts")
def source(request: Request, stores: Work, source: str) -> Response:
    """The catalogue's entry, and what was loaded under it."""
    ledger = stores.work.ledger
    found = next((one for one in ledger.sources() if one.id == source), None)
    if found is None:
        raise NothingFound(f"There is no source “{source}”; /sources lists them.")
    parts = ledger.parts(source)
    rows = [tuple(getattr(found, column) for column in COLUMNS)]
    return answer(request, {"source": found, "parts": parts}, Table(COLUMNS, rows))
