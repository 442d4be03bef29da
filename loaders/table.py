"""What does a table of one's own say, given a small file that explains its columns?

Any CSV: a cluster's members, offers and needs, mapped projects, open data of a ministry. The mapping
(`_mapping.py` describes it) is the file of the same name with the ending .toml or .yaml beside the table, or is named by
the option `mapping`. Strict: a column that the mapping neither reads nor ignores is reported, a column it reads and
the table lacks is an error, and so is a value that fits no meaning of its `map`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.errors import InvalidStatement, SourceError
from graph.statement import Mode, Source, Statement, When, make_slug
from loaders._base import Location, Record
from loaders._fetch import members
from loaders._mapping import EntityRule, SayRule, TableMapping, Value, read_mapping
from loaders._places import Towns
from loaders._rows import Table, decimal
from ontology import load

__all__ = ["SOURCE", "VERSION", "also_reads", "fetch", "parse"]

SOURCE = Source(
    id="table",
    title="Table of one's own",
    publisher="whoever keeps the table",
    licence="LicenseRef-unknown",
    language="en",
    loader="table",
)
VERSION = "1"


def also_reads(where: Location) -> tuple[Path, ...]:
    """The mapping: with the table it decides what is said."""
    return (_mapping_file(where),)


def fetch(where: Location) -> Iterator[Record]:
    """A record for each row. Raises SourceError where table or mapping are not as they should be."""
    if where.path is None:
        raise SourceError(f"{where.part}: table needs a file; name one in the catalogue.")
    ontology = where.ontology or load()
    mapping = read_mapping(_mapping_file(where), ontology)
    towns = Towns(where.source.id, ontology)
    for member in members(where.path):
        with Table(
            member, encoding=mapping.encoding, delimiter=mapping.delimiter, note=where.notes.append
        ) as table:
            _check_columns(where, table, mapping)
            for values in table.rows():
                row = {name: value.strip() for name, value in zip(table.header, values, strict=True) if name}
                keys = [row[column] for entity in mapping.entities.values() for column in entity.columns]
                record = where.record("/".join(keys), row, file=table.name, line=table.line)
                record.context = mapping, towns
                yield record


def _mapping_file(where: Location) -> Path:
    assert where.path is not None
    if named := where.options.get("mapping"):
        return where.path.parent / str(named)
    plain = where.path.with_suffix("") if where.path.suffix == ".gz" else where.path
    toml = plain.with_suffix(".toml")
    return toml if toml.exists() else plain.with_suffix(".yaml")


def _check_columns(where: Location, table: Table, mapping: TableMapping) -> None:
    if lacking := sorted(mapping.columns() - set(table.header)):
        raise SourceError(
            f"{table.name}, line 1: the mapping reads the column “{lacking[0]}”, which the table does not have; it "
            f"has {', '.join(table.header)}."
        )
    for name in table.header:
        if name and name not in mapping.columns() | mapping.ignore:
            where.unclear[f"column “{name}”"] += 1


def parse(record: Record) -> Iterator[Statement]:
    """The statements that the mapping makes of one row; an entity whose key is empty in it is left out."""
    mapping, towns = record.context
    row, entities = dict(record.data), {}
    record.data.clear()  # what no rule reads was reported once, by fetch
    for entity in mapping.entities.values():
        if id_ := _entity_id(record, row, entity):
            entities[entity.name] = id_
            for type_ in _texts(record, row, entity.type):
                yield record.says(id_, "type", type_)
    if not any(entity.columns and entity.name in entities for entity in mapping.entities.values()):
        record.skip("a row that names no entity")
        return
    for say in mapping.says:
        if say.of in entities:
            yield from _said(record, row, say, entities, towns)


def _entity_id(record: Record, row: dict[str, str], entity: EntityRule) -> str:
    if entity.constant:
        known = record.ontology.authority_of(entity.constant)
        return entity.constant if known else record.id(entity.constant)
    keys = [row[column] for column in entity.columns]
    if not all(keys):
        return ""
    return make_slug(entity.authority, keys[0]) if entity.authority else record.id(entity.name, *keys)


def _said(
    record: Record, row: dict[str, str], say: SayRule, entities: dict[str, str], towns: Towns
) -> Iterator[Statement]:
    qualifiers: dict[str, Any] = {name: _first(record, row, one) for name, one in say.qualifiers.items()}
    when, mode = _time(record, row, say.when), _mode(record, row, say.mode)
    if say.value:
        for text in _texts(record, row, say.value):
            yield record.says(
                entities[say.of], say.predicate, text, lang=say.value.lang, mode=mode, when=when, **qualifiers
            )
        return
    other = entities.get(say.to, "") or say.entity
    if say.town and row[say.town]:
        country = _first(record, row, say.country)
        other = towns.id(country, row[say.town])
        yield record.says(other, "type", "Place")
        yield record.says(other, "name", row[say.town])
    if other:
        yield record.says(entities[say.of], say.predicate, other, mode=mode, when=when, **qualifiers)


def _texts(record: Record, row: dict[str, str], value: Value) -> Iterator[str]:
    """The values of a rule in this row, each read as the rule says."""
    if not value.column:
        yield value.constant
        return
    cell = row[value.column]
    for piece in cell.split(value.split) if value.split else [cell]:
        text: str | None = piece.strip()
        if not text:
            continue
        if value.number:
            text = decimal(text)
        elif value.meaning:
            text = value.meaning.get(text)
        if text is None:
            record.not_understood(value.column, piece.strip())
        else:
            yield text


def _first(record: Record, row: dict[str, str], value: Value | None) -> str:
    return next(_texts(record, row, value), "") if value else ""


def _time(record: Record, row: dict[str, str], value: Value | None) -> When | None:
    text = _first(record, row, value)
    return When.parse(text) if text else None


def _mode(record: Record, row: dict[str, str], value: Value | None) -> Mode:
    text = _first(record, row, value)
    try:
        return Mode(text or Mode.HAPPENED)
    except ValueError as error:
        raise InvalidStatement(f"{record.place}: “{text}” is no mode.") from error
