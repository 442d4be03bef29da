"""How does advice look in an answer?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph.advice.everyone import Line
from graph.advice.suggesting import Suggestion
from graph.index import Index
from ontology import Ontology

__all__ = ["as_dict", "identifiers", "line_of"]


def identifiers(entity: str, index: Index, ontology: Ontology) -> list[str]:
    """All identifiers of an entity that authorities gave, such as `pic:999881530`, in order."""
    found = (ontology.identifier(member) for member in index.members(entity))
    return sorted({one for one in found if one})


def as_dict(one: Suggestion, name: Callable[[str], str], lang: str, ids: list[str]) -> dict[str, Any]:
    """A suggestion as JSON shows it, in one language."""

    def doubts(those: Any) -> list[dict[str, Any]]:
        return [{"kind": it.kind, "sentence": it.sentence, "because": it.because} for it in those]

    return {
        "rank": one.rank,
        "id": one.entity,
        "ids": ids,
        "name": name(one.entity),
        "score": one.score,
        "chance": one.chance,
        "sure": one.sure[lang],
        "reasons": one.reasons,
        "against": doubts(one.against),
        "unknown": doubts(one.unknown),
        "introduce": [{"id": other, "name": name(other)} for other in one.introduce],
    }


def line_of(line: Line, ids: tuple[str, ...], named: Callable[[str], list[str]]) -> dict[str, Any]:
    """What one organisation is advised, without words: a line of `suggest --all`."""
    entity = ids[line.actor]
    return {
        "for": {"id": entity, "ids": named(entity), "newcomer": line.newcomer},
        "suggestions": [
            {
                "id": ids[one.other],
                "ids": named(ids[one.other]),
                "rank": rank,
                "score": one.score,
                "chance": one.chance,
                "reasons": [{"kind": kind, "contribution": part} for kind, part in one.reasons.items()],
                "against": [],
            }
            for rank, one in enumerate(line.suggestions, 1)
        ],
    }
