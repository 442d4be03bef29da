"""How do the facts of an entity look as rows?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph.ask.table import Table
from graph.ask.view import EntityView, Fact, Receipt

if TYPE_CHECKING:
    from graph.ledger import Ledger

__all__ = ["facts_table", "proof", "statement_table"]


def facts_table(shown: EntityView, lang: str, *, full: bool = False) -> Table:
    """One row a value with its first receipt, or one row a receipt where `full`."""
    rows = []
    for fact in shown.facts:
        for value in fact.values:
            receipts = value.receipts or value.against
            for receipt in receipts if full else receipts[:1]:
                more = "" if full or len(receipts) < 2 else f" (+{len(receipts) - 1})"
                rows.append(
                    (
                        fact.label[lang] + _mark(fact),
                        value.text,
                        value.mode,
                        receipt.when,
                        receipt.source + more,
                        _proof(receipt),
                        receipt.statement,
                    )
                )
    columns = ("what", "value", "mode", "when", "source", "evidence", "statement")
    cut = sum(fact.more for fact in shown.facts)
    return Table(columns, rows, cut > 0, note=f"{cut} more values; --limit shows them." if cut else "")


def _mark(fact: Fact) -> str:
    return " (sources disagree)" if fact.disagreement else ""


def _proof(receipt: Receipt) -> str:
    return f"“{receipt.quote}”" if receipt.quote else receipt.record


def proof(ledger: Ledger, because: Sequence[str]) -> str:
    """Where the first of some statements was said: its source and sentence or row."""
    if not because:
        return ""
    evidence = ledger.statement(because[0]).evidence
    words = f"“{evidence.quote.text}”" if evidence.quote else f"row {evidence.record}"
    return f"{evidence.source}: {words}"


def statement_table(shown: dict[str, Any]) -> Table:
    """One statement, a row for each thing that is known of it."""
    evidence, said, when = shown["evidence"], shown["object"], shown["when"] or {}
    quote = evidence["quote"] or {}
    rows = [
        ("statement", shown["id"]),
        ("subject", f"{shown['subject']['name']} ({shown['subject']['id']})"),
        ("predicate", shown["predicate"]),
        ("object", said.get("name", said.get("value")) + (f" ({said['id']})" if "id" in said else "")),
        ("mode", shown["mode"]),
        ("from", when.get("start")),
        ("to", when.get("end")),
        ("source", evidence["source"]),
        ("part", evidence["part"]),
        ("record", evidence["record"]),
        ("row", evidence["row"]),
        ("quote", quote.get("text")),
        ("document", quote.get("document")),
        ("retrieved", evidence["retrieved"]),
        ("by", shown["by"]),
        ("confidence", shown["confidence"]),
    ]
    rows += [(f"qualifier {name}", value) for name, value in shown["qualifiers"].items()]
    return Table(("what", "value"), [row for row in rows if row[1] not in (None, "")])
