"""Which rows of any table of names mean the same body? The rules of the graph, without a ledger.

A row is an id, a name and whatever else is known: country, city, web address, type, acronym. The answer gives each row
a cluster and a confidence. Ids of rows are only names of rows: they exclude nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.errors import SourceError
from graph.identity.candidates import blocks, pairs
from graph.identity.decide import decide, score
from graph.identity.decision import ACCEPT, Decision
from graph.identity.lexicon import place_key
from graph.identity.names import Name, acronym_key, read
from graph.identity.profile import Profile, country_code, domain_of
from ontology import Ontology

__all__ = ["Assignment", "Row", "resolve", "rows_of"]

COLUMNS = ("id", "name", "country", "city", "url", "type", "acronym")
# What registers call kinds of organisations, besides the names of our own classes.
_KINDS: Mapping[str, str] = {
    "hes": "University",
    "rec": "ResearchCentre",
    "prc": "Company",
    "pub": "PublicBody",
    "education": "University",
    "facility": "ResearchCentre",
    "government": "PublicBody",
    "healthcare": "Hospital",
    "nonprofit": "Association",
    "funder": "Funder",
}


# Bodies of which each town has its own, often named after the same person.
_IN_EVERY_TOWN = frozenset(
    [
        "school",
        "hospital",
        "clinic",
        "library",
        "museum",
        "theatre",
        "college",
        "academy",
        "municipality",
        "city",
        "county",
        "inspectorate",
        "service",
        "branch",
        "chamber",
        "park",
        "station",
        "cluster",
        "hub",
        "incubator",
        "association",
        "foundation",
        "faculty",
        "department",
    ]
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table; only id and name are needed."""

    id: str
    name: str
    country: str = ""
    city: str = ""
    url: str = ""
    type: str = ""
    acronym: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The cluster of a row (the id of its first row), and how sure that is.

    The confidence of a row in company is that of its best pair; of a row alone, one less that of its best pair not taken.
    """

    id: str
    cluster: str
    confidence: float


def rows_of(table: Iterable[Mapping[str, str | None]]) -> list[Row]:
    """Rows from records such as `csv.DictReader` gives. Raises SourceError for a missing column or a repeated id."""
    rows: list[Row] = []
    seen: set[str] = set()
    for number, record in enumerate(table, 1):
        if missing := {"id", "name"} - record.keys():
            raise SourceError(f"The table has no column “{min(missing)}”; it needs at least id and name.")
        row = Row(**{column: (record.get(column) or "").strip() for column in COLUMNS})
        if not row.id or row.id in seen:
            raise SourceError(
                f"Row {number} has {'no id' if not row.id else f'the id {row.id} of an earlier row'}."
            )
        seen.add(row.id)
        rows.append(row)
    return rows


def resolve(rows: Sequence[Row], ontology: Ontology) -> list[Assignment]:
    """A cluster for each row, in their order. The order of rows changes only which row names a cluster."""
    profiles = {row.id: _profile(row, at, ontology) for at, row in enumerate(rows)}
    keys = {entity: blocks(profile) for entity, profile in profiles.items()}
    members: defaultdict[int, list[str]] = defaultdict(list)
    for entity, found in keys.items():
        for key in found:
            members[key].append(entity)
    outcome = decide(profiles, score(pairs(keys, keys, members, profiles), profiles), ())
    cluster = {row.id: row.id for row in rows}
    for together in outcome.entities:
        first = min(together, key=lambda entity: profiles[entity].first)
        cluster.update(dict.fromkeys(together, first))
    taken, doubted = _best(outcome.decisions, cluster)
    return [
        Assignment(
            row.id,
            cluster[row.id],
            taken[row.id] if row.id in taken else round(1 - doubted.get(row.id, 0.0), 4),
        )
        for row in rows
    ]


def _best(
    decisions: Iterable[Decision], cluster: Mapping[str, str]
) -> tuple[dict[str, float], dict[str, float]]:
    """The best confidence of each row's pairs within its cluster, and of those that were only asked about."""
    taken: dict[str, float] = {}
    doubted: dict[str, float] = {}
    for decision in decisions:
        if decision.verdict == "different":
            continue
        side = taken if cluster[decision.a] == cluster[decision.b] else doubted
        for entity in (decision.a, decision.b):
            side[entity] = max(side.get(entity, 0.0), min(decision.confidence, 1.0))
    return taken, {entity: min(value, ACCEPT) for entity, value in doubted.items()}


def _profile(row: Row, at: int, ontology: Ontology) -> Profile:
    kind = _kind(row.type, ontology)
    ancestors = [name for name in ontology.ancestors(kind) if name != "Actor"] if kind else []
    town = place_key(row.city) if row.city else ""
    name = read(row.name)
    return Profile(
        id=row.id,
        first=at,
        group=ancestors[-1] if ancestors else "Organisation",
        kinds=frozenset({kind} if kind else ()),
        names=(name,),
        acronyms=frozenset({acronym_key(row.acronym)} if row.acronym else ()),
        towns=frozenset({town} if town else ()),
        countries=frozenset({country_code(row.country)} if row.country else ()),
        domains=frozenset({domain} if (domain := domain_of(row.url)) else ()),
        days=frozenset(),
        context=frozenset(),
        authority="",
        stated=(),
        seated=not _tells_itself_apart(name),
    )


def _tells_itself_apart(name: Name) -> bool:
    """True for a name so much its own that two towns in one country are rather two addresses than two bodies."""
    letters = sum(len(word) for word in name.proper)
    return letters > 7 and name.heads.isdisjoint(_IN_EVERY_TOWN)


def _kind(text: str, ontology: Ontology) -> str:
    """The class that a type column means; "" where it means none that we know."""
    told = text.strip().replace(" ", "").casefold()
    by_name = {name.casefold(): name for name in ontology.classes}
    return _KINDS.get(told, by_name.get(told, ""))
