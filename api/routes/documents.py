"""What does the text say that quotes point into?"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.deps import Work
from api.negotiate import MEDIA, answer, chosen
from graph.ask.table import Table

router = APIRouter(tags=["evidence"])


@router.get("/documents", summary="All documents")
def documents(request: Request, stores: Work, source: str | None = None) -> Response:
    """Every stored document without its text."""
    columns = ("sha256", "title", "source", "part", "language", "url", "characters")
    rows = [
        (one.sha256, one.title, one.source, one.part, one.language, one.url, len(one.text))
        for one in stores.work.ledger.documents(source)
    ]
    listed = [dict(zip(columns, row, strict=True)) for row in rows]
    return answer(request, {"documents": listed, "count": len(listed)}, Table(columns, rows))


@router.get("/documents/{sha256}", summary="One document with its canonical text")
def document(request: Request, stores: Work, sha256: str) -> Response:
    """The canonical text; quotes of its statements are code points [start, end) of it."""
    found = stores.work.ledger.document(sha256)
    if chosen(request, ("json", "txt")) == "txt":
        return Response(found.text, media_type=MEDIA["txt"] + "; charset=utf-8")
    return answer(
        request, found, Table(("sha256", "title", "text"), [(found.sha256, found.title, found.text)])
    )
