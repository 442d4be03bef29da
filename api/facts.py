"""How do the facts of an entity look as rows?"""

from __future__ import annotations

from graph.ask.table import Table
from graph.ask.view import EntityView, Fact, Receipt

__all__ = ["facts_table"]


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
