"""What did a person read somewhere and write down by hand, row by row, with the page it comes from?

A reviewed table in YAML:

    pages:                                  # where each row was read
      cronos: {page: "https://…", title: "…", read: 2026-11-23}
    entities:
      - id: cluj-it                         # a word of this table, or the id that an authority gave (ror-051h0cw83)
        from: cronos
        type: Cluster
        name: {en: Cluj IT Cluster, ro: Clusterul Cluj IT}
        alias: {en: [Cluj IT, IT Cluj]}
        memberOf: {to: network, role: founding member}
        focusesOn: [vertical-ict]
    judgements:
      - {same: [cluj-it, x-…], why: "…", by: "…", from: cronos}

A key of an entity is an attribute or relation of the ontology. Its value is a text or number, a list, for
attributes with a language a mapping of languages, and for relations a word or id, or a mapping with `to`. A mapping
with `to` (or `value`) may also hold `mode`, `when`, `inferred` and any qualifier; `mode`, `when` and `inferred` beside
`id` hold for the whole row. Offers, needs and groups of unnamed actors are entities of those types. The same in CSV,
one statement a row, with the columns subject, predicate, object, lang, mode, when, page, title, read and qualifiers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.errors import SourceError
from graph.ledger.answers import VERDICTS, Judgement
from graph.statement import Mode, Source, Statement, When
from loaders._base import Location, Record
from loaders._curated_table import rows

__all__ = ["SOURCE", "VERSION", "fetch", "judge", "parse"]

SOURCE = Source(
    id="curated",
    title="Reviewed table",
    publisher="Innograph",
    licence="CC0-1.0",
    language="en",
    loader="curated",
)
VERSION = "1"

_ROW_WORDS = ("page", "title", "read", "from")


def fetch(where: Location) -> Iterator[Record]:
    """A record for each row, entities before judgements.

    Raises SourceError where the table is not as it should be, names a page or entity that it does not describe, or
    has two rows of one entity from one page.
    """
    return rows(where)


def parse(record: Record) -> Iterator[Statement]:
    """What a row of entities says. A row of judgements says nothing about the world: see `judge`."""
    row = record.data
    for word in _ROW_WORDS:
        row.pop(word, None)
    if record.kind == "judgement":
        row.clear()
        return
    subject = _entity(record, str(row.pop("id")))
    known = {
        "mode": row.pop("mode", None),
        "when": row.pop("when", None),
        "inferred": row.pop("inferred", None),
    }
    for predicate in list(row):
        for value in _values(row.pop(predicate)):
            yield _said(record, subject, predicate, value, known)


def judge(record: Record) -> Judgement | None:
    """The judgement of a row of judgements, None for other rows."""
    if record.kind != "judgement":
        return None
    row = record.data
    verdict = next(word for word in VERDICTS if word in row)
    one, other = (_entity(record, str(word)) for word in row[verdict])
    return Judgement(one, other, verdict, str(row["by"]), str(row["why"]))


def _said(record: Record, subject: str, predicate: str, value: Any, of_row: dict[str, Any]) -> Statement:
    """One statement of one value; `of_row` has mode, when and inferred where the value has none of its own."""
    more = dict(value) if isinstance(value, dict) else {"value": value}
    said = more.pop("to", None) if "to" in more else more.pop("value", None)
    lang = str(more.pop("lang", ""))
    mode, when, inferred = (more.pop(word, of_row[word]) for word in ("mode", "when", "inferred"))
    if record.ontology.is_relation(predicate):
        said = _entity(record, str(said))
    time = _time(when, bool(inferred)) if when is not None else None
    return record.says(subject, predicate, said, lang=lang, mode=_mode(record, mode), when=time, **more)


def _values(value: Any) -> Iterator[Any]:
    """The single values in a list, in a mapping of languages, or the value itself."""
    if isinstance(value, list):
        for one in value:
            yield from _values(one)
    elif isinstance(value, dict) and not {"to", "value"} & value.keys():
        for lang, texts in value.items():
            for text in texts if isinstance(texts, list) else [texts]:
                yield {"value": text, "lang": lang}
    else:
        yield value


def _entity(record: Record, word: str) -> str:
    """The id itself where an authority or scheme gave it, else an id known only to this table."""
    return word if record.ontology.authority_of(word) else record.id(word)


def _mode(record: Record, said: object) -> Mode:
    try:
        return Mode(str(said or Mode.HAPPENED))
    except ValueError as error:
        raise SourceError(
            f"{record.place}: the mode “{said}” is none of {', '.join(mode.value for mode in Mode)}."
        ) from error


def _time(said: object, inferred: bool) -> When:
    time = When.parse(str(said))
    return When(time.start, time.end, inferred or time.inferred)
