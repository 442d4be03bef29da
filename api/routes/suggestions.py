"""With whom could an organisation collaborate, and why?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.deps import Lang, TimeChoice, Work
from api.negotiate import answer
from api.suggestion_view import as_dict, identifiers
from graph.advice import prepare, suggest
from graph.advice.wishes import wish_for
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
    topic: Annotated[list[str] | None, Query(description="Only partners on this topic or vertical.")] = None,
    place: Annotated[list[str] | None, Query(description="Only partners in this place.")] = None,
    text: Annotated[
        str, Query(max_length=5000, description="A call text: only partners on its topics.")
    ] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    lang: Lang = "en",
) -> Response:
    """Actors that are not known yet; every reason lists its statements, and the score is their sum."""
    if times.during:
        raise UsageError("during: advice is given for a training cut (before) or a recorded date (asOf).")
    known = times.known(stores.work)
    actor = known.index.find(entity)
    wish = wish_for(
        known.ontology,
        known.index,
        types=[type] if type else (),
        topics=topic or (),
        places=place or (),
        text=text,
    )
    spec = NetworkSpec(before=times.before, as_of=known.revision)
    ecosystem = stores.shared(
        ("ecosystem", spec), lambda work: prepare(known.ledger, known.index, known.ontology, spec)
    )

    def name(one: str, language: str) -> str:
        if one in known.ontology.classes:
            return known.ontology.label(one, language)
        return known.index.name(one, language)

    found = suggest(ecosystem, actor, known.ledger, name=name, wish=wish, limit=limit)
    listed = [
        as_dict(
            one,
            lambda other: known.index.name(other, lang),
            lang,
            identifiers(one.entity, known.index, known.ontology),
        )
        for one in found.suggestions
    ]
    data = {
        "for": {
            "id": actor,
            "ids": identifiers(actor, known.index, known.ontology),
            "name": known.index.name(actor, lang),
            "newcomer": found.newcomer,
        },
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
            one["rank"],
            one["name"],
            one["score"],
            one["chance"],
            " ".join(reason.sentence[lang] for reason in one["reasons"]),
            one["id"],
        )
        for one in listed
    ]
    columns = ("rank", "who", "score", "chance", "why", "id")
    return answer(request, data, Table(columns, rows, bool(data["truncated"])))
