"""Which labels and properties has the node of an entity?

Its labels are the classes that it happened or is claimed to be, with all that are wider, and `Entity`. Sort them:
engines give them in different orders.

    id, ids     the canonical id, and all ids that mean this entity, the canonical one first
    name        as everywhere else; name_en, name_ro where a source says it in that language; the id where it has none
    type        the most specific class; plannedTypes are those that it is only planned to be
    said        every statement of it that is no relationship, as compact JSON (property_graph_said)
    founded …   of each attribute that the ontology calls chosen, the value that stands first by the rule of
                `graph.ask.weigh` among those that happened or are claimed; founded_all where there are several,
                problem_en and problem_ro of texts, hasDate_begin and hasDate_end (days) of uncertain dates
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.errors import InvalidStatement
from graph.projection.delta import Resolved
from graph.projection.property_graph_names import Chosen, Names
from graph.projection.property_graph_said import said_entry
from graph.statement import Literal, Mode
from graph.when import When, first_day, last_day

if TYPE_CHECKING:
    from graph.index import Entity

__all__ = ["Draft", "node_of", "typed"]

_LARGEST = 2**63
_LANGUAGES = ("en", "ro")


class _Claim(NamedTuple):
    """What is needed of a statement to weigh its value against others."""

    value: str
    lang: str
    mode: Mode
    source: str
    confidence: float
    retrieved: int


@dataclass(slots=True)
class Draft:
    """What was said of one entity, gathered until its node is written."""

    said: list[tuple[str, str]] = field(default_factory=list)  # statement id, entry
    kinds: set[str] = field(default_factory=set)
    planned_kinds: set[str] = field(default_factory=set)
    claims: dict[str, list[_Claim]] = field(default_factory=dict)

    def take(self, one: Resolved, names: Names) -> None:
        """Gather a statement that is no relationship."""
        statement = one.statement
        predicate, said = statement.predicate, statement.object
        self.said.append((one.id, said_entry(one, names.datatypes.get(predicate))))
        if not isinstance(said, Literal):
            return
        if predicate == "type":
            if statement.mode.is_plain:
                self.kinds.add(said.value)
            elif statement.mode is Mode.PLANNED:
                self.planned_kinds.add(said.value)
        elif predicate in names.attributes:
            evidence = statement.evidence
            claim = _Claim(
                said.value,
                said.lang,
                statement.mode,
                evidence.source,
                statement.confidence,
                evidence.retrieved.toordinal(),
            )
            self.claims.setdefault(predicate, []).append(claim)


def node_of(
    id: str, draft: Draft, entity: Entity | None, ids: Sequence[str], names: Names
) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The labels (sorted) and properties of an entity's node."""
    labels = {"Entity"}.union(*(names.labels.get(kind, ()) for kind in draft.kinds))
    properties: dict[str, Any] = {
        "id": id,
        "ids": list(ids),
        "name": entity.name if entity else id,
        "said": [entry for _, entry in sorted(draft.said)],
    }
    if kind := _type(draft.kinds, entity, names):
        properties["type"] = kind
    if draft.planned_kinds:
        properties["plannedTypes"] = sorted(draft.planned_kinds)
    for lang in _LANGUAGES:
        if entity and lang in entity.names:
            properties[f"name_{lang}"] = entity.names[lang]
    for predicate, claims in draft.claims.items():
        properties.update(_shown(names.attributes[predicate], claims))
    return tuple(sorted(labels)), properties


def _type(kinds: set[str], entity: Entity | None, names: Names) -> str:
    """The most specific class: the one that the index shows where it is said plainly."""
    if entity and entity.type in kinds:
        return entity.type
    known = sorted(
        (kind for kind in kinds if kind in names.labels), key=lambda kind: (-len(names.labels[kind]), kind)
    )
    return known[0] if known else ""


def _shown(chosen: Chosen, claims: list[_Claim]) -> dict[str, Any]:
    """The properties of one attribute: the best value, the best in each language, all where there are several."""
    ordered = [
        (value, lang)
        for text, lang in _in_order(claims, chosen.datatype)
        if (value := typed(text, chosen.datatype)) is not None
    ]
    if not ordered:
        return {}
    found: dict[str, Any] = {chosen.name: ordered[0][0]}
    if chosen.lang:
        for value, lang in reversed(ordered):
            if lang in _LANGUAGES:
                found[f"{chosen.name}_{lang}"] = value
    values = list(dict.fromkeys(value for value, _ in ordered))
    if len(values) > 1:
        found[f"{chosen.name}_all"] = values
    if chosen.datatype == "edtf":
        found.update(_days(chosen.name, str(ordered[0][0])))
    return found


def _days(name: str, text: str) -> dict[str, str]:
    """The first and last day that an uncertain date can mean, so that dates of any precision compare."""
    try:
        when = When.parse(text)
    except InvalidStatement:
        return {}
    days = {}
    if when.start:
        days[f"{name}_begin"] = first_day(when.start).isoformat()
    if when.end:
        days[f"{name}_end"] = last_day(when.end).isoformat()
    return days


def _in_order(claims: Iterable[_Claim], datatype: str) -> list[tuple[str, str]]:
    """The plain values with their languages, the best first: what happened before what is claimed, then what
    more sources state, the more exact date, the higher confidence, the more recent reading, the alphabet."""
    by_value: dict[tuple[str, str], list[_Claim]] = defaultdict(list)
    for claim in claims:
        by_value[claim.value, claim.lang].append(claim)
    ranked = []
    for (value, lang), all_of_it in by_value.items():
        plain = [claim for claim in all_of_it if claim.mode.is_plain]
        if not plain:
            continue
        happened = any(claim.mode is Mode.HAPPENED for claim in plain)
        sources = len({claim.source for claim in plain})
        against = len({claim.source for claim in all_of_it if claim.mode is Mode.REFUTED})
        rank = (
            not happened,
            against - sources,
            -_exactness(value) if datatype == "edtf" else 0,
            -max(claim.confidence for claim in plain),
            -max(claim.retrieved for claim in plain),
        )
        ranked.append((rank, value, lang))
    return [(value, lang) for _, value, lang in sorted(ranked)]


def _exactness(text: str) -> int:
    try:
        return len(When.parse(text).start or "")
    except InvalidStatement:
        return 0


def typed(text: str, datatype: str) -> str | int | float | bool | None:
    """A value in the one type that all values of its property have; None where it has none of that type."""
    if datatype == "integer":
        return _integer(text)
    if datatype == "decimal":
        try:
            number = float(text)
        except ValueError:
            return None
        return number if abs(number) < float("inf") else None
    if datatype == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(text.lower())
    return text


def _integer(text: str) -> int | None:
    try:
        number = int(text) if len(text) < 30 else _LARGEST
    except ValueError:
        return None
    return number if -_LARGEST <= number < _LARGEST else None
