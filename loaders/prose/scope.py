"""What do headings, labels and cues tell of the names and fields below them? (types by place, open lists of fields)"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from loaders.prose import verticals
from loaders.prose.clauses import finite
from loaders.prose.layout import labels_of
from loaders.prose.lexicon import Lexicon, lexicon
from loaders.prose.model import Block, Mention, Sentence
from loaders.prose.structure import scope

__all__ = ["add_fields", "page_names", "retype", "unlabel"]


def unlabel(text: str, blocks: list[Block]) -> None:
    """A label that no lexicon knows opens its sentence (“Morning: …”), or a heading (“Digital Talks: IT & Health”)."""
    for block in blocks:
        if block.kind == "label" and not labels_of(block.label, block.lang):
            block.kind = "heading" if block.level else "paragraph"
            block.start, block.label = block.opening, ""
    scope(text, blocks)


def page_names(blocks: list[Block], sentences: list[Sentence], mentions: list[Mention]) -> list[Mention]:
    """The mentions that “Name: …” and “Acronym: …” give the page's subject; the full name first."""
    found: list[tuple[int, Mention]] = []
    for mention in mentions:
        block = blocks[sentences[mention.sentence].block]
        senses = [label.sense for label in labels_of(block.label, block.lang)] if block.label else []
        if mention.type in ("Date", "Group", "Vertical", "Place") or (not found and "acronym" in senses):
            continue
        if ("name" in senses and not found) or "acronym" in senses:
            found.append((len(found), mention))
    return [mention for _, mention in found]


def add_fields(
    text: str, blocks: list[Block], sentences: list[Sentence], mentions: list[Mention]
) -> list[Mention]:
    """The mentions and the fields that only their place tells: values of “Fields:”, lists after “specialised in”."""
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    added: list[Mention] = []
    for number, sentence in enumerate(sentences):
        here = by_sentence.get(number, [])
        words = lexicon(sentence.lang)
        taken = [False] * len(sentence.tokens)
        for mention in here:
            if mention.type != "Vertical":
                taken[mention.first : mention.last] = [True] * (mention.last - mention.first)
        spans = [*_labelled(text, blocks, sentence, words, taken), *_cued(sentence, words, taken)]
        for first, last in spans:
            field = verticals.mention(sentence, first, last, "vertical.listed", 0.65)
            field.sentence, field.first, field.last = number, first, last
            field.text = text[field.start : field.end]
            added.append(field)
    return _merged(mentions, added)


def _merged(mentions: list[Mention], added: list[Mention]) -> list[Mention]:
    """A listed field replaces known terms inside it; it yields to any other mention."""
    kept = list(mentions)
    for field in added:
        inside = [m for m in kept if m.start < field.end and field.start < m.end]
        if any(m.type != "Vertical" or m.end - m.start >= field.end - field.start for m in inside):
            continue
        kept = [m for m in kept if m not in inside] + [field]
    return sorted(kept, key=lambda m: m.start)


def _labelled(
    text: str, blocks: list[Block], sentence: Sentence, words: Lexicon, taken: list[bool]
) -> Iterator[tuple[int, int]]:
    block = blocks[sentence.block]
    labels = labels_of(block.label, block.lang) if block.label else ()
    if not labels and block.headings and block.kind in ("item", "paragraph"):
        above = blocks[block.headings[-1]]
        if len(text[block.start : block.end].split()) <= 12:
            labels = labels_of(above.label or text[above.start : above.end], block.lang)
    if any(label.relation == "focusesOn" for label in labels):
        yield from verticals.open_list(sentence, 0, len(sentence.tokens), words, taken)


@cache
def _cues(words: Lexicon) -> re.Pattern[str]:
    cues = sorted(words.words["field_cues"].exact, key=lambda cue: (-len(cue), cue))
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(cue) for cue in cues) + r")(?![\w-])")


def _cued(sentence: Sentence, words: Lexicon, taken: list[bool]) -> Iterator[tuple[int, int]]:
    forms, starts, at = [], {}, 0
    for number, token in enumerate(sentence.tokens):
        starts[at + len(token.form)] = number + 1
        forms.append(token.form)
        at += len(token.form) + 1
    for cue in _cues(words).finditer(" ".join(forms)):
        if cue.end() in starts:
            yield from verticals.open_list(sentence, starts[cue.end()], len(sentence.tokens), words, taken)


def _listed_people(blocks: list[Block], sentences: list[Sentence], mentions: list[Mention]) -> None:
    """“Kjell Strand, Oslo Cancer Cluster” or “Toth Arpad (EcoBuild SRL)” in a list: two plain words before a house."""
    for mention, following in pairwise(mentions):
        words = sentences[mention.sentence].tokens
        block = blocks[sentences[mention.sentence].block]
        if mention.rule != "name.untold" or following.sentence != mention.sentence:
            continue
        if block.kind not in ("item", "agenda", "label", "row") or following.type not in (
            "Organisation",
            "Cluster",
        ):
            continue
        plain = mention.last - mention.first == 2 and mention.text.replace(" ", "").replace("-", "").isalpha()
        title = all(word.text[1:].islower() for word in words[mention.first : mention.last])
        between = [word.form for word in words[mention.last : following.first]]
        told = following.rule != "name.untold" or following.text.isupper() or between == ["("]
        if plain and title and told and between in ([","], ["("], [",", "the"]):
            mention.type, mention.kind, mention.rule, mention.confidence = (
                "Person",
                "",
                "layout.listed-person",
                0.65,
            )


