"""Do the three stores answer every saved question alike, and as worked out by hand?"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph.ask.sparql import SparqlWorkers
from graph.ask.table import Table
from graph.data_folder import DataFolder
from graph.questions import Question, agree, ask, bind, named, question, questions
from graph.workspace import Workspace

if TYPE_CHECKING:
    from graph.engine.bolt import Engine

ANSWERS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("answers.toml").read_text(encoding="utf-8")
)
CASES = [
    pytest.param(name, case, id=f"{name}({', '.join(case['given'].values())})")
    for name, cases in ANSWERS.items()
    for case in cases
]
ROWS = 5_000


@pytest.fixture(scope="module")
def work(cluj: DataFolder) -> Iterator[Workspace]:
    with Workspace(cluj) as opened:
        opened.catch_up_rdf()
        yield opened


@pytest.fixture(scope="module")
def workers(work: Workspace) -> Iterator[SparqlWorkers]:
    with SparqlWorkers(work.rdf.snapshot, count=1) as opened:
        yield opened


@pytest.fixture(scope="module")
def embedded(work: Workspace, embedded_engine: Engine) -> Engine:
    embedded_engine.clear()
    work.catch_up_property_graph(embedded_engine)
    return embedded_engine


@pytest.fixture(scope="module")
def neo4j(work: Workspace, neo4j_engine: Engine) -> Engine:
    neo4j_engine.clear()
    work.catch_up_property_graph(neo4j_engine)
    return neo4j_engine


@pytest.fixture(scope="module")
def in_sparql(work: Workspace, workers: SparqlWorkers) -> dict[str, Table]:
    """The answers in SPARQL, kept for the comparison with each engine."""
    return {}


def _asked(work: Workspace, name: str, case: dict[str, Any], store: Any) -> tuple[Question, Table]:
    chosen = question(name)
    values = bind(chosen, case["given"], work.index, work.ontology)
    table = ask(chosen, values, store, work.ontology, timeout=120, limit=ROWS)
    assert not table.truncated
    return chosen, table


def _by_name(work: Workspace, chosen: Question, table: Table) -> list[tuple[Any, ...]]:
    """Rows as in answers.toml: names without ids, "" for nothing."""
    shown = named(table, chosen, work.index, work.ontology)
    kept = [at for at, column in enumerate(shown.columns) if not column.endswith("_id")]
    return [tuple("" if row[at] is None else row[at] for at in kept) for row in shown.rows]


def test_every_question_has_an_answer_and_an_empty_one() -> None:
    assert ANSWERS.keys() == questions().keys()
    for name, cases in ANSWERS.items():
        assert any("rows" in case or "has" in case for case in cases), f"{name}: no rows by hand"
        assert any(case.get("empty") for case in cases), f"{name}: no empty answer"
    whole = [name for name, cases in ANSWERS.items() if any("rows" in case for case in cases)]
    assert len(whole) >= 40


@pytest.mark.parametrize(("name", "case"), CASES)
def test_sparql_answers_as_worked_out_by_hand(
    work: Workspace, workers: SparqlWorkers, in_sparql: dict[str, Table], name: str, case: dict[str, Any]
) -> None:
    chosen, table = _asked(work, name, case, workers)
    in_sparql[_key(name, case)] = table
    found = _by_name(work, chosen, table)
    if "rows" in case:
        wanted = [tuple(row) for row in case["rows"]]
        assert found == wanted if chosen.ordered else sorted(found, key=repr) == sorted(wanted, key=repr)
    elif "has" in case:
        assert {tuple(row) for row in case["has"]} <= set(found)
    else:
        assert bool(found) is not case.get("empty", False)


def _key(name: str, case: dict[str, Any]) -> str:
    return f"{name} {sorted(case['given'].items())}"


def _same_in_cypher(
    work: Workspace,
    workers: SparqlWorkers,
    kept: dict[str, Table],
    name: str,
    case: dict[str, Any],
    engine: Engine,
) -> None:
    chosen, table = _asked(work, name, case, engine)
    other = kept.get(_key(name, case)) or _asked(work, name, case, workers)[1]
    assert agree(table, other, chosen), {
        "only in Cypher": sorted(set(table.rows) - set(other.rows), key=repr)[:5],
        "only in SPARQL": sorted(set(other.rows) - set(table.rows), key=repr)[:5],
    }


@pytest.mark.embedded
@pytest.mark.parametrize(("name", "case"), CASES)
def test_the_embedded_engine_agrees(
    work: Workspace,
    workers: SparqlWorkers,
    embedded: Engine,
    in_sparql: dict[str, Table],
    name: str,
    case: dict[str, Any],
) -> None:
    _same_in_cypher(work, workers, in_sparql, name, case, embedded)


@pytest.mark.neo4j
@pytest.mark.parametrize(("name", "case"), CASES)
def test_neo4j_agrees(
    work: Workspace,
    workers: SparqlWorkers,
    neo4j: Engine,
    in_sparql: dict[str, Table],
    name: str,
    case: dict[str, Any],
) -> None:
    _same_in_cypher(work, workers, in_sparql, name, case, neo4j)


@pytest.mark.parametrize(
    ("words", "name", "given"),
    [
        ("who works on artificial intelligence?", "who-works-on", {"vertical": "vertical-artificial-intelligence"}),
        ("Cine lucrează în domeniul inteligență artificială?", "who-works-on", {"vertical": "vertical-artificial-intelligence"}),
        ("memmbers of AgroTransilvania Cluster", "members-of", {"group": "AgroTransilvania Cluster"}),
        ("where did the money of Horizon 2020 go, by country?", "money-by-country", {"programme": "programme-h2020"}),
        ("în ce țări au mers banii Orizont 2020", "money-by-country", {"programme": "programme-h2020"}),
        ("parteneri străini ai UBB", "partners-abroad", {"actor": "ror-02rmd1t30"}),
        ("ce s-a planificat pentru Cluj Innovation City", "planned-never-evidenced", {"entity": "Cluj Innovation City"}),
        ("what changed for Cluj IT between June and December 2018", "changed-between", {"entity": "Cluj IT", "from": "2018-06", "to": "2018-12"}),
        ("What is known of Cluj IT Cluster on 14 November 2018?", "known-on-day", {"entity": "Cluj IT", "day": "2018-11-14"}),
        ("universități fără identificator din Cluj-Napoca", "without-identifier", {"place": "place-cluj-napoca", "type": "University"}),
        ("who bridges ICT and health", "bridges-two-verticals", {"one": "vertical-ict", "other": "vertical-health"}),
        ("projects of Babeș-Bolyai University since 2016", "projects-of", {"actor": "ror-02rmd1t30", "from": "2016"}),
    ],
)  # fmt: skip
def test_free_words_are_understood(work: Workspace, words: str, name: str, given: dict[str, str]) -> None:
    from graph.questions.words import understand

    best = understand(words, work.index, work.ontology).best
    assert best.question.name == name
    assert best.missing == ()
    found = bind(best.question, best.given, work.index, work.ontology)
    assert found == bind(question(name), given, work.index, work.ontology)


def test_words_about_nothing_we_hold_are_not_answered(work: Workspace) -> None:
    from graph.errors import NothingFound
    from graph.questions.words import understand

    with pytest.raises(NothingFound, match="near enough"):
        understand("will it rain tomorrow afternoon", work.index, work.ontology)
