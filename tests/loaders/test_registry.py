"""What holds for every loader, found because its file is there."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import loaders
from graph.errors import UsageError
from loaders._base import Location
from loaders._check import Checker
from loaders.catalogue import _is_licence
from ontology import load

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", loaders.names())
def test_every_loader_has_a_source_with_licence_docstrings_and_a_recorded_input(name: str) -> None:
    module = loaders.named(name)
    source = module.SOURCE
    assert source.id
    assert source.title
    assert source.publisher
    assert source.loader == name
    assert _is_licence(source.licence)
    assert "?" in (module.__doc__ or "").splitlines()[0], "the first line is the question it answers"
    assert module.fetch.__doc__
    assert module.parse.__doc__
    recorded = [*(HERE / "fixtures").glob(f"{name}*"), *(HERE / name).rglob("*")]
    assert recorded, f"put a recorded input into tests/loaders/fixtures/{name}…"


def _inputs() -> list[tuple[str, Path]]:
    data = {".csv", ".json", ".yaml", ".html", ".md", ".txt"}
    found = [
        (name, file) for name in loaders.names() for file in sorted((HERE / "fixtures").glob(f"{name}*"))
    ]
    return [(name, file) for name, file in found if file.suffix in data]


@pytest.mark.parametrize(("name", "file"), _inputs(), ids=lambda one: getattr(one, "name", one))
def test_what_a_loader_says_of_its_recorded_input_holds_and_is_the_same_every_time(
    name: str, file: Path, at: Callable[..., Location]
) -> None:
    module = loaders.named(name)

    def ids() -> list[str]:
        checker, found = Checker(load()), []
        for record in module.fetch(at(module, file)):
            found += [one.id for one in module.parse(record) if checker.passes(one, record)]
            assert record.skipped or not record.leftovers(), f"{record.place}: {record.leftovers()}"
        found += [one.id for one in checker.waiting()]
        assert checker.violations == []
        return found

    first = ids()
    assert first
    assert ids() == first


def test_a_loader_is_found_because_its_file_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dropped.py").write_text(
        '"""Is a new file enough?"""\n'
        "from graph.statement import Source\n"
        'SOURCE = Source("dropped", "Dropped", "Nobody", "CC0-1.0")\n'
        "def fetch(where): yield where.record('1', {})\n"
        "def parse(record): yield record.says('x-1', 'type', 'Company')\n"
    )
    (tmp_path / "_hidden.py").write_text("SOURCE = 1\n")
    (tmp_path / "library.py").write_text("X = 1\n")
    monkeypatch.setattr(loaders, "__path__", [*loaders.__path__, str(tmp_path)])
    try:
        assert "dropped" in loaders.names()
        assert not {"_hidden", "library"} & set(loaders.names())
        assert isinstance(loaders.named("dropped"), ModuleType)
        assert "dropped" in loaders.available()
    finally:
        sys.modules.pop("loaders.dropped", None)


def test_an_unknown_loader_lists_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"no loader “cordys”\. There are: .*cordis, .*ror, "):
        loaders.named("cordys")
    with pytest.raises(UsageError, match="no loader “catalogue”"):
        loaders.named("catalogue")
