"""What does the reader predict, in the format of the gold's guidelines?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from loaders.document.canonical import read
from loaders.prose.gazetteer import Gazetteer
from loaders.prose.model import Extraction, Relation
from loaders.prose.read import extract

UNNAMED = "group.unnamed"  # a count of one has no place in the guidelines

__all__ = ["as_prediction", "explain", "predictions"]


def predictions(
    path_or_text: Path | str, name: str = "", *, gazetteer: Gazetteer | None = None, explained: bool = False
) -> dict[str, Any]:
    """One line of the prediction format for a file or a text; `passage` is `name`, or the file's name without ending."""
    if isinstance(path_or_text, Path):
        page = read(path_or_text)
        found = extract(page.text, gazetteer=gazetteer, hints=page.hints)
        return as_prediction(found, name or path_or_text.stem, explained=explained)
    return as_prediction(extract(path_or_text, gazetteer=gazetteer), name, explained=explained)


def as_prediction(found: Extraction, name: str, *, explained: bool = False) -> dict[str, Any]:
    """The prediction format; with `explained`, each mention and relation also names its rule."""
    mentions = []
    for m in found.mentions:
        if m.rule == UNNAMED:
            continue
        row: dict[str, Any] = {"start": m.start, "end": m.end, "type": m.type, "entity": f"e{m.entity}"}
        if m.type == "Group":
            row |= {"count": m.count, "kind": m.kind}
        elif m.kind:
            row["kind"] = m.kind
        mentions.append(row | ({"rule": m.rule, "confidence": m.confidence} if explained else {}))
    relations = []
    for r in _once(found.relations):
        row = {
            "head": [r.head.start, r.head.end],
            "relation": r.relation,
            "tail": [r.tail.start, r.tail.end],
            "mode": r.mode,
            "quote": list(r.quote),
            "confidence": r.confidence,
        }
        relations.append(row | ({"rule": r.rule} if explained else {}))
    return {"passage": name, "mentions": mentions, "relations": relations}


def _once(relations: tuple[Relation, ...]) -> list[Relation]:
    """Each triple once: where it is said most surely."""
    best: dict[tuple[int, str, int], Relation] = {}
    for relation in relations:
        if relation.rule == UNNAMED:
            continue
        key = (relation.head.entity, relation.relation, relation.tail.entity)
        if key not in best or relation.confidence > best[key].confidence:
            best[key] = relation
    return list(best.values())


def explain(found: Extraction, text: str) -> list[str]:
    """A line for each mention and relation: what it is, and which rule or trigger made it."""
    lines = [f"{m.type} “{text[m.start : m.end]}” by {m.rule} ({m.confidence:.2f})" for m in found.mentions]
    for r in found.relations:
        ends = f"“{text[r.head.start : r.head.end]}” {r.relation} “{text[r.tail.start : r.tail.end]}”"
        lines.append(f"{ends}, {r.mode}, by {r.rule} ({r.confidence:.2f})")
    return lines
