"""What do nouns of office say? (“coordinator of the project”, “the cluster's manager, X”, “X, a subsidiary of Y”)"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from loaders.prose.clauses import finite
from loaders.prose.lexicon import Lexicon, Role
from loaders.prose.matching import Matcher
from loaders.prose.model import Mention
from loaders.prose.scene import Found, Scene

__all__ = ["from_roles"]

_APPOSED = frozenset({",", "(", "–", "—", "-", ":"})
_COPULA = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "become",
        "becomes",
        "became",
        "remains",
        "remain",
        "este",
        "e",
        "sunt",
        "era",
        "a",
        "fost",
        "fi",
        "fiind",
        "devenit",
        "as",
        "ca",
        "drept",
    ]
)


@cache
def _matcher(lexicon: Lexicon) -> Matcher:
    phrases: dict[tuple[str, ...], list[int]] = {}
    for number, role in enumerate(lexicon.roles):
        for phrase in role.phrases:
            phrases.setdefault(phrase, []).append(number)
    return Matcher(phrases)


def from_roles(scene: Scene) -> Iterator[Found]:
    """The relations that nouns of office say."""
    found = _matcher(scene.words)
    for at in range(len(scene.tokens)):
        if scene.inside[at] >= 0:
            continue
        if scene.tokens[at].fine and scene.tokens[at].tag in ("VERB", "AUX"):
            continue
        if (
            at > 1
            and scene.tokens[at - 1].form == "("
            and scene.tokens[at - 2].form.startswith(("wp", "task", "pl"))
        ):
            continue
        for number, last in found.at(scene.tokens, at, scene.words):
            yield from _of_role(scene, scene.words.roles[number], at, last)


def _of_role(scene: Scene, role: Role, at: int, last: int) -> Iterator[Found]:
    mode = role.mode or scene.mode(at)
    if not mode:
        return
    owner, end = _owner(scene, role, at, last)
    start = owner.first if owner is not None and owner.first < at else at
    holder, after = _holder(scene, role, start, end, owner)
    if holder is None:
        return
    confidence = role.confidence
    beside = last < len(scene.tokens) and scene.tokens[last].tag == "ADP"
    if owner is None and role.default and not beside:
        near = [
            a
            for a in reversed(scene.arguments)
            if a.last <= at and a.type in role.owners and a.entity != holder.entity
        ]
        owner = next(
            (a for a in [*near, *scene.about] if a.type in role.owners and a.entity != holder.entity), None
        )
        confidence -= 0.15
    if owner is None or owner.entity == holder.entity:
        return
    holders = scene.joined(holder, role.holders, backward=not after)
    owners = scene.joined(owner, role.owners) if owner.first > at else [owner]
    owners = [o for o in owners if o not in holders]
    title = (
        (("role", " ".join(scene.forms(at, last))),)
        if role.relation in ("affiliatedWith", "participatedIn", "memberOf")
        else ()
    )
    heads, tails = (holders, owners) if role.holder == "H" else (owners, holders)
    yield from scene.relate(role.relation, heads, tails, mode, confidence, role.id, title)


def _owner(scene: Scene, role: Role, at: int, last: int) -> tuple[Mention | None, int]:
    """Whose office it is, and the token after the phrase."""
    tokens = scene.tokens
    for argument in scene.arguments:
        if argument.first < last:
            continue
        forms = scene.forms(last, argument.first)
        if len(forms) > 6 or any(finite(t, scene.words) for t in tokens[last : argument.first]):
            break
        if argument.type in role.owners and _leads(forms, role):
            return argument, argument.last
        if any(form in (",", "(", ")", ":", ";") for form in forms):
            break
    for argument in reversed(scene.arguments):
        if argument.last > at:
            continue
        forms = scene.forms(argument.last, at)
        if argument.type in role.owners and _possesses(scene, argument, forms):
            return argument, last
        break
    return None, last


def _leads(forms: list[str], role: Role) -> bool:
    if not forms:
        return "" in role.prepositions or role.relation == "affiliatedWith" or role.relation == "partOf"
    two = " ".join(forms[:2])
    return (forms[0] in role.prepositions or two in role.prepositions) and len(forms) <= 5


def _possesses(scene: Scene, argument: Mention, forms: list[str]) -> bool:
    if argument.nominal and argument.text.lower() in ("its", "our", "their", "whose", "his", "her"):
        return len(forms) <= 2
    if forms[:1] == ["'s"] or forms[:1] == ["'"]:
        return len(forms) <= 3
    return not forms and not argument.nominal and scene.words.lang == "en"


def _holder(
    scene: Scene, role: Role, start: int, end: int, owner: Mention | None
) -> tuple[Mention | None, bool]:
    """Who holds it, and whether the name comes after the office."""
    after = _after(scene, role, end, owner)
    before = _before(scene, role, start, owner)
    if before is not None and after is not None:
        gap = scene.forms(before.last, start)
        direct = len(scene.forms(end, after.first)) <= 1 and after.type == "Person"
        return (after, True) if direct and gap and gap[0] not in ("(", ",") else (before, False)
    return (before, False) if before is not None else (after, True)


def _before(scene: Scene, role: Role, start: int, owner: Mention | None) -> Mention | None:
    for argument in reversed(scene.arguments):
        if argument.last > start or argument is owner:
            continue
        forms = scene.forms(argument.last, start)
        if argument.type not in role.holders:
            if len(forms) > 1 or (argument.type not in ("Place", "Date") and forms[:1] != [")"]):
                return None
            continue
        if len(forms) > 7:
            return None
        if (
            forms
            and forms[0] in _APPOSED
            and not _is_subject(scene, start)
            and not any(finite(t, scene.words) for t in scene.tokens[argument.last : start])
        ):
            inner = [f for f in forms[1:] if f not in scene.words.words["determiners"]]
            return argument if len(inner) <= 3 and "," not in inner else None
        if any(form in _COPULA for form in forms):
            return argument
        return None
    return None


def _is_subject(scene: Scene, start: int) -> bool:
    """“…, the partners will set up”: the noun begins a clause and is no apposition."""
    following = scene.tokens[start + 1 : start + 2]
    return bool(following) and finite(following[0], scene.words) and scene.words.lang == "en"


def _after(scene: Scene, role: Role, end: int, owner: Mention | None) -> Mention | None:
    for argument in scene.arguments:
        if argument.first < end or argument is owner:
            continue
        tokens = scene.tokens[end : argument.first]
        forms = [token.form for token in tokens]
        if argument.type not in role.holders or len(forms) > 5:
            return None
        plain = [
            f
            for f in forms
            if f not in scene.words.words["determiners"] and f not in scene.words.words["titles"] and f != "."
        ]
        if not plain or (plain[0] in (",", ":", "–", "(") and len(plain) <= 2):
            return argument
        copular = all(
            f in _COPULA
            or f in ("will", "include", "includes", "including", "va", "vor", ":", ",", "like", "such", "not")
            for f in plain
        )
        return argument if copular and "not" not in plain else None
    return None
