"""Which entities are called something like this?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import UsageError

if TYPE_CHECKING:
    from graph.index import Hit, Index
    from ontology import Ontology

__all__ = ["Found", "search"]


@dataclass(frozen=True, slots=True)
class Found:
    """The hits, the best first; `truncated` is true where there are more, `corrected` where a typing error was mended."""

    text: str
    hits: tuple[Hit, ...]
    truncated: bool
    corrected: bool


def search(index: Index, ontology: Ontology, text: str, *, type: str | None = None, limit: int = 20) -> Found:
    """Entities whose names hold all the words of `text`; of one type (with all its kinds) where `type` is given.

    Raises UsageError for an empty text, UnknownTerm for a type the ontology does not have.
    """
    if not text.strip():
        raise UsageError("Search for what? Give at least one word of a name.")
    kinds = None if type is None else ontology.kinds(ontology.class_(type).name)
    hits = index.search(text, kinds, limit + 1)
    return Found(text, tuple(hits[:limit]), len(hits) > limit, any(hit.corrected for hit in hits))
