"""What do a reader's words for a parameter mean, and how does a query get them?

Words become values of their kind first: an id that exists, a day, a number, a term of the ontology. Cypher gets the
values as parameters; in SPARQL each `$name` of the saved text, seen as a token, gives way to one serialised term. So
whatever somebody writes can be a value only, never a piece of a query.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from graph.errors import AmbiguousEntity, InvalidStatement, UnknownEntity, UsageError
from graph.projection.rdf_terms import ENTITY, INNO, PREFIXES, text, to_iri, typed
from graph.questions.saved import Parameter, Question
from graph.when import first_day, last_day

if TYPE_CHECKING:
    from graph.index import Index
    from ontology import Ontology

__all__ = ["AMONG", "Value", "bind", "cypher_parameters", "shown", "sparql_text"]

Value = str | int | float

AMONG = {"vertical": ("Vertical", "Horizontal", "Technology", "Topic"), "place": ("Place",)}
"""The classes in which a parameter of these kinds is looked up, the first first."""

_TERMS = frozenset(["class", "relation", "attribute"])
LONGEST = 300  # characters of a value
_EXACT = 0.95  # score of a hit whose name, alias or acronym is exactly what was asked
_LARGEST = 10**15
_TOKEN = re.compile(
    r"""#[^\n]*|<[^<>\s]*>|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?P<prefix>\b[a-z]+):|\$(?P<name>\w+)"""
)


def bind(
    question: Question,
    given: Mapping[str, str],
    index: Index,
    ontology: Ontology,
    *,
    find: Callable[[str], str] | None = None,
) -> dict[str, Value]:
    """The values of all parameters of a question, from words and defaults.

    Entities are named by id, name or part (`find`, by default the index's). UsageError for a parameter that is
    missing, unknown or not of its kind; AmbiguousEntity, UnknownEntity, UnknownTerm.
    """
    known = {parameter.name for parameter in question.parameters}
    if strange := sorted(given.keys() - known):
        has = ", ".join(parameter.name for parameter in question.parameters)
        raise UsageError(f"{question.name} has no parameter {', '.join(strange)}; it has: {has}.")
    found: dict[str, Value] = {}
    for parameter in question.parameters:
        words = given.get(parameter.name, "").strip() or parameter.default
        if not words:
            raise UsageError(
                f"{question.name} needs {parameter.name} (a {parameter.kind}), for example "
                f"{parameter.name}={parameter.example}."
            )
        found[parameter.name] = _value(parameter, _harmless(parameter, words), index, ontology, find)
    return found


def cypher_parameters(values: Mapping[str, Value]) -> dict[str, Value]:
    """The values as they are sent beside a question's Cypher."""
    return dict(values)


def sparql_text(question: Question, values: Mapping[str, Value]) -> str:
    """A question's SPARQL with its values in it and the prefixes it uses before it: ready to copy."""
    terms = {parameter.name: _term(parameter, values[parameter.name]) for parameter in question.parameters}
    prefixes = dict.fromkeys(
        found["prefix"] for found in _TOKEN.finditer(question.sparql) if found["prefix"] in PREFIXES
    )
    head = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in prefixes)
    return head + _TOKEN.sub(lambda found: terms.get(found["name"] or "", found[0]), question.sparql.strip())


def shown(
    question: Question, values: Mapping[str, Value], index: Index, ontology: Ontology, lang: str
) -> dict[str, str]:
    """The values as a person reads them: entities by name, terms by label."""
    found: dict[str, str] = {}
    for parameter in question.parameters:
        value = str(values[parameter.name])
        if _is_entity(parameter.kind):
            value = index.name(value, lang)
        elif parameter.kind in _TERMS:
            value = ontology.label(value, lang)
        found[parameter.name] = value
    return found


def _is_entity(kind: str) -> bool:
    return kind == "entity" or kind in AMONG


def _harmless(parameter: Parameter, words: str) -> str:
    if len(words) > LONGEST:
        raise UsageError(f"{parameter.name}: at most {LONGEST} characters.")
    for char in words:
        if unicodedata.category(char) in ("Cc", "Cs"):
            raise UsageError(f"{parameter.name}: the character U+{ord(char):04X} cannot be asked for.")
    return words


def _value(
    parameter: Parameter,
    words: str,
    index: Index,
    ontology: Ontology,
    find: Callable[[str], str] | None,
) -> Value:
    if parameter.kind == "entity":
        return (find or index.find)(words)
    if parameter.kind in AMONG:
        return _among(words, AMONG[parameter.kind], index, ontology)
    if parameter.kind == "class":
        return ontology.class_(words).name
    if parameter.kind == "relation":
        return ontology.relation(words).name
    if parameter.kind == "attribute":
        return ontology.attribute(words).name
    if parameter.kind == "date":
        return _day(parameter, words)
    return _number(parameter, words) if parameter.kind == "number" else words


def _among(words: str, classes: tuple[str, ...], index: Index, ontology: Ontology) -> str:
    """The one entity of these classes that is called so; an earlier class is preferred to a later one."""
    kinds = [ontology.kinds(name) for name in classes]
    id = index.canonical(words)
    if index.types([id]).get(id) in frozenset[str]().union(*kinds):
        return id
    for of_class in kinds:
        hits = [hit for hit in index.search(words, of_class, 10, prefix=False) if not hit.corrected]
        exact = [hit for hit in hits if hit.score >= _EXACT]
        best = [hit for hit in exact if hit.score == exact[0].score] or hits
        if len(best) == 1:
            return best[0].id
        if best:
            raise AmbiguousEntity(words, tuple((hit.id, hit.name) for hit in best))
    near = index.search(words, frozenset().union(*kinds), 5)
    raise UnknownEntity(words, tuple((hit.id, hit.name) for hit in near))


def _day(parameter: Parameter, words: str) -> str:
    try:
        return (first_day(words) if parameter.first else last_day(words)).isoformat()
    except InvalidStatement as error:
        raise UsageError(f"{parameter.name}: {error}") from error


def _number(parameter: Parameter, words: str) -> int | float:
    try:
        number = Decimal(words)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > _LARGEST:
        raise UsageError(f"{parameter.name}: “{words}” is no number, such as {parameter.example}.")
    return int(number) if number == number.to_integral_value() else float(number)


def _term(parameter: Parameter, value: Value) -> str:
    """A value as one term of SPARQL."""
    if _is_entity(parameter.kind):
        return to_iri(ENTITY, str(value))
    if parameter.kind in _TERMS:
        return to_iri(INNO, str(value))
    if parameter.kind == "number":
        return typed(f"{Decimal(str(value)):f}", "integer" if isinstance(value, int) else "decimal")
    return typed(str(value), "date") if parameter.kind == "date" else text(str(value))
