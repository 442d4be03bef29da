"""Do the names of the first case meet, and only those?"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.identity.gather import gather_statements
from graph.identity.rules import resolve_all
from graph.index import Index
from graph.ledger import Ledger
from graph.statement import Evidence, Literal, Statement
from ontology import Ontology

Said = tuple[str, str, str]
Told = Callable[[Iterable[Said]], Ledger]


def entities(canonical: dict[str, str]) -> set[frozenset[str]]:
    """The sets of more than one id that a mapping describes."""
    found: dict[str, set[str]] = {}
    for entity, head in canonical.items():
        found.setdefault(head, {head}).add(entity)
    return {frozenset(members) for members in found.values()}


@pytest.fixture
def known(told: Told, cluj: list[Said], index: Index, ontology: Ontology) -> Index:
    index.update(told(cluj), ontology)
    return index


def test_exactly_these_are_one(known: Index, together: list[set[str]]) -> None:
    assert entities(known.canonicals()) == {frozenset(ids) for ids in together}


def test_the_three_names_of_umf_are_one_under_the_best_authority(known: Index) -> None:
    heads = {known.canonical(f"x-umf-seed-{number}") for number in (1, 2, 3)}
    assert heads == {"ror-051h0cw83"}
    assert known.find("UMF Cluj-Napoca") == "ror-051h0cw83"
    assert known.find("ror:051h0cw83") == "ror-051h0cw83"
    assert known.find("pic-999842439") == "ror-051h0cw83"


def test_the_city_is_not_the_cluster(known: Index) -> None:
    city = known.canonical("place-cluj-napoca")
    assert city not in {known.canonical(f"x-it-{number}") for number in (1, 2, 3)}
    assert known.entity(city).type == "Place"  # type: ignore[union-attr]


def test_usamv_alone_and_in_bucharest_stay_apart(known: Index) -> None:
    assert known.canonical("x-usamv") == "x-usamv"
    assert known.canonical("ror-usamv-bucharest") == "ror-usamv-bucharest"
    apart = [taken for taken in known.decisions("ror-usamv-bucharest") if taken.verdict == "different"]
    assert {(taken.a, taken.b, taken.rule) for taken in apart} == {
        ("ror-usamv-bucharest", "ror-usamv-cluj", "authority")
    }


def test_a_project_acronym_alone_merges_nothing(known: Index) -> None:
    assert known.canonical("x-cronos") == "x-cronos"
    assert known.canonical("cordis-212892") == "grant-769553"


def test_every_merge_is_explained(known: Index) -> None:
    for head in set(known.canonicals().values()):
        reasons = [taken for taken in known.decisions(head) if taken.verdict == "same"]
        joined = {entity for taken in reasons for entity in (taken.a, taken.b)}
        assert joined >= set(known.members(head))
        for taken in reasons:
            assert taken.why
            assert taken.rule == "identifier" or len(taken.features) > 1


def shuffled(said: list[Said], seed: int) -> list[Said]:
    mixed = list(said)
    random.Random(seed).shuffle(mixed)
    return mixed


EVIDENCE = Evidence("hand", "table", "row", date(2026, 1, 1))


@given(seed=st.integers(0, 10**6))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_loading_does_not_matter(
    seed: int, cluj: list[Said], together: list[set[str]], ontology: Ontology
) -> None:
    said = (
        Statement(
            subject,
            predicate,
            value if ontology.is_relation(predicate) else Literal(value, ontology.datatype(predicate)),
            EVIDENCE,
        )
        for subject, predicate, value in shuffled(cluj, seed)
    )
    gathered = gather_statements(said)
    resolution = resolve_all(gathered, ontology)
    found = entities(resolution.canonical)
    assert found == {frozenset(ids) for ids in together}
    for ids in found:
        (head,) = {resolution.canonical.get(entity, entity) for entity in ids}
        best = [entity for entity in ids if ontology.authority_of(entity)]
        if best:  # an authority's id wins whatever was loaded first
            assert head in best
        else:
            assert head == min(ids, key=gathered.first.__getitem__)


def test_two_loads_in_either_order_give_the_same_entities(
    tmp_path: Path, cluj: list[Said], together: list[set[str]], ontology: Ontology
) -> None:
    seen = []
    for number, order in enumerate((1, -1)):
        with (
            Ledger.open(tmp_path / f"ledger-{number}.sqlite") as ledger,
            Index.open(tmp_path / f"index-{number}.sqlite") as index,
        ):
            halves = (cluj[:40], cluj[40:])[::order]
            for half, said in zip(("a", "b")[::order], halves, strict=True):
                ledger.replace(half, "table", _statements(said, ontology, half))
                index.update(ledger, ontology)
            seen.append(entities(index.canonicals()))
    assert seen[0] == seen[1] == {frozenset(ids) for ids in together}


def _statements(said: Iterable[Said], ontology: Ontology, source: str) -> Iterable[Statement]:
    for subject, predicate, value in said:
        evidence = Evidence(source, "table", subject, EVIDENCE.retrieved)
        literal = not ontology.is_relation(predicate)
        yield Statement(
            subject, predicate, Literal(value, ontology.datatype(predicate)) if literal else value, evidence
        )
