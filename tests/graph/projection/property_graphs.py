"""What the tests of the property graph share: a graph as plain data, and a small ledger that changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.index import Index
from graph.ledger import Ledger
from graph.statement import Evidence, Literal, Source, Statement
from ontology import Ontology, load

if TYPE_CHECKING:
    from graph.engine.bolt import Engine

DAY = date(2026, 11, 1)


def state(engine: Engine) -> dict[str, list[Any]]:
    """All that is in a graph, in one order, without the mark."""
    nodes = engine.run("MATCH (n) WHERE NOT n:Projection RETURN labels(n) AS labels, properties(n) AS held")
    ties = engine.run(
        "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS type, b.id AS b, properties(r) AS held"
    )
    return {
        "nodes": sorted(((sorted(row["labels"]), row["held"]) for row in nodes), key=str_of_node),
        "ties": sorted(
            ((row["a"], row["type"], row["b"], row["held"]) for row in ties),
            key=lambda tie: (*tie[:3], str(tie[3].get("valid"))),
        ),
    }


def str_of_node(node: tuple[list[str], dict[str, Any]]) -> tuple[str, str]:
    """Redirects and entities may share an id."""
    return node[1]["id"], node[0][0]


def says(subject: str, predicate: str, said: str | Literal, record: str = "", **more: Any) -> Statement:
    """A statement of the source `s`, part `p`; a plain text is a name or an entity's id."""
    source, part = more.pop("source", "s"), more.pop("part", "p")
    return Statement(subject, predicate, said, Evidence(source, part, record or subject, DAY), **more)


def text(value: str, lang: str = "en") -> Literal:
    """A name."""
    return Literal(value, "string", lang)


def kind(name: str) -> Literal:
    """A class."""
    return Literal(name, "term")


@dataclass
class World:
    """A ledger with its index, and short ways to change both."""

    ledger: Ledger
    index: Index
    ontology: Ontology

    def load(self, part: str, *statements: Statement, source: str = "s") -> None:
        """Replace what a part says."""
        where = Source(source, "A source", "Somebody", "CC0-1.0")
        self.ledger.replace(source, part, statements, catalogue=where)
        self.catch_up()

    def catch_up(self) -> None:
        """Bring the index to the ledger."""
        self.index.update(self.ledger, self.ontology)


@contextmanager
def world(folder: Path, ontology: Ontology | None = None) -> Iterator[World]:
    """An empty world in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with Ledger.open(folder / "ledger.sqlite") as ledger, Index.open(folder / "index.sqlite") as index:
        yield World(ledger, index, ontology or load())
