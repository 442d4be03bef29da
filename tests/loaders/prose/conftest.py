"""Short ways to read a text and to see what was said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from loaders.prose import Extraction, extract

Said = set[tuple[str, str, str, str]]
Reader = Callable[[str], Said]


def said(found: Extraction) -> Said:
    return {(r.head.text, r.relation, r.tail.text, r.mode) for r in found.relations}


@pytest.fixture
def relations() -> Reader:
    """The relations of a text as (head, relation, tail, mode)."""
    return lambda text: said(extract(text))


@pytest.fixture
def mentions() -> Callable[[str], list[tuple[str, str]]]:
    """The mentions of a text as (type, words)."""
    return lambda text: [(m.type, m.text) for m in extract(text).mentions]
