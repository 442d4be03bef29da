"""Who is who in a whole ledger, or in the part of it that changed?

Kinds are settled in an order in which each can lean on those before it: places first, because organisations are
told apart by them; organisations before the events they organise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from graph.identity.candidates import blocks, pairs
from graph.identity.decide import Judged, Outcome, Scored, decide, decision_by, score
from graph.identity.decision import Decision
from graph.identity.gather import TELLING, Gathered
from graph.identity.lexicon import lexicon_version
from graph.identity.profile import NEVER, Places, Profile, Profiler
from ontology import Ontology

__all__ = [
    "RULES_VERSION",
    "STAGES",
    "Resolution",
    "blocks_of",
    "oldest",
    "resolve_all",
    "rules_version",
    "stage_of",
]

RULES_VERSION = 1  # raise it whenever the same statements would be decided otherwise
STAGES: tuple[frozenset[str], ...] = (
    frozenset({"Place", "Concept"}),
    frozenset({"Organisation", "Cluster", "Programme", "Strategy"}),
    frozenset({"WorkingGroup", "Project", "EventSeries"}),
    frozenset({"Event", "Person"}),
)


def rules_version(ontology: Ontology) -> str:
    """Identity is remade when this changes: the rules, the words they know, or the ontology."""
    return f"{RULES_VERSION}-{lexicon_version()}-{ontology.version}"


@dataclass(slots=True)
class Resolution:
    """The result: ids whose canonical id is another, all decisions, and what the next change will need."""

    canonical: dict[str, str] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    blocks: dict[str, set[int]] = field(default_factory=dict)
    scored: list[Scored] = field(default_factory=list)
    stated: list[tuple[str, str]] = field(default_factory=list)

    def settle(self, members: Sequence[str], ontology: Ontology, first: Mapping[str, int]) -> None:
        """Give the ids of one entity their canonical id."""
        head = oldest(members, ontology, first)
        for member in members:
            self.canonical.pop(member, None)
        self.canonical.update((member, head) for member in members if member != head)


def oldest(members: Iterable[str], ontology: Ontology, first: Mapping[str, int]) -> str:
    """The canonical id: of the best authority in the ontology's order, else the one the ledger heard of first."""

    def rank(entity: str) -> tuple[int, float, str]:
        authority = ontology.authority_of(entity)
        order = authority.order if authority else 10**6
        return order, first.get(entity, float("inf")), entity

    return min(members, key=rank)


def stage_of(group: str, kinds: Set[str]) -> int:
    """The stage in which entities of a type group are settled; the last for those of which nothing is known."""
    told = kinds | {group}
    return next((number for number, groups in enumerate(STAGES) if groups & told), len(STAGES))


def resolve_all(gathered: Gathered, ontology: Ontology, judged: Sequence[Judged] = ()) -> Resolution:
    """Decide over everything that was gathered."""
    resolution = Resolution()
    profiler = Profiler(gathered, ontology, Places(gathered, ontology))
    stages = _stages(gathered, profiler, judged)
    across = [said for said in judged if stages[said.a] != stages[said.b]]
    entities: list[list[str]] = []
    for number in range(len(STAGES) + 1):
        ids = [entity for entity, stage in stages.items() if stage == number]
        settled = _settled(dict(resolution.canonical))
        profiles = {entity: profiler.profile(entity, settled) for entity in ids}
        inside = [said for said in judged if said.a in profiles and said.b in profiles]
        outcome = _stage(profiles, resolution, inside, gathered)
        for members in outcome.entities:
            resolution.settle(members, ontology, gathered.first)
        entities += outcome.entities
        resolution.decisions += outcome.decisions
    _across(across, entities, resolution, ontology, gathered)
    return resolution


def _settled(known: Mapping[str, str]) -> Callable[[str], str]:
    return lambda entity: known.get(entity, entity)


def _across(
    judged: Sequence[Judged],
    entities: list[list[str]],
    resolution: Resolution,
    ontology: Ontology,
    gathered: Gathered,
) -> None:
    """People may join what the rules would never compare, such as an event and the project it was taken for."""
    of = {member: members for members in entities for member in members}
    for said in judged:
        resolution.decisions.append(decision_by(said))
        if said.verdict == "same":
            joined = sorted({*of.get(said.a, [said.a]), *of.get(said.b, [said.b])})
            of.update(dict.fromkeys(joined, joined))
            resolution.settle(joined, ontology, gathered.first)


def _stages(gathered: Gathered, profiler: Profiler, judged: Sequence[Judged]) -> dict[str, int]:
    """The ids that could be somebody else and the stage that decides them, sorted by id.

    An id that others only state or judge, and of which nothing is said, goes with them.
    """
    named = {entity for role in TELLING for entity in gathered.values[role]}
    links = [
        (entity, other) for entity in gathered.values["identifiers"] for other in profiler.stated(entity)
    ]
    links += [(said.a, said.b) for said in judged]
    ids = sorted(named.union(*links) if links else named)
    stages = {entity: stage_of(*profiler.group(entity)) for entity in ids}
    for one, other in links:
        lower = min(stages[one], stages[other])
        for entity in (one, other):
            if not profiler.group(entity)[0]:
                stages[entity] = lower
    return stages


def _stage(
    profiles: Mapping[str, Profile], resolution: Resolution, judged: Sequence[Judged], gathered: Gathered
) -> Outcome:
    keys = {entity: blocks_of(profile, gathered) for entity, profile in profiles.items()}
    members: defaultdict[int, list[str]] = defaultdict(list)
    for entity, found in keys.items():
        for key in found:
            members[key].append(entity)
    scored = score(pairs(keys, keys, members, profiles), profiles)
    stated = [(entity, other) for entity, profile in profiles.items() for other in profile.stated]
    resolution.blocks |= keys
    resolution.scored += scored
    resolution.stated += stated
    return decide(profiles, scored, stated, judged)


def blocks_of(profile: Profile, gathered: Gathered) -> set[int]:
    """The blocks of an id; none for one that the rules may not compare, or that nobody calls anything."""
    if (
        not profile.group
        or profile.group in NEVER
        or not any(gathered.of(role, profile.id) for role in TELLING)
    ):
        return set()
    return blocks(profile)
