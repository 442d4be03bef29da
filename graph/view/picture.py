"""What does a picture hold, before it becomes a page, a drawing or a file?

Nodes with a place on the plane, ties with the statements that prove them, and what was left out and why.
Two ties differ where subject, relation, object or mode differ: what is only planned is never drawn as a fact.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from html import escape
from typing import Any

from graph.statement import Mode, Source
from graph.view.spec import LIMIT_WARNED, ViewSpec
from graph.view.texts import Names, Texts, in_language

__all__ = ["Fact", "LeftOut", "Look", "Node", "Picture", "Proof", "Receipt", "RelationWords", "Tie", "tie_id"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where it was said: a sentence of a document, or a row of a table (`row` is its compact JSON)."""

    source: str
    record: str
    retrieved: str  # ISO date
    quote: str = ""
    lang: str = ""  # of the quote
    title: str = ""  # of the document
    url: str = ""  # of the document, else of the source
    document: str = ""  # SHA-256
    row: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """One statement behind a tie or a fact, with its receipt."""

    statement: str  # id, 32 hexadecimal digits
    receipt: Receipt
    when: str = ""  # key of the valid time, as `When.key`; empty where undated
    confidence: float = 1.0
    by: str = ""
    qualifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """An attribute of a node: the ontology's name, the value, its language, and what proves it."""

    attribute: str
    value: str
    lang: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class Node:
    """An entity in the picture. Degree and weight count only what is said as happened or claimed."""

    id: str
    names: Names
    type: str  # the ontology's name of the class
    degree: int = 0  # other nodes of this picture it is tied to
    weight: int = 0  # statements behind those ties
    verticals: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    seed: bool = False
    unnamed: bool = False  # no source names it: it is called by its type and id
    distance: int = 0  # steps from the nearest seed
    community: int = 0  # 0 is the largest
    x: float = 0.0
    y: float = 0.0
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """All that is said, in one mode, of one relation between two nodes; the first proofs of `weight` many."""

    subject: str
    relation: str
    object: str
    mode: Mode
    proofs: tuple[Proof, ...]
    weight: int
    confidence: float  # of the best proof
    start: str = ""  # the earliest and latest dates said, in any precision; empty where unknown
    end: str = ""
    dated: bool = False
    inferred: bool = False  # a date was worked out from the context

    @property
    def id(self) -> str:
        """The same tie has the same id in every picture."""
        return tie_id(self.subject, self.relation, self.object, self.mode)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many nodes and ties are not in the picture for one reason (a key `left.<reason>` of the texts)."""

    reason: str
    nodes: int = 0
    ties: int = 0
    statements: int = 0
    detail: Names = field(default_factory=dict)

    def words(self, lang: str) -> str:
        """One sentence: how many, why, and the way to see them."""
        texts = Texts(lang)
        return texts.say(
            f"left.{self.reason}",
            nodes=texts.say("count.nodes", n=self.nodes),
            ties=texts.say("count.ties", n=self.ties),
            statements=texts.say("count.statements", n=self.statements),
            detail=in_language(self.detail, lang),
        )


@dataclass(frozen=True, slots=True)
class Look:
    """How a type is drawn: its label, and colour and shape from the ontology; and the classes above it."""

    label: Names
    colour: str
    shape: str
    kind_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationWords:
    """How a relation is read from its subject, and from its object."""

    label: Names
    inverse: Names
    symmetric: bool = False  # drawn without an arrow


@dataclass(frozen=True, slots=True)
class Picture:
    """A piece of the graph that can be drawn: it needs neither ledger nor ontology any more."""

    spec: ViewSpec
    title: Names
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    types: dict[str, Look]
    relations: dict[str, RelationWords]
    attributes: dict[str, Names] = field(default_factory=dict)  # labels of attributes and qualifiers
    concepts: dict[str, Names] = field(default_factory=dict)  # names of the verticals and places mentioned
    sources: dict[str, Source] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    held_nodes: int = 0  # what the filters let through in the whole graph
    held_ties: int = 0
    revision: int = 0
    day: str = ""  # ISO date of the ledger's last run shown here

    @property
    def is_crowded(self) -> bool:
        """True where there is more to see than a reader can follow."""
        return len(self.nodes) > LIMIT_WARNED

    def summary(self, lang: str = "") -> str:
        """The picture in a few lines of plain text."""
        texts = Texts(lang or self.spec.lang)
        lines = [
            in_language(self.title, texts.lang),
            texts.say(
                "showing",
                nodes=texts.number(len(self.nodes)),
                all_nodes=texts.say("count.nodes", n=max(self.held_nodes, len(self.nodes))),
                ties=texts.number(len(self.ties)),
                all_ties=texts.say("count.ties", n=max(self.held_ties, len(self.ties))),
            ),
            texts.say("warning.crowded", nodes=texts.say("count.nodes", n=len(self.nodes)))
            if self.is_crowded
            else "",
            *(left.words(texts.lang) for left in self.left_out),
            f"{texts.say('again')} {self.spec.to_command()}",
        ]
        return "\n".join(line for line in lines if line)

    def _repr_html_(self) -> str:
        """The page in a sandboxed frame: it cannot reach the notebook, and the notebook's page not it."""
        from graph.view.page import page  # imports pyvis

        label = escape(in_language(self.title, self.spec.lang), quote=True)
        return (
            f'<iframe title="{label}" sandbox="allow-scripts allow-downloads" '
            'style="width:100%;height:760px;border:1px solid #d5dae1;border-radius:6px" '
            f'srcdoc="{escape(page(self), quote=True)}"></iframe>'
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Page, drawing and plain text: code hosts and screen readers get something, too."""
        from graph.view.drawing import svg

        return {
            "text/html": self._repr_html_(),
            "image/svg+xml": svg(self),
            "text/plain": self.summary(),
        }


def tie_id(subject: str, relation: str, object_: str, mode: str) -> str:
    """The id of a tie: a short hash of its ends, its relation and its mode."""
    framed = "".join(f"{len(part)}:{part}" for part in (subject, relation, object_, str(mode)))
    return "t-" + blake2b(framed.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
