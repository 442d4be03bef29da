"""Which statements does an RDF store hold? The inverse of `rdf_quads`: nothing is lost on the way."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator
from datetime import date

from pyoxigraph import DefaultGraph, NamedNode, Store
from pyoxigraph import Literal as Term

from graph.errors import StoreError
from graph.projection.rdf_terms import (
    DCTERMS,
    DOCUMENT,
    ENTITY,
    INNO,
    OA,
    PROV,
    RDF,
    SOURCE,
    STATEMENT,
    from_iri,
    read_literal,
    source_of,
    time_of,
)
from graph.statement import Evidence, Literal, Mode, Quote, Statement
from ontology import Ontology

__all__ = ["read_statements"]

_KEPT = 50_000  # records remembered, because the facts of a row do not stand together
_Node = dict[str, list[NamedNode | Term]]  # the objects of one node by the IRI of their predicate


def read_statements(store: Store, ontology: Ontology) -> Iterator[Statement]:
    """All statements of a store, with evidence, offsets, qualifiers, dates, confidence, extractor and row.

    They are read from the default graph. StoreError where a statement's node lacks a part or does not fit its own id.
    """
    names = {_written(ontology, name): name for name in (*ontology.relations, *ontology.attributes)}
    records = _Records(store)
    for quad in store.quads_for_pattern(None, NamedNode(f"{RDF}subject"), None, DefaultGraph()):
        node = quad.subject
        if not isinstance(node, NamedNode) or not node.value.startswith(STATEMENT):
            continue
        try:
            statement = _statement(_said(store, node), names, records, ontology)
        except (KeyError, IndexError, ValueError) as error:
            raise StoreError(
                f"The RDF store's {node.value} is damaged ({error!r}): build it anew."
            ) from error
        if f"{STATEMENT}{statement.id}" != node.value:
            raise StoreError(f"The RDF store's {node.value} says something else than its id: build it anew.")
        yield statement


def _written(ontology: Ontology, name: str) -> str:
    """The IRI under which a predicate is written."""
    attribute = ontology.attributes.get(name)
    is_type = attribute is not None and f"{RDF}type" in attribute.mappings
    return f"{RDF}type" if is_type else f"{INNO}{name}"


def _said(store: Store, node: NamedNode) -> _Node:
    """What the default graph says of a node."""
    said: _Node = {}
    for quad in store.quads_for_pattern(node, None, None, DefaultGraph()):
        if isinstance(quad.object, (NamedNode, Term)):
            said.setdefault(quad.predicate.value, []).append(quad.object)
    return said


def _statement(said: _Node, names: dict[str, str], records: _Records, ontology: Ontology) -> Statement:
    predicate = said[f"{RDF}predicate"][0].value
    evidence, by = records(said[f"{PROV}wasDerivedFrom"][0].value)
    subject = said.get(f"{INNO}saidSubject", said[f"{RDF}subject"])[0].value
    when = _one(said, "when")
    confidence = _one(said, "confidence")
    return Statement(
        from_iri(ENTITY, subject),
        names.get(predicate) or from_iri(INNO, predicate),
        _object(said),
        evidence,
        Mode(_one(said, "mode") or Mode.HAPPENED),
        time_of(when) if when else None,
        _qualifiers(said, ontology),
        float(confidence) if confidence else 1.0,
        by,
    )


def _one(said: _Node, name: str) -> str | None:
    found = said.get(f"{INNO}{name}")
    return found[0].value if found else None


def _object(said: _Node) -> str | Literal:
    term = said[f"{RDF}object"][0]
    kept = said.get(f"{INNO}saidObject")
    if isinstance(term, NamedNode):
        if term.value.startswith(ENTITY):
            return from_iri(ENTITY, kept[0].value if kept else term.value)
        return Literal(from_iri(INNO, term.value), "term", _one(said, "saidLanguage") or "")
    value = kept[0].value if kept else term.value
    language = _one(said, "saidLanguage")
    found = read_literal(value, term.datatype.value, term.language)
    return Literal(found.value, found.datatype, language) if language is not None else found


def _qualifiers(said: _Node, ontology: Ontology) -> tuple[tuple[str, str], ...]:
    whole = _one(said, "saidQualifiers")
    if whole is not None:
        return tuple((name, value) for name, value in json.loads(whole))
    found = [
        (name, from_iri(INNO, term.value) if isinstance(term, NamedNode) else term.value)
        for name in ontology.qualifiers
        for term in said.get(f"{INNO}{name}", ())
    ]
    return tuple(sorted(found))


class _Records:
    """The evidence behind the IRI of a record, and who read it; the last ones met are remembered."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: OrderedDict[str, tuple[Evidence, str]] = OrderedDict()
        self._readings: dict[str, tuple[str, date, str]] = {}

    def __call__(self, iri: str) -> tuple[Evidence, str]:
        found = self._known.get(iri)
        if found is None:
            found = self._known[iri] = self._read(iri)
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return found

    def _node(self, iri: str) -> _Node:
        return _said(self._store, NamedNode(iri))

    def _read(self, iri: str) -> tuple[Evidence, str]:
        said = self._node(iri)
        part, retrieved, by = self._reading(said[f"{DCTERMS}isPartOf"][0].value)
        source = from_iri(SOURCE, source_of(iri))
        key = iri.partition("#")[0].partition("/record/")[2]
        row = _one(said, "row") or ""
        quote = self._quote(said) if f"{OA}hasSelector" in said else None
        return Evidence(source, part, from_iri("", key), retrieved, quote, row), by

    def _reading(self, iri: str) -> tuple[str, date, str]:
        if iri not in self._readings:
            said = self._node(iri)
            retrieved = date.fromisoformat(said[f"{INNO}retrieved"][0].value)
            self._readings[iri] = said[f"{INNO}part"][0].value, retrieved, _one(said, "by") or ""
        return self._readings[iri]

    def _quote(self, record: _Node) -> Quote:
        said: _Node = {}
        for selector in record[f"{OA}hasSelector"]:
            said |= self._node(selector.value)
        return Quote(
            from_iri(DOCUMENT, record[f"{OA}hasSource"][0].value),
            int(said[f"{OA}start"][0].value),
            int(said[f"{OA}end"][0].value),
            said[f"{OA}exact"][0].value,
            int(_one(said, "occurrence") or 0),
        )
