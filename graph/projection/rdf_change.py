"""Which quads must go and which must come for a store to show another revision? One atomic update.

A removed statement takes its node with it, and what only it stood on: its record, the record's reading, quote and
document, its time. Its plain triple goes from the graph of its source unless another open statement of that source
says the same, and from the default graph once no named graph holds it any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from graph.projection.delta import Delta
from graph.projection.rdf_quads import Quads, wider_types
from graph.projection.rdf_terms import (
    DCTERMS,
    DOCUMENT,
    INNO,
    OA,
    PROV,
    RDF,
    STATEMENT,
    source_of,
    to_iri,
)
from graph.statement import Document, Mode
from ontology import Ontology

__all__ = ["Update"]

_EVERYTHING = DefaultGraph()
_SUBJECT, _PREDICATE, _OBJECT = (NamedNode(f"{RDF}{end}") for end in ("subject", "predicate", "object"))
_RECORD = NamedNode(f"{PROV}wasDerivedFrom")
_MODE = NamedNode(f"{INNO}mode")
_TYPE = NamedNode(f"{RDF}type")
_NOT_PLAIN = frozenset(mode.value for mode in Mode if not mode.is_plain)
_SHARED = frozenset(  # what leads to nodes that others may stand on as well
    {_RECORD.value, f"{DCTERMS}isPartOf", f"{OA}hasSource", f"{OA}hasSelector", f"{INNO}when"}
)


class Update:
    """A growing change of a store, which it only reads; `text` is the whole as one SPARQL update."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._delete: set[Quad] = set()
        self._insert: set[Quad] = set()
        self._wider: dict[str, tuple[str, ...]] = {}

    def __bool__(self) -> bool:
        return bool(self._delete or self._insert)

    def change(
        self, delta: Delta, ontology: Ontology, document: Callable[[str], Document | None] | None
    ) -> None:
        """Take out what the delta removes and put in what it adds."""
        self._wider = wider_types(ontology)
        self._take_out({NamedNode(f"{STATEMENT}{removed.id}") for removed in delta.removed})
        writer = Quads(ontology, document)
        for added in delta.added:
            self._insert.update(parse(writer.block(added), format=RdfFormat.N_QUADS))
            quote = added.statement.evidence.quote
            if quote is not None and document is not None:  # its title may be another now
                self._delete.update(self._said(NamedNode(to_iri(DOCUMENT, quote.document)[1:-1])))

    def replace(self, graph: str, lines: Iterable[str]) -> None:
        """Make these triples all that a small graph holds; only the difference is written."""
        name = NamedNode(graph)
        triples = list(parse("".join(lines), format=RdfFormat.N_TRIPLES))
        wanted = {_in(triple, name) for triple in triples}
        there = set(self._store.quads_for_pattern(None, None, None, name))
        self._delete |= there - wanted
        for quad in wanted - there:
            self._insert |= {quad, _in(quad, _EVERYTHING)}

    def text(self) -> str:
        """First all deletions, then all insertions: the engine does them in one transaction or not at all."""
        gone = self._delete - self._insert
        gone |= {copy for copy in self._copies(gone) if copy not in self._insert}
        gone = self._with_types(gone)
        parts = (("DELETE", gone), ("INSERT", self._insert))
        return " ;\n".join(f"{verb} DATA {{\n{''.join(_by_graph(quads))}}}" for verb, quads in parts if quads)

    def _copies(self, gone: set[Quad]) -> Iterator[Quad]:
        """What stands in the default graph only because these stand in named graphs."""
        for quad in gone:
            if quad.graph_name != _EVERYTHING:
                copy = _in(quad, _EVERYTHING)
                equal = self._store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
                if all(other in gone or other == copy for other in equal):
                    yield copy

    def _with_types(self, gone: set[Quad]) -> set[Quad]:
        """The same, but with the types that follow from those that stay, and no others, left in the default graph."""
        touched = {
            quad.subject for quad in gone if quad.predicate == _TYPE and quad.graph_name != _EVERYTHING
        }
        for subject in touched:
            stated = {
                quad.object
                for quad in (
                    *self._store.quads_for_pattern(subject, _TYPE, None, None),
                    *self._new_types(subject),
                )
                if quad.graph_name != _EVERYTHING and quad not in gone
            }
            implied = {
                NamedNode(wider) for kind in stated for wider in self._wider.get(str(kind)[1:-1], ())
            } | stated
            shown = set(self._store.quads_for_pattern(subject, _TYPE, None, _EVERYTHING))
            gone = gone - shown | {quad for quad in shown if quad.object not in implied}
        return gone

    def _new_types(self, subject: Any) -> Iterator[Quad]:
        return (quad for quad in self._insert if quad.subject == subject and quad.predicate == _TYPE)

    # ------------------------------------------------------------ removed statements

    def _take_out(self, nodes: set[NamedNode]) -> None:
        plain: dict[Any, set[Quad]] = defaultdict(set)
        leads: set[Quad] = set()
        for node in nodes:
            said = self._said(node)
            leads |= self._drop(said)
            triple = _plain(said)
            if triple is not None:
                plain[triple.subject].add(triple)
        while leads:
            ends: dict[Any, Quad] = {lead.object: lead for lead in leads}
            leads = set()
            for end, lead in ends.items():
                if not self._is_needed(lead):
                    leads |= self._drop(self._said(end))
        for subject, triples in plain.items():
            self._delete |= triples - self._still_said(subject, nodes)

    def _said(self, node: NamedNode) -> set[Quad]:
        """What is said of a node, where everything is said."""
        return set(self._store.quads_for_pattern(node, None, None, _EVERYTHING))

    def _drop(self, said: set[Quad]) -> set[Quad]:
        """Delete what is said of one node; those of it that lead to nodes which may now stand on nothing."""
        self._delete |= said
        return {quad for quad in said if _leads_on(quad)}

    def _is_needed(self, lead: Quad) -> bool:
        others = self._store.quads_for_pattern(None, lead.predicate, lead.object, _EVERYTHING)
        return any(quad not in self._delete for quad in others)

    def _still_said(self, subject: Any, gone: set[NamedNode]) -> set[Quad]:
        """The plain triples of a subject that statements other than these support, in their sources' graphs."""
        found: set[Quad] = set()
        for quad in self._store.quads_for_pattern(None, _SUBJECT, subject, _EVERYTHING):
            if isinstance(quad.subject, NamedNode) and quad.subject not in gone:
                triple = _plain(self._said(quad.subject))
                found |= {triple} if triple else set()
        return found


