"""What proves the ties and facts of a picture?

Statements are fetched for what is drawn only, documents and sources once each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from graph.statement import Document, Literal, Mode, Source, Statement
from graph.view.held import MODES, Held, tie_keys
from graph.view.picture import Fact, Proof, Receipt, Tie
from graph.when import first_day, last_day

if TYPE_CHECKING:
    from graph.index import Index
    from graph.ledger import Ledger
    from ontology import Ontology

__all__ = ["Archive", "facts_of", "ties_of"]

PROOFS = 12  # statements shown for one tie; the others are counted
FACTS = 8  # attributes shown for one node
NAMING = frozenset({"type", "name", "alias", "acronym", "identifier"})  # told elsewhere in the panel


class Archive:
    """Documents and sources of the ledger, read once each."""

    def __init__(self, ledger: Ledger) -> None:
        self.sources: dict[str, Source] = {source.id: source for source in ledger.sources()}
        self._ledger = ledger
        self._documents: dict[str, Document] = {}
        self._receipts: dict[tuple[str, str, str, str], Receipt] = {}

    def proof(self, statement: Statement) -> Proof:
        """A statement with its receipt."""
        return Proof(
            statement.id,
            self._receipt(statement),
            statement.when.key if statement.when else "",
            statement.confidence,
            statement.by,
            statement.qualifiers,
        )

    def _receipt(self, statement: Statement) -> Receipt:
        evidence, quote = statement.evidence, statement.evidence.quote
        words, sha256 = (quote.text, quote.document) if quote else ("", "")
        key = (evidence.source, evidence.record, words, evidence.row)
        if key not in self._receipts:
            source = self.sources.get(evidence.source)
            document = self._document(sha256) if sha256 else None
            address = document.url if document else ""
            self._receipts[key] = Receipt(
                evidence.source,
                evidence.record,
                evidence.retrieved.isoformat(),
                quote=words,
                lang=(document.language if document else "") or (source.language if source else ""),
                title=document.title if document else "",
                url=address or (source.url if source else ""),
                document=sha256,
                row=evidence.row,
            )
        return self._receipts[key]

    def _document(self, sha256: str) -> Document:
        if sha256 not in self._documents:
            self._documents[sha256] = self._ledger.document(sha256)
        return self._documents[sha256]


def ties_of(
    held: Held, entries: np.ndarray, ledger: Ledger, archive: Archive, *, as_of: int | None = None
) -> list[Tie]:
    """The ties of these entries, those of one subject, relation, object and mode in one."""
    keys = tie_keys(held, entries)
    order = np.lexsort((held.row[entries], keys))
    groups: list[list[int]] = []
    last = None
    for entry, key in zip(entries[order].tolist(), keys[order].tolist(), strict=True):
        if key != last:
            groups.append([])
            last = key
        groups[-1].append(entry)
    said = _statements(held, [entry for group in groups for entry in group[:PROOFS]], ledger, as_of)
    ties = [_tie(held, group, [said[entry] for entry in group[:PROOFS]], archive) for group in groups]
    return sorted(ties, key=lambda tie: (tie.subject, tie.relation, tie.object, tie.mode.value))


def _statements(
    held: Held, entries: Sequence[int], ledger: Ledger, as_of: int | None
) -> dict[int, Statement]:
    rows = [int(held.row[entry]) for entry in entries]
    if held.statements:
        return {entry: held.statements[row] for entry, row in zip(entries, rows, strict=True)}
    ids = ledger.statement_ids(rows)
    return {entry: ledger.statement(one, as_of=as_of) for entry, one in zip(entries, ids, strict=True)}


def _tie(held: Held, group: Sequence[int], statements: Sequence[Statement], archive: Archive) -> Tie:
    first = group[0]
    whens = [one.when for one in statements if one.when]
    starts = [when.start for when in whens if when.start]
    ends = [when.end for when in whens if when.end]
    proofs = tuple(archive.proof(one) for one in sorted(statements, key=lambda one: -one.confidence))
    return Tie(
        held.ids[held.subject[first]],
        held.relations[held.relation[first]],
        held.ids[held.object[first]],
        MODES[held.mode[first]],
        proofs,
        weight=len(group),
        confidence=max(one.confidence for one in statements),
        start=min(starts, key=first_day) if starts and len(starts) == len(whens) else "",
        end=max(ends, key=last_day) if ends and len(ends) == len(whens) else "",
        dated=bool(whens),
        inferred=any(when.inferred for when in whens),
    )


def facts_of(
    entity: str, ledger: Ledger, index: Index, ontology: Ontology, archive: Archive, *, as_of: int | None
) -> tuple[Fact, ...]:
    """What is said of a node itself: chosen attributes first, refuted ones not at all."""
    found: dict[tuple[str, str, str], Statement] = {}
    for member in index.members(entity, as_of):
        for statement in ledger.match(subject=member, as_of=as_of):
            value = statement.object
            if not isinstance(value, Literal) or statement.predicate in NAMING:
                continue
            if statement.mode is not Mode.REFUTED:
                found.setdefault((statement.predicate, value.value, value.lang), statement)
    chosen = {name for name, term in ontology.attributes.items() if term.chosen}
    order = sorted(found, key=lambda key: (key[0] not in chosen, key))
    return tuple(
        Fact(name, value, lang, archive.proof(found[name, value, lang]))
        for name, value, lang in order[:FACTS]
    )
