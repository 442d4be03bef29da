"""Who matters in the network?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.deps import Lang, TimeChoice, Work
from api.negotiate import answer
from graph.ask.table import Table
from graph.measures import measures, rank
from graph.projection.network import NetworkSpec

router = APIRouter(tags=["network"])


@router.get("/rank", summary="The measures and what each is for")
def measures_there_are(request: Request) -> Response:
    """All measures by name."""
    found = measures()
    return answer(request, {"measures": found}, Table(("measure", "what it is"), list(found.items())))


@router.get("/rank/{measure}", summary="The first actors by a measure")
def ranked(
    request: Request,
    stores: Work,
    times: TimeChoice,
    measure: str,
    type: Annotated[str | None, Query(description="Only this class, such as Company.")] = None,
    largest: Annotated[int | None, Query(ge=2, description="Leave out things with more members.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 20,
    lang: Lang = "en",
) -> Response:
    """Rank with the value, the statements it rests on, and the network it was taken in."""
    known = times.known(stores.work)
    kinds = known.ontology.kinds(known.ontology.class_(type).name) if type else None
    spec = NetworkSpec(
        largest=largest, before=times.before, during=times.during, undated=times.undated, as_of=known.revision
    )
    network = stores.shared(("network", spec), lambda work: work.network(spec))
    found = rank(network, measure, kinds=kinds, limit=limit, statement_ids=known.ledger.statement_ids)
    names = known.index.names([one.entity for one in found.findings], lang)
    findings = [
        {"rank": one.rank, "id": one.entity, "name": names[one.entity], "value": one.value,
         "statements": one.because, "of": one.of}
        for one in found.findings
    ]  # fmt: skip
    truncated = len(findings) < found.of
    data = {
        "measure": measure,
        "network": found.network[lang],
        "note": found.note.get(lang, ""),
        "date": times.used,
        "findings": findings,
        "count": len(findings),
        "of": found.of,
        "truncated": truncated,
        "undated": found.undated,
    }
    rows = [(one["rank"], one["name"], one["value"], one["id"], one["of"]) for one in findings]
    return answer(request, data, Table(("rank", "name", measure, "id", "statements"), rows, truncated))
