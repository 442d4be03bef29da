"""What may be said: classes, relations, attributes and schemes, with their labels and mappings."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from fastapi import APIRouter, Request, Response

from api.deps import Work
from api.negotiate import MEDIA, answer, chosen
from graph.ask.table import Table
from ontology import Term

router = APIRouter(tags=["ontology"])


@router.get("/ontology", summary="The terms, in JSON, CSV or Turtle")
def ontology(request: Request, stores: Work) -> Response:
    """All terms with definition, domain and range; as Turtle the file itself."""
    terms = stores.work.ontology
    if chosen(request, ("json", "csv", "tsv", "ttl")) == "ttl":
        text = (files("ontology") / "innovation.ttl").read_text(encoding="utf-8")
        return Response(text, media_type=MEDIA["ttl"] + "; charset=utf-8")
    data = {
        "version": terms.version,
        "classes": terms.classes,
        "relations": terms.relations,
        "attributes": terms.attributes,
        "qualifiers": terms.qualifiers,
        "authorities": terms.authorities,
    }
    described: dict[str, Mapping[str, Term]] = {
        "class": terms.classes,
        "relation": terms.relations,
        "attribute": terms.attributes,
        "qualifier": terms.qualifiers,
    }
    rows = [
        (kind, name, term.label["en"], term.label["ro"], term.definition["en"])
        for kind, named in described.items()
        for name, term in named.items()
    ]
    return answer(request, data, Table(("kind", "name", "label", "etichetă", "definition"), rows))


@router.get("/ontology/shapes", summary="SHACL shapes of the graph, in Turtle")
def shapes(stores: Work) -> Response:
    """What every load is checked against."""
    return Response(stores.work.ontology.shapes(), media_type=MEDIA["ttl"] + "; charset=utf-8")


@router.get("/ontology/schemes/{scheme}", summary="The concepts of a scheme")
def scheme(request: Request, stores: Work, scheme: str) -> Response:
    """Verticals, horizontals or places, with labels in both languages."""
    concepts = [one for one in stores.work.ontology.concepts.values() if one.scheme == scheme]
    rows = [(one.id, one.label.get("en"), one.label.get("ro"), " ".join(one.broader)) for one in concepts]
    columns = ("id", "label", "etichetă", "broader")
    return answer(
        request, {"scheme": scheme, "concepts": concepts, "count": len(concepts)}, Table(columns, rows)
    )
