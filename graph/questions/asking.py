"""What is the answer to a saved question? The same rows, asked in Cypher or in SPARQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.ask.table import Table
from graph.questions.saved import Question, label
from graph.questions.values import Value, cypher_parameters, sparql_text

if TYPE_CHECKING:
    from graph.ask.sparql import SparqlWorkers
    from graph.engine.bolt import Engine
    from graph.index import Index
    from ontology import Ontology

__all__ = ["agree", "ask", "named"]

SECONDS, ROWS = 30.0, 1_000


def ask(
    question: Question,
    values: Mapping[str, Value],
    store: Engine | SparqlWorkers | Path,
    ontology: Ontology,
    *,
    timeout: float = SECONDS,
    limit: int = ROWS,
) -> Table:
    """The rows of a question: in Cypher where `store` is an engine, in SPARQL where it is workers or a snapshot.

    `values` are what `bind` made of the asker's words. Entities are ids, relations have the ontology's names.
    Raises what `graph.ask.cypher` and `graph.ask.sparql` raise.
    """
    from graph.ask.sparql import SparqlWorkers

    if isinstance(store, Path):
        with SparqlWorkers(lambda: store, count=1) as workers:
            return ask(question, values, workers, ontology, timeout=timeout, limit=limit)
    if isinstance(store, SparqlWorkers):
        query = sparql_text(question, values)
        table = store.ask(query, timeout=timeout, limit=limit).table(short=True)
    else:
        from graph.ask.cypher import cypher

        parameters = cypher_parameters(values)
        table = cypher(store, question.cypher, parameters, timeout=timeout, limit=limit)
        table = _under_our_names(table, question, ontology)
    return replace(table, columns=tuple(column.name for column in question.columns))


def named(table: Table, question: Question, index: Index, ontology: Ontology, lang: str = "en") -> Table:
    """The answer for people: an entity's name, with its id in a column of its own; a relation's label."""
    kinds = [column.kind for column in question.columns]
    entities = [
        row[at] for row in table.rows for at, kind in enumerate(kinds) if kind == "entity" and row[at]
    ]
    names = index.names(entities, lang)
    columns: list[str] = []
    for column in question.columns:
        columns += [column.name, f"{column.name}_id"] if column.kind == "entity" else [column.name]

    def cells(row: tuple[Any, ...]) -> tuple[Any, ...]:
        found: list[Any] = []
        for kind, cell in zip(kinds, row, strict=True):
            if kind == "entity":
                found += [names.get(cell, cell), cell]
            elif kind == "relation" and ontology.is_relation(cell):
                found.append(ontology.label(cell, lang))
            elif kind == "mode":
                found.append(label(cell, lang))
            else:
                found.append(cell)
        return tuple(found)

    return replace(table, columns=tuple(columns), rows=[cells(row) for row in table.rows])


def agree(one: Table, other: Table, question: Question) -> bool:
    """Whether two answers are the same: as lists where the question orders its rows, else as sets."""
    if question.ordered:
        return one.rows == other.rows
    return set(one.rows) == set(other.rows) and len(one.rows) == len(other.rows)


def _under_our_names(table: Table, question: Question, ontology: Ontology) -> Table:
    """The types of relationships become the names of their relations."""
    at = [place for place, column in enumerate(question.columns) if column.kind == "relation"]
    if not at:
        return table
    types = {
        type: name
        for name, term in ontology.relations.items()
        for type in (term.cypher, term.planned, term.refuted)
    }
    rows = [
        tuple(types.get(cell, cell) if place in at else cell for place, cell in enumerate(row))
        for row in table.rows
    ]
    return replace(table, rows=rows)
