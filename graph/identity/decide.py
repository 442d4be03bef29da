"""Which ids are one entity? Judgements first, then stated identifiers, then the likeness of names, in that order.

A step of likeness is taken for all its pairs at once, so that the order of loading does not matter: where the pairs
of one step would join what must stay apart, the id that fits several is left to a person, and if that does not
resolve it, the whole knot is. Nothing is joined by a chain across a wall.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.identity.compare import compare
from graph.identity.constraints import Summary, apart, together
from graph.identity.decision import ACCEPT, REVIEW, Decision
from graph.identity.explain import RULES
from graph.identity.likeness import Likeness
from graph.identity.profile import Profile

__all__ = ["Judged", "Outcome", "Scored", "decide", "decision_by", "score"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person said about two ids: same, different, never or unsure."""

    a: str
    b: str
    verdict: str
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class Scored:
    """A pair that is worth a decision: what speaks for it, and what forbids it ("" where nothing does)."""

    a: str
    b: str
    likeness: Likeness
    barred: str


@dataclass(slots=True)
class Outcome:
    """The entities as lists of ids (those of one id are left out), and every decision taken."""

    entities: list[list[str]] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)


def decision_by(said: Judged) -> Decision:
    """A judgement as a decision; never is different for good."""
    verdict = "different" if said.verdict == "never" else said.verdict
    return Decision(*_key(said.a, said.b), verdict, "judged", said.why, by=said.by)


def score(pairs: Iterable[tuple[str, str]], profiles: Mapping[str, Profile]) -> list[Scored]:
    """Compare candidate pairs; keep those that are at least a question."""
    kept = []
    for a, b in pairs:
        likeness = compare(profiles[a], profiles[b])
        if likeness and likeness.confidence >= REVIEW:
            barred = apart(profiles[a], profiles[b])
            kept.append(Scored(a, b, likeness, barred))
    return kept


def decide(
    profiles: Mapping[str, Profile],
    scored: Sequence[Scored],
    stated: Iterable[tuple[str, str]],
    judged: Sequence[Judged] = (),
) -> Outcome:
    """Sort ids into entities.

    `scored` are pairs from `score`, `stated` pairs of ids that a source says are one, `judged` what people said, the
    oldest first. The same input in any order gives the same entities.
    """
    joining = _Joining(profiles, judged)
    joining.judgements(judged)
    joining.identifiers(sorted(set(stated)))
    open_pairs = [pair for pair in scored if joining.may_ask(pair)]
    confirmed = [pair for pair in open_pairs if pair.likeness.confirmed]
    named = [pair for pair in open_pairs if not pair.likeness.confirmed and pair.likeness.rule in _SURE]
    weak = [pair for pair in open_pairs if not pair.likeness.confirmed and pair.likeness.rule not in _SURE]
    for step in (confirmed, named, weak):
        joining.likenesses([pair for pair in step if pair.likeness.confidence >= ACCEPT])
    joining.questions([pair for pair in open_pairs if pair.likeness.confidence < ACCEPT])
    return joining.outcome()


_SURE = frozenset({"name", "event", "person"})


