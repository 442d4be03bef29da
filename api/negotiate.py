"""In which form does an answer leave? `?format=` wins over Accept; what cannot be given is 406."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response
from starlette.exceptions import HTTPException

from api.plain import as_csv, as_json
from graph.ask.table import Table
from graph.errors import UsageError

__all__ = ["MEDIA", "answer", "chosen", "cut", "data_version"]

MEDIA = {
    "json": "application/json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "svg": "image/svg+xml",
    "txt": "text/plain",
}


def chosen(request: Request, available: Sequence[str]) -> str:
    """The form to answer in, of those a route has; the first is the default."""
    asked = request.query_params.get("format")
    if asked is not None:
        if asked in available:
            return asked
        raise HTTPException(406, f"format={asked} is not to be had here; there is: {', '.join(available)}.")
    accept = request.headers.get("accept") or "*/*"
    for wanted in _by_weight(accept):
        if wanted in ("*/*", "application/*") and "json" in available:
            return "json"
        if wanted == "*/*":
            return available[0]
        for form in available:
            if MEDIA[form] == wanted or (wanted.endswith("/*") and MEDIA[form].startswith(wanted[:-1])):
                return form
    raise HTTPException(406, f"None of {accept} is to be had here; there is: {', '.join(available)}.")


def _by_weight(accept: str) -> list[str]:
    weighted = []
    for place, part in enumerate(accept.split(",")):
        media, _, parameters = part.strip().partition(";")
        weight = 1.0
        for parameter in parameters.split(";"):
            name, _, value = parameter.strip().partition("=")
            if name == "q":
                try:
                    weight = float(value)
                except ValueError:
                    weight = 0.0
        if weight > 0:
            weighted.append((-weight, place, media.strip().lower()))
    return [media for _, _, media in sorted(weighted)]


def answer(request: Request, data: Any, table: Table) -> Response:
    """An answer as JSON, CSV or TSV."""
    form = chosen(request, ("json", "csv", "tsv"))
    if form == "json":
        return Response(as_json(data), media_type=MEDIA["json"])
    text = as_csv(table, "," if form == "csv" else "\t")
    headers = {"X-Truncated": "true"} if table.truncated else {}
    return Response(text, media_type=MEDIA[form] + "; charset=utf-8", headers=headers)


def data_version(request: Request) -> str | None:
    """A strong ETag for what a read shows: the data's version, the address and the form asked for."""
    from api.deps import Stores

    stores: Stores = request.app.state.stores
    if request.url.path.startswith(("/static", "/docs", "/openapi", "/health", "/problems")):
        return None
    if not stores.settings.folder.exists:
        return None
    asked = f"{stores.version} {request.url.path}?{request.url.query} {request.headers.get('accept', '')}"
    return f'"{hashlib.sha256(asked.encode()).hexdigest()[:32]}"'


def cut(
    rows: Sequence[Any], cursor: str | None, limit: int, version: str
) -> tuple[Sequence[Any], str | None]:
    """One page of rows and the cursor of the next; a cursor holds only while the data stay the same."""
    start = _start(cursor, version)
    page = rows[start : start + limit]
    following = start + limit
    return page, _cursor(following, version) if following < len(rows) else None


def _cursor(start: int, version: str) -> str:
    return base64.urlsafe_b64encode(f"{start} {version}".encode()).decode().rstrip("=")


def _start(cursor: str | None, version: str) -> int:
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        start, _, made_for = text.partition(" ")
        place = int(start)
    except (ValueError, binascii.Error) as error:
        raise UsageError(
            "cursor: this is no cursor of ours; leave it out to begin at the first page."
        ) from error
    if made_for != version or place < 0:
        raise UsageError("cursor: the data have changed since; leave it out to begin again.")
    return place
