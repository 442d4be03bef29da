"""When do two spellings name the same thing? When their folded keys are equal."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import combining, normalize

__all__ = ["folded", "slug"]

_NO_WORD = re.compile(r"[^\w+#]+|_+")


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """The text in lower case, without marks and diacritics (comma or cedilla): `Știința-X` -> `stiinta x`."""
    bare = text.casefold()
    if not bare.isascii():
        bare = "".join(char for char in normalize("NFKD", bare) if not combining(char))
    return _NO_WORD.sub(" ", bare).strip()


def slug(text: str) -> str:
    """The part of an entity id behind its prefix; `graph.statement.make_slug`, not importable here, agrees."""
    kept = "".join(
        char if char.isascii() and (char.isalnum() or char in "._") else "-" for char in text.lower()
    )
    return "-".join(piece for piece in kept.split("-") if piece)
