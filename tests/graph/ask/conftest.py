"""A small ledger with text evidence, contradictions and gaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from graph.index import Index
from graph.ledger import Ledger
from graph.statement import Document, Evidence, Literal, Mode, Statement, When
from ontology import Ontology, load

TEXT = (
    "Cluj IT organised the University to Business (U2B) brokerage event on September 27th, 2018. "
    "A hospital is to be built in Cluj-Napoca. Cluj IT has more than 300 members."
)


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load()


def page() -> Document:
    return Document(TEXT, "page", "cronos", title="CRONOS", language="en", url="https://example.org/cronos")


def from_text(document: Document) -> list[Statement]:
    """What the page says, with quotes."""

    def said(
        subject: str,
        predicate: str,
        value: str | Literal,
        words: str,
        mode: Mode = Mode.HAPPENED,
        when: str = "",
    ) -> Statement:
        start = TEXT.index(words)
        evidence = Evidence(
            "page", "cronos", "page#1", date(2019, 5, 1), document.quote(start, start + len(words))
        )
        valid = When.parse(when) if when else None
        return Statement(subject, predicate, value, evidence, mode, valid, (), 0.9, "prose 1")

    event = "University to Business (U2B) brokerage event"
    return [
        said("x-it", "type", Literal("Cluster", "term"), "Cluj IT"),
        said("x-it", "name", Literal("Cluj IT", lang="en"), "Cluj IT"),
        said("x-u2b", "type", Literal("Event", "term"), event),
        said("x-u2b", "name", Literal(event, lang="en"), event),
        said("x-u2b", "organisedBy", "x-it", TEXT[: TEXT.index(" on Sept")], when="2018-09-27"),
        said("x-u2b", "hasDate", Literal("2018-09-27", "edtf"), "September 27th, 2018"),
        said("x-hospital", "type", Literal("Hospital", "term"), "A hospital"),
        said("x-hospital", "name", Literal("hospital", lang="en"), "hospital"),
        said(
            "x-hospital",
            "locatedIn",
            "place-cluj-napoca",
            "A hospital is to be built in Cluj-Napoca",
            Mode.PLANNED,
        ),
    ]


def row(
    source: str,
    subject: str,
    predicate: str,
    value: str | Literal,
    *,
    mode: Mode = Mode.HAPPENED,
    when: str = "",
    on: date = date(2020, 1, 1),
    confidence: float = 1.0,
    **qualifiers: str,
) -> Statement:
    """One statement of a table row."""
    evidence = Evidence(source, "table", f"{source}/{subject}/{predicate}", on, row='{"a": 1}')
    valid = When.parse(when) if when else None
    return Statement(
        subject,
        predicate,
        value,
        evidence,
        mode,
        valid,
        tuple(sorted(qualifiers.items())),
        confidence,
        "table 1",
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite") as opened:
        document = page()
        opened.replace("page", "cronos", from_text(document), documents=[document])
        register = [
            row("register", "place-cluj-napoca", "type", Literal("Place", "term")),
            row("register", "place-cluj-napoca", "name", Literal("Cluj-Napoca")),
            row("register", "ror-02rmd1t30", "type", Literal("University", "term")),
            row("register", "ror-02rmd1t30", "name", Literal("Babeș-Bolyai University", lang="en")),
            row("register", "ror-02rmd1t30", "name", Literal("Universitatea Babeș-Bolyai", lang="ro")),
            row("register", "ror-02rmd1t30", "locatedIn", "place-cluj-napoca"),
            row("register", "ror-02rmd1t30", "founded", Literal("1581", "edtf")),
            row("register", "ror-02rmd1t30", "memberOf", "x-it", when="2012-05/2017"),
        ]
        opened.replace("register", "table", register)
        other = [
            row("other", "pic-999860578", "type", Literal("University", "term")),
            row("other", "pic-999860578", "name", Literal("UNIVERSITATEA BABES BOLYAI")),
            row("other", "pic-999860578", "locatedIn", "place-cluj-napoca"),
            row("other", "pic-999860578", "founded", Literal("1919", "edtf"), on=date(2021, 1, 1)),
            row("other", "pic-999860578", "participatedIn", "x-u2b", when="2018", role="guest"),
            row("other", "pic-999860578", "memberOf", "x-it", mode=Mode.REFUTED, when="2018"),
            row("other", "x-u2b", "hasDate", Literal("2018-09", "edtf")),
            row("third", "ror-02rmd1t30", "founded", Literal("1919", "edtf")),
        ]
        opened.replace("other", "table", [said for said in other if said.evidence.source == "other"])
        opened.replace("third", "table", [said for said in other if said.evidence.source == "third"])
        yield opened


@pytest.fixture
def index(tmp_path: Path, ledger: Ledger, ontology: Ontology) -> Iterator[Index]:
    with Index.open(tmp_path / "index.sqlite") as opened:
        opened.update(ledger, ontology)
        yield opened
