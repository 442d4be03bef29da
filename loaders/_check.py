"""Does a statement keep to the ontology?

An unknown predicate, a value that is not of its datatype, and a date that is none stop the whole load
(InvalidStatement). A relation between kinds of things that it cannot join is left out and reported as a
violation: one odd row must not block a country, and must not get in either.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from graph.errors import InvalidStatement
from graph.statement import Literal, Statement, When
from graph.when import first_day

if TYPE_CHECKING:
    from loaders._base import Record
    from ontology import Ontology

__all__ = ["Checker"]

MOST_HELD = 100_000  # statements that wait for the types of their ends
_ANY = ("",)
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a predicate allows: kinds of subject and object (empty: any), and an attribute's datatype."""

    domain: frozenset[str]
    range: frozenset[str]
    datatype: str  # empty for a relation


class Checker:
    """Checks the statements of one load, and counts the entities of each type that it says.

    `violations` are sentences; `types` maps entity ids to the types said of them.
    """

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._rules: dict[str, _Rule] = {}
        self._assumptions: dict[str, tuple[str, ...]] = {}
        self._held: list[tuple[Statement, str]] = []
        self.types: dict[str, tuple[str, ...]] = {}
        self.violations: list[str] = []
        self.violated = 0

    def passes(self, statement: Statement, record: Record) -> bool:
        """True where the statement may go to the ledger now; False where it waits or is a violation.

        Raises InvalidStatement or UnknownTerm where the load must stop.
        """
        rule = self._rules.get(statement.predicate) or self._learn(statement.predicate)
        said = statement.object
        if statement.qualifiers:
            for name, _ in statement.qualifiers:
                if name not in self._ontology.qualifiers:
                    raise InvalidStatement(f"{record.place}: the ontology has no qualifier “{name}”.")
        if rule.datatype:
            if not isinstance(said, Literal):
                raise InvalidStatement(
                    f"{record.place}: “{statement.predicate}” takes a value, not an entity."
                )
            self._check_value(statement.predicate, rule, said, record)
            if statement.predicate == "type":
                self._typed(statement.subject, said.value)
            return self._fits(statement, rule, record)
        if isinstance(said, Literal):
            raise InvalidStatement(f"{record.place}: “{statement.predicate}” takes an entity, not a value.")
        return self._fits(statement, rule, record)

    def waiting(self) -> Iterator[Statement]:
        """At the end of a load: the statements that waited for the types of their ends and hold."""
        held, self._held = self._held, []
        for statement, place in held:
            rule = self._rules[statement.predicate]
            subject = self._types_of(statement.subject)
            object_ = self._types_of(statement.object) if rule.range else ()
            if conflict := _conflict(statement, rule, subject, object_):
                self.violation(f"{place}: {conflict}; left out.")
            else:
                yield statement

    def count(self) -> Counter[str]:
        """How many entities of each class, with those of its kinds, this load gives a type."""
        counts: Counter[str] = Counter()
        for types in self.types.values():
            counts.update({name for type_ in types for name in self._ontology.ancestors(type_)})
        return counts

    def _learn(self, predicate: str) -> _Rule:
        ontology = self._ontology
        if predicate in ontology.attributes:
            attribute = ontology.attributes[predicate]
            rule = _Rule(self._kinds(attribute.domain), frozenset(), attribute.datatype)
        else:
            relation = ontology.relation(predicate)
            if relation.derived:
                raise InvalidStatement(f"“{predicate}” is derived by the program; no source may say it.")
            rule = _Rule(self._kinds(relation.domain), self._kinds(relation.range), "")
        self._rules[predicate] = rule
        return rule

    def _kinds(self, classes: frozenset[str]) -> frozenset[str]:
        return frozenset().union(*(self._ontology.kinds(name) for name in classes))

    def _typed(self, entity: str, type_: str) -> None:
        known = self.types.get(entity)
        if known is None:
            self.types[entity] = _alone(type_)
        elif type_ not in known:
            self.types[entity] = (*known, type_)

    def _fits(self, statement: Statement, rule: _Rule, record: Record) -> bool:
        subject = self._types_of(statement.subject) if rule.domain else _ANY
        object_ = self._types_of(statement.object) if rule.range else _ANY
        if not (subject and object_) and len(self._held) < MOST_HELD:
            self._held.append((statement, record.place))
            return False
        if conflict := _conflict(statement, rule, subject, object_):
            self.violation(f"{record.place}: {conflict}; left out.")
        return not conflict

    def _types_of(self, entity: str | Literal) -> tuple[str, ...]:
        assert isinstance(entity, str)  # only relations have a range, and theirs are ids
        return self.types.get(entity) or self._assumed(entity)

    def _assumed(self, entity: str) -> tuple[str, ...]:
        """The kind of a concept, or else the classes to which an authority gives its ids."""
        types = self._assumptions.get(entity)
        if types is None:
            if concept := self._ontology.concepts.get(entity):
                types = (concept.kind,)
            else:
                authority = self._ontology.authority_of(entity)
                types = tuple(sorted(authority.for_class)) if authority else ()
            if len(self._assumptions) < MOST_HELD:
                self._assumptions[entity] = types
        return types

    def violation(self, sentence: str) -> None:
        """Note something that was left out because it breaks a rule; the first hundred are kept as sentences."""
        self.violated += 1
        if len(self.violations) < 100:
            self.violations.append(sentence)

    def _check_value(self, predicate: str, rule: _Rule, said: Literal, record: Record) -> None:
        if said.datatype != rule.datatype:
            raise InvalidStatement(
                f"{record.place}: “{predicate}” is a {rule.datatype}, not a {said.datatype}: “{said.value}”."
            )
        if rule.datatype == "string":
            return
        if rule.datatype == "term":
            self._ontology.class_(said.value)
            return
        if wrong := _wrong(rule.datatype, said.value):
            raise InvalidStatement(f"{record.place}: “{predicate}” of {record.key}: {wrong}")


def _conflict(statement: Statement, rule: _Rule, subject: tuple[str, ...], object_: tuple[str, ...]) -> str:
    """What an end of the statement is and may not be; empty where nothing is wrong or known."""
    if rule.domain and subject and rule.domain.isdisjoint(subject):
        return f"{subject[0]} {statement.subject} cannot have “{statement.predicate}”"
    if rule.range and object_ and rule.range.isdisjoint(object_):
        return f"“{statement.predicate}” cannot lead to the {object_[0]} {statement.object}"
    return ""


@lru_cache(maxsize=64)
def _alone(type_: str) -> tuple[str, ...]:
    return (type_,)


@lru_cache(maxsize=65_536)
def _wrong(datatype: str, value: str) -> str:
    """What is wrong with a value of a datatype; empty where nothing is."""
    if datatype == "integer":
        return "" if _INTEGER.fullmatch(value) else f"“{value}” is no whole number."
    if datatype == "decimal":
        return "" if _DECIMAL.fullmatch(value) else f"“{value}” is no number with a decimal point."
    if datatype == "boolean":
        return "" if value in ("true", "false") else f"“{value}” is neither true nor false."
    if datatype == "anyURI":
        return _wrong_address(value)
    try:
        if datatype == "edtf":
            When.parse(value)
        elif datatype == "date":
            first_day(value)
    except InvalidStatement as error:
        return str(error)
    return ""


def _wrong_address(value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        return f"“{value}” is no address."
    if not parts.scheme or any(char.isspace() or char in '<>"{}|\\^`' for char in value):
        return f"“{value}” is no address: it needs a scheme such as https:// and no spaces."
    return ""
