"""A zip of CSV files: nodes, edges (with the headers of neo4j-admin import), statements, sources, read-me."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from graph.export import Material
from graph.export._pieces import Node, Tie, nodes_and_ties
from graph.projection.delta import resolved
from graph.statement import Literal

NAME = "csv"
MEDIA_TYPE = "application/zip"
SUFFIX = ".csv.zip"

README = """Innograph, revision {revision} of the ledger.

nodes.csv       an entity a row; the headers are those of neo4j-admin database import
edges.csv       a relationship a row, with the ids of the statements that it rests on
statements.csv  a statement a row, with its evidence; this file alone loses nothing that the others show
sources.csv     who publishes each source, under which licence

Several values in one cell stand apart with “;” (Neo4j: --array-delimiter=";"); qualifiers are JSON.
A text that begins with = + - @ has a ' before it, so that no spreadsheet takes it for a formula.

Sources:
{credits}
"""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_EDGES = (
    *(":START_ID", ":END_ID", ":TYPE", "relation", "mode", "when", "since", "until", "confidence:double"),
    *("qualifiers", "statements:string[]", "sources:string[]", "quotes:string[]"),
)
_STATEMENTS = (
    *("id", "subject", "saidSubject", "predicate", "object", "saidObject", "datatype", "language", "mode"),
    *("when", "confidence", "qualifiers", "source", "part", "record", "retrieved", "by", "document"),
    *("start", "end", "occurrence", "quote", "row"),
)
_SOURCES = ("id", "title", "publisher", "licence", "attribution", "url", "language")


def write(material: Material, out: BinaryIO) -> None:
    """Write the whole graph; `out` is written once, from its beginning to its end."""
    nodes, ties = nodes_and_ties(material)
    attributes = sorted({name for node in nodes for name in node.values})
    header = ("id:ID", "name", "type", *(f"{name}:string[]" for name in attributes), ":LABEL")
    credits = "\n".join(material.credits())
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README.format(revision=material.shown, credits=credits))
        _table(archive, "nodes.csv", header, (_node(node, attributes) for node in nodes))
        _table(archive, "edges.csv", _EDGES, map(_tie, ties))
        _table(archive, "statements.csv", _STATEMENTS, _statements(material))
        sources = (tuple(getattr(source, name) for name in _SOURCES) for source in material.ledger.sources())
        _table(archive, "sources.csv", _SOURCES, sources)


def _table(archive: ZipFile, name: str, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with archive.open(name, "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: object) -> str:
    """Its text; what a spreadsheet would run as a formula begins with an apostrophe."""
    words = "" if value is None else str(value)
    if words.startswith(_FORMULA) and not _NUMBER.fullmatch(words):
        return f"'{words}"
    return words


def _several(values: Iterable[str]) -> str:
    return ";".join(value.replace(";", ",") for value in values)


def _node(node: Node, attributes: list[str]) -> tuple[object, ...]:
    values = (_several(node.values.get(name, ())) for name in attributes)
    return node.id, node.name, node.type, *values, _several(node.labels)


def _tie(tie: Tie) -> tuple[object, ...]:
    return (
        *(tie.subject, tie.object, tie.type, tie.relation, tie.mode, tie.when, tie.since, tie.until),
        tie.confidence,
        _json(tie.qualifiers),
        *(_several(tie.statements), _several(tie.sources), _several(tie.quotes)),
    )


def _statements(material: Material) -> Iterator[tuple[object, ...]]:
    for one in resolved(material.ledger, material.index, as_of=material.revision):
        said, evidence, value = one.statement, one.statement.evidence, one.object
        quote = evidence.quote
        object = (value, said.object, "", "")
        if isinstance(value, Literal):
            object = (value.value, value.value, value.datatype, value.lang)
        yield (
            *(one.id, one.subject, said.subject, said.predicate, *object),
            *(said.mode.value, said.when.key if said.when else "", repr(said.confidence)),
            _json(said.qualifiers),
            *(evidence.source, evidence.part, evidence.record, evidence.retrieved, said.by),
            *((quote.document, quote.start, quote.end, quote.occurrence, quote.text) if quote else ("",) * 5),
            evidence.row,
        )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""
