"""What does this text say, and in which words? (mentions, relations and their mode, English and Romanian, offline)

`extract` is pure and deterministic: same text, same answer. Words and triggers are data in `lexicon/`.
"""

from __future__ import annotations

from loaders.prose.gazetteer import Entry, Gazetteer, bundled
from loaders.prose.model import Extraction, Mention, Relation
from loaders.prose.predict import explain, predictions
from loaders.prose.read import VERSION, extract

__all__ = [
    "VERSION",
    "Entry",
    "Extraction",
    "Gazetteer",
    "Mention",
    "Relation",
    "bundled",
    "explain",
    "extract",
    "predictions",
]
