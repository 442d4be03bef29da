"""What does a loader get to read, and how does it say what it found?

A loader is a module of this package with `SOURCE`, `fetch(where: Location) -> Iterator[Record]` (may touch disk
or network) and `parse(record: Record) -> Iterator[Statement]` (pure). `parse` pops from `record.data` what it
understands and yields `record.says(subject, predicate, object)`; what is left over is reported, never dropped
in silence. `VERSION` (optional text) is part of the fingerprint: raise it when `parse` says something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from json.encoder import JSONEncoder, encode_basestring
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from graph.errors import InvalidStatement
from graph.statement import (
    Document,
    Evidence,
    Literal,
    Mode,
    Quote,
    Source,
    Statement,
    When,
    make_id,
    sorted_qualifiers,
)
from ontology import Ontology, load

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Loader", "Location", "Record", "row_of"]

_ENCODER = JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Loader(Protocol):
    """What every loader module has."""

    SOURCE: Source

    def fetch(self, where: Location) -> Iterator[Record]:
        """The records of a source, in order; may touch disk or network."""
        ...

    def parse(self, record: Record) -> Iterator[Statement]:
        """The statements of one record; pure."""
        ...


@dataclass(frozen=True, slots=True)
class Location:
    """Where a source lies, and what is known of it before it is read.

    `path` is a file or folder here (a URL is brought to a file before `fetch` is called); `part` is the unit
    of replacement in the ledger; `options` are the loader's own settings from the catalogue.
    """

    path: Path | None
    url: str
    source: Source
    part: str
    options: Mapping[str, object] = field(default_factory=dict)
    offline: bool = False
    retrieved: date = field(default_factory=date.today)
    expect: Mapping[str, int] = field(default_factory=dict)
    ontology: Ontology | None = None
    by: str = ""
    secret: str = field(default="", repr=False)  # the ledger's own; salts the ids of people
    notes: list[str] = field(default_factory=list)  # what a reader of the report should know; filled by fetch
    unclear: Counter[str] = field(default_factory=Counter)  # columns that fetch does not understand

    @property
    def name(self) -> str:
        """What to call it in a message: the file's path, else the URL, else the part."""
        return str(self.path) if self.path else self.url or self.part

    def record(
        self,
        key: str,
        data: dict[str, Any],
        *,
        kind: str = "",
        row: str | None = None,
        document: Document | None = None,
        file: str = "",
        line: int = 0,
    ) -> Record:
        """A record of this source; `row` is the row as read where it differs from `data` as JSON."""
        return Record(
            self.source.id,
            self.part,
            key,
            data,
            kind=kind,
            row=row,
            document=document,
            retrieved=self.retrieved,
            ontology=self.ontology or load(),
            file=file,
            line=line,
            by=self.by,
        )


class Record:
    """One row, object or document of a source. Its statements share one Evidence, unless they carry a quote.

    `key` names it for good within the source; `kind` is the loader's own word for what sort of record it is;
    `file` and `line` (from 1) say where it stands, for messages; `context` is what else `fetch` hands to `parse`.
    """

    __slots__ = (
        "by",
        "context",
        "data",
        "document",
        "evidence",
        "file",
        "key",
        "kind",
        "line",
        "ontology",
        "part",
        "retrieved",
        "row",
        "skipped",
        "source",
        "unclear",
    )

    def __init__(
        self,
        source: str,
        part: str,
        key: str,
        data: dict[str, Any],
        *,
        kind: str = "",
        row: str | None = None,
        document: Document | None = None,
        retrieved: date | None = None,
        ontology: Ontology | None = None,
        file: str = "",
        line: int = 0,
        by: str = "",
    ) -> None:
        self.source = source
        self.part = part
        self.key = key
        self.data = data
        self.kind = kind
        self.row = _ENCODER.encode(data) if row is None else row
        self.document = document
        self.retrieved = retrieved or date.today()
        self.ontology = ontology or load()
        self.file = file
        self.line = line
        self.by = by
        self.evidence = Evidence(source, part, key, self.retrieved, None, self.row)
        self.context: Any = None
        self.unclear: list[tuple[str, str]] = []
        self.skipped = ""

    @property
    def place(self) -> str:
        """Where it stands: file and line, or part and key."""
        if self.line:
            return f"{self.file or self.part}, line {self.line}"
        return f"{self.file or self.part}, record {self.key}"

    def says(
        self,
        subject: str,
        predicate: str,
        object: object,
        *,
        lang: str = "",
        mode: Mode = Mode.HAPPENED,
        when: When | None = None,
        quote: Quote | None = None,
        confidence: float = 1.0,
        by: str = "",
        **qualifiers: object,
    ) -> Statement:
        """A statement of this record. A relation takes an entity id, an attribute a value.

        Raises UnknownTerm where the ontology has no such predicate, InvalidStatement where the object is empty
        or of the wrong kind.
        """
        attribute = self.ontology.attributes.get(predicate)
        said: str | Literal
        if attribute is not None:
            said = object if isinstance(object, Literal) else literal(object, attribute.datatype, lang)
            if not said.value:
                raise InvalidStatement(f"{self.place}: an empty value for “{predicate}” of {subject}.")
        else:
            self.ontology.relation(predicate)
            if not isinstance(object, str) or not object:
                raise InvalidStatement(
                    f"{self.place}: the relation “{predicate}” needs the id of an entity, not “{object}”."
                )
            said = object
        if quote is None:
            evidence = self.evidence
        else:
            evidence = Evidence(self.source, self.part, self.key, self.retrieved, quote)
        pairs = sorted_qualifiers(qualifiers.items()) if qualifiers else ()
        return Statement(subject, predicate, said, evidence, mode, when, pairs, confidence, by or self.by)

    def id(self, *parts: str) -> str:
        """The id of an entity that only this source knows by these words."""
        return make_id(self.source, *parts)

    def not_understood(self, column: str, value: object) -> None:
        """Report a value that means nothing to the loader; the rest of the record still counts."""
        self.unclear.append((column, str(value)))

    def skip(self, why: str) -> None:
        """Report that this record says nothing, and why."""
        self.skipped = why

    def leftovers(self) -> tuple[str, ...]:
        """The columns that nobody popped though they hold something."""
        return tuple(name for name, value in self.data.items() if value not in (None, "", [], {}))


def row_of(data: Mapping[str, str]) -> str:
    """A row of texts as compact JSON; three times as fast as the general encoder, for tables of millions."""
    return "{" + ",".join([f'"{name}":{encode_basestring(value)}' for name, value in data.items()]) + "}"


def literal(value: object, datatype: str, lang: str = "") -> Literal:
    """A plain value as a Literal of a datatype of the ontology; only text keeps a language."""
    if datatype == "term":
        return _term(str(value))
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, float):
        text = format(Decimal(repr(value)), "f").removesuffix(".0")
    elif isinstance(value, date):
        text = value.isoformat()
    else:
        text = str(value).strip()
    return Literal(text, datatype, lang if datatype == "string" else "")


@lru_cache(maxsize=256)
def _term(name: str) -> Literal:
    return Literal(name, "term")
