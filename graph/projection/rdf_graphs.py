"""What stands in the RDF store besides statements: terms, sources, redirects, derived ties, and which revision it is?

Each is a small named graph, and stands in the default graph as well.

ontology           classes and properties with labels; rdfs:subClassOf is written with all its consequences
sources            each named graph's publisher, licence and attribution
identity           dcterms:isReplacedBy from every merged id to its canonical one (never owl:sameAs)
source/derived     what we conclude: inno:derivedCollaboration, with the statements it rests on
projection         epoch, revision and what else the whole store depends on; written last
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from hashlib import blake2b
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store

from graph.projection.derived import DerivedTie
from graph.projection.rdf_quads import DERIVED_SOURCE
from graph.projection.rdf_terms import (
    BASE,
    DCTERMS,
    ENTITY,
    INNO,
    PROV,
    RDF,
    RDFS,
    SOURCE,
    STATEMENT,
    text,
    to_iri,
    typed,
)
from graph.statement import Source

if TYPE_CHECKING:
    from ontology import Ontology

__all__ = [
    "DERIVED",
    "IDENTITY",
    "LAYOUT",
    "ONTOLOGY",
    "PROJECTION",
    "SOURCES",
    "STRUCTURE",
    "Mark",
    "derived_lines",
    "hash_of",
    "identity_lines",
    "mark_lines",
    "ontology_lines",
    "read_mark",
    "source_lines",
]

ONTOLOGY = f"{BASE}ontology"
SOURCES = f"{BASE}sources"
IDENTITY = f"{BASE}identity"
DERIVED = f"{SOURCE}{DERIVED_SOURCE}"
PROJECTION = f"{BASE}projection"
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
LAYOUT = 4  # raise it with every change of how things are written: older stores are then made anew

STRUCTURE = {
    "mode": (
        "mode: planned, claimed or refuted; none where it happened",
        "mod: planificat, declarat sau infirmat",
    ),
    "confidence": (
        "confidence from 0 to 1; none where it is 1",
        "încredere de la 0 la 1; lipsește când este 1",
    ),
    "when": ("the time for which it is said to hold", "timpul pentru care se spune că este valabil"),
    "validFrom": ("first day on which it can have begun", "prima zi în care poate să fi început"),
    "validFromBy": ("last day on which it can have begun", "ultima zi în care poate să fi început"),
    "validTo": ("last day on which it can have ended", "ultima zi în care poate să se fi încheiat"),
    "inferred": ("the date was worked out, not stated", "data a fost dedusă, nu declarată"),
    "saidSubject": ("the subject's id as the source knows it", "id-ul subiectului, așa cum îl știe sursa"),
    "saidObject": ("the object as the source says it", "obiectul, așa cum îl spune sursa"),
    "saidLanguage": ("the language tag as the source writes it", "eticheta de limbă, așa cum o scrie sursa"),
    "saidQualifiers": ("the qualifiers as said (JSON)", "calificativele, așa cum au fost spuse (JSON)"),
    "row": ("the row as read (JSON)", "rândul, așa cum a fost citit (JSON)"),
    "part": ("the document or file of the source", "documentul sau fișierul sursei"),
    "retrieved": ("the day on which it was retrieved", "ziua în care a fost obținut"),
    "by": ("who or what read it", "cine sau ce l-a citit"),
    "occurrence": ("which of several equal quotes it is", "al câtelea dintre mai multe citate egale"),
    "between": (
        "one of the two ends of a derived tie",
        "unul dintre cele două capete ale unei legături deduse",
    ),
    "things": ("how many things the two share", "câte lucruri au cei doi în comun"),
    "of": ("how many statements it rests on", "pe câte afirmații se sprijină"),
    "epoch": ("the ledger's epoch", "epoca registrului"),
    "revision": ("the ledger's revision", "revizia registrului"),
}
"""The names of ours that say how something is said, with labels in English and Romanian."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a store shows. It is made anew where anything but the revision differs from what is wanted."""

    epoch: int
    revision: int
    ontology: str  # version
    rules: str  # version of the identity rules
    focus: str  # hash of the actors whose ties are derived
    statements: int = 0  # how many there are
    layout: int = LAYOUT

    def follows(self, other: Mark) -> bool:
        """True where a change of the ledger alone leads from the other to this."""
        mine = (self.epoch, self.ontology, self.rules, self.layout)
        theirs = (other.epoch, other.ontology, other.rules, other.layout)
        return mine == theirs and other.revision <= self.revision


def hash_of(names: Iterable[str] | None) -> str:
    """A short hash of a set of names; "" for none."""
    joined = "\n".join(sorted(names or ()))
    return blake2b(joined.encode(), digest_size=8).hexdigest() if joined else ""


