"""Which part of the graph does a view show, as data and as a page?"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.deps import Stores, Work
from api.negotiate import answer
from graph.ask.table import Table
from graph.view.builder import vis_script
from graph.view.held import read_held
from graph.view.page import POLICY, csp_hash, page, page_script
from graph.view.picture import Picture
from graph.view.spec import ViewSpec
from graph.view.subgraph import build_picture

router = APIRouter(tags=["pictures"])

View = Annotated[str, Query(alias="v", max_length=4000, description="A view, as pictures print it.")]
Seeds = Annotated[list[str] | None, Query(alias="seed", description="An entity to start from.")]
Language = Annotated[str | None, Query(pattern="^(en|ro)$")]


def _spec(view: str, seeds: list[str] | None, limit: int | None, lang: str | None) -> ViewSpec:
    spec = ViewSpec.from_compact(view) if view else ViewSpec()
    changes: dict[str, Any] = {"seeds": tuple(seeds or ()), "limit": limit, "lang": lang}
    return replace(spec, **{name: value for name, value in changes.items() if value})


def _picture(stores: Stores, spec: ViewSpec) -> Picture:
    from api.dates import day

    work = stores.work
    known = work.known(day(spec.as_of or None, "as_of"))
    held = stores.shared(
        ("held", known.revision),
        lambda _: read_held(known.ledger, known.index, known.ontology, as_of=known.revision),
    )
    return build_picture(
        known.ledger,
        known.index,
        known.ontology,
        spec,
        focus=work.settings.focus,
        as_of=known.revision,
        cache=work.folder.cache,
        held=held,
        title=work.settings.title or None,
    )


@router.get("/graph", summary="The nodes and ties of a view, and what was left out")
def graph(
    request: Request,
    stores: Work,
    view: View = "",
    seeds: Seeds = None,
    limit: Annotated[int | None, Query(ge=1, le=2000)] = None,
    lang: Language = None,
) -> Response:
    """What the picture of the same view shows, with positions and evidence."""
    spec = _spec(view, seeds, limit, lang)
    shown = _picture(stores, spec)
    rows = [(tie.subject, tie.relation, tie.object, tie.mode) for tie in shown.ties]
    data = {
        "view": spec.to_compact(),
        "nodes": shown.nodes,
        "ties": shown.ties,
        "left_out": shown.left_out,
        "summary": shown.summary(spec.lang),
    }
    return answer(request, data, Table(("subject", "relation", "object", "mode"), rows))


@router.get("/view", summary="The picture of a view as one self-contained page", response_class=HTMLResponse)
def view(
    stores: Work,
    view: View = "",
    seeds: Seeds = None,
    limit: Annotated[int | None, Query(ge=1, le=2000)] = None,
    lang: Language = None,
) -> Response:
    """The page can be saved and sent: it needs no server and no network."""
    spec = _spec(view, seeds, limit, lang)
    shown = page(_picture(stores, spec), spec)
    hashes = f"{csp_hash(vis_script())} {csp_hash(page_script())}"
    return HTMLResponse(shown, headers={"Content-Security-Policy": POLICY.format(hashes=hashes)})
