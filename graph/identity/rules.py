"""Who is who in a whole ledger, or in the part of it that changed?

Kinds are settled in an order in which each can lean on those before it: places first, because organisations are
told apart by them; organisations before the events they organise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.identity.candidates import blocks, pairs
from graph.identity.decide import Judged, Outcome, decide, score
from graph.identity.decision import Decision
from graph.identity.gather import Gathered
from graph.identity.lexicon import lexicon_version
from graph.identity.profile import NEVER, Places, Profile, Profiler
from ontology import Ontology

__all__ = ["RULES_VERSION", "STAGES", "Resolution", "oldest", "resolve_all", "rules_version"]

RULES_VERSION = 1  # raise it whenever the same statements would be decided otherwise
STAGES: tuple[frozenset[str], ...] = (
    frozenset({"Place", "Concept"}),
    frozenset({"Organisation", "Cluster", "Programme", "Strategy"}),
    frozenset({"WorkingGroup", "Project"}),
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

    def settle(self, members: Sequence[str], ontology: Ontology, gathered: Gathered) -> None:
        """Give the ids of one entity their canonical id."""
        head = oldest(members, ontology, gathered.first)
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


def resolve_all(gathered: Gathered, ontology: Ontology, judged: Sequence[Judged] = ()) -> Resolution:
    """Decide over everything that was gathered."""
    resolution = Resolution()
    profiler = Profiler(gathered, ontology, Places(gathered, ontology))
    stage_of = _stages(gathered, profiler, judged)
    across = [said for said in judged if stage_of[said.a] != stage_of[said.b]]
    entities: list[list[str]] = []
    for number in range(len(STAGES) + 1):
        ids = [entity for entity, stage in stage_of.items() if stage == number]
        profiles = {entity: profiler.profile(entity, resolution.canonical) for entity in ids}
        inside = [said for said in judged if said.a in profiles and said.b in profiles]
        outcome = _stage(profiles, resolution, inside)
        for members in outcome.entities:
            resolution.settle(members, ontology, gathered)
        entities += outcome.entities
        resolution.decisions += outcome.decisions
    _across(across, entities, resolution, ontology, gathered)
    return resolution


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
        verdict = "different" if said.verdict == "never" else said.verdict
        resolution.decisions.append(Decision(said.a, said.b, verdict, "judged", said.why, by=said.by))
        if said.verdict == "same":
            joined = sorted({*of.get(said.a, [said.a]), *of.get(said.b, [said.b])})
            of.update(dict.fromkeys(joined, joined))
            resolution.settle(joined, ontology, gathered)


def _stages(gathered: Gathered, profiler: Profiler, judged: Sequence[Judged]) -> dict[str, int]:
    """The ids that could be somebody else and the stage that decides them, sorted by id.

    An id that others only state or judge, and of which nothing is said, goes with them.
    """
    telling = [gathered.values[role] for role in ("names", "aliases", "acronyms", "websites")]
    named = {entity for values in telling for entity in values}
    links = [
        (entity, other) for entity in gathered.values["identifiers"] for other in profiler.stated(entity)
    ]
    links += [(said.a, said.b) for said in judged]
    at = {group: number for number, groups in enumerate(STAGES) for group in groups}
    ids = sorted(named.union(*links) if links else named)
    stage_of = {entity: at.get(profiler.group(entity)[0], len(STAGES)) for entity in ids}
    for one, other in links:
        lower = min(stage_of[one], stage_of[other])
        for entity in (one, other):
            if not profiler.group(entity)[0]:
                stage_of[entity] = lower
    return stage_of


def _stage(profiles: Mapping[str, Profile], resolution: Resolution, judged: Sequence[Judged]) -> Outcome:
    members: defaultdict[int, list[str]] = defaultdict(list)
    for entity, profile in profiles.items():
        if profile.group and profile.group not in NEVER:
            keys = blocks(profile)
            resolution.blocks[entity] = keys
            for key in keys:
                members[key].append(entity)
    candidates = pairs(resolution.blocks.keys() & profiles.keys(), resolution.blocks, members, profiles)
    stated = [(entity, other) for entity, profile in profiles.items() for other in profile.stated]
    return decide(profiles, score(candidates, profiles), stated, judged)
