"""What have people decided about identity? Reading is free; judging needs the role reviewer."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from api.deps import Work, writer
from api.negotiate import answer
from api.plain import as_json
from graph.ask.table import Table
from graph.ledger import Judgement

router = APIRouter(tags=["identity"])
COLUMNS = ("id", "a", "b", "verdict", "by", "at", "why")


class Verdict(BaseModel):
    """A judgement to be made about two ids."""

    a: str = Field(min_length=1, max_length=300, examples=["ror-051h0cw83"])
    b: str = Field(min_length=1, max_length=300, examples=["pic-999881530"])
    verdict: Literal["same", "different", "unsure", "never"]
    why: str = Field(min_length=1, max_length=2000)


@router.get("/judgements", summary="All judgements that hold")
def judgements(request: Request, stores: Work) -> Response:
    """Who decided what, when and why; undone ones are left out."""
    found = stores.work.ledger.judgements()
    rows = [tuple(getattr(one, column) for column in COLUMNS) for one in found]
    return answer(request, {"judgements": found, "count": len(found)}, Table(COLUMNS, rows))


@router.post("/judgements", status_code=201, summary="Judge whether two ids are one entity")
def judge(stores: Work, verdict: Verdict, role: Annotated[str, writer("reviewer")]) -> Response:
    """A judgement of a person wins over every rule; it can be undone."""
    work = stores.work
    said = Judgement(verdict.a, verdict.b, verdict.verdict, by=f"token:{role}", why=verdict.why)
    number = work.ledger.judge(said)
    work.catch_up_index()
    return Response(as_json({"id": number}), 201, media_type="application/json")


@router.delete("/judgements/{number}", status_code=204, summary="Undo a judgement")
def undo(
    stores: Work,
    number: int,
    role: Annotated[str, writer("reviewer")],
    why: Annotated[str, Query(min_length=1, max_length=2000)],
) -> Response:
    """The judgement stays in the ledger, marked as undone, by whom and why."""
    work = stores.work
    work.ledger.undo(number, by=f"token:{role}", why=why)
    work.catch_up_index()
    return Response(status_code=204)
