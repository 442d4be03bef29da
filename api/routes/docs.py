"""How is the API tried out? A page with Swagger UI from our own files; it asks nobody else for anything."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

router = APIRouter(include_in_schema=False)

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Innograph API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/swagger-ui/swagger-ui.css"></head>
<body><div id="swagger-ui"></div>
<script src="/static/swagger-ui/swagger-ui-bundle.js"></script>
<script src="/static/swagger-start.js"></script></body></html>
"""


@router.get("/docs")
def docs() -> HTMLResponse:
    """The page; its scripts and styles are ours."""
    return HTMLResponse(PAGE)
