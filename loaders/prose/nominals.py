"""What do “it”, “the cluster”, “which”, “we”, “asociația”, “both” mean here? (typed, nearest first, never shown as mentions)"""

from __future__ import annotations

from collections.abc import Iterator

from loaders.prose.entities import words_of
from loaders.prose.lexicon import Lexicon, lexicon
from loaders.prose.model import ACTORS, Block, Mention, Sentence, Token

__all__ = ["find_nominals", "subject_of"]

_THINGS = ("Cluster", "Organisation", "Project", "Event", "Programme", "WorkingGroup")
_FAMILY = {"Cluster": ACTORS, "Organisation": frozenset({"Organisation"}), "Plural": ACTORS}
_KINDS = {
    "univers": "University",
    "hospital": "Hospital",
    "spital": "Hospital",
    "institut": "ResearchCentre",
    "compan": "Company",
    "firm": "Company",
    "hub": "Incubator",
    "incubator": "Incubator",
}


def subject_of(mentions: list[Mention], blocks: list[Block], sentences: list[Sentence]) -> int:
    """The entity that the page is about: named in the title, else the first actor or project; -1 if none."""
    kinds: tuple[tuple[str, ...], ...] = (("Project", "Event"), ("Cluster", "Organisation"), ("Programme",))
    for wanted in kinds:
        for mention in mentions:
            if mention.type in wanted and _in_title(mention, blocks, sentences):
                return mention.entity
    return next((m.entity for m in mentions if m.type in ("Cluster", "Organisation", "Project")), -1)


def _in_title(mention: Mention, blocks: list[Block], sentences: list[Sentence]) -> bool:
    number = sentences[mention.sentence].block
    return blocks[number].kind == "heading" and blocks[number].level == 1


def find_nominals(
    mentions: list[Mention], sentences: list[Sentence], blocks: list[Block], home: int
) -> list[Mention]:
    """Nominals with the entity they mean; `home` is the entity that “we” means when nothing nearer fits."""
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    found: list[Mention] = []
    past: list[Mention] = []
    types = {m.entity: m.type for m in mentions}
    actor_home = next((m.entity for m in mentions if m.entity == home and m.type in ACTORS), -1)
    if actor_home < 0:
        actor_home = next((m.entity for m in mentions if m.type in ACTORS), -1)
    for number, sentence in enumerate(sentences):
        here = by_sentence.get(number, [])
        for nominal in _of_sentence(number, sentence, here, past, actor_home, types, lexicon(sentence.lang)):
            found.append(nominal)
            past.append(nominal)
        past = sorted([*past, *here], key=lambda m: m.start)
    return found


def _of_sentence(
    number: int,
    sentence: Sentence,
    here: list[Mention],
    past: list[Mention],
    home: int,
    types: dict[int, str],
    words: Lexicon,
) -> Iterator[Mention]:
    tokens = sentence.tokens
    inside = [False] * len(tokens)
    for mention in here:
        inside[mention.first : mention.last] = [True] * (mention.last - mention.first)
    local: list[Mention] = []
    for at, token in enumerate(tokens):
        if inside[at]:
            continue
        before = [m for m in here if m.last <= at]
        seen = [*past, *sorted([*before, *local], key=lambda m: m.start)]
        meant = _meant(tokens, at, before, seen, home, words, number)
        if meant is None:
            continue
        entity, also, kind, rule = meant
        if entity < 0:
            continue
        nominal = Mention(
            token.start,
            token.end,
            types.get(entity, kind),
            token.text,
            rule,
            0.6,
            entity=entity,
            nominal=True,
            also=also,
            sentence=number,
            first=at,
            last=at + 1,
        )
        local.append(nominal)
        yield nominal


_Meant = tuple[int, tuple[int, ...], str, str]


def _meant(
    tokens: list[Token],
    at: int,
    before: list[Mention],
    seen: list[Mention],
    home: int,
    words: Lexicon,
    number: int,
) -> _Meant | None:
    form = tokens[at].form
    if form in words.words["relatives"] and at:
        return _relative(tokens, at, before)
    if form in words.words["we"] and home >= 0:
        return home, (), "Organisation", "nominal.we"
    if form in words.words["it"]:
        opening = at <= 1 or all(token.tag in ("PUNCT", "ADV") for token in tokens[:at])
        return (_topic(seen, number) if opening else None) or _latest(
            seen, frozenset(_THINGS), "nominal.it", 3
        )
    if form in words.words["she"]:
        return _latest(seen, frozenset({"Person"}), "nominal.person", 3)
    if form in words.words["both"]:
        return _both(tokens, at, seen)
    for kind in _THINGS:
        if form in words.nominals[kind] and _definite(tokens, at, words):
            if kind == "Cluster" and sum(m.entity == home and m.type == "Cluster" for m in seen) > 2:
                return home, (), kind, "nominal.home"
            return _noun(form, kind, seen)
    return None