def _line(sentence: Sentence, blocks: list[Block]) -> bool:
    """A heading, or a short line without a verb."""
    words = lexicon(sentence.lang)
    verbless = not any(finite(token, words) for token in sentence.tokens)
    return blocks[sentence.block].kind == "heading" or (
        len(sentence.tokens) <= 14 and verbless and words.lang == "en"
    )


def _dated_headings(blocks: list[Block], sentences: list[Sentence], mentions: list[Mention]) -> None:
    """“U2B, September 27th 2018”: an untold name that a heading dates to the day is an event, wherever it stands."""
    dated = {m.sentence for m in mentions if m.type == "Date" and m.value.count("-") >= 2}
    names = {
        m.text
        for m in mentions
        if m.rule == "name.untold"
        and m.sentence in dated
        and m.first <= 1
        and _line(sentences[m.sentence], blocks)
    }
    for mention in mentions:
        if mention.text in names and mention.rule in ("name.untold", "name.place-preposition"):
            mention.type, mention.kind, mention.rule, mention.confidence = (
                "Event",
                "",
                "layout.dated-heading",
                0.75,
            )


def _title_type(text: str, blocks: list[Block], sentences: list[Sentence], mentions: list[Mention]) -> None:
    """A page with labels such as “Coordinator” and “Programme” is about a project: an untold title names it."""
    told: set[str] = set()
    for block in blocks:
        named = [block.label] if block.label else []
        named += [text[a:b] for a, b in block.cells] if block.kind == "header" else []
        named += [text[block.start : block.end]] if block.kind == "heading" and not block.label else []
        told |= {label.id.rpartition(".")[2] for words in named for label in labels_of(words, block.lang)}
    if len(told & {"coordinator", "funding", "programme", "partner", "dates"}) < 2 or "members" in told:
        return
    if not told & {"funding", "programme", "coordinator"}:
        return
    title = next((m for m in mentions if sentences[m.sentence].block == 0), None)
    if title is None or title.rule not in ("name.untold", "name.place-preposition", "name.cue.Project"):
        return
    for mention in mentions:
        if mention.text == title.text:
            mention.type, mention.kind, mention.rule, mention.confidence = (
                "Project",
                "",
                "layout.project-page",
                0.8,
            )


def _shortened(mention: Mention, mentions: list[Mention]) -> bool:
    """The name begins a longer one (“TechHub” of “TechHub Oltenia”), which tells its type better than a heading."""
    return any(other.text.startswith(mention.text + " ") for other in mentions)


def retype(text: str, blocks: list[Block], sentences: list[Sentence], mentions: list[Mention]) -> None:
    """Give untold names the type that their label or heading tells (“Running projects: GridPrint (partner)”)."""
    _title_type(text, blocks, sentences, mentions)
    _dated_headings(blocks, sentences, mentions)
    _listed_people(blocks, sentences, mentions)
    seen: set[int] = set()
    for mention in mentions:
        block = blocks[sentences[mention.sentence].block]
        labels = labels_of(block.label, block.lang) if block.label else ()
        if not labels and block.headings and block.kind in ("item", "paragraph", "row"):
            above = blocks[block.headings[-1]]
            labels = labels_of(above.label or text[above.start : above.end], block.lang)
            if id(block) in seen:
                continue
        if mention.rule not in ("name.untold", "name.place-preposition") or _shortened(mention, mentions):
            continue
        if any("Organisation" in label.values for label in labels):
            continue
        for label in labels:
            tokens = sentences[mention.sentence].tokens
            bracketed = mention.first > 0 and tokens[mention.first - 1].form in ("(", ";") and False
            if (
                label.values
                and "Organisation" not in label.values
                and not bracketed
                and label.relation != "hasDate"
            ):
                wanted = next(
                    (t for t in ("Project", "Event", "Programme", "Person", "Place") if t in label.values), ""
                )
                if wanted and label.relation in (
                    "participatedIn",
                    "organisedBy",
                    "partOf",
                    "affiliatedWith",
                    "locatedIn",
                ):
                    if wanted == "Person" and len(mention.text.split()) not in (2, 3):
                        continue
                    if label.id.endswith(("programme", "parent", "coordinator")) and wanted in (
                        "Event",
                        "Project",
                    ):
                        wanted = "Programme" if label.id.endswith("programme") else mention.type
                    mention.type, mention.kind, mention.rule, mention.confidence = (
                        wanted,
                        "",
                        f"{label.id}.value",
                        0.7,
                    )
                    seen.add(id(block))
                    break
