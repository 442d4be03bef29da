"""A ledger told by hand, with the names that the first case is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from graph.index import Index
from graph.ledger import Ledger
from graph.statement import Evidence, Literal, Statement
from ontology import Ontology, load

Said = tuple[str, str, str]  # subject, predicate, object or value
Told = Callable[[Iterable[Said]], Ledger]

CLUJ: list[Said] = [
    ("place-cluj-napoca", "type", "Place"),
    ("place-cluj-napoca", "name", "Cluj-Napoca"),
    ("place-cluj-napoca", "alias", "Cluj"),
    ("place-cluj-napoca", "countryCode", "RO"),
    ("x-city", "type", "Place"),
    ("x-city", "name", "city of Cluj"),
    ("x-bucharest", "type", "Place"),
    ("x-bucharest", "name", "București"),
    ("x-timisoara", "type", "Place"),
    ("x-timisoara", "name", "Timișoara"),
    # one institution, many names
    ("x-umf-seed-1", "type", "University"),
    ("x-umf-seed-1", "name", "Cluj-Napoca Medical and Pharmacy University"),
    ("x-umf-seed-2", "type", "University"),
    ("x-umf-seed-2", "name", "UMF Cluj-Napoca"),
    ("x-umf-seed-3", "type", "University"),
    ("x-umf-seed-3", "name", "“Iuliu Hatieganu” University of Medicine and Pharmacy from Cluj-Napoca"),
    ("pic-999842439", "type", "University"),
    ("pic-999842439", "name", "UNIVERSITATEA DE MEDICINA SI FARMACIE IULIU HATIEGANU CLUJ-NAPOCA"),
    ("pic-999842439", "locatedIn", "place-cluj-napoca"),
    ("pic-999842439", "countryCode", "RO"),
    ("ror-051h0cw83", "type", "University"),
    ("ror-051h0cw83", "name", "Universitatea de Medicină și Farmacie Iuliu Hațieganu Cluj-Napoca"),
    ("ror-051h0cw83", "acronym", "UMF"),
    ("ror-051h0cw83", "locatedIn", "place-cluj-napoca"),
    ("cordis-fp7-e33903bc", "type", "Organisation"),
    ("cordis-fp7-e33903bc", "name", "UNIVERSITY IULIU HATIEGANU CLUJ NAPOCA"),
    ("cordis-fp7-e33903bc", "locatedIn", "place-cluj-napoca"),
    ("ror-timisoara", "type", "University"),
    ("ror-timisoara", "name", "Universitatea de Medicină și Farmacie Victor Babeș"),
    ("ror-timisoara", "acronym", "UMF"),
    ("ror-timisoara", "locatedIn", "x-timisoara"),
    # the same name in two towns
    ("ror-usamv-cluj", "type", "University"),
    ("ror-usamv-cluj", "name", "Universitatea de Științe Agricole și Medicină Veterinară Cluj-Napoca"),
    ("ror-usamv-cluj", "locatedIn", "place-cluj-napoca"),
    ("ror-usamv-bucharest", "type", "University"),
    ("ror-usamv-bucharest", "name", "Universitatea de Științe Agronomice și Medicină Veterinară"),
    ("ror-usamv-bucharest", "locatedIn", "x-bucharest"),
    ("x-usamv", "type", "University"),
    ("x-usamv", "name", "USAMV"),
    ("x-usamv-cluj", "type", "University"),
    ("x-usamv-cluj", "name", "USAMV Cluj"),
    # word order, and a city of the same name
    ("x-it-1", "type", "Cluster"),
    ("x-it-1", "name", "Cluj IT"),
    ("x-it-2", "type", "Cluster"),
    ("x-it-2", "name", "IT Cluj"),
    ("x-it-3", "type", "Cluster"),
    ("x-it-3", "name", "Cluj IT Cluster"),
    ("x-3bs", "type", "Cluster"),
    ("x-3bs", "name", "3BS ICT Network"),
    ("x-3b", "type", "Cluster"),
    ("x-3b", "name", "3B ICT Network"),
    # one event, two names
    ("x-u2b", "type", "Event"),
    ("x-u2b", "name", "University to Business (U2B)"),
    ("x-u2b", "hasDate", "2018-09-27"),
    ("x-b2u", "type", "Event"),
    ("x-b2u", "name", "B2U matchmaking: Projects with high potential for technological transfer"),
    ("x-b2u", "hasDate", "2018-09-27"),
    ("x-medicine", "type", "Event"),
    ("x-medicine", "name", "IT & Medicine"),
    ("x-medicine", "hasDate", "2018-11-09"),
    ("x-health", "type", "Event"),
    ("x-health", "name", "Digital Talks: IT & Health"),
    ("x-health", "hasDate", "2018-11-09"),
    ("x-talks", "type", "Event"),  # the series, taken for an event of its first day
    ("x-talks", "name", "Digital Talks"),
    ("x-talks", "hasDate", "2018-11-09"),
    ("x-automotive", "type", "Event"),
    ("x-automotive", "name", "Digital Talks: IT & Automotive"),
    ("x-automotive", "hasDate", "2018-11-14"),
    # a project under its two keys
    ("cordis-212892", "type", "Project"),
    ("cordis-212892", "identifier", "grant:769553"),
    ("cordis-212892", "name", "CRONOS"),
    ("x-cronos", "type", "Project"),
    ("x-cronos", "name", "Project Cronos"),
]

TOGETHER = [
    {
        "ror-051h0cw83",
        "pic-999842439",
        "cordis-fp7-e33903bc",
        "x-umf-seed-1",
        "x-umf-seed-2",
        "x-umf-seed-3",
    },
    {"ror-usamv-cluj", "x-usamv-cluj"},
    {"x-it-1", "x-it-2", "x-it-3"},
    {"x-3bs", "x-3b"},
    {"x-u2b", "x-b2u"},
    {"x-medicine", "x-health"},
    {"cordis-212892", "grant-769553"},
    {"place-cluj-napoca", "x-city"},
]


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load()


def statements(said: Iterable[Said], ontology: Ontology, source: str = "hand") -> Iterator[Statement]:
    """Each row as a statement of one source; values get the ontology's datatype."""
    for subject, predicate, value in said:
        literal = not ontology.is_relation(predicate)
        evidence = Evidence(source, "table", subject, date(2026, 1, 1))
        yield Statement(
            subject, predicate, Literal(value, ontology.datatype(predicate)) if literal else value, evidence
        )


@pytest.fixture
def say(ontology: Ontology) -> Callable[[Iterable[Said]], list[Statement]]:
    """Turns rows into statements."""
    return lambda said: list(statements(said, ontology))


@pytest.fixture
def told(tmp_path: Path, ontology: Ontology) -> Iterator[Told]:
    """Makes a ledger that holds what it is told, all in one source."""
    opened: list[Ledger] = []

    def tell(said: Iterable[Said]) -> Ledger:
        if not opened:
            opened.append(Ledger.open(tmp_path / "ledger.sqlite"))
        opened[0].replace("hand", "table", statements(said, ontology))
        return opened[0]

    yield tell
    for ledger in opened:
        ledger.close()


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index.open(tmp_path / "index.sqlite") as opened:
        yield opened


@pytest.fixture
def cluj() -> list[Said]:
    return list(CLUJ)


@pytest.fixture
def together() -> list[set[str]]:
    return [set(ids) for ids in TOGETHER]
