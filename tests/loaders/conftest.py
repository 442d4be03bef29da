"""What the tests of loaders share: recorded inputs, and loading them into a ledger of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from graph.ledger import Ledger
from graph.statement import Literal, Statement
from loaders._base import Location, Record
from loaders._run import Report, run
from ontology import Ontology, load

FIXTURES = Path(__file__).parent / "fixtures"
READ = date(2026, 11, 23)


@pytest.fixture(scope="session")
def fixtures() -> Path:
    return FIXTURES


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.sqlite") as opened:
        yield opened


@pytest.fixture
def at() -> Callable[..., Location]:
    """A location of a file for a loader."""

    def make(loader: ModuleType, path: Path | None = None, url: str = "", **more: object) -> Location:
        part = path.name if path else url or "part"
        known: dict[str, object] = {"part": part, "retrieved": READ, "ontology": load()}
        return Location(path, url, loader.SOURCE, **(known | more))  # type: ignore[arg-type]

    return make


@pytest.fixture
def said(at: Callable[..., Location]) -> Callable[..., set[tuple[object, ...]]]:
    """All that a loader says of a file, as tuples (subject, predicate, object or its text, what is special)."""

    def read(loader: ModuleType, path: Path | None = None, **more: object) -> set[tuple[object, ...]]:
        return {
            plain(one) for record in loader.fetch(at(loader, path, **more)) for one in loader.parse(record)
        }

    return read


@pytest.fixture
def records(at: Callable[..., Location]) -> Callable[..., list[Record]]:
    """The records of a file after they were parsed, for what is left in them."""

    def read(loader: ModuleType, path: Path | None = None, **more: object) -> list[Record]:
        found = list(loader.fetch(at(loader, path, **more)))
        for record in found:
            list(loader.parse(record))
        return found

    return read


@pytest.fixture
def into(ledger: Ledger, ontology: Ontology, at: Callable[..., Location]) -> Callable[..., Report]:
    """Load a file into the test's ledger."""

    def load_it(loader: ModuleType, path: Path | None = None, url: str = "", **more: object) -> Report:
        return run(ledger, ontology, loader, at(loader, path, url, **more))

    return load_it


def plain(one: Statement) -> tuple[object, ...]:
    """A statement without its evidence: (subject, predicate, object), then language, mode, time, qualifiers if any."""
    text = one.object.value if isinstance(one.object, Literal) else one.object
    lang = f"@{one.object.lang}" if isinstance(one.object, Literal) and one.object.lang else ""
    special = (lang, "" if one.mode == "happened" else one.mode.value, one.when.key if one.when else "")
    return (one.subject, one.predicate, text, *filter(None, special), *one.qualifiers)
