"""How is the graph served over HTTP? `create_app(settings)` builds the application from the folder of routes.

Errors of the domain become problem documents (RFC 9457) here and nowhere else.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api.deps import Settings, Stores
from api.negotiate import data_version
from graph import errors
from graph.discover import discover
from ontology import UnknownTerm

__all__ = ["STATUS", "create_app"]

# error -> HTTP status, only here; the first class that fits counts
STATUS: dict[type[Exception], int] = {
    errors.Erased: 410,
    errors.NothingFound: 404,
    errors.AmbiguousEntity: 409,
    errors.QueryRefused: 403,
    errors.UsageError: 400,
    UnknownTerm: 400,
    errors.NotPermitted: 401,
    errors.InvalidStatement: 422,
    errors.QueryTimeout: 408,
    errors.QueryFailed: 400,
    errors.StoreError: 503,
    errors.InnographError: 500,
}

SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
}


def create_app(settings: Settings) -> FastAPI:
    """The application on one data folder. Nothing is opened before the first request."""
    stores = Stores(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        stores.close()

    app = FastAPI(
        lifespan=lifespan,
        title="Innograph",
        summary="A knowledge graph of an innovation ecosystem: every edge shows what proves it.",
        version=settings.version,
        docs_url=None,
        redoc_url=None,
        openapi_tags=[],
    )
    app.state.stores = stores
    app.state.settings = settings
    for error in (*STATUS, RequestValidationError, HTTPException):
        app.add_exception_handler(error, _problem)
    app.middleware("http")(_guarded)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts))
    app.mount("/static", StaticFiles(packages=[("api", "static")]), name="static")
    for module in discover("api.routes").values():
        app.include_router(module.router)
    return app


async def _guarded(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Ask for a token where one is needed, answer 304 where nothing changed, add the headers of safety."""
    stores: Stores = request.app.state.stores
    try:
        stores.permit(request)
    except errors.NotPermitted as error:
        return await _problem(request, error)
    tag = data_version(request) if request.method in ("GET", "HEAD") else None
    if tag and tag in (request.headers.get("if-none-match") or ""):
        return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept", **SECURITY})
    response = await call_next(request)
    if tag and response.status_code == 200:
        response.headers["ETag"] = tag
        response.headers["Vary"] = "Accept"
        response.headers["Cache-Control"] = "no-cache"
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    return response


def _status(error: Exception) -> int:
    if isinstance(error, HTTPException):
        return error.status_code
    if isinstance(error, RequestValidationError):
        return 422
    return next(status for kind, status in STATUS.items() if isinstance(error, kind))


async def _problem(request: Request, error: Exception) -> Response:
    """Any error as application/problem+json."""
    name, status = type(error).__name__, _status(error)
    body: dict[str, Any] = {
        "type": f"/problems/{name}",
        "title": (type(error).__doc__ or name).strip().split("\n")[0],
        "status": status,
        "detail": getattr(error, "detail", None) or str(error),
        "instance": request.url.path,
    }
    if isinstance(error, RequestValidationError):
        body["title"] = "The request does not fit the schema."
        found = [{"where": list(one["loc"]), "why": one["msg"]} for one in error.errors()]
        body["detail"] = "; ".join(f"{'.'.join(map(str, one['where']))}: {one['why']}" for one in found)
        body["errors"] = found
    for extra in ("candidates", "near", "part", "line", "column"):
        if (value := getattr(error, extra, None)) is not None:
            body[extra] = value
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return JSONResponse(body, status, media_type="application/problem+json", headers={**headers, **SECURITY})
