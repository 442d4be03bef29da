"""What do the stages of reading hand to each other?

text -> `Block` (structure) -> `Sentence` of `Token` -> `Mention` -> `Relation`; all offsets are code points of the
canonical text. An `Extraction` is what comes out: every mention and relation names the rule that made it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["ACTORS", "TYPES", "Block", "Code", "Extraction", "Mention", "Relation", "Sentence", "Token"]

TYPES = (
    "Organisation",
    "Cluster",
    "WorkingGroup",
    "Programme",
    "Project",
    "Event",
    "Vertical",
    "Place",
    "Person",
    "Date",
    "Group",
)
ACTORS = frozenset({"Organisation", "Cluster"})


@dataclass(slots=True)
class Block:
    """A stretch of text that belongs together: a heading, an item of a list, a row of a table, a paragraph."""

    kind: str  # heading, paragraph, item, label, row, header, agenda, noise
    start: int
    end: int
    level: int = 0  # of a heading (1 is the title), or the depth of an item
    lang: str = ""
    label: str = ""  # the words before the colon of a label block
    opening: int = -1  # where the label begins
    cells: tuple[tuple[int, int], ...] = ()  # of a row
    headings: tuple[int, ...] = ()  # indices of the headings above it, outermost first
    parent: int = (
        -1
    )  # the block that opens the list, the header of the table, or the item above a nested item
    path: str = ""  # where it stands in the source: an XPath, or the number of a paragraph


@dataclass(slots=True)
class Token:
    """A word or mark. `form` is what rules see: hyphenation undone, lower case, cedilla letters as comma letters."""

    text: str
    form: str
    start: int
    end: int
    tag: str = ""  # NOUN VERB AUX ADP DET ADJ NUM PUNCT CCONJ SCONJ PRON ADV PROPN PART X
    lemma: str = ""
    fine: str = ""  # the tag set's own fine tag (VBN, VBD …), empty without a tagger
    head: int = -1  # index of the governing token in the sentence, -1 at the root or without a parser
    dep: str = ""


@dataclass(slots=True)
class Sentence:
    """A sentence, list item, label value or cell, as tokens."""

    start: int
    end: int
    block: int
    lang: str
    tokens: list[Token] = field(default_factory=list)

    def at(self, start: int, end: int) -> tuple[int, int]:
        """The range of tokens that lie within [start, end) of the text."""
        first = next((i for i, t in enumerate(self.tokens) if t.end > start), len(self.tokens))
        last = next((i for i, t in enumerate(self.tokens) if t.start >= end), len(self.tokens))
        return first, last


@dataclass(slots=True, eq=False)
class Mention:
    """A name, date, vertical or group in the text; or, with `nominal`, words such as “the cluster” that mean one."""

    start: int
    end: int
    type: str
    text: str
    rule: str
    confidence: float = 0.8
    kind: str = ""
    count: int | None = None
    value: str = ""  # of a Date: EDTF; of a name from the gazetteer: its id
    inferred: bool = False  # of a Date: the year is the context's
    entity: int = -1  # index of its entity in the document
    nominal: bool = False  # never shown: its entity was named elsewhere
    also: tuple[int, ...] = ()  # of a nominal in the plural (“both clusters”): the entities it means
    sentence: int = -1
    first: int = 0  # range of tokens in its sentence
    last: int = 0


@dataclass(frozen=True, slots=True)
class Relation:
    """Two mentions, what holds between them according to the text, and the words that show it."""

    head: Mention
    relation: str
    tail: Mention
    mode: str
    quote: tuple[int, int]
    confidence: float
    rule: str
    qualifiers: tuple[tuple[str, str], ...] = ()
    when: str = ""  # EDTF of the clause's own date, "" where it has none
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A contract number, project code or day of signature: an attribute of an entity, and where it stands."""

    entity: int
    attribute: str
    value: str
    datatype: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a text says: its mentions (those of one entity share `entity`) and the relations between them."""

    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...]
    blocks: tuple[Block, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    codes: tuple[Code, ...] = ()
