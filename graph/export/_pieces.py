"""Which nodes and relationships does the ledger make, for files that know nothing of statements?

A node is an entity under its canonical id. A relationship stands for all statements that say the same of the
same two entities for the same time; it lists their ids, sources and quotes, so that the file still shows why.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.projection.delta import Resolved, resolved
from graph.statement import Literal, Mode
from graph.when import first_day, last_day

if TYPE_CHECKING:
    from graph.export import Material
    from ontology import Ontology

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

__all__ = ["Node", "Tie", "nodes_and_ties"]


@dataclass(slots=True)
class Node:
    """An entity: its classes with all their ancestors, and its chosen values by attribute."""

    id: str
    name: str = ""
    type: str = ""
    labels: tuple[str, ...] = ()
    values: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


@dataclass(slots=True)
class Tie:
    """A relationship and what it rests on."""

    subject: str
    object: str
    relation: str
    type: str  # as in Cypher: PLANNED_ and REFUTED_ stand before what is only planned, or denied
    mode: str
    when: str
    since: str
    until: str
    confidence: float = 0.0
    qualifiers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    statements: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)


def nodes_and_ties(material: Material) -> tuple[list[Node], list[Tie]]:
    """All nodes, sorted by id, and all relationships between them, in a stable order."""
    ontology = material.ontology
    kinds = {name for name, term in ontology.attributes.items() if RDF_TYPE in term.mappings}
    chosen = {name for name, term in ontology.attributes.items() if term.chosen} - kinds - {"name"}
    nodes: dict[str, Node] = {}
    ties: dict[tuple[str, ...], Tie] = {}
    types: dict[str, set[str]] = defaultdict(set)
    for one in resolved(material.ledger, material.index, as_of=material.revision):
        said = one.statement
        node = nodes.setdefault(one.subject, Node(one.subject))
        if not isinstance(one.object, Literal):
            nodes.setdefault(one.object, Node(one.object))
            _add(ties, one, ontology)
        elif said.mode.is_plain:
            if said.predicate in kinds:
                types[one.subject].add(one.object.value)
            if said.predicate in chosen and one.object.value not in node.values[said.predicate]:
                node.values[said.predicate].append(one.object.value)
    _name(nodes, types, material)
    order = [nodes[entity] for entity in sorted(nodes)]
    return order, [ties[key] for key in sorted(ties)]


def _name(nodes: dict[str, Node], types: dict[str, set[str]], material: Material) -> None:
    known = material.index.types(nodes)
    for entity, name in material.index.names(nodes).items():
        node = nodes[entity]
        node.name, node.type = name, known.get(entity, "")
        classes = dict.fromkeys([node.type, *sorted(types[entity])])
        lines = [material.ontology.ancestors(one) for one in classes if one in material.ontology.classes]
        node.labels = tuple(dict.fromkeys(name for line in lines for name in line))


def _add(ties: dict[tuple[str, ...], Tie], one: Resolved, ontology: Ontology) -> None:
    said = one.statement
    when = said.when.key if said.when else ""
    key = (one.subject, str(one.object), said.predicate, when, "" if said.mode.is_plain else said.mode.value)
    tie = ties.get(key)
    if tie is None:
        tie = ties[key] = _tie(one, when, ontology)
    elif said.mode is Mode.HAPPENED:
        tie.mode = said.mode.value
    tie.confidence = max(tie.confidence, said.confidence)
    tie.statements.append(one.id)
    tie.sources.append(said.evidence.source)
    tie.quotes.append(said.evidence.quote.text if said.evidence.quote else "")
    for name, value in said.qualifiers:
        if value not in tie.qualifiers[name]:
            tie.qualifiers[name].append(value)


def _tie(one: Resolved, when: str, ontology: Ontology) -> Tie:
    said = one.statement
    term = ontology.relation(said.predicate)
    type = {Mode.PLANNED: term.planned, Mode.REFUTED: term.refuted}.get(said.mode, term.cypher)
    start = said.when.start if said.when else None
    end = said.when.end if said.when else None
    return Tie(
        one.subject,
        str(one.object),
        said.predicate,
        type,
        said.mode.value,
        when,
        first_day(start).isoformat() if start else "",
        last_day(end).isoformat() if end else "",
    )
