"""Does a small change give the same index as deciding everything anew?"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import UsageError
from graph.index import Index
from graph.index import build as index_build
from graph.ledger import Judgement, Ledger
from graph.statement import Statement
from ontology import Ontology

Said = tuple[str, str, str]
Told = Callable[[Iterable[Said]], Ledger]


def content(index: Index) -> dict[str, list[tuple[object, ...]]]:
    """Everything the index holds, but the revisions and the numbers of rows."""
    ask = index._connection.execute
    return {
        "identity": sorted(ask("SELECT id, canonical FROM identity WHERE until IS NULL")),
        "decision": sorted(ask("SELECT a, b, verdict, rule, confidence, by FROM decision")),
        "entity": sorted(ask("SELECT * FROM entity")),
        "label": sorted(ask("SELECT entity, text, folded, kind FROM label")),
        "block": sorted(ask("SELECT * FROM block")),
        "link": sorted(ask("SELECT * FROM link")),
        "found": sorted(
            ask("SELECT entity FROM label WHERE id IN (SELECT rowid FROM words WHERE words MATCH 'cluj')")
        ),
    }


def anew(ledger: Ledger, ontology: Ontology, path: Path) -> dict[str, list[tuple[object, ...]]]:
    path.unlink(missing_ok=True)
    with Index.open(path) as fresh:
        fresh.update(ledger, ontology)
        return content(fresh)


def no_rebuild(*_: object, **__: object) -> None:
    raise AssertionError("decided everything anew")


@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_following_equals_deciding_anew(
    seed: int,
    cluj: list[Said],
    say: Callable[[Iterable[Said]], list[Statement]],
    ontology: Ontology,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:

    dice = random.Random(seed)
    folder = tmp_path_factory.mktemp("follow")
    ids = sorted({subject for subject, _, _ in cluj})
    with Ledger.open(folder / "ledger.sqlite") as ledger, Index.open(folder / "index.sqlite") as index:
        for _ in range(4):
            kept = [said for said in cluj if dice.random() < 0.8]
            if dice.random() < 0.3:
                moved = dice.choice(ids)
                kept = [(moved, p, dice.choice(ids)) if p == "locatedIn" else (s, p, o) for s, p, o in kept]
            ledger.replace("hand", "table", say(kept))
            if dice.random() < 0.5:
                a, b = dice.sample(ids, 2)
                verdict = dice.choice(["same", "different", "unsure", "never"])
                with suppress(UsageError):  # it contradicts what was judged before
                    ledger.judge(Judgement(a, b, verdict, by="ana", why="so"))
            index.update(ledger, ontology)
            assert content(index) == anew(ledger, ontology, folder / "anew.sqlite")


def test_a_small_change_decides_little(
    told: Told,
    cluj: list[Said],
    index: Index,
    ontology: Ontology,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    ledger = told(cluj)
    index.update(ledger, ontology)
    monkeypatch.setattr(index_build, "_rebuild", no_rebuild)
    told([*cluj, ("x-new", "type", "Cluster"), ("x-new", "name", "IT din Cluj")])
    index.update(ledger, ontology)
    assert index.canonical("x-new") == "x-it-1"
    monkeypatch.undo()
    assert content(index) == anew(ledger, ontology, tmp_path / "anew.sqlite")


def test_what_leans_on_a_place_follows_it(
    told: Told, index: Index, ontology: Ontology, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said: list[Said] = [
        ("x-one", "type", "Organisation"),
        ("x-one", "name", "Institutul de Biologie"),
        ("x-one", "locatedIn", "x-town"),
        ("x-two", "type", "Organisation"),
        ("x-two", "name", "Institute of Biology"),
        ("x-two", "locatedIn", "x-city"),
        ("x-town", "type", "Place"),
        ("x-town", "name", "Bacău"),
        ("x-city", "type", "Place"),
        ("x-city", "name", "Buzău"),
    ]
    ledger = told(said)
    index.update(ledger, ontology)
    assert index.canonicals() == {}
    monkeypatch.setattr(index_build, "_rebuild", no_rebuild)
    told([("x-town", "name", "Buzău") if row == ("x-town", "name", "Bacău") else row for row in said])
    index.update(ledger, ontology)
    assert index.canonicals() == {"x-two": "x-one", "x-city": "x-town"}
    monkeypatch.undo()
    assert content(index) == anew(ledger, ontology, tmp_path / "anew.sqlite")
