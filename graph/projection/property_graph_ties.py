"""Which properties has a relationship? There is one for each subject, type, object and valid time.

mode        happened where any statement says so, else claimed; planned and refuted have types of their own
confidence  the highest of its statements
statements, sources, quotes, evidence    parallel lists, in the order of statement ids
saidSubject, saidObject    parallel to these, where an end was said under another id than the canonical one
valid       the valid time as said, after EDTF: 2018/2020-05, 2018/.., with ~ where it was inferred
from, to    its two ends as said: 2018, 2018-06 or 2018-06-28
begin, end  the first and the last day that these can mean, as ISO text: they compare with any precision
begun       the day by which it has begun for sure: a year counts as its 31 December
inferred    true where the time was worked out from the context
role, amount …    a qualifier on whose value all statements that have it agree; role_all where they do not
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from graph.projection.property_graph_names import Names
from graph.projection.property_graph_nodes import typed
from graph.projection.property_graph_said import TieSaid
from graph.statement import Mode
from graph.when import When, first_day, last_day

__all__ = ["TieKey", "tie_properties"]

TieKey = tuple[str, str, str, str]  # type, subject, object, key of the valid time ("" for none)


def tie_properties(key: TieKey, said: Sequence[TieSaid], names: Names) -> dict[str, Any]:
    """The properties of the relationship that these statements make."""
    _, subject, object, valid = key
    if len(said) > 1:
        said = sorted(said)
    happened = any(one.mode is Mode.HAPPENED for one in said)
    properties: dict[str, Any] = {
        "mode": (Mode.HAPPENED if happened else said[0].mode).value,
        "confidence": float(max(one.confidence for one in said)),
        "statements": [one.id for one in said],
        "sources": [one.source for one in said],
        "quotes": [one.quote for one in said],
        "evidence": [one.evidence for one in said],
    }
    if any(one.subject != subject for one in said):
        properties["saidSubject"] = [one.subject for one in said]
    if any(one.object != object for one in said):
        properties["saidObject"] = [one.object for one in said]
    if valid:
        properties.update(_time(valid))
    _add_qualifiers(properties, said, names)
    return properties


@lru_cache(maxsize=50_000)
def _time(valid: str) -> dict[str, Any]:
    """Read only: shared by all relationships of one time."""
    when = When.parse(valid)
    found: dict[str, Any] = {"valid": valid}
    if when.start:
        found["from"] = when.start
        found["begin"] = first_day(when.start).isoformat()
        found["begun"] = last_day(when.start).isoformat()
    if when.end:
        found["to"] = when.end
        found["end"] = last_day(when.end).isoformat()
    if when.inferred:
        found["inferred"] = True
    return found


def _add_qualifiers(properties: dict[str, Any], said: Iterable[TieSaid], names: Names) -> None:
    values: dict[str, dict[Any, None]] = {}
    for one in said:
        for name, text in one.qualifiers:
            chosen = names.qualifiers.get(name)
            value = typed(text, chosen.datatype) if chosen else None
            if chosen and value is not None:
                values.setdefault(chosen.name, {})[value] = None
    for name, found in values.items():
        if len(found) == 1:
            properties[name] = next(iter(found))
        else:
            properties[f"{name}_all"] = list(found)
