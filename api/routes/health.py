"""Is the service well, and which state of the graph does it show?"""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.deps import Work
from api.plain import as_json

router = APIRouter(tags=["service"])


@router.get("/health", summary="Whether the service answers, and the revision it shows")
def health(stores: Work) -> Response:
    """200 with the revision when the ledger can be read; otherwise the problem."""
    ledger = stores.work.ledger
    shown = {
        "status": "ok",
        "revision": ledger.revision,
        "statements": ledger.count(),
        "version": stores.version,
    }
    return Response(as_json(shown), media_type="application/json")
