"""How is a table of one's own described, so that its columns become statements?

A mapping is a small TOML (or YAML) file:

    [table]
    language = "ro"                  # of all texts, where a column does not say otherwise
    ignore = ["Nr. crt."]            # columns that are left out on purpose
    delimiter = ";"                  # optional, as is encoding = "cp1252"

    [[entity]]
    name = "firm"                    # what the mapping calls it
    type = "Company"                 # a class, or {column = "Tip", map = {SRL = "Company"}}
    id = {column = "CUI", authority = "cui"}      # or {columns = ["Denumire", "Oraș"]}, or {value = "cluj-it"}

    [[say]]
    of = "firm"
    predicate = "name"               # an attribute: from a column or a constant value
    column = "Denumire"
    lang = "ro"                      # optional
    split = ";"                      # optional: several values in one column
    number = true                    # optional: a number with decimal comma or point
    map = {Da = "true", Nu = "false"}             # optional: what the values mean; others are reported

    [[say]]
    of = "firm"
    predicate = "memberOf"           # a relation: to another entity of the row, a constant id, or a town
    to = "cluster"                   # or entity = "vertical-ict", or town = "Oraș" with country = "RO"
    when = {column = "Din anul"}     # optional, or a constant; mode = "planned" likewise
    qualifiers = {role = "member", amount = {column = "Valoare"}}
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from graph.errors import SourceError
from ontology import Ontology, UnknownTerm

__all__ = ["EntityRule", "SayRule", "TableMapping", "Value", "read_mapping"]

_VALUE_WORDS = {"column", "value", "split", "number", "map", "lang"}


@dataclass(frozen=True, slots=True)
class Value:
    """Where a value comes from: a column or a constant, and how it is to be read."""

    column: str = ""
    constant: str = ""
    split: str = ""
    number: bool = False
    meaning: Mapping[str, str] = field(default_factory=dict)
    lang: str = ""


@dataclass(frozen=True, slots=True)
class EntityRule:
    """An entity that each row speaks of: its type, and what names it."""

    name: str
    type: Value
    columns: tuple[str, ...]
    authority: str = ""
    constant: str = ""


@dataclass(frozen=True, slots=True)
class SayRule:
    """One statement of each row, where its value is not empty. One of `value`, `to`, `entity`, `town` is given."""

    of: str
    predicate: str
    value: Value | None = None
    to: str = ""
    entity: str = ""
    town: str = ""
    country: Value | None = None
    mode: Value | None = None
    when: Value | None = None
    qualifiers: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableMapping:
    """A whole mapping, checked against the ontology."""

    entities: Mapping[str, EntityRule]
    says: tuple[SayRule, ...]
    ignore: frozenset[str]
    delimiter: str = ""
    encoding: str = ""

    def columns(self) -> set[str]:
        """The columns that the mapping reads."""
        found = {
            column for entity in self.entities.values() for column in (*entity.columns, entity.type.column)
        }
        for say in self.says:
            values = [say.value, say.country, say.mode, say.when, *say.qualifiers.values()]
            found |= {value.column for value in values if value} | {say.town}
        return found - {""}


def read_mapping(file: Path, ontology: Ontology) -> TableMapping:
    """The mapping in a file. Raises SourceError, naming the file and the part, where something is wrong with it."""
    try:
        text = file.read_text("utf-8")
        tables = tomllib.loads(text) if file.suffix == ".toml" else yaml.safe_load(text)
    except FileNotFoundError as error:
        raise SourceError(
            f"{file}: there is no such file; a table needs a mapping beside it, or named by the option “mapping”."
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, yaml.YAMLError) as error:
        raise SourceError(f"{file}: not readable as a mapping ({error}).") from error
    return _Reader(file, ontology).mapping(tables)


class _Reader:
    """Turns the tables of a mapping file into rules, and says where it cannot."""

    def __init__(self, file: Path, ontology: Ontology) -> None:
        self._file, self._ontology = file, ontology
        self._lang = ""

    def mapping(self, tables: object) -> TableMapping:
        """The whole file."""
        if not isinstance(tables, dict):
            raise self._wrong("it has no [[entity]] and no [[say]]")
        self._only(tables, {"table", "entity", "say"}, "the file")
        table = self._table(tables.get("table", {}), "[table]")
        self._only(table, {"language", "ignore", "delimiter", "encoding"}, "[table]")
        self._lang = self._text(table, "language", "[table]")
        entities = {}
        for number, said in enumerate(self._list(tables, "entity"), 1):
            entity = self._entity(self._table(said, f"entity {number}"), f"entity {number}")
            if entity.name in entities:
                raise self._wrong(f"two entities are called “{entity.name}”")
            entities[entity.name] = entity
        says = [
            self._say(self._table(said, f"say {number}"), f"say {number}", entities)
            for number, said in enumerate(self._list(tables, "say"), 1)
        ]
        ignore = table.get("ignore", [])
        if not isinstance(ignore, list):
            raise self._wrong("“ignore” of [table] is a list of columns")
        delimiter, encoding = (self._text(table, word, "[table]") for word in ("delimiter", "encoding"))
        return TableMapping(entities, tuple(says), frozenset(map(str, ignore)), delimiter, encoding)

    def _entity(self, said: dict[str, Any], place: str) -> EntityRule:
        self._only(said, {"name", "type", "id"}, place)
        name = self._text(said, "name", place)
        type_ = self._value(said.get("type"), f"the type of {place}")
        for class_ in type_.meaning.values() if type_.column else [type_.constant]:
            self._known(self._ontology.class_, class_, place)
        key = said.get("id")
        if not name or not isinstance(key, dict):
            raise self._wrong(f"{place} needs a name and an id")
        self._only(key, {"column", "columns", "authority", "value"}, f"the id of {place}")
        columns = tuple(key.get("columns", [])) or ((key["column"],) if "column" in key else ())
        authority, constant = str(key.get("authority", "")), str(key.get("value", ""))
        if not columns and not constant:
            raise self._wrong(f"the id of {place} needs a column, columns, or a value")
        if authority and authority not in {known.prefix for known in self._ontology.authorities}:
            raise self._wrong(f"the ontology has no authority “{authority}” ({place})")
        return EntityRule(name, type_, columns, authority, constant)

    def _say(self, said: dict[str, Any], place: str, entities: Mapping[str, EntityRule]) -> SayRule:
        words = {"of", "predicate", "to", "entity", "town", "country", "mode", "when", "qualifiers"}
        self._only(said, words | _VALUE_WORDS, place)
        of, predicate = self._text(said, "of", place), self._text(said, "predicate", place)
        to, entity, town = (self._text(said, word, place) for word in ("to", "entity", "town"))
        for name in filter(None, (of, to)):
            if name not in entities:
                raise self._wrong(f"{place} names the entity “{name}”, which is not described")
        relation = self._known(self._ontology.is_relation, predicate, place)
        has_value = "column" in said or "value" in said
        if relation == has_value or sum(map(bool, (to, entity, town))) != int(relation):
            needs = "one of to, entity and town" if relation else "a column or a value"
            raise self._wrong(f"{place}: “{predicate}” needs {needs}, and nothing else")
        value = self._value({w: said[w] for w in _VALUE_WORDS & said.keys()}, place) if has_value else None
        qualifiers = self._table(said.get("qualifiers", {}), f"the qualifiers of {place}")
        for name in qualifiers:
            self._known(self._ontology.qualifier, name, place)
        mode, when, country = (
            self._value(said[word], f"{word} of {place}") if word in said else None
            for word in ("mode", "when", "country")
        )
        return SayRule(
            of,
            predicate,
            value,
            to,
            entity,
            town,
            country,
            mode,
            when,
            {name: self._value(one, f"{name} of {place}") for name, one in qualifiers.items()},
        )

    def _value(self, said: object, place: str) -> Value:
        if not isinstance(said, dict):
            if said in (None, ""):
                raise self._wrong(f"{place} is empty")
            return Value(constant=str(said), lang=self._lang)
        self._only(said, _VALUE_WORDS, place)
        if ("column" in said) == ("value" in said):
            raise self._wrong(f"{place} needs a column or a value, not both")
        meaning = self._table(said.get("map", {}), f"the map of {place}")
        return Value(
            str(said.get("column", "")),
            str(said.get("value", "")),
            str(said.get("split", "")),
            bool(said.get("number", False)),
            {str(word): str(one) for word, one in meaning.items()},
            str(said.get("lang", self._lang)),
        )

    def _known(self, ask: Any, name: str, place: str) -> Any:
        try:
            return ask(name)
        except UnknownTerm as error:
            raise self._wrong(f"{place}: {str(error).removesuffix('.')}") from error

    def _only(self, said: Mapping[str, object], words: set[str], place: str) -> None:
        if unknown := {str(word) for word in said} - words:
            raise self._wrong(f"“{min(unknown)}” means nothing in {place}")

    def _table(self, said: object, place: str) -> dict[str, Any]:
        if not isinstance(said, dict):
            raise self._wrong(f"{place} must be a table of words and values")
        return said

    def _list(self, tables: dict[str, Any], word: str) -> list[Any]:
        found = tables.get(word)
        if not isinstance(found, list) or not found:
            raise self._wrong(f"it has no [[{word}]]")
        return found

    def _text(self, said: Mapping[str, object], word: str, place: str) -> str:
        text = said.get(word, "")
        if not isinstance(text, str):
            raise self._wrong(f"“{word}” of {place} must be a text")
        return text

    def _wrong(self, what: str) -> SourceError:
        return SourceError(f"{self._file}: {what}.")
