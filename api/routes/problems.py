"""What does an error mean? The page that the `type` of a problem document leads to."""

from __future__ import annotations

import inspect

from fastapi import APIRouter, Request, Response

from api.negotiate import answer
from graph import errors
from graph.ask.table import Table
from graph.errors import NothingFound

router = APIRouter(tags=["service"])

OTHERS = {
    "RequestValidationError": "The request does not fit the schema: a parameter is missing or malformed.",
    "HTTPException": "There is nothing at this address, or not in the form or by the method asked for.",
    "UnknownTerm": "The ontology has no class, relation or attribute of this name.",
}


@router.get("/problems/{name}", summary="What a kind of error means")
def problem(request: Request, name: str) -> Response:
    """The meaning of an error in a sentence."""
    kind = getattr(errors, name, None) if name in errors.__all__ else None
    meaning = OTHERS.get(name) or (inspect.getdoc(kind) if kind else None)
    if not meaning:
        raise NothingFound(f"There is no kind of error “{name}”.")
    return answer(request, {"name": name, "meaning": meaning}, Table(("name", "meaning"), [(name, meaning)]))
