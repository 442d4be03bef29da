"""What is a fact here, and what proves it?

A `Statement` says: this subject has this object, in this mode, at this time, because of this `Evidence`.
Attributes, names, types and relations are all statements; there is no second way to write a fact.

The id of a statement covers *what was said and where* (source, record, subject, predicate, object, mode,
valid time, qualifiers, quote and its occurrence in the record). It does not cover *how it was seen* (offsets,
version of the document, date of retrieval, confidence, extractor): a sentence that moved is the same
statement seen again, and what people judged about it stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import blake2b, sha256
from unicodedata import normalize

from graph.errors import InvalidStatement
from graph.when import When

__all__ = [
    "Document",
    "Evidence",
    "Literal",
    "Mode",
    "Quote",
    "Source",
    "Statement",
    "When",
    "digest",
    "make_id",
    "make_slug",
]


class Mode(StrEnum):
    """How the source puts it: as a plan, a claim nobody can check, a fact, or as not so."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    HAPPENED = "happened"
    REFUTED = "refuted"

    @property
    def is_plain(self) -> bool:
        """True where a plain query may see it as a fact: happened or claimed."""
        return self in (Mode.HAPPENED, Mode.CLAIMED)


@dataclass(frozen=True, slots=True)
class Literal:
    """A value: its lexical form, the local name of its datatype, and for text its language."""

    value: str
    datatype: str = "string"  # string, integer, decimal, boolean, date, anyURI, edtf (uncertain date), term
    lang: str = ""  # "en", "ro" … only with datatype string


@dataclass(frozen=True, slots=True)
class Quote:
    """The words that say it: code points [start, end) of a document's canonical text."""

    document: str  # SHA-256 of the canonical text, hexadecimal
    start: int
    end: int
    text: str
    occurrence: int = 0  # the n-th time these words stand in the record, from 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where it was said. All statements of one row or sentence share one Evidence."""

    source: str  # id of a Source in the catalogue
    part: str  # the document or dataset file: the unit of `Ledger.replace`
    record: str  # stable key of the row within the source, or address of the document
    retrieved: date
    quote: Quote | None = None
    row: str = field(default="", compare=False)  # the row as read (compact JSON), so that it can be shown


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact: this subject has this object, because of this evidence."""

    subject: str  # entity id as the source knows it
    predicate: str  # a term of innovation.ttl
    object: str | Literal  # entity id, or a value
    evidence: Evidence
    mode: Mode = Mode.HAPPENED
    when: When | None = None
    qualifiers: tuple[tuple[str, str], ...] = ()  # sorted by name
    confidence: float = 1.0
    by: str = ""  # extractor and version

    @property
    def id(self) -> str:
        """32 hexadecimal digits: the same fact from the same record has the same id in every run."""
        return digest(self).hex()


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of the catalogue: who publishes it, under which licence, in which language."""

    id: str
    title: str
    publisher: str
    licence: str  # SPDX identifier, or the publisher's own words
    url: str = ""
    language: str = "en"
    loader: str = ""
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A text with places: the canonical text (UTF-8, NFC) that quotes point into."""

    text: str
    source: str
    part: str
    title: str = ""
    language: str = ""
    media_type: str = "text/plain"
    url: str = ""
    sha256: str = ""  # of the canonical text; computed where it is empty

    def __post_init__(self) -> None:
        if normalize("NFC", self.text) != self.text:
            raise InvalidStatement(
                f"{self.part}: the canonical text of a document must be in Unicode form NFC."
            )
        computed = sha256(self.text.encode()).hexdigest()
        if self.sha256 and self.sha256 != computed:
            raise InvalidStatement(f"{self.part}: the document's SHA-256 does not fit its text.")
        object.__setattr__(self, "sha256", computed)

    def quote(self, start: int, end: int) -> Quote:
        """The words at [start, end), counted among equal words before them in this document."""
        if not 0 <= start < end <= len(self.text):
            raise InvalidStatement(
                f"{self.part}: no text at {start}..{end} (it has {len(self.text)} characters)."
            )
        words = self.text[start:end]
        return Quote(self.sha256, start, end, words, _occurrence(self.text, words, start))


def _occurrence(text: str, words: str, start: int) -> int:
    count, at = 0, text.find(words)
    while at != -1 and at < start:
        count, at = count + 1, text.find(words, at + 1)
    return count


def digest(statement: Statement) -> bytes:
    """The 16 bytes behind `Statement.id`: BLAKE2b over length-prefixed fields (no collision by joining)."""
    evidence, said, when = statement.evidence, statement.object, statement.when
    fields = [evidence.source, evidence.record, statement.subject, statement.predicate]
    if isinstance(said, Literal):
        fields += ("literal", said.value, said.datatype, said.lang)
    else:
        fields += ("entity", said)
    fields += (statement.mode.value, when.key if when else "")
    for pair in statement.qualifiers:
        fields += pair
    if quote := evidence.quote:
        fields += ("quote", quote.text, str(quote.occurrence))
    framed = "".join([f"{len(part)}:{part}" for part in fields])
    return blake2b(framed.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def make_slug(authority: str, value: str) -> str:
    """The id of an entity that an authority identifies: `make_slug("ror", "05a28rw58")` -> `ror-05a28rw58`.

    Only letters, digits, dot, dash and underscore stay; everything else becomes one dash, case is folded.
    """
    kept = "".join(
        char if char.isascii() and (char.isalnum() or char in "._") else "-" for char in value.lower()
    )
    slug = "-".join(piece for piece in kept.split("-") if piece)
    if not slug:
        raise InvalidStatement(f"An empty identifier of {authority}: “{value}”.")
    return f"{authority}-{slug}"


def make_id(scope: str, *parts: str, salt: str = "") -> str:
    """The id of an entity that only its source knows: a hash of the scope (source, document) and a key in it.

    Give `salt` (the project's secret) for people, whose names could otherwise be guessed from the hash.
    """
    framed = "".join(f"{len(part)}:{part}" for part in (salt, scope, *parts))
    return "x-" + blake2b(framed.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def sorted_qualifiers(pairs: Iterable[tuple[str, object]]) -> tuple[tuple[str, str], ...]:
    """Qualifiers in the one order in which they enter the id; empty values are left out."""
    return tuple(sorted((name, str(value)) for name, value in pairs if value not in (None, "")))
