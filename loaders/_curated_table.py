"""Is a curated table, in YAML or CSV, complete and without contradiction, and which records does it hold?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from graph.errors import SourceError
from graph.ledger.answers import VERDICTS
from loaders._base import Location, Record
from loaders._fetch import Member, members
from loaders._rows import Table
from ontology import Ontology, load

__all__ = ["rows"]

MOST_BYTES = 2**24
_LINE, _KEY = "__line__", "__key__"  # what we add to a row: where it stands, and what names it
_CSV_WORDS = ("subject", "predicate", "object", "page", "read")
_NO_REFERENCES = ("id", "from", "mode", "when", "inferred", "page", "title", "read")


def rows(where: Location) -> Iterator[Record]:
    """The records of a table, entities before judgements. Raises SourceError, naming file and line."""
    if where.path is None:
        raise SourceError(f"{where.part}: curated needs a file; name one in the catalogue.")
    for member in members(where.path):
        read = _csv_rows if member.name.lower().endswith(".csv") else _yaml_rows
        yield from _Checked(where, member.name, load() if where.ontology is None else where.ontology).records(
            *read(member, where)
        )


class _Checked:
    """One file's rows, checked against each other."""

    def __init__(self, where: Location, file: str, ontology: Ontology) -> None:
        self._where, self._file, self._ontology = where, file, ontology

    def records(self, entities: list[dict[str, Any]], judgements: list[dict[str, Any]]) -> Iterator[Record]:
        """A record for each row. Raises SourceError at the first that is wrong, before any is given."""
        known = {str(row["id"]) for row in entities}
        lines: dict[str, int] = {}
        for row in entities:
            if row[_KEY] in lines:
                raise self._wrong(
                    row, f"the same as line {lines[row[_KEY]]}: “{row[_KEY]}”; join the two rows"
                )
            lines[row[_KEY]] = row[_LINE]
            self._check_references(row, known)
        for row in judgements:
            self._check_judgement(row, known)
        for row in entities:
            yield self._record(row, "entity")
        for row in judgements:
            yield self._record(row, "judgement")

    def _record(self, row: dict[str, Any], kind: str) -> Record:
        line, key = row.pop(_LINE), row.pop(_KEY)
        return self._where.record(key, _plain(row), kind=kind, file=self._file, line=line)

    def _check_references(self, row: dict[str, Any], known: set[str]) -> None:
        for word, value in row.items():
            if word not in _NO_REFERENCES and word in self._ontology.relations:
                for one in value if isinstance(value, list) else [value]:
                    if isinstance(one, dict) and "to" not in one:
                        raise self._wrong(row, f"“{word}” needs an entity: write its word or {{to: word, …}}")
                    self._check_reference(row, one["to"] if isinstance(one, dict) else one, known)
        self._check_reference(row, row["id"], known)

    def _check_reference(self, row: dict[str, Any], word: object, known: set[str]) -> None:
        text = str(word)
        authority = self._ontology.authority_of(text)
        if authority and authority.prefix in ("vertical", "horizontal", "place"):
            if text not in self._ontology.concepts:
                raise self._wrong(row, f"the ontology has no “{text}”")
        elif not authority and text not in known:
            raise self._wrong(
                row, f"“{text}” is named but has no row of its own, and is no id of an authority"
            )

    def _check_judgement(self, row: dict[str, Any], known: set[str]) -> None:
        verdicts = [word for word in VERDICTS if word in row]
        if len(verdicts) != 1 or not isinstance(row[verdicts[0]], list) or len(row[verdicts[0]]) != 2:
            raise self._wrong(row, f"a judgement names two entities under one of {', '.join(VERDICTS)}")
        for word in ("by", "why"):
            if not row.get(word):
                raise self._wrong(row, f"a judgement needs “{word}”")
        for word in row[verdicts[0]]:
            self._check_reference(row, word, known)

    def _wrong(self, row: dict[str, Any], what: str) -> SourceError:
        return SourceError(f"{self._file}, line {row[_LINE]}: {what}.")


# ------------------------------------------------------------------ YAML