def _leads_on(quad: Quad) -> bool:
    """True where the object is a node that goes when nobody needs it; a source's entry is no such node."""
    end = quad.object
    is_source = (
        quad.predicate.value == f"{DCTERMS}isPartOf" and isinstance(end, NamedNode) and "#" not in end.value
    )
    return quad.predicate.value in _SHARED and not is_source


def _plain(said: set[Quad]) -> Quad | None:
    """The plain triple of a statement's node in its source's graph; None where it is planned or refuted, or no node."""
    ends: dict[NamedNode, Any] = {quad.predicate: quad.object for quad in said}
    mode = ends.get(_MODE)
    if not ends.keys() >= {_SUBJECT, _PREDICATE, _OBJECT, _RECORD} or (mode and mode.value in _NOT_PLAIN):
        return None
    source = NamedNode(source_of(ends[_RECORD].value))
    return Quad(ends[_SUBJECT], ends[_PREDICATE], ends[_OBJECT], source)


def _in(said: Any, graph: NamedNode | DefaultGraph) -> Quad:
    """A triple or quad as a quad of this graph."""
    return Quad(said.subject, said.predicate, said.object, graph)


def _by_graph(quads: set[Quad]) -> Iterator[str]:
    graphs: dict[Any, list[str]] = defaultdict(list)
    for quad in quads:
        graphs[quad.graph_name].append(f"{quad.subject} {quad.predicate} {quad.object} .\n")
    for graph, lines in graphs.items():
        block = "".join(lines)
        yield block if graph == _EVERYTHING else f"GRAPH {graph} {{\n{block}}}\n"
