"""A ledger, its index and its RDF store, for the tests of the RDF projection."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Quad

from graph.index import Index
from graph.ledger import Ledger
from graph.projection.rdf import RdfProjection
from graph.projection.rdf_folder import RdfFolder
from graph.statement import Document, Evidence, Mode, Source, Statement
from ontology import Ontology, load

IDS = "https://w3id.org/innograph/id/"
INNO = "https://w3id.org/innograph/ontology#"
INVENTED = f"""
@prefix inno: <{INNO}> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix meta: <https://w3id.org/innograph/meta#> .
inno:mentors a owl:ObjectProperty ; rdfs:label "mentors"@en , "mentorează"@ro ;
    meta:inverseLabel "mentored by"@en , "mentorat de"@ro ;
    skos:definition "The first advises the second."@en , "Primul îl sfătuiește pe al doilea."@ro .
"""


@dataclass
class Graph:
    """A ledger, its index and its RDF store in one folder."""

    home: Path
    ledger: Ledger
    index: Index
    rdf: RdfProjection
    ontology: Ontology
    text: Document
    invented: str = INVENTED

    def say(self, part: str, *statements: Statement, source: str = "cluj") -> None:
        documents = [self.text] if part == "page" else []
        entry = Source(
            source, source.title(), "Publisher", "CC-BY-4.0", "https://example.org/", attribution="© P"
        )
        self.ledger.replace(source, part, statements, documents=documents, catalogue=entry)

    def catch_up(self, focus: frozenset[str] | None = None) -> None:
        self.index.update(self.ledger, self.ontology)
        self.rdf.update(self.ledger, self.index, self.ontology, focus=focus)

    def quads(self) -> set[Quad]:
        with self.rdf.reading() as store:
            return set(store)

    def anew(self, focus: frozenset[str] | None = None, revision: int | None = None) -> set[Quad]:
        """What a store holds that is built from nothing."""
        other = RdfProjection(self.home / f"anew-{random.randrange(10**9)}")
        other.update(self.ledger, self.index, self.ontology, focus=focus, revision=revision)
        with other.reading() as store:
            return set(store)

    def store_name(self) -> str:
        current = RdfFolder(self.rdf.folder).published()
        assert current is not None
        return current.store

    def ask(self, query: str) -> list[tuple[str, ...]]:
        """The rows of a query, sorted, each value as its text."""
        with self.rdf.reading() as store:
            found = store.query(f"PREFIX inno: <{INNO}> PREFIX id: <{IDS}> {query}")
            return sorted(tuple(term.value for term in solution) for solution in found)

    @staticmethod
    def row(key: str, part: str = "file.csv", source: str = "cluj") -> Evidence:
        return Evidence(source, part, key, date(2026, 1, 1), row=json.dumps({"key": key}))

    @classmethod
    def member(
        cls, a: str, b: str, key: str = "r1", mode: Mode = Mode.HAPPENED, source: str = "cluj"
    ) -> Statement:
        return Statement(a, "memberOf", b, cls.row(key, source=source), mode)


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[Graph]:
    text = Document("Cluj IT is a cluster. Cluj IT is a member of 3BS.", "cluj", "page", "Page", "en")
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger, Index.open(tmp_path / "index.sqlite") as index:
        yield Graph(tmp_path, ledger, index, RdfProjection(tmp_path / "rdf"), load(), text)
