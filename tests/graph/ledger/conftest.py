"""A ledger in a temporary folder, and a short way to say something."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from graph.ledger import Ledger
from graph.statement import Document, Evidence, Literal, Quote, Statement


def _says(
    subject: str,
    predicate: str,
    object: str | Literal,
    *,
    source: str = "s",
    part: str = "a.csv",
    record: str = "1",
    row: str = "",
    quote: Quote | None = None,
    **more: object,
) -> Statement:
    evidence = Evidence(source, part, record, date(2026, 11, 1), quote, row)
    return Statement(subject, predicate, object, evidence, **more)


def _quotes(document: Document, words: str, subject: str, predicate: str, object: str | Literal) -> Statement:
    start = document.text.index(words)
    quote = document.quote(start, start + len(words))
    return _says(
        subject, predicate, object, source=document.source, part=document.part, record="page", quote=quote
    )


@pytest.fixture
def says() -> Callable[..., Statement]:
    return _says


@pytest.fixture
def quotes() -> Callable[..., Statement]:
    return _quotes


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path) as opened:
        yield opened