def _relative(tokens: list[Token], at: int, before: list[Mention]) -> _Meant | None:
    """“X, which …”, “X and Y, which …”: what ends right before, else the nearest thing of the clause."""
    form = tokens[at].form
    apposed = _apposed(tokens, at, before)
    if apposed is not None:
        return apposed.entity, (), apposed.type, "nominal.relative"
    reach = [m for m in before if at - m.last <= 2]
    if form == "that" and not (reach and reach[-1].last == at):
        return None
    if not reach:
        return None
    last = reach[-1]
    if last.type in ("Date",) and len(before) > 1:
        last = before[-2]
    also = [m.entity for m in _row(tokens, before, last) if m.entity != last.entity]
    return last.entity, tuple(also), last.type, "nominal.relative"


def _apposed(tokens: list[Token], at: int, before: list[Mention]) -> Mention | None:
    """“X, a Chemnitz institute that …”, “X, institut ai cărui …”: the relative hangs on X."""
    if tokens[at - 1].tag not in ("NOUN", "ADJ", "DET") or (before and before[-1].last == at):
        return None
    for mention in reversed(before):
        gap = tokens[mention.last : at]
        if len(gap) > 8 or any(token.fine in ("VBD", "VBZ", "VBP", "MD") for token in gap):
            return None
        if mention.type in _THINGS and gap and gap[0].text in (",", "(", "–") and len(gap) > 1:
            article = gap[1].form in ("a", "an", "the", "one", "o", "un") or not gap[1].fine
            return mention if article else None
    return None


def _row(tokens: list[Token], before: list[Mention], last: Mention) -> Iterator[Mention]:
    """The mentions of the same type joined to `last` by commas and “and”."""
    at = before.index(last)
    while at > 0:
        previous, current = before[at - 1], before[at]
        between = {t.form for t in tokens[previous.last : current.first]}
        if previous.type not in (last.type, *(ACTORS if last.type in ACTORS else ())) or not between <= {
            ",",
            "and",
            "și",
            "or",
        }:
            return
        yield previous
        at -= 1


def _latest(seen: list[Mention], kinds: frozenset[str], rule: str, sentences: int) -> _Meant | None:
    for mention in reversed(seen):
        if mention.type in kinds and (not mention.nominal or mention.rule != "nominal.relative"):
            if seen[-1].sentence - mention.sentence > sentences:
                return None
            return mention.entity, (), mention.type, rule
    return None


def _topic(seen: list[Mention], number: int) -> _Meant | None:
    """What the sentence before began with."""
    for mention in seen:
        if mention.sentence == number - 1 and mention.type in _THINGS and mention.rule != "nominal.relative":
            return mention.entity, (), mention.type, "nominal.it"
    return None


def _both(tokens: list[Token], at: int, seen: list[Mention]) -> _Meant | None:
    kinds: frozenset[str] = ACTORS
    follow = tokens[at + 1].form if at + 1 < len(tokens) else ""
    if follow.startswith(("cluster", "clustere")):
        kinds = frozenset({"Cluster"})
    elif follow.startswith(("project", "proiect")):
        kinds = frozenset({"Project"})
    entities: list[int] = []
    for mention in reversed(seen):
        if mention.type in kinds and mention.entity not in entities and not mention.nominal:
            entities.append(mention.entity)
        if len(entities) == 2:
            break
    if len(entities) < 2:
        return None
    return entities[0], tuple(entities[1:]), next(iter(kinds)), "nominal.both"


def _definite(tokens: list[Token], at: int, words: Lexicon) -> bool:
    """“the cluster”, “our company”, “this event”; in Romanian the article is in the word."""
    if tokens[at].text[0].isupper() and at and tokens[at - 1].form not in (".", ":", "•", "–", "”"):
        return False
    if words.lang != "en":
        form = tokens[at].form
        if form in ("eveniment", "conferință", "întâlnire") and at and tokens[at - 1].form == "la":
            return True
        return form.endswith(("ul", "a", "ului", "ei", "lui", "ții", "ia", "ii", "ia")) and not (
            at + 1 < len(tokens) and tokens[at + 1].text[0].isupper()
        )
    near = [t.form for t in tokens[max(0, at - 2) : at]]
    if at + 1 < len(tokens) and tokens[at + 1].tag == "NOUN" and tokens[at + 1].form not in ("'s",):
        return False
    return bool(near) and (
        near[-1] in ("the", "this", "our", "that", "its", "their", "her", "his") or near[0] in ("the", "this")
    )


def _noun(form: str, kind: str, seen: list[Mention]) -> _Meant | None:
    """The latest entity of the noun's type; with a noun like “university” the latest of that kind if there is one."""
    kinds = _FAMILY.get(kind, frozenset({kind}))
    wanted = next((value for stem, value in _KINDS.items() if form.startswith(stem)), "")
    fallback: Mention | None = None
    for mention in reversed(seen):
        if mention.type not in kinds or (mention.nominal and mention.rule == "nominal.relative"):
            continue
        if (
            kind == "Cluster"
            and mention.type != "Cluster"
            and not form.startswith(("asocia", "associa", "rețea", "network", "communit", "comunit"))
        ):
            continue
        if wanted and mention.kind != wanted:
            named = any(word.startswith(form[:5]) for word in words_of(mention.text))
            if not named:
                fallback = fallback if fallback is not None or mention.kind else mention
                continue
        return mention.entity, (), mention.type, f"nominal.{kind}"
    if fallback is not None:
        return fallback.entity, (), fallback.type, f"nominal.{kind}"
    return None
