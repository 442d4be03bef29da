"""How does a statement stand in a property graph, so that it can be read back whole?

A value is an entry of its node's list `said`: one line of compact JSON. A relation is one position in the parallel
lists `statements`, `sources`, `quotes` and `evidence` of its relationship; only the last is JSON. Both leave out what
has its usual value: mode `happened`, confidence 1, the datatype that the ontology gives, ends said under their
canonical ids. The row as it was read is not carried along: it is found in the ledger by record.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from graph.errors import StoreError
from graph.projection.delta import Resolved
from graph.statement import Evidence, Literal, Mode, Quote, Statement
from graph.when import When

__all__ = ["TieSaid", "said_entry", "statement_of_entry", "statements_of_tie", "tie_said"]

_text = json.encoder.encode_basestring  # a string as JSON, letters of all languages left as they are


class TieSaid(NamedTuple):
    """One statement on a relationship: what its parallel lists hold, and what its other properties are made of."""

    id: str
    source: str
    quote: str
    evidence: str
    mode: Mode
    confidence: float
    qualifiers: tuple[tuple[str, str], ...]
    subject: str
    object: str


def said_entry(one: Resolved, datatype: str | None) -> str:
    """The entry in `said` of a statement whose object is a value, or whose relation the ontology does not know.

    `datatype` is the ontology's for the predicate; None where it has none.
    """
    statement = one.statement
    said = statement.object
    entry: dict[str, Any] = {"id": one.id, "predicate": statement.predicate}
    if isinstance(said, Literal):
        entry["value"] = said.value
        if said.datatype != datatype:
            entry["datatype"] = said.datatype
        if said.lang:
            entry["lang"] = said.lang
    else:
        entry["entity"] = said
    if statement.subject != one.subject:
        entry["subject"] = statement.subject
    if statement.when:
        entry["when"] = statement.when.key
    entry["source"] = statement.evidence.source
    entry.update(_shared(statement))
    if quote := statement.evidence.quote:
        entry["quote"] = quote.text
    return _encode(entry)


def tie_said(one: Resolved) -> TieSaid:
    """What a relationship holds of a statement whose object is an entity."""
    statement = one.statement
    assert isinstance(statement.object, str), "only a relation has two entities"
    entry = _shared(statement)
    if statement.subject != one.subject:
        entry["subject"] = statement.subject
    if statement.object != one.object:
        entry["object"] = statement.object
    quote = statement.evidence.quote
    return TieSaid(
        one.id,
        statement.evidence.source,
        quote.text if quote else "",
        _encode(entry),
        statement.mode,
        statement.confidence,
        statement.qualifiers,
        statement.subject,
        statement.object,
    )


def _encode(entry: Mapping[str, Any]) -> str:
    """Compact JSON of a flat map; several times as fast as a general encoder, for nearly all values are text."""
    members = [
        f'"{name}":{_text(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}'
        for name, value in entry.items()
    ]
    return "{" + ",".join(members) + "}"


def _shared(statement: Statement) -> dict[str, Any]:
    evidence = statement.evidence
    entry: dict[str, Any] = {
        "part": evidence.part,
        "record": evidence.record,
        "retrieved": evidence.retrieved.isoformat(),
    }
    if statement.mode is not Mode.HAPPENED:
        entry["mode"] = statement.mode.value
    if statement.qualifiers:
        entry["qualifiers"] = statement.qualifiers
    if statement.confidence != 1.0:
        entry["confidence"] = statement.confidence
    if statement.by:
        entry["by"] = statement.by
    if quote := evidence.quote:
        entry["document"] = quote.document
        entry["at"] = (quote.start, quote.end, quote.occurrence)
    return entry


def statement_of_entry(node: str, entry: str, datatypes: Mapping[str, str]) -> Statement:
    """The statement that an entry of `said` was made of. StoreError where it does not fit its own id."""
    try:
        found = json.loads(entry)
        said: str | Literal
        if "entity" in found:
            said = found["entity"]
        else:
            datatype = found.get("datatype") or datatypes[found["predicate"]]
            said = Literal(found["value"], datatype, found.get("lang", ""))
        subject, predicate, when = found.get("subject", node), found["predicate"], found.get("when", "")
        statement = _statement(found, subject, predicate, said, found["source"], found.get("quote", ""), when)
    except (AttributeError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"The property graph's entry on {node} is damaged ({error!r}): build it anew."
        ) from error
    return _checked(statement, found["id"])


def statements_of_tie(
    subject: str, predicate: str, object: str, properties: Mapping[str, Any]
) -> Iterator[Statement]:
    """The statements that a relationship was made of. StoreError where one does not fit its own id."""
    lists = [properties.get(name, ()) for name in ("statements", "sources", "quotes", "evidence")]
    try:
        for id, source, quote, evidence in zip(*lists, strict=True):
            found = json.loads(evidence)
            ends = found.get("subject", subject), found.get("object", object)
            when = properties.get("valid", "")
            yield _checked(_statement(found, ends[0], predicate, ends[1], source, quote, when), id)
    except (AttributeError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"The property graph's {predicate} of {subject} is damaged ({error!r}): build it anew."
        ) from error


def _statement(
    found: Mapping[str, Any],
    subject: str,
    predicate: str,
    said: str | Literal,
    source: str,
    quote: str,
    when: str,
) -> Statement:
    words = None
    if "document" in found:
        start, end, occurrence = found["at"]
        words = Quote(found["document"], start, end, quote, occurrence)
    retrieved = date.fromisoformat(found["retrieved"])
    return Statement(
        subject,
        predicate,
        said,
        Evidence(source, found["part"], found["record"], retrieved, words),
        Mode(found.get("mode", Mode.HAPPENED)),
        When.parse(when) if when else None,
        tuple((name, value) for name, value in found.get("qualifiers", ())),
        found.get("confidence", 1.0),
        found.get("by", ""),
    )


def _checked(statement: Statement, id: str) -> Statement:
    if statement.id != id:
        raise StoreError(
            f"The property graph's statement {id} says something else than its id: build it anew."
        )
    return statement