class _Joining:
    """Entities in the making: each id belongs to one root, each root knows what its members are."""

    def __init__(self, profiles: Mapping[str, Profile], judged: Sequence[Judged]) -> None:
        self._profiles = profiles
        self._root: dict[str, str] = {}
        self._summary: dict[str, Summary] = {}
        self._decisions: list[Decision] = []
        self._judged = {_key(said.a, said.b) for said in judged}
        self._never: defaultdict[str, set[str]] = defaultdict(set)
        for said in judged:
            if said.verdict != "same":
                self._never[said.a].add(said.b)
                self._never[said.b].add(said.a)

    def root(self, entity: str) -> str:
        found = entity
        while (above := self._root.get(found, found)) != found:
            found = above
        if found != entity:
            self._root[entity] = found
        return found

    def _known(self, root: str) -> Summary:
        if root not in self._summary:
            profile = self._profiles.get(root)
            self._summary[root] = Summary.of(profile) if profile else Summary(members=[root])
        return self._summary[root]

    def _walled(self, one: str, other: str) -> bool:
        """True where a person keeps some member of the one from some member of the other."""
        if not self._never:
            return False
        mine, yours = self._known(one).members, set(self._known(other).members)
        return any(not self._never[member].isdisjoint(yours) for member in mine if member in self._never)

    def _barred(self, one: str, other: str) -> bool:
        return self._walled(one, other) or bool(together(self._known(one), self._known(other)))

    def _join(self, one: str, other: str) -> None:
        kept, gone = sorted((self.root(one), self.root(other)))
        if kept != gone:
            self._known(kept).add(self._known(gone))
            self._root[gone] = kept
            del self._summary[gone]

    def judgements(self, judged: Sequence[Judged]) -> None:
        """People decide; a "same" that would undo a "different" said elsewhere is left standing as unsettled."""
        for said in judged:
            same = said.verdict == "same"
            if same and self._walled(self.root(said.a), self.root(said.b)):
                self._note(said.a, said.b, "review", "chain")
                continue
            if same:
                self._join(said.a, said.b)
            self._decisions.append(decision_by(said))

    def identifiers(self, stated: Iterable[tuple[str, str]]) -> None:
        """A source that names an identifier is believed, unless a person said otherwise."""
        for a, b in stated:
            if _key(a, b) in self._judged:
                continue
            if self._walled(self.root(a), self.root(b)):
                self._note(a, b, "review", "chain")
            else:
                self._join(a, b)
                self._note(a, b, "same", "identifier")

    def may_ask(self, pair: Scored) -> bool:
        """False where a person has answered, or where they are barred: that is noted if the names are the same.

        A proper name in two towns of one country may be one body with two addresses: a person is asked.
        """
        if _key(pair.a, pair.b) in self._judged:
            return False
        says = {found.name: found.says for found in pair.likeness.features}
        if pair.barred and says["name"] in ("same", "letters") and pair.likeness.confidence >= ACCEPT:
            moved = pair.barred == "place" and says.get("place") == "country" and self._proper(pair)
            self._note(pair.a, pair.b, "review" if moved else "different", pair.barred, pair.likeness)
        return not pair.barred

    def _proper(self, pair: Scored) -> bool:
        names = (*self._profiles[pair.a].names, *self._profiles[pair.b].names)
        return all(any(len(word) > 3 for word in name.proper) for name in names)

    def likenesses(self, step: Sequence[Scored]) -> None:
        """Join the pairs of one step that do not contradict each other; the others are questions."""
        left = [pair for pair in step if self.root(pair.a) != self.root(pair.b)]
        asked: list[tuple[Scored, str]] = []
        left, doubtful = self._split(left, lambda pair: self._barred(self.root(pair.a), self.root(pair.b)))
        asked += [(pair, "chain") for pair in doubtful]
        torn = self._torn(left)
        left, doubtful = self._split(
            left, lambda pair: not torn.isdisjoint((self.root(pair.a), self.root(pair.b)))
        )
        asked += [(pair, "ambiguous") for pair in doubtful]
        knots = self._knots(left)
        left, doubtful = self._split(left, lambda pair: self.root(pair.a) in knots)
        asked += [(pair, "chain") for pair in doubtful]
        for pair in left:
            self._join(pair.a, pair.b)
        taken = {(pair.a, pair.b) for pair, _ in asked}
        for pair in step:
            if (pair.a, pair.b) not in taken:
                self._note(pair.a, pair.b, "same", pair.likeness.rule, pair.likeness)
        for pair, rule in asked:
            self._note(pair.a, pair.b, "review", rule, pair.likeness)

    @staticmethod
    def _split(pairs: Sequence[Scored], doubtful: object) -> tuple[list[Scored], list[Scored]]:
        assert callable(doubtful)
        flags = [bool(doubtful(pair)) for pair in pairs]
        kept = [pair for pair, flag in zip(pairs, flags, strict=True) if not flag]
        return kept, [pair for pair, flag in zip(pairs, flags, strict=True) if flag]

    def _torn(self, pairs: Sequence[Scored]) -> set[str]:
        """Roots that these pairs draw to two sides which exclude each other."""
        beside: defaultdict[str, set[str]] = defaultdict(set)
        for pair in pairs:
            one, other = self.root(pair.a), self.root(pair.b)
            beside[one].add(other)
            beside[other].add(one)
        return {
            root
            for root, others in beside.items()
            if any(
                self._barred(x, y) for at, x in enumerate(sorted(others)) for y in sorted(others)[at + 1 :]
            )
        }

    def _knots(self, pairs: Sequence[Scored]) -> set[str]:
        """Roots whose whole group, joined by these pairs, would hold something that must stay apart."""
        group: dict[str, set[str]] = {}
        for pair in pairs:
            one, other = self.root(pair.a), self.root(pair.b)
            joined = group.get(one, {one}) | group.get(other, {other})
            for member in joined:
                group[member] = joined
        knots: set[str] = set()
        for joined in {id(members): members for members in group.values()}.values():
            ordered = sorted(joined)
            if any(self._barred(x, y) for at, x in enumerate(ordered) for y in ordered[at + 1 :]):
                knots |= joined
        return knots

    def questions(self, pairs: Iterable[Scored]) -> None:
        """What is likely but not sure is asked, unless it has been answered on the way."""
        for pair in pairs:
            one, other = self.root(pair.a), self.root(pair.b)
            if one != other and not self._barred(one, other):
                self._note(pair.a, pair.b, "review", pair.likeness.rule, pair.likeness)

    def _note(self, a: str, b: str, verdict: str, rule: str, likeness: Likeness | None = None) -> None:
        features = likeness.features if likeness else ()
        confidence = likeness.confidence if likeness else 1.0
        self._decisions.append(
            Decision(*_key(a, b), verdict, rule, RULES[rule]["en"], features, confidence=confidence)
        )

    def outcome(self) -> Outcome:
        """Entities of more than one id, members sorted, and the decisions in the order of their ids."""
        members: defaultdict[str, list[str]] = defaultdict(list)
        for entity in self._root:
            members[self.root(entity)].append(entity)
        entities = [sorted({root, *others}) for root, others in sorted(members.items())]
        return Outcome(entities, sorted(self._decisions, key=lambda taken: (taken.a, taken.b, taken.rule)))


def _key(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)
