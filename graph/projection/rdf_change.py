"""Which quads must go and which must come for a store to show another revision? One atomic update.

A removed statement takes its node with it, and what only it stood on: its record, the record's reading, quote and
document, its time, and the plain triple unless another open statement of the same source says the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from graph.projection.delta import Delta
from graph.projection.rdf_quads import Quads
from graph.projection.rdf_terms import DCTERMS, DOCUMENT, INNO, OA, PROV, RDF, SOURCE, STATEMENT, to_iri
from graph.statement import Document, Mode
from ontology import Ontology

__all__ = ["Update"]

_SUBJECT, _PREDICATE, _OBJECT = (NamedNode(f"{RDF}{end}") for end in ("subject", "predicate", "object"))
_MODE = NamedNode(f"{INNO}mode")
_NOT_PLAIN = frozenset(mode.value for mode in Mode if not mode.is_plain)
_SHARED = frozenset(  # what leads to nodes that others may stand on as well
    {f"{PROV}wasDerivedFrom", f"{DCTERMS}isPartOf", f"{OA}hasSource", f"{OA}hasSelector", f"{INNO}when"}
)


class Update:
    """A growing change of a store, which it only reads; `text` is the whole as one SPARQL update."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._delete: set[Quad] = set()
        self._insert: set[Quad] = set()

    def __bool__(self) -> bool:
        return bool(self._delete or self._insert)

    def change(
        self, delta: Delta, ontology: Ontology, document: Callable[[str], Document | None] | None
    ) -> None:
        """Take out what the delta removes and put in what it adds."""
        self._take_out({NamedNode(f"{STATEMENT}{removed.id}") for removed in delta.removed})
        writer = Quads(ontology, document)
        for added in delta.added:
            self._insert.update(parse(writer.block(added), format=RdfFormat.N_QUADS))
            evidence = added.statement.evidence
            if evidence.quote is not None and document is not None:  # its title may be another now
                node = NamedNode(to_iri(DOCUMENT, evidence.quote.document)[1:-1])
                graph = NamedNode(to_iri(SOURCE, evidence.source)[1:-1])
                self._delete.update(self._store.quads_for_pattern(node, None, None, graph))

    def replace(self, graph: str, lines: Iterable[str]) -> None:
        """Make these triples all that a small graph holds; only the difference is written."""
        name = NamedNode(graph)
        triples = parse("".join(lines), format=RdfFormat.N_TRIPLES)
        wanted = {Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples}
        there = set(self._store.quads_for_pattern(None, None, None, name))
        self._delete |= there - wanted
        self._insert |= wanted - there

    def text(self) -> str:
        """First all deletions, then all insertions: the engine does them in one transaction or not at all."""
        parts = (("DELETE", self._delete - self._insert), ("INSERT", self._insert))
        return " ;\n".join(f"{verb} DATA {{\n{''.join(_by_graph(quads))}}}" for verb, quads in parts if quads)

    def _take_out(self, nodes: set[NamedNode]) -> None:
        plain: dict[tuple[NamedNode, NamedNode], set[Quad]] = defaultdict(set)
        leads: set[Quad] = set()
        for node in nodes:
            said = set(self._store.quads_for_pattern(node, None, None, None))
            leads |= self._drop(said)
            triple = _plain(said)
            if triple is not None:
                plain[triple.graph_name, triple.subject].add(triple)  # type: ignore[index]  # both are IRIs
        while leads:
            further: set[Quad] = set()
            for lead in leads:
                if not self._is_needed(lead):
                    end: Any = lead.object
                    further |= self._drop(
                        set(self._store.quads_for_pattern(end, None, None, lead.graph_name))
                    )
            leads = further
        for (graph, subject), triples in plain.items():
            self._delete |= triples - self._still_said(graph, subject, nodes)

    def _drop(self, said: set[Quad]) -> set[Quad]:
        """Delete what is said of one node; those of it that lead to nodes which may now stand on nothing."""
        self._delete |= said
        return {quad for quad in said if quad.predicate.value in _SHARED}

    def _is_needed(self, lead: Quad) -> bool:
        end: Any = lead.object
        others = self._store.quads_for_pattern(None, lead.predicate, end, lead.graph_name)
        return any(quad not in self._delete for quad in others)

    def _still_said(self, graph: NamedNode, subject: NamedNode, gone: set[NamedNode]) -> set[Quad]:
        """The plain triples of a subject that statements other than these support."""
        found: set[Quad] = set()
        for quad in self._store.quads_for_pattern(None, _SUBJECT, subject, graph):
            if quad.subject not in gone:
                triple = _plain(set(self._store.quads_for_pattern(quad.subject, None, None, graph)))
                found |= {triple} if triple else set()
        return found


def _plain(said: set[Quad]) -> Quad | None:
    """The plain triple of a statement's node; None where it is planned or refuted, or no such node."""
    ends: dict[NamedNode, Any] = {quad.predicate: quad.object for quad in said}
    mode = ends.get(_MODE)
    if not ends.keys() >= {_SUBJECT, _PREDICATE, _OBJECT} or (mode and mode.value in _NOT_PLAIN):
        return None
    return Quad(ends[_SUBJECT], ends[_PREDICATE], ends[_OBJECT], next(iter(said)).graph_name)


def _by_graph(quads: set[Quad]) -> Iterator[str]:
    graphs: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        graphs[str(quad.graph_name)].append(f"{quad.subject} {quad.predicate} {quad.object} .\n")
    for graph, lines in graphs.items():
        yield f"GRAPH {graph} {{\n{''.join(lines)}}}\n"
