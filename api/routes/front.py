"""Where does somebody arrive who types only the address? At the picture, until there is a front page."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

router = APIRouter(include_in_schema=False)


@router.get("/")
def front() -> RedirectResponse:
    """The picture of the ecosystem in focus."""
    return RedirectResponse("/view", status_code=307)
