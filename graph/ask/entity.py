"""What do we hold on one entity, what proves it, where do sources disagree, and what do we not know?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from graph.ask.dates import Kept, Span, before, during, named
from graph.ask.dates import as_of as revision_of
from graph.ask.expected import unknown
from graph.ask.view import EntityView, Fact, Identifier, Neighbour, Receipt, Unknown, Value
from graph.ask.weigh import disagree, in_order, rule
from graph.errors import UnknownEntity
from graph.statement import Literal, Mode, Statement

if TYPE_CHECKING:
    from graph.index import Entity, Index
    from graph.ledger import Ledger
    from ontology import Ontology

__all__ = ["EntityView", "entity"]

LIMIT = 200  # values shown of one fact
_NEIGHBOURS = 100


def entity(
    ledger: Ledger,
    index: Index,
    ontology: Ontology,
    asked: str,
    *,
    as_of: date | None = None,
    during: Span | None = None,
    undated: bool = False,
    before: date | None = None,
    limit: int = LIMIT,
) -> EntityView:
    """All that is held on the entity that `asked` names (an id, an exact name, an unambiguous part).

    `as_of` is recorded time, `during` and `before` valid time (see `dates.py`). Raises AmbiguousEntity or
    UnknownEntity; also where nothing was held on it at that date.
    """
    dates = named(day=as_of, span=during, cut=before)
    canonical = index.find(asked)
    revision = revision_of(ledger, as_of)
    members = index.members(canonical, at=revision)
    said = _said(ledger, members, revision)
    if not said:
        raise UnknownEntity(asked) if as_of is None else UnknownEntity(f"{asked} {dates[0]}")
    kept = _cut(said, during, undated, before)
    facts = _Facts(index, ontology, members, kept, limit, revision).all()
    shown = _entity(canonical, members, said, index, ontology, present=revision is None)
    return EntityView(
        id=canonical,
        asked=asked,
        type=shown.type,
        types=shown.types,
        name=shown.name,
        names=shown.names,
        aliases=shown.aliases,
        acronyms=shown.acronyms,
        members=members,
        identifiers=_identifiers(members, ontology),
        facts=facts,
        neighbours=_neighbours(facts, index, canonical),
        unknown=_unknown(shown.type, facts, members, ontology),
        revision=ledger.revision if revision is None else revision,
        dates=dates,
        undated=kept.undated,
        outside=kept.outside,
    )


def _said(ledger: Ledger, members: Sequence[str], revision: int | None) -> list[Statement]:
    """Every statement at one of whose ends a member stands, each once."""
    found: dict[str, Statement] = {}
    for member in members:
        found.update((said.id, said) for said in ledger.match(subject=member, as_of=revision))
        found.update((said.id, said) for said in ledger.match(object=member, as_of=revision))
    return list(found.values())


def _cut(said: Iterable[Statement], span: Span | None, undated: bool, cut: date | None) -> Kept:
    return before(said, cut) if cut else during(said, span, undated=undated)


def _entity(
    canonical: str,
    members: Sequence[str],
    said: Sequence[Statement],
    index: Index,
    ontology: Ontology,
    *,
    present: bool,
) -> Entity:
    """What it is called: from the index for the present, from the statements of that day for the past."""
    from graph.identity.gather import gather_statements
    from graph.index.labels import described

    found = index.entity(canonical) if present else None
    return found or described(canonical, members, gather_statements(said), ontology)


class _Facts:
    """Statements grouped by predicate and direction, then by what they say."""

    def __init__(
        self,
        index: Index,
        ontology: Ontology,
        members: Sequence[str],
        kept: Kept,
        limit: int,
        revision: int | None,
    ) -> None:
        self._index = index
        self._ontology = ontology
        self._members = frozenset(members)
        self._kept = kept
        self._limit = limit
        self._revision = revision

    def all(self) -> tuple[Fact, ...]:
        groups: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
        for statement in self._kept.statements:
            direction = "out" if statement.subject in self._members else "in"
            groups[statement.predicate, direction].append(statement)
        facts = [self._fact(*key, statements) for key, statements in groups.items()]
        names = self._index.names({value.entity for fact in facts for value in fact.values if value.entity})
        order = {name: at for at, name in enumerate((*self._ontology.attributes, *self._ontology.relations))}
        return tuple(
            self._finished(fact, names)
            for fact in sorted(
                facts, key=lambda fact: (order.get(fact.predicate, len(order)), fact.direction)
            )
        )

    def _fact(self, predicate: str, direction: str, statements: Iterable[Statement]) -> Fact:
        by_value: defaultdict[tuple[str, str, str, str], list[Statement]] = defaultdict(list)
        for statement in statements:
            by_value[self._what(statement, direction)].append(statement)
        values = [self._value(what, said) for what, said in by_value.items()]
        return Fact(predicate, direction, self._label(predicate, direction), tuple(values))

    def _what(self, statement: Statement, direction: str) -> tuple[str, str, str, str]:
        """(text, entity, language, datatype) of the other end, as far as the dates of the question show it."""
        if direction == "in":
            return "", self._index.canonical(statement.subject, at=self._revision), "", ""
        said = self._kept.value(statement)
        if isinstance(said, Literal):
            return said.value, "", said.lang, said.datatype
        return "", self._index.canonical(said, at=self._revision), "", ""

    def _value(self, what: tuple[str, str, str, str], said: Sequence[Statement]) -> Value:
        text, entity, lang, datatype = what
        refuting = [one for one in said if one.mode is Mode.REFUTED]
        stating = [one for one in said if one.mode is not Mode.REFUTED]
        modes = {one.mode for one in stating} or {Mode.REFUTED}
        mode = next(
            mode for mode in (Mode.HAPPENED, Mode.CLAIMED, Mode.PLANNED, Mode.REFUTED) if mode in modes
        )
        return Value(
            text,
            entity,
            lang,
            datatype,
            mode.value,
            receipts=tuple(self._receipt(one) for one in sorted(stating, key=_by_place)),
            against=tuple(self._receipt(one) for one in sorted(refuting, key=_by_place)),
        )

    def _receipt(self, statement: Statement) -> Receipt:
        evidence, quote, when = statement.evidence, statement.evidence.quote, self._kept.when(statement)
        said = statement.object
        return Receipt(
            statement=statement.id,
            source=evidence.source,
            part=evidence.part,
            record=evidence.record,
            retrieved=evidence.retrieved.isoformat(),
            mode=statement.mode.value,
            when=when.key.removesuffix("~") if when else "",
            inferred=bool(when and when.inferred),
            confidence=statement.confidence,
            by=statement.by,
            qualifiers=dict(statement.qualifiers),
            said_subject=statement.subject,
            said_object="" if isinstance(said, Literal) else said,
            row=evidence.row,
            quote=quote.text if quote else "",
            document=quote.document if quote else "",
            start=quote.start if quote else None,
            end=quote.end if quote else None,
        )

    def _label(self, predicate: str, direction: str) -> dict[str, str]:
        if direction == "in":
            return dict(self._ontology.relation(predicate).inverse_label)
        return {lang: self._ontology.label(predicate, lang) for lang in ("en", "ro")}

    def _finished(self, fact: Fact, names: dict[str, str]) -> Fact:
        """With names, the best value first, the contradiction named and the limit kept."""
        called = [
            replace(value, text=names[value.entity]) if value.entity else value for value in fact.values
        ]
        ordered = in_order(called)
        against = disagree(ordered)
        return replace(
            fact,
            values=tuple(ordered[: self._limit]),
            disagreement=against,
            rule=rule(ordered) if against else {},
            more=max(0, len(ordered) - self._limit),
        )


def _by_place(statement: Statement) -> tuple[str, str, str, int, str]:
    evidence = statement.evidence
    start = evidence.quote.start if evidence.quote else 0
    return evidence.source, evidence.part, evidence.record, start, statement.id


def _identifiers(members: Iterable[str], ontology: Ontology) -> tuple[Identifier, ...]:
    found = []
    for member in members:
        if authority := ontology.authority_of(member):
            value = member.removeprefix(f"{authority.prefix}-")
            found.append(
                (authority.order, Identifier(member, dict(authority.label), value, authority.link(value)))
            )
    return tuple(identifier for _, identifier in sorted(found, key=lambda pair: (pair[0], pair[1].id)))


def _neighbours(facts: Iterable[Fact], index: Index, canonical: str) -> tuple[Neighbour, ...]:
    """The entities next to this one by plain relations, those with most statements first."""
    relations: defaultdict[str, set[str]] = defaultdict(set)
    statements: Counter[str] = Counter()
    names: dict[str, str] = {}
    for fact in facts:
        for value in fact.values:
            if value.entity and value.entity != canonical and Mode(value.mode).is_plain:
                relations[value.entity].add(fact.predicate)
                statements[value.entity] += len(value.receipts)
                names[value.entity] = value.text
    nearest = sorted(statements, key=lambda other: (-statements[other], names[other], other))[:_NEIGHBOURS]
    types = index.types(nearest)
    return tuple(
        Neighbour(
            other, names[other], types.get(other, ""), tuple(sorted(relations[other])), statements[other]
        )
        for other in nearest
    )


def _unknown(
    type_: str, facts: Sequence[Fact], members: Sequence[str], ontology: Ontology
) -> tuple[Unknown, ...]:
    held = {
        (fact.predicate, fact.direction) for fact in facts if any(value.receipts for value in fact.values)
    }
    if any(ontology.authority_of(member) for member in members):
        held.add(("identifier", "out"))
    return unknown(type_, lambda predicate, direction: (predicate, direction) in held, ontology)
