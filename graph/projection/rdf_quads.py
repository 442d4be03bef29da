"""Which quads say a statement and its evidence?

A plain row costs about six quads a fact: the triple itself, the same in the graph of its source, and a node with
subject, predicate, object and record. What all facts of a row share is written once, on the record's node; what all records of one reading of
a file share, on the reading's node. Only what differs from the default is written: mode happened, confidence 1,
no time, no qualifiers, ids as they were said. Planned and refuted statements have a node but no triple.

    statement/ID   rdf:subject, rdf:predicate, rdf:object       canonical
                   inno:saidSubject, inno:saidObject            where they differ, or the store would rewrite them
                   inno:mode, inno:confidence, inno:when, and its qualifiers
                   prov:wasDerivedFrom  record
    record         dcterms:isPartOf  reading;  inno:row  the row as read (JSON)
                   oa:hasSource  document;  oa:hasSelector  oa:TextQuoteSelector, oa:TextPositionSelector
    reading        dcterms:isPartOf  source;  inno:part, inno:retrieved, inno:by
    time/SPAN      inno:validFrom, inno:validFromBy, inno:validTo, inno:inferred

All of this stands in the default graph, once. The named graph source/ID holds the triples that this source says,
and nothing else: a triple in the default graph is in the graph of each source that says it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from hashlib import blake2b

from graph.errors import InvalidStatement
from graph.projection.delta import Resolved
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
    XSD,
    Object,
    days,
    literal,
    text,
    time_iri,
    to_iri,
    typed,
)
from graph.statement import Document, Evidence, Literal, Mode, Quote, Statement
from ontology import Ontology

__all__ = ["DERIVED_SOURCE", "Quads", "wider_types"]

DERIVED_SOURCE = "derived"  # its graph holds what we conclude; no source may have this id

_KEPT = 200_000  # terms remembered before the memory is emptied
_RDF_TYPE = f"{RDF}type"
_IS_A = f"<{_RDF_TYPE}>"


def wider_types(ontology: Ontology) -> dict[str, tuple[str, ...]]:
    """The IRI of each class with those of the classes above it: a university is an organisation for every asker."""
    return {
        ontology.iri(name): tuple(ontology.iri(above) for above in ontology.ancestors(name)[1:])
        for name in ontology.classes
    }


class Quads:
    """Writes statements as lines of N-Quads, or of the default graph alone (`graphs=False`).

    `document` gives title and address of the documents that quotes point into. Lines may be written more than
    once: an RDF store keeps one of equal quads.
    """

    def __init__(
        self,
        ontology: Ontology,
        document: Callable[[str], Document | None] | None = None,
        *,
        graphs: bool = True,
    ) -> None:
        self._classes = ontology.classes
        self._wider = {f"<{kind}>": wider for kind, wider in wider_types(ontology).items()}
        self._document = document
        self._graphs = graphs
        self._properties: dict[str, str] = {}
        self._ontology = ontology
        self._sources: dict[str, str] = {}  # what ends a line in the graph of a source
        self._entities: dict[str, str] = {}
        self._literals: dict[Literal, Object] = {}
        self._written: set[str] = set()  # documents and times
        self._readings: dict[tuple[str, str, date, str], str] = {}
        self._evidence: Evidence | None = None
        self._by = ""
        self._record = ""

    def lines(self, statements: Iterable[Resolved]) -> Iterator[str]:
        """A block of lines for each statement, each line with its end."""
        return map(self.block, statements)

    def block(self, resolved: Resolved) -> str:
        """The lines of one statement and of whatever it is the first to need."""
        said = resolved.statement
        evidence = said.evidence
        source = self._sources.get(evidence.source) or self._source(evidence.source)
        before = ""
        if evidence is not self._evidence or said.by != self._by:
            before = self._turn_to(evidence, said.by)
        subject = self._entities.get(resolved.subject) or self._entity(resolved.subject)
        predicate = self._properties.get(said.predicate) or self._property(said.predicate)
        node = f"<{STATEMENT}{resolved.id}>"
        after = ""
        if isinstance(resolved.object, str):
            object = self._entities.get(resolved.object) or self._entity(resolved.object)
            if resolved.object != said.object:
                after = f"{node} <{INNO}saidObject> {self._entity(str(said.object))} .\n"
        else:
            written = self._literals.get(resolved.object) or self._literal(resolved.object)
            object = written.term
            if written.said is not None or written.lang is not None:
                after = _as_said(node, written)
        if resolved.subject != said.subject:
            after += f"{node} <{INNO}saidSubject> {self._entity(said.subject)} .\n"
        if said.qualifiers or said.when or said.mode is not Mode.HAPPENED or said.confidence != 1.0:
            after += self._details(node, said)
        plain = self._triple(subject, predicate, object, source) if said.mode.is_plain else ""
        return (
            f"{before}{plain}{node} <{RDF}subject> {subject} .\n{node} <{RDF}predicate> {predicate} .\n"
            f"{node} <{RDF}object> {object} .\n{node} <{PROV}wasDerivedFrom> {self._record} .\n{after}"
        )

    def _triple(self, subject: str, predicate: str, object: str, source: str) -> str:
        """A plain triple, in the default graph and in its source's; a type with the types it implies."""
        triple = f"{subject} {predicate} {object}"
        lines = f"{triple} .\n{triple}{source}" if self._graphs else f"{triple} .\n"
        if predicate == _IS_A:
            lines += "".join([f"{subject} {_IS_A} <{kind}> .\n" for kind in self._wider.get(object, ())])
        return lines

    # ------------------------------------------------------------ terms

    def _source(self, source: str) -> str:
        if source == DERIVED_SOURCE:
            raise InvalidStatement(
                f"No source may have the id “{DERIVED_SOURCE}”: it names what is concluded."
            )
        end = self._sources[source] = f" {to_iri(SOURCE, source)} .\n"
        return end

    def _entity(self, entity: str) -> str:
        if len(self._entities) > _KEPT:
            self._entities.clear()
        term = self._entities[entity] = to_iri(ENTITY, entity)
        return term

    def _literal(self, value: Literal) -> Object:
        if len(self._literals) > _KEPT:
            self._literals.clear()
        written = self._literals[value] = literal(value, self._classes)
        return written

    def _property(self, predicate: str) -> str:
        attribute = self._ontology.attributes.get(predicate)
        if attribute is not None and _RDF_TYPE in attribute.mappings:
            term = f"<{_RDF_TYPE}>"  # so that `a` works for whoever knows RDF and not us
        else:
            term = to_iri(INNO, predicate)
        self._properties[predicate] = term
        return term

    # ------------------------------------------------------------ what differs from the default

    def _details(self, node: str, said: Statement) -> str:
        lines: list[str] = []
        if said.mode is not Mode.HAPPENED:
            lines.append(f"{node} <{INNO}mode> {text(said.mode.value)} .\n")
        if said.confidence != 1.0:
            lines.append(f"{node} <{INNO}confidence> {text(repr(said.confidence))}^^<{XSD}double> .\n")
        if said.when is not None:
            time = time_iri(said.when)
            lines.append(f"{node} <{INNO}when> {time} .\n")
            if self._is_new(time):
                lines += [f"{time} <{INNO}{name}> {term} .\n" for name, term in days(said.when)]
        if said.qualifiers:
            lines += self._qualifiers(node, said.qualifiers)
        return "".join(lines)

    def _qualifiers(self, node: str, pairs: tuple[tuple[str, str], ...]) -> Iterator[str]:
        """Each as a typed value; where these would not give the pairs back, the pairs as said as well."""
        whole = len(dict(pairs)) == len(pairs)
        for name, value in pairs:
            declared = self._ontology.qualifiers.get(name)
            if declared is None:
                whole = False
                continue
            written = literal(Literal(value, declared.datatype), self._classes)
            whole = whole and written.said is None
            yield f"{node} {to_iri(INNO, name)} {written.term} .\n"
        if not whole:
            yield f"{node} <{INNO}saidQualifiers> {text(json.dumps(pairs, ensure_ascii=False))} .\n"

    def _is_new(self, node: str) -> bool:
        """True the first time that a shared node is met."""
        if node in self._written:
            return False
        self._written.add(node)
        return True

    # ------------------------------------------------------------ evidence

    def _turn_to(self, evidence: Evidence, by: str) -> str:
        """Make this the record of the statements that follow; its lines unless it was that already."""
        same = self._evidence == evidence and self._by == by
        if same and self._evidence is not None and self._evidence.row == evidence.row:
            self._evidence = evidence
            return ""
        self._evidence, self._by = evidence, by
        key = (evidence.source, evidence.part, evidence.retrieved, by)
        reading = self._readings.get(key)
        lines: list[str] = []
        if reading is None:
            reading = self._readings[key] = _reading_iri(evidence, by)
            lines += _reading(reading, evidence, by)
        record = f"{_record_iri(evidence)}#{_hash(evidence, reading)}"
        self._record = f"{record}>"
        lines.append(f"{self._record} <{DCTERMS}isPartOf> {reading} .\n")
        if evidence.row:
            lines.append(f"{self._record} <{INNO}row> {text(evidence.row)} .\n")
        if evidence.quote is not None:
            lines += _selectors(record, evidence.quote)
            lines += self._document_lines(evidence.quote)
        return "".join(lines)

    def _document_lines(self, quote: Quote) -> Iterator[str]:
        node = to_iri(DOCUMENT, quote.document)
        if self._document is None or not self._is_new(node):
            return
        found = self._document(quote.document)
        if found is None:
            return
        for name, value in (
            ("title", found.title),
            ("language", found.language),
            ("format", found.media_type),
        ):
            if value:
                yield f"{node} <{DCTERMS}{name}> {text(value)} .\n"
        if found.url:
            yield f"{node} <{DCTERMS}source> {typed(found.url, 'anyURI')} .\n"


