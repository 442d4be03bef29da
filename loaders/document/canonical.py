"""What is the canonical text of a file, and which element does each stretch of it come from?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

__all__ = ["Page", "read"]

Hint = tuple[int, int, str, int, str]


@dataclass(frozen=True, slots=True)
class Page:
    """Canonical text (UTF-8, NFC) and the parts that its source marks: (start, end, kind, level, path)."""

    text: str
    title: str
    media_type: str
    hints: tuple[Hint, ...] = ()


def read(path: Path) -> Page:
    """The page in a file."""
    return Page(normalize("NFC", path.read_text(encoding="utf-8")), "", "text/plain")
