"""Which sentences say more than a pair at a time? (partners of one verb, counts in a list, what somebody claims to be good at)"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from loaders.prose.clauses import finite, has
from loaders.prose.lexicon import Lexicon
from loaders.prose.matching import Matcher
from loaders.prose.model import ACTORS, Mention
from loaders.prose.scene import Found, Scene

__all__ = ["from_claims", "from_counts", "from_pairs", "from_unnamed"]


@cache
def _matcher(lexicon: Lexicon) -> Matcher:
    return Matcher({phrase: [0] for phrase in lexicon.pairs})


def from_pairs(scene: Scene) -> Iterator[Found]:
    """“A and B signed …”, “the two clusters agreed …”: the members of the subject work with one another."""
    matcher = _matcher(scene.words)
    for at in range(len(scene.tokens)):
        if not any(True for _ in matcher.at(scene.tokens, at, scene.words)):
            continue
        for row in _rows_before(scene, at):
            members = [m for a in row for m in scene.expanded(a)]
            for number, first in enumerate(members):
                yield from scene.relate(
                    "collaboratesWith", [first], members[number + 1 :], scene.mode(at), 0.7, "pair.subject"
                )


def _rows_before(scene: Scene, at: int) -> Iterator[list[Mention]]:
    """The coordinated actors that stand before a verb."""
    for argument in reversed(scene.arguments):
        if argument.last > at or argument.type not in ACTORS:
            continue
        row = scene.joined(argument, ACTORS, backward=True)
        if len(row) > 1 or argument.also:
            yield row
        return


def from_counts(scene: Scene) -> Iterator[Found]:
    """An item that opens with a count or a person tells who came to the event, or who belongs to the cluster."""
    groups = [a for a in scene.arguments if a.type == "Group"]
    if any(finite(token, scene.words) for token in scene.tokens[:12]):
        return
    person = scene.arguments[0] if scene.arguments else None
    stage = next((a for a in scene.about[: scene.told] if a.type == "Event"), None)
    if person is not None and person.type == "Person" and person.first <= 2 and stage is not None:
        acts = any(
            token.form in ("a", "au", "va", "vor") for token in scene.tokens[person.last : person.last + 3]
        )
        if scene.block.kind == "item" and not acts:
            yield from scene.relate(
                "participatedIn", [person], [stage], scene.otherwise, 0.6, "layout.listed-speaker"
            )
    if not groups or groups[0].first > 1 or scene.block.kind not in ("item", "row") or scene.home is None:
        return
    owner = next(
        (a for a in scene.about[: scene.told] if a.type in ("Event", "Cluster", "WorkingGroup")), None
    )
    if owner is None:
        return
    relation = "participatedIn" if owner.type == "Event" else "memberOf"
    mode = scene.mode(groups[0].first)
    first_clause = [g for g in groups if g.first < 8]
    yield from scene.relate(relation, first_clause, [owner], mode, 0.65, "layout.counted-item")


def from_claims(scene: Scene) -> Iterator[Found]:
    """“We are the strongest digital health community”, “calls itself a name in wearables”: a field that is only claimed."""
    if not has(scene.words, "claimed", scene.tokens):
        return
    for field in scene.arguments:
        if field.type != "Vertical" or scene.mode(field.first) != "claimed":
            continue
        before = [a for a in scene.arguments if a.last <= field.first and a.type in ACTORS]
        owner = before[-1] if before else _speaker(scene, field)
        if owner is not None:
            yield from scene.relate("focusesOn", [owner], [field], "claimed", 0.6, "claim.field")


def _speaker(scene: Scene, field: Mention) -> Mention | None:
    after = [a for a in scene.arguments if a.first >= field.last and a.type in ACTORS]
    if after:
        return after[0]
    return scene.home if scene.home is not None and scene.home.type in ACTORS else None


def from_unnamed(scene: Scene) -> Iterator[Found]:
    """“a cluster focused on agriculture has emerged”: one cluster without a name, a count of one."""
    tokens, words = scene.tokens, scene.words
    for at, token in enumerate(tokens[:-2]):
        if scene.inside[at] >= 0 or token.form not in ("cluster", "clustere") or not at:
            continue
        if tokens[at - 1].form not in ("a", "an", "un", "one"):
            continue
        field = next(
            (a for a in scene.arguments if a.first > at and a.first - at < 5 and a.type == "Vertical"), None
        )
        cue = " ".join(scene.forms(at + 1, field.first)) if field else ""
        if field is None or cue not in words.words["field_cues"]:
            continue
        group = Mention(
            tokens[at - 1].start, field.end, "Group", "", "group.unnamed", 0.7, kind="Cluster", count=1,
            sentence=field.sentence, first=at - 1, last=field.last,
        )  # fmt: skip
        verb = next((i for i in range(field.last, len(tokens)) if finite(tokens[i], words)), at)
        mode = scene.mode(verb)
        if mode:
            quote = (scene.sentence.start, scene.sentence.end)
            yield Found(group, "focusesOn", field, mode, quote, 0.7, "group.unnamed")
