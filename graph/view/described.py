"""Which entities does a view name, and what is a node called, of which type, how well connected?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.errors import NothingFound, UsageError
from graph.view.choice import Choice
from graph.view.held import PLACE, TOPICS, Held, pointing
from graph.view.picture import Fact, Node, Tie
from graph.view.spec import ViewSpec
from graph.view.texts import LANGUAGES, Names
from ontology import UnknownTerm

if TYPE_CHECKING:
    from graph.index import Index
    from ontology import Ontology

__all__ = ["concepts_named", "described_nodes", "resolved_spec", "with_facts"]

UNNAMED = "Group"  # a count of unnamed actors: drawn, but never counted in anybody's degree
ASKED = 8  # best hits of a question that a picture starts from


def resolved_spec(spec: ViewSpec, index: Index, ontology: Ontology) -> tuple[ViewSpec, tuple[str, ...]]:
    """The view with canonical ids for names, and the ids it starts from (its seeds, or hits of its question)."""
    try:
        for kind in spec.types:
            ontology.class_(kind)
        for relation in spec.relations:
            ontology.relation(relation)
    except UnknownTerm as error:
        raise UsageError(str(error)) from error
    seeds = tuple(dict.fromkeys(index.find(seed) for seed in spec.seeds))
    spec = replace(
        spec,
        seeds=seeds,
        verticals=tuple(_concept(name, index, ontology) for name in spec.verticals),
        places=tuple(_concept(name, index, ontology) for name in spec.places),
    )
    if not spec.question:
        return spec, seeds
    hits = tuple(hit.id for hit in index.search(spec.question, limit=ASKED))
    if not hits:
        raise NothingFound(f"Nothing in the graph is called “{spec.question}”, so there is nothing to draw.")
    return spec, hits


def _concept(name: str, index: Index, ontology: Ontology) -> str:
    """A concept by its id, by its name in any language, or else an entity of the graph."""
    if name in ontology.concepts:
        return name
    concept = ontology.concept_named(name)
    return concept.id if concept else index.find(name)


def described_nodes(
    held: Held, choice: Choice, ties: Sequence[Tie], spec: ViewSpec, index: Index, ontology: Ontology
) -> list[Node]:
    """The chosen nodes, the best connected first, without places on the plane."""
    near: dict[str, set[str]] = {held.ids[number]: set() for number in choice.nodes}
    weight = dict.fromkeys(near, 0)
    unnamed = {held.ids[n] for n in choice.nodes if held.types[n] in ontology.kinds(UNNAMED)}
    for tie in ties:
        if tie.mode.is_plain and not {tie.subject, tie.object} & unnamed:
            near[tie.subject].add(tie.object)
            near[tie.object].add(tie.subject)
            weight[tie.subject] += tie.weight
            weight[tie.object] += tie.weight
    verticals = _objects(held, ontology, TOPICS, near)
    places = _objects(held, ontology, (PLACE,), near)
    groups = _communities(sorted(near), ties)
    names = {entity: _names(entity, index, ontology) for entity in near}
    nodes = [
        Node(
            id=entity,
            names=names[entity] or _called_by_id(entity, held.types[number], ontology),
            unnamed=not names[entity],
            type=held.types[number],
            degree=len(near[entity]),
            weight=weight[entity],
            verticals=tuple(verticals.get(entity, ())),
            places=tuple(_with_broader(places.get(entity, ()), ontology)),
            seed=entity in spec.seeds,
            distance=max(0, int(choice.distance[number])),
            community=groups[entity],
        )
        for number, entity in ((number, held.ids[number]) for number in choice.nodes)
    ]
    return sorted(nodes, key=lambda node: (not node.seed, -node.degree, -node.weight, node.id))


def _names(entity: str, index: Index, ontology: Ontology) -> Names:
    """What an entity is called by language; nothing where no source names it."""
    concept = ontology.concepts.get(entity)
    if concept:
        return {lang: _capital(label) for lang, label in concept.label.items()}
    known = index.entity(entity)
    if known is None:
        return {}
    return dict(known.names) or ({"": known.name} if known.name != entity else {})


def _capital(label: str) -> str:
    """A label as it stands on its own: “health” -> “Health”, but “eHealth” and “IT” as they are."""
    return label[:1].upper() + label[1:] if label.split(" ")[0].islower() else label


def _called_by_id(entity: str, kind: str, ontology: Ontology) -> Names:
    """A name for what has none: its type and its identifier."""
    shown = ontology.identifier(entity) or entity
    if kind not in ontology.classes:
        return {"": shown}
    return {lang: f"{ontology.label(kind, lang)} {shown}" for lang in LANGUAGES}


def with_facts(node: Node, facts: tuple[Fact, ...], ontology: Ontology) -> Node:
    """The node with its facts; a group of unnamed actors is called by its kind and count: “Company × 4”."""
    said = {fact.attribute: fact.value for fact in facts}
    if not node.unnamed or node.type not in ontology.kinds(UNNAMED) or "count" not in said:
        return replace(node, facts=facts)
    kind = said.get("kind", node.type)
    kind = kind if kind in ontology.classes else node.type
    names = {lang: f"{ontology.label(kind, lang)} × {said['count']}" for lang in LANGUAGES}
    return replace(node, facts=facts, names=names, unnamed=False)


def _objects(
    held: Held, ontology: Ontology, kinds: Iterable[str], among: Iterable[str]
) -> dict[str, list[str]]:
    """For each node the concepts of these classes that it points to, in order of their ids."""
    wanted = {held.number[entity] for entity in among}
    found: dict[str, set[str]] = {}
    for entry in pointing(held, ontology, kinds).tolist():
        if int(held.subject[entry]) in wanted:
            found.setdefault(held.ids[held.subject[entry]], set()).add(held.ids[held.object[entry]])
    return {entity: sorted(objects) for entity, objects in found.items()}


def _with_broader(concepts: Iterable[str], ontology: Ontology) -> list[str]:
    """The concepts with all broader ones, the narrowest first."""
    found = list(concepts)
    for entity in found:  # grows while it is walked
        concept = ontology.concepts.get(entity)
        found += [above for above in (concept.broader if concept else ()) if above not in found]
    return found


def _communities(entities: Sequence[str], ties: Iterable[Tie]) -> dict[str, int]:
    """A number for each node, 0 for the largest community (Louvain of networkx, seeded, on plain ties)."""
    import networkx as nx

    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(entities)
    pairs = {
        (min(tie.subject, tie.object), max(tie.subject, tie.object)) for tie in ties if tie.mode.is_plain
    }
    network.add_edges_from(sorted(pairs))
    groups = nx.community.louvain_communities(network, seed=7)
    ordered = sorted(groups, key=lambda group: (-len(group), min(group)))
    return {entity: rank for rank, group in enumerate(ordered) for entity in group}


def concepts_named(entities: Iterable[str], index: Index, ontology: Ontology) -> dict[str, Names]:
    """The names of verticals and places in both languages: of the schemes, else of the index."""
    return {entity: _names(entity, index, ontology) or {"": entity} for entity in sorted(set(entities))}
