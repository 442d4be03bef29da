"""What does the property graph say? Cypher, reading only."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from api.deps import Work
from api.negotiate import answer
from graph.ask.cypher import cypher

router = APIRouter(tags=["query"])


class Question(BaseModel):
    """A query with its parameters and limits."""

    query: str = Field(min_length=1, max_length=20_000, examples=["MATCH (c:Cluster) RETURN c.name LIMIT 5"])
    parameters: dict[str, Any] = Field(default_factory=dict)
    timeout: float = Field(default=30.0, gt=0, le=120, description="Seconds until the query is stopped.")
    limit: int = Field(default=1000, ge=1, le=10_000, description="Rows at most.")


@router.post("/cypher", summary="Ask in Cypher")
def asked(request: Request, stores: Work, question: Question) -> Response:
    """Columns and rows; what would write, read files or call out is refused before it reaches the engine."""
    engine = stores.engine
    stores.work.catch_up_property_graph(engine)
    table = cypher(
        engine, question.query, question.parameters, timeout=question.timeout, limit=question.limit
    )
    data = {
        "columns": table.columns,
        "rows": table.rows,
        "truncated": table.truncated,
        "took_ms": table.took_ms,
        "note": table.note,
    }
    return answer(request, data, table)