class _Lines(yaml.SafeLoader):
    """Plain YAML that keeps the line of each mapping and refuses what could hide or explode."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """A node; references to other nodes are refused."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="references (*) are not allowed", problem_mark=self.get_mark())
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping with the line where it begins; a key that stands there twice is refused."""
        keys: set[str] = set()
        for key, _ in node.value:
            if key.value in keys:
                raise yaml.MarkedYAMLError(
                    problem=f"“{key.value}” stands there twice", problem_mark=key.start_mark
                )
            keys.add(key.value)
        return super().construct_mapping(node, deep) | {_LINE: node.start_mark.line + 1}


def _yaml_rows(member: Member, where: Location) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    with member.open() as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise SourceError(f"{member.name}: more than {MOST_BYTES // 2**20} MiB; split the table.")
    try:
        table = yaml.load(content.decode("utf-8-sig"), _Lines)
    except UnicodeDecodeError as error:
        raise SourceError(f"{member.name}: not UTF-8; convert the file to UTF-8.") from error
    except yaml.YAMLError as error:
        raise _not_yaml(member, error) from error
    if not isinstance(table, dict) or not isinstance(table.get("entities"), list):
        raise SourceError(f"{member.name}, line 1: a curated table has “pages”, “entities” and “judgements”.")
    if unknown := table.keys() - {"pages", "entities", "judgements", _LINE}:
        raise SourceError(f"{member.name}: “{min(unknown)}” means nothing in a curated table.")
    pages = table.get("pages") or {}
    entities = [_with_page(member, row, pages) for row in table["entities"]]
    return entities, [_with_page(member, row, pages) for row in table.get("judgements") or []]


def _with_page(member: Member, row: object, pages: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise SourceError(f"{member.name}: “{row}” is no row; each begins with “- id:” or a verdict.")
    place = f"{member.name}, line {row[_LINE]}"
    if "id" not in row and not any(word in row for word in VERDICTS):
        raise SourceError(f"{place}: the row needs an “id”.")
    page = pages.get(str(row.get("from")))
    if not isinstance(page, dict) or not page.get("page") or not page.get("read"):
        raise SourceError(
            f"{place}: “from” must name one of “pages”, which says page and read (the date); “{row.get('from')}” "
            "does not."
        )
    key = row.get("id") or "/".join(str(word) for word in row.values() if isinstance(word, list))
    more = {word: page[word] for word in ("page", "title", "read") if word in page}
    return row | more | {_KEY: f"{key}@{row['from']}"}


def _not_yaml(member: Member, error: yaml.YAMLError) -> SourceError:
    mark = getattr(error, "problem_mark", None)
    place = f"{member.name}, line {mark.line + 1}, column {mark.column + 1}" if mark else member.name
    return SourceError(f"{place}: not valid YAML ({getattr(error, 'problem', None) or error}).")


def _plain(value: Any) -> Any:
    """The value without lines, with dates as text."""
    if isinstance(value, dict):
        return {str(word): _plain(one) for word, one in value.items() if word != _LINE}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


# ------------------------------------------------------------------ CSV


def _csv_rows(member: Member, where: Location) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    relations = (where.ontology or load()).relations
    found = []
    with Table(member, encoding=str(where.options.get("encoding", "")), note=where.notes.append) as table:
        for word in _CSV_WORDS:
            if word not in table.header:
                raise SourceError(f"{table.name}, line 1: a curated table needs the column “{word}”.")
        for values in table.rows():
            row = {
                word: value.strip() for word, value in zip(table.header, values, strict=True) if value.strip()
            }
            for word in _CSV_WORDS:
                if word not in row:
                    raise SourceError(f"{table.name}, line {table.line}: “{word}” is empty.")
            known = {word: row.pop(word) for word in ("mode", "when", "page", "title", "read") if word in row}
            subject, predicate, object_ = (row.pop(word) for word in ("subject", "predicate", "object"))
            said = row | {"to" if predicate in relations else "value": object_}
            key = f"{subject}/{predicate}/{object_}/{row.get('lang', '')}@{known['page']}"
            found.append(known | {"id": subject, predicate: said, _KEY: key, _LINE: table.line})
    return found, []
