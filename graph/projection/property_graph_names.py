"""Under which labels, types and property names do the ontology's terms stand in a property graph?

All are read from the ontology once; nothing that a source says ever becomes a label, a type or a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.statement import Mode

if TYPE_CHECKING:
    from ontology import Ontology

__all__ = ["NODE_PROPERTIES", "TIE_PROPERTIES", "Chosen", "Names", "quoted"]

NODE_PROPERTIES = ("id", "ids", "name", "type", "plannedTypes", "said")
TIE_PROPERTIES = (
    *("mode", "confidence", "statements", "sources", "quotes", "evidence", "saidSubject", "saidObject"),
    *("valid", "from", "to", "begin", "begun", "end", "inferred", "derived", "count", "of"),
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A property that shows the best value of an attribute or qualifier, and its datatype."""

    name: str
    datatype: str
    lang: bool = False


class Names:
    """The names of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self.labels = {name: ("Entity", *ontology.ancestors(name)) for name in ontology.classes}
        self.datatypes = {name: term.datatype for name, term in ontology.attributes.items()}
        self.attributes = {
            name: Chosen(_free(term.cypher, NODE_PROPERTIES), term.datatype, term.lang)
            for name, term in ontology.attributes.items()
            if term.chosen and name not in ("name", "type")
        }
        self.qualifiers = {
            name: Chosen(_free(name, TIE_PROPERTIES), term.datatype)
            for name, term in ontology.qualifiers.items()
        }
        self._types = {
            name: {Mode.PLANNED: term.planned, Mode.REFUTED: term.refuted, Mode.HAPPENED: term.cypher}
            for name, term in ontology.relations.items()
            if not term.derived
        }
        self.predicates = {type: name for name, types in self._types.items() for type in types.values()}
        self.derived = next(term.cypher for term in ontology.relations.values() if term.derived)

    def type_of(self, predicate: str, mode: Mode) -> str | None:
        """The relationship type of a relation in a mode; None for what the ontology has no relation for."""
        types = self._types.get(predicate)
        return types.get(mode, types[Mode.HAPPENED]) if types else None


def _free(name: str, taken: tuple[str, ...]) -> str:
    """The name, with a dash below where it is one of our own."""
    return f"{name}_" if name in taken else name


def quoted(name: str) -> str:
    """A name as it stands in a query, whatever it holds."""
    return "`" + name.replace("`", "``") + "`"