def mark_lines(mark: Mark) -> list[str]:
    """The triples of the mark."""
    return [f"<{PROJECTION}> <{INNO}{name}> {text(str(value))} .\n" for name, value in asdict(mark).items()]


def read_mark(store: Store) -> Mark | None:
    """The mark of a store; None where it has none or only part of one."""
    said: dict[str, str] = {}
    node = NamedNode(PROJECTION)
    for quad in store.quads_for_pattern(node, None, None, node):
        said[quad.predicate.value.removeprefix(INNO)] = str(getattr(quad.object, "value", ""))
    if said.keys() != {field.name for field in fields(Mark)}:
        return None
    try:
        return Mark(
            int(said["epoch"]),
            int(said["revision"]),
            said["ontology"],
            said["rules"],
            said["focus"],
            int(said["statements"]),
            int(said["layout"]),
        )
    except ValueError:
        return None


def ontology_lines(ontology: Ontology) -> Iterator[str]:
    """Classes, relations, attributes and qualifiers with labels, definitions and mappings, as triples.

    Subclasses are written with all their ancestors and themselves, as RDFS would infer: `?x a/rdfs:subClassOf
    inno:Organisation` finds universities without a property path.
    """
    kinds = (
        (ontology.classes, f"{RDFS}Class"),
        (ontology.relations, f"{RDF}Property"),
        (ontology.attributes, f"{RDF}Property"),
        (ontology.qualifiers, f"{RDF}Property"),
    )
    for terms, kind in kinds:
        for term in terms.values():
            yield f"<{term.iri}> <{RDF}type> <{kind}> .\n"
            yield from _texts(term.iri, f"{RDFS}label", term.label)
            yield from _texts(term.iri, f"{RDFS}comment", term.definition)
            for mapping in term.mappings:
                yield f"<{term.iri}> <{RDFS}seeAlso> <{mapping}> .\n"
    for name in ontology.classes:
        for ancestor in ontology.ancestors(name):
            yield f"{to_iri(INNO, name)} <{RDFS}subClassOf> {to_iri(INNO, ancestor)} .\n"
    for name, (english, romanian) in STRUCTURE.items():
        yield f"{to_iri(INNO, name)} <{RDF}type> <{RDF}Property> .\n"
        yield from _texts(f"{INNO}{name}", f"{RDFS}label", {"en": english, "ro": romanian})


def _texts(subject: str, predicate: str, texts: Mapping[str, str]) -> Iterator[str]:
    for lang, words in texts.items():
        yield f"<{subject}> <{predicate}> {text(words)}@{lang} .\n"


def source_lines(sources: Iterable[Source]) -> Iterator[str]:
    """Title, publisher, licence, address and attribution of each source's named graph, as triples."""
    for source in sources:
        node = to_iri(SOURCE, source.id)
        yield f"{node} <{RDF}type> <{to_iri(INNO, 'Source')[1:-1]}> .\n"
        said = {
            "title": source.title,
            "publisher": source.publisher,
            "rights": source.licence,
            "bibliographicCitation": source.attribution,
            "language": source.language,
        }
        for name, value in said.items():
            if value:
                yield f"{node} <{DCTERMS}{name}> {text(value)} .\n"
        if _SPDX.fullmatch(source.licence):
            yield f"{node} <{DCTERMS}license> <https://spdx.org/licenses/{source.licence}> .\n"
        if source.url:
            yield f"{node} <{DCTERMS}source> {typed(source.url, 'anyURI')} .\n"


def identity_lines(canonicals: Mapping[str, str]) -> Iterator[str]:
    """A redirect from each merged id, as triples."""
    for entity, canonical in canonicals.items():
        yield f"{to_iri(ENTITY, entity)} <{DCTERMS}isReplacedBy> {to_iri(ENTITY, canonical)} .\n"


def derived_lines(ties: Iterable[DerivedTie], ontology: Ontology) -> Iterator[str]:
    """Each derived tie in both directions, and a node that says what it rests on, as triples."""
    relation = next(term.iri for term in ontology.relations.values() if term.derived)
    for tie in ties:
        a, b = to_iri(ENTITY, tie.a), to_iri(ENTITY, tie.b)
        node = f"<{BASE}derived/{hash_of((tie.a, tie.b))}>"
        yield f"{a} <{relation}> {b} .\n"
        yield f"{b} <{relation}> {a} .\n"
        yield f"{node} <{RDF}type> <{PROV}Entity> .\n"
        yield f"{node} <{INNO}between> {a} .\n"
        yield f"{node} <{INNO}between> {b} .\n"
        yield f"{node} <{INNO}things> {typed(str(tie.count), 'integer')} .\n"
        yield f"{node} <{INNO}of> {typed(str(tie.of), 'integer')} .\n"
        for statement in tie.statements:
            yield f"{node} <{PROV}wasDerivedFrom> <{STATEMENT}{statement}> .\n"
