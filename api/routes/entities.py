"""What do we hold on one entity, and what proves it?"""

from __future__ import annotations

from itertools import chain
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.deps import Lang, TimeChoice, Work
from api.facts import facts_table
from api.negotiate import answer, cut
from api.statement_view import statement_row, statement_view
from graph.ask.entity import entity as view_of
from graph.ask.table import Table
from graph.statement import Statement

router = APIRouter(tags=["entities"])


def _moved(request: Request, asked: str, canonical: str) -> Response | None:
    """The redirect for a merged id; a name or another spelling of the same id is answered where it was asked."""
    if asked == canonical:
        return None
    address = request.url.path.replace(f"/entities/{asked}", f"/entities/{canonical}", 1)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(address + query, status_code=308)


@router.get("/entities/{entity}", summary="All that is held on an entity")
def entity(
    request: Request,
    stores: Work,
    times: TimeChoice,
    entity: str,
    limit: Annotated[int, Query(ge=1, le=10_000, description="Values shown of one fact.")] = 200,
    lang: Lang = "en",
) -> Response:
    """Facts with their evidence, contradictions with the rule that chose, neighbours, and what is not known."""
    work = stores.work
    if moved := _moved(request, entity, work.find(entity)):
        return moved
    shown = view_of(
        work.ledger,
        work.index,
        work.ontology,
        entity,
        as_of=times.as_of,
        during=times.during,
        before=times.before,
        undated=times.undated,
        limit=limit,
    )
    return answer(request, shown, facts_table(shown, lang, full=True))


@router.get("/entities/{entity}/statements", summary="The statements about an entity, page by page")
def statements(
    request: Request,
    stores: Work,
    times: TimeChoice,
    entity: str,
    cursor: Annotated[str | None, Query(description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    lang: Lang = "en",
) -> Response:
    """Every statement with the entity at one of its ends, in a fixed order."""
    known = times.known(stores.work)
    canonical = stores.work.find(entity)
    if moved := _moved(request, entity, canonical):
        return moved
    found: dict[str, Statement] = {}
    for member in known.index.members(canonical):
        about = chain(
            known.ledger.match(subject=member, as_of=known.revision),
            known.ledger.match(object=member, as_of=known.revision),
        )
        found.update((statement.id, statement) for statement in about)
    page, following = cut(sorted(found), cursor, limit, stores.version)
    shown = [statement_view(found[one], known.index, lang) for one in page]
    data = {"statements": shown, "count": len(shown), "of": len(found), "next": following, "date": times.used}
    rows = [tuple(statement_row(one).values()) for one in shown]
    columns = tuple(statement_row(shown[0])) if shown else ("subject",)
    return answer(request, data, Table(columns, rows, following is not None))
