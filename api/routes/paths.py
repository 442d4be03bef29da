"""How do two entities hang together?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.deps import Lang, TimeChoice, Work
from api.negotiate import answer
from graph.ask.paths import PathFinder
from graph.ask.table import Table

router = APIRouter(tags=["network"])


@router.get("/paths", summary="Paths between two entities, each step with its statements")
def paths_between(
    request: Request,
    stores: Work,
    times: TimeChoice,
    start: Annotated[str, Query(alias="from", description="Id, exact name or unambiguous part.")],
    end: Annotated[str, Query(alias="to", description="The same for the other end.")],
    limit: Annotated[int, Query(ge=1, le=20)] = 3,
    longest: Annotated[int, Query(ge=1, le=8, description="At most so many steps.")] = 6,
    lang: Lang = "en",
) -> Response:
    """The cheapest loopless paths; ways through hubs such as a country come last."""
    known = times.known(stores.work)
    ends = known.index.find(start), known.index.find(end)
    finder: PathFinder = stores.shared(
        ("paths", times.as_of, times.before, times.during, times.undated),
        lambda work: PathFinder(
            known.ledger,
            known.index,
            known.ontology,
            as_of=known.revision,
            before=times.before,
            during=times.during,
            undated=times.undated,
        ),
    )
    found = finder.paths(*ends, limit=limit, longest=longest, ledger=known.ledger, index=known.index)
    data = {
        "from": ends[0],
        "to": ends[1],
        "date": times.used,
        "paths": found.paths,
        "count": len(found.paths),
        "reached_from_start": found.reached_from_start,
        "reached_from_end": found.reached_from_end,
        "undated": found.undated,
    }
    rows = [
        (number, place, step.sentence[lang], " ".join(step.because))
        for number, path in enumerate(found.paths, 1)
        for place, step in enumerate(path.steps, 1)
    ]
    return answer(request, data, Table(("path", "step", "what", "because"), rows))
