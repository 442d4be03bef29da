"""How is a statement shown to people and programs, with its evidence?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.statement import Literal, Statement

if TYPE_CHECKING:
    from graph.index import Index

__all__ = ["statement_row", "statement_view"]


def statement_view(statement: Statement, index: Index, lang: str) -> dict[str, Any]:
    """Everything a statement says, names beside ids."""
    said, evidence, when = statement.object, statement.evidence, statement.when
    subject = index.canonical(statement.subject)
    shown: dict[str, Any] = {
        "id": statement.id,
        "subject": {"id": subject, "said": statement.subject, "name": index.name(subject, lang)},
        "predicate": statement.predicate,
        "mode": statement.mode.value,
        "confidence": statement.confidence,
        "by": statement.by,
        "qualifiers": dict(statement.qualifiers),
        "when": None
        if when is None
        else {"start": when.start, "end": when.end, "inferred": when.inferred, "precision": when.precision},
        "evidence": {
            "source": evidence.source,
            "part": evidence.part,
            "record": evidence.record,
            "retrieved": evidence.retrieved.isoformat(),
            "row": evidence.row or None,
            "quote": None
            if evidence.quote is None
            else {
                "text": evidence.quote.text,
                "document": evidence.quote.document,
                "start": evidence.quote.start,
                "end": evidence.quote.end,
            },
        },
    }
    if isinstance(said, Literal):
        shown["object"] = {"value": said.value, "datatype": said.datatype, "lang": said.lang}
    else:
        entity = index.canonical(said)
        shown["object"] = {"id": entity, "said": said, "name": index.name(entity, lang)}
    return shown


def statement_row(view: dict[str, Any]) -> dict[str, Any]:
    """The same in one row: what is said, then what proves it."""
    evidence, said = view["evidence"], view["object"]
    when = view["when"] or {}
    quote = evidence["quote"] or {}
    return {
        "subject": view["subject"]["name"],
        "predicate": view["predicate"],
        "object": said.get("name", said.get("value")),
        "mode": view["mode"],
        "from": when.get("start"),
        "to": when.get("end"),
        "source": evidence["source"],
        "evidence": quote.get("text") or evidence["record"],
        "id": view["id"],
    }