def _as_said(node: str, written: Object) -> str:
    lines = ""
    if written.said is not None:
        lines = f"{node} <{INNO}saidObject> {text(written.said)} .\n"
    if written.lang is not None:
        lines += f"{node} <{INNO}saidLanguage> {text(written.lang)} .\n"
    return lines


def _reading(node: str, evidence: Evidence, by: str) -> Iterator[str]:
    yield f"{node} <{DCTERMS}isPartOf> {to_iri(SOURCE, evidence.source)} .\n"
    yield f"{node} <{INNO}part> {text(evidence.part)} .\n"
    yield f"{node} <{INNO}retrieved> {typed(evidence.retrieved.isoformat(), 'date')} .\n"
    if by:
        yield f"{node} <{INNO}by> {text(by)} .\n"


def _selectors(record: str, quote: Quote) -> Iterator[str]:
    """The quote after the Web Annotation model; `record` is an IRI without its closing bracket."""
    words, place = f"{record}-quote>", f"{record}-position>"
    yield f"{record}> <{OA}hasSource> {to_iri(DOCUMENT, quote.document)} .\n"
    yield f"{record}> <{OA}hasSelector> {words} .\n"
    yield f"{record}> <{OA}hasSelector> {place} .\n"
    yield f"{words} <{_RDF_TYPE}> <{OA}TextQuoteSelector> .\n"
    yield f"{words} <{OA}exact> {text(quote.text)} .\n"
    if quote.occurrence:
        yield f"{words} <{INNO}occurrence> {typed(str(quote.occurrence), 'integer')} .\n"
    yield f"{place} <{_RDF_TYPE}> <{OA}TextPositionSelector> .\n"
    yield f"{place} <{OA}start> {typed(str(quote.start), 'integer')} .\n"
    yield f"{place} <{OA}end> {typed(str(quote.end), 'integer')} .\n"


def _record_iri(evidence: Evidence) -> str:
    """The IRI of a record's key, open at its end."""
    return to_iri(f"{to_iri(SOURCE, evidence.source)[1:-1]}/record/", evidence.record)[:-1]


def _reading_iri(evidence: Evidence, by: str) -> str:
    """The IRI of a reading: this part of the source, on this day, by this extractor."""
    part = to_iri(f"{to_iri(SOURCE, evidence.source)[1:-1]}/part/", evidence.part)
    return f"{part[:-1]}#{_short(evidence.retrieved.isoformat(), by)}>"


def _hash(evidence: Evidence, reading: str) -> str:
    """What tells two records with one key apart: reading, row and quote."""
    quote = evidence.quote
    if quote is None:
        return _short(reading, evidence.row)
    place = (quote.document, str(quote.start), str(quote.end), quote.text, str(quote.occurrence))
    return _short(reading, evidence.row, *place)


def _short(*parts: str) -> str:
    framed = "".join([f"{len(part)}:{part}" for part in parts])
    return blake2b(framed.encode(), digest_size=8).hexdigest()
