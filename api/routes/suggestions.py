"""With whom could an organisation collaborate, and why?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.deps import Lang, TimeChoice, Work
from api.negotiate import answer
from graph.advice import suggest
from graph.ask.table import Table
from graph.errors import UsageError
from graph.projection.network import NetworkSpec

router = APIRouter(tags=["advice"])


@router.get("/suggestions/{entity}", summary="Possible partners with reasons")
def suggestions_for(
    request: Request,
    stores: Work,
    times: TimeChoice,
    entity: str,
    type: Annotated[str | None, Query(description="Only partners of this class.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    lang: Lang = "en",
) -> Response:
    """Actors that are no partners yet; every reason lists its statements, and the score is their sum."""
    if times.during:
        raise UsageError("during: advice is given for a training cut (before) or a recorded date (asOf).")
    known = times.known(stores.work)
    actor = known.index.find(entity)
    kinds = known.ontology.kinds(known.ontology.class_(type).name) if type else None
    spec = NetworkSpec(before=times.before, as_of=known.revision)
    network = stores.shared(("network", spec), lambda work: work.network(spec))
    found = suggest(
        network, actor, known.ledger, known.ontology, name=known.index.name, kinds=kinds, limit=limit
    )
    names = known.index.names([one.entity for one in found.suggestions], lang)
    listed = [
        {
            "rank": one.rank,
            "id": one.entity,
            "name": names[one.entity],
            "score": one.score,
            "reasons": one.reasons,
        }
        for one in found.suggestions
    ]
    data = {
        "for": {"id": actor, "name": known.index.name(actor, lang)},
        "suggestions": listed,
        "count": len(listed),
        "of": found.candidates,
        "truncated": len(listed) < found.candidates,
        "known_partners": found.known_partners,
        "network": found.network[lang],
        "model": found.model,
        "date": times.used,
        "none_because": found.none_because.get(lang, ""),
    }
    rows = [
        (
            one.rank,
            names[one.entity],
            one.score,
            " ".join(reason.sentence[lang] for reason in one.reasons),
            one.entity,
        )
        for one in found.suggestions
    ]
    return answer(request, data, Table(("rank", "who", "score", "why", "id"), rows, bool(data["truncated"])))
