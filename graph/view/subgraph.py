"""Which piece of the graph is in a picture, and what was left out of it?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from graph.errors import UsageError
from graph.statement import Source
from graph.view.choice import Choice, Links, choose
from graph.view.described import concepts_named, described_nodes, resolved_spec, with_facts
from graph.view.evidence import Archive, facts_of, ties_of
from graph.view.held import Held, Passed, acting, filtered, in_focus, read_held, tie_keys
from graph.view.layout import layout
from graph.view.look import GREY, radii
from graph.view.picture import LeftOut, Look, Node, Picture, RelationWords, Tie
from graph.view.spec import TIES_REFUSED, ViewSpec, too_large
from graph.view.texts import LANGUAGES, Names, Texts, in_language

if TYPE_CHECKING:
    from graph.index import Index
    from graph.ledger import Ledger
    from ontology import Ontology

__all__ = ["build_picture"]


def build_picture(
    ledger: Ledger,
    index: Index,
    ontology: Ontology,
    spec: ViewSpec | None = None,
    *,
    focus: Collection[str] = (),
    as_of: int | None = None,
    cache: Path | None = None,
    held: Held | None = None,
    title: Names | None = None,
) -> Picture:
    """The picture of a view.

    `focus` are the places or actors that a picture without seeds is drawn around; `as_of` is a revision (of
    which `index` must be), `cache` a folder for positions, `held` what `read_held` gave for the same revision.
    Raises UsageError for names that ontology or graph do not know, and for what is too large to draw;
    NothingFound where a question has no answer.
    """
    spec, seeds = resolved_spec(spec or ViewSpec(), index, ontology)
    if as_of is None and spec.as_of:
        as_of = ledger.revision_at(date.fromisoformat(spec.as_of))
    around = replace(spec, seeds=seeds, question="")
    if held is None or spec.sources or spec.confidence > 0:
        held = read_held(ledger, index, ontology, as_of=as_of, spec=spec)
    passed = filtered(held, ontology, around)
    choice = _chosen(held, passed, ontology, around, focus)
    drawn = np.zeros(len(held.ids), dtype=bool)
    drawn[choice.nodes] = True
    archive = Archive(ledger)
    ties = ties_of(held, _between(held, passed.entries, drawn), ledger, archive, as_of=as_of)
    if len(ties) > TIES_REFUSED:
        raise UsageError(too_large(len(choice.nodes), len(ties)))
    nodes = _placed(described_nodes(held, choice, ties, around, index, ontology), ties, spec, cache)
    nodes = [
        with_facts(node, facts_of(node.id, ledger, index, ontology, archive, as_of=as_of), ontology)
        for node in nodes
    ]
    reached = int(choice.reachable.sum())
    held_ties = len(np.unique(tie_keys(held, _between(held, passed.entries, choice.reachable))))
    last = next(iter(ledger.runs(1)), None)
    return Picture(
        spec,
        title or _title(nodes, has_focus=bool(spec.places or focus)),
        tuple(nodes),
        tuple(ties),
        types={kind: _look(ontology, kind) for kind in sorted({node.type for node in nodes})},
        relations={name: _words(ontology, name) for name in sorted({tie.relation for tie in ties})},
        attributes=_labels(ontology, nodes, ties),
        concepts=concepts_named(
            [entity for node in nodes for entity in (*node.verticals, *node.places)], index, ontology
        ),
        sources=_sources(archive.sources, nodes, ties),
        left_out=tuple(_left_out(held, passed, choice, held_ties - len(ties), spec, index)),
        held_nodes=reached,
        held_ties=held_ties,
        revision=ledger.revision if as_of is None else as_of,
        day=spec.as_of or (last.at[:10] if last else ""),
    )


def _chosen(held: Held, passed: Passed, ontology: Ontology, spec: ViewSpec, focus: Iterable[str]) -> Choice:
    links = Links.of(
        len(held.ids),
        held.subject[passed.entries],
        held.object[passed.entries],
        np.array([_is_together(ontology, name) for name in held.relations], dtype=bool)[
            held.relation[passed.entries]
        ],
        acting(held, ontology),
    )
    return choose(
        links,
        seeds=[held.number[seed] for seed in spec.seeds if seed in held.number],
        focus=in_focus(held, ontology, focus),
        depth=spec.depth,
        limit=spec.limit,
        order=held.ids,
    )


def _is_together(ontology: Ontology, name: str) -> bool:
    return name in ontology.relations and ontology.relations[name].collaboration


def _between(held: Held, entries: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """The entries with both ends among the nodes of a mask."""
    return np.asarray(entries[chosen[held.subject[entries]] & chosen[held.object[entries]]])


def _placed(nodes: list[Node], ties: Sequence[Tie], spec: ViewSpec, cache: Path | None) -> list[Node]:
    places = layout(
        [node.id for node in nodes],
        [(tie.subject, tie.object) for tie in ties],
        how=spec.layout,
        distances=[node.distance for node in nodes],
        groups=[node.community for node in nodes],
        sizes=[round(radius, 1) for radius in radii(nodes, spec.size)],
        cache=cache,
    )
    return [replace(node, x=x, y=y) for node, (x, y) in zip(nodes, places, strict=True)]


def _look(ontology: Ontology, kind: str) -> Look:
    if kind not in ontology.classes:
        return Look({"": kind or "?"}, GREY, "dot")
    term = ontology.class_(kind)
    return Look(dict(term.label), term.colour, term.shape, ontology.ancestors(kind)[1:])


def _words(ontology: Ontology, name: str) -> RelationWords:
    term = ontology.relation(name)
    return RelationWords(dict(term.label), dict(term.inverse_label), term.symmetric)


def _labels(ontology: Ontology, nodes: Iterable[Node], ties: Iterable[Tie]) -> dict[str, Names]:
    """The labels of the attributes and qualifiers that occur."""
    names = {fact.attribute for node in nodes for fact in node.facts}
    names |= {name for tie in ties for proof in tie.proofs for name, _ in proof.qualifiers}
    names |= {name for node in nodes for fact in node.facts for name, _ in fact.proof.qualifiers}
    known = {**ontology.qualifiers, **ontology.attributes}
    return {name: dict(known[name].label) for name in sorted(names) if name in known}


def _sources(known: dict[str, Source], nodes: Iterable[Node], ties: Iterable[Tie]) -> dict[str, Source]:
    """The sources that prove something here."""
    named = {proof.receipt.source for tie in ties for proof in tie.proofs}
    named |= {fact.proof.receipt.source for node in nodes for fact in node.facts}
    return {name: known[name] for name in sorted(named) if name in known}


def _title(nodes: Sequence[Node], *, has_focus: bool) -> Names:
    seeds = [node for node in nodes if node.seed]
    if not seeds:
        key = "title.focus" if has_focus else "title.whole"
        return {lang: Texts(lang).say(key) for lang in LANGUAGES}
    return {
        lang: Texts(lang).say(
            "title.seeds", detail=", ".join(in_language(node.names, lang) for node in seeds[:3])
        )
        for lang in LANGUAGES
    }


def _left_out(
    held: Held, passed: Passed, choice: Choice, hidden_ties: int, spec: ViewSpec, index: Index
) -> Iterator[LeftOut]:
    """Why a reader does not see all that the graph holds."""
    beyond = int(choice.reachable.sum()) - len(choice.nodes) - len(choice.common)
    if beyond > 0:
        yield LeftOut("limit" if len(choice.nodes) >= spec.limit else "loose", beyond, hidden_ties)
    if choice.farther:
        steps = {lang: Texts(lang).say("count.steps", n=spec.depth) for lang in LANGUAGES}
        yield LeftOut("distance", choice.farther, detail=steps)
    if choice.common:
        called = index.names([held.ids[node] for node in choice.common])
        yield LeftOut("common", len(choice.common), detail={"": ", ".join(called.values())})
    for reason in ("place", "scheme", "undated", "weight", "outside"):
        if passed.left.get(reason):
            yield LeftOut(reason, ties=passed.left[reason])
    if held.unread:
        yield LeftOut("unread", statements=held.unread)
