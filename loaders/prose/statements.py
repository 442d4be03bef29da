"""How does what was read become statements? (types, names, counts, dates, relations, codes: each with its quote)"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from graph.errors import InvalidStatement
from graph.statement import Document, Evidence, Literal, Mode, Statement, When, make_id, sorted_qualifiers
from loaders.prose.clauses import mode_of
from loaders.prose.entities import words_of
from loaders.prose.gazetteer import KNOWN
from loaders.prose.lexicon import lexicon
from loaders.prose.model import Code, Extraction, Mention, Relation, Sentence

__all__ = ["statements"]

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Said:
    """What all statements of one document share."""

    found: Extraction
    document: Document
    retrieved: date
    by: str
    ids: dict[int, str]
    address: str


def statements(
    found: Extraction,
    document: Document,
    *,
    retrieved: date,
    by: str,
    kinds: Callable[[str], bool],
    salt: str = "",
    address: str = "",
) -> Iterator[Statement]:
    """The statements of a document, in the order of its text; equal ones once.

    `kinds` tells whether the ontology has a class; `salt` is the project's secret for the ids of people; `address`
    stands before the address of every sentence where a part has more than one document.
    """
    said = _Said(found, document, retrieved, by, _ids(found, document, salt), address)
    seen: set[str] = set()
    for statement in _all(said, kinds):
        if statement.id not in seen:
            seen.add(statement.id)
            yield statement


def _all(said: _Said, kinds: Callable[[str], bool]) -> Iterator[Statement]:
    for mention in said.found.mentions:
        if mention.type != "Date":
            yield from _of_mention(said, mention, kinds)
    for code in said.found.codes:
        yield from _of_code(said, code)
    for relation in said.found.relations:
        yield from _of_relation(said, relation)


def _ids(found: Extraction, document: Document, salt: str) -> dict[int, str]:
    """Entity -> id: the authority's or ontology's where the gazetteer knows it, else a hash scoped to the document."""
    ids: dict[int, str] = {}
    scope = f"{document.source}/{document.part}"
    for mention in found.mentions:
        if mention.value and mention.type not in ("Date", "Group") and not mention.value.startswith(KNOWN):
            ids.setdefault(mention.entity, mention.value)
    for mention in found.mentions:
        if mention.entity in ids:
            continue
        key = " ".join(words_of(mention.text))
        if mention.type == "Group":
            key = f"{mention.count} {mention.kind} {record(found, document, mention.start)}"
        ids[mention.entity] = make_id(scope, mention.type, key, salt=salt if mention.type == "Person" else "")
    return ids


def record(found: Extraction, document: Document, at: int) -> str:
    """The address of a sentence: the headings above it and a hash of its words, the same when the text moves."""
    sentence = next((s for s in found.sentences if s.start <= at < s.end), None)
    if sentence is None:
        return "whole"
    block = found.blocks[sentence.block]
    path = [_digest(document.text[found.blocks[h].start : found.blocks[h].end]) for h in block.headings]
    return "/".join([*path, _digest(document.text[sentence.start : sentence.end])])


def _digest(words: str) -> str:
    return blake2b(_SPACES.sub(" ", words.strip()).encode(), digest_size=6).hexdigest()


def _say(
    said: _Said,
    subject: str,
    predicate: str,
    object: str | Literal,
    span: tuple[int, int],
    *,
    mode: str = "happened",
    when: When | None = None,
    confidence: float = 1.0,
    rule: str = "",
    qualifiers: tuple[tuple[str, str], ...] = (),
) -> Statement:
    address = said.address + record(said.found, said.document, span[0])
    sentence = next((s for s in said.found.sentences if s.start <= span[0] < s.end), None)
    quote = said.document.quote(*span)
    inside = said.document.text[sentence.start : span[0]].count(quote.text) if sentence else 0
    placed = type(quote)(quote.document, quote.start, quote.end, quote.text, inside)
    evidence = Evidence(said.document.source, said.document.part, address, said.retrieved, placed)
    by = f"{said.by} {rule}" if rule else said.by
    return Statement(
        subject, predicate, object, evidence, Mode(mode), when, sorted_qualifiers(qualifiers), confidence, by
    )


def _of_mention(said: _Said, mention: Mention, kinds: Callable[[str], bool]) -> Iterator[Statement]:
    entity, span = said.ids[mention.entity], (mention.start, mention.end)
    sentence = said.found.sentences[mention.sentence]
    mode = _existence(sentence, mention)
    if mention.type == "Group":
        mode = _counted(sentence, mention)
    named = (
        mention.kind
        if mention.kind and kinds(mention.kind) and mention.type == "Organisation"
        else mention.type
    )

    def say(predicate: str, value: Literal) -> Statement:
        return _say(
            said, entity, predicate, value, span, mode=mode, confidence=mention.confidence, rule=mention.rule
        )

    yield say("type", Literal(named, "term"))
    if mention.type == "Group":
        yield say("count", Literal(str(mention.count), "integer"))
        if mention.kind and kinds(mention.kind):
            yield say("kind", Literal(mention.kind, "term"))
        return
    name = _SPACES.sub(" ", re.sub(r"-\n\s*", "", said.document.text[mention.start : mention.end]))
    predicate = "acronym" if mention.rule == "name.acronym" else "name"
    yield say(predicate, Literal(name, "string", sentence.lang))


def _existence(sentence: Sentence, mention: Mention) -> str:
    """“University Hospital to be built”, “plans to open a Competence Centre”: what is not there yet is planned."""
    words = lexicon(sentence.lang)
    after = sentence.tokens[mention.last : mention.last + 4]
    before = sentence.tokens[max(0, mention.first - 5) : mention.first]
    creation = words.words["creation"]
    if [t.form for t in after[:2]] == ["to", "be"] and any(t.form in creation for t in after[2:]):
        return "planned"
    made = any(t.form in creation or t.lemma in creation for t in (*before, *after))
    if made and mention.type in ("Organisation", "Cluster", "WorkingGroup", "Project"):
        return (
            mode_of(sentence, mention.first, words)
            if mode_of(sentence, mention.first, words) == "planned"
            else "happened"
        )
    return "happened"


def _counted(sentence: Sentence, mention: Mention) -> str:
    """A count “more than 300” or “about 50” is a claim; of what is planned it is planned."""
    words = lexicon(sentence.lang)
    near = " ".join(t.form for t in sentence.tokens[max(0, mention.first - 3) : mention.first])
    mode = mode_of(sentence, mention.first, words)
    if mode == "happened" and any(word in near for word in words.words["approximate"].exact):
        return "claimed"
    return mode or "planned"


def _of_relation(said: _Said, relation: Relation) -> Iterator[Statement]:
    head, span = said.ids[relation.head.entity], relation.quote

    def say(predicate: str, value: str | Literal, when: When | None) -> Statement:
        return _say(
            said,
            head,
            predicate,
            value,
            span,
            mode=relation.mode,
            when=when,
            confidence=relation.confidence,
            rule=relation.rule,
            qualifiers=relation.qualifiers,
        )

    if relation.relation == "hasDate":
        value = relation.tail.value
        when = _when(value, relation.tail.inferred)
        if when is not None:
            yield say("hasDate", Literal(value, "edtf"), when)
        return
    yield say(relation.relation, said.ids[relation.tail.entity], _valid(said, relation))


def _when(value: str, inferred: bool) -> When | None:
    """The valid time of an EDTF value; None where the year is unknown."""
    if not value[:4].isdigit():
        return None
    start, _, end = value.partition("/")
    try:
        return When(start, end or start, inferred)
    except InvalidStatement:
        return None


def _valid(said: _Said, relation: Relation) -> When | None:
    """The one date of the relation's sentence, open where “since” or “until” stands before it; None if there are more."""
    start, end = relation.quote
    dated = [m for m in said.found.mentions if m.type == "Date" and start <= m.start < end]
    if len(dated) != 1 or dated[0].entity in (relation.head.entity, relation.tail.entity):
        return None
    whole = _when(dated[0].value, dated[0].inferred)
    if whole is None:
        return None
    sentence = said.found.sentences[dated[0].sentence]
    before = sentence.tokens[dated[0].first - 1].form if dated[0].first else ""
    words = lexicon(sentence.lang).words
    eventful = relation.rule == "group.unnamed" or "Event" in (relation.head.type, relation.tail.type)
    if before in words["from_date"]:
        return When(whole.start, None, whole.inferred)
    if before in words["until_date"]:
        return When(None, whole.end, whole.inferred)
    return whole if eventful else None


def _of_code(said: _Said, code: Code) -> Iterator[Statement]:
    """A contract number, project code or signature of the page's project."""
    if code.entity not in said.ids:
        return
    literal = Literal(code.value, code.datatype)
    yield _say(said, said.ids[code.entity], code.attribute, literal, code.span, confidence=0.85, rule="code")
