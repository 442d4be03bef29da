"""Which relations does a text state, how surely, and in which mode? (verbs, nouns, neighbours, layout, then checks)"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from loaders.prose.clauses import finite, mode_of
from loaders.prose.layout import from_agenda, from_labels, from_row, from_title, labels_of
from loaders.prose.lexicon import Label, Lexicon, fits, lexicon
from loaders.prose.links import from_links
from loaders.prose.model import ACTORS, Block, Mention, Relation, Sentence
from loaders.prose.pairs import from_claims, from_counts, from_pairs, from_unnamed
from loaders.prose.roles import from_roles
from loaders.prose.scene import Found, Scene
from loaders.prose.verbs import from_verbs

__all__ = ["THRESHOLD", "find_relations"]

THRESHOLD = 0.5
_NEAR = 1  # sentences back to which something unsaid may refer
_TYPES = ("Project", "Event", "Cluster", "Organisation", "WorkingGroup", "Programme")


@dataclass(slots=True)
class _Page:
    """The document as the relation rules see it."""

    text: str
    blocks: list[Block]
    sentences: list[Sentence]
    mentions: list[Mention]
    arguments: dict[int, list[Mention]]  # by sentence, nominals included
    by_block: dict[int, list[int]]
    subject: int
    otherwise: str
    latest: dict[str, Mention]


def find_relations(
    text: str,
    blocks: list[Block],
    sentences: list[Sentence],
    mentions: list[Mention],
    nominals: list[Mention],
    subject: int,
) -> list[Relation]:
    """The relations of a document, each once in each mode, surest first said."""
    arguments: dict[int, list[Mention]] = {}
    for mention in sorted([*mentions, *nominals], key=lambda m: (m.start, -m.end)):
        arguments.setdefault(mention.sentence, []).append(mention)
    by_block: dict[int, list[int]] = {}
    for number, sentence in enumerate(sentences):
        by_block.setdefault(sentence.block, []).append(number)
    page = _Page(text, blocks, sentences, mentions, arguments, by_block, subject, "happened", {})
    page.otherwise = _page_mode(page)
    found: list[Found] = []
    for number in range(len(blocks)):
        found += _of_block(page, number)
    editions = list(_editions(page))
    found = [_of_edition(page, item, editions) for item in found] + editions
    found += _among_them(page, found)
    return _settled(found, mentions)


def _page_mode(page: _Page) -> str:
    """An agenda or invitation speaks of what is planned."""
    top = [b for b in page.blocks if b.kind != "noise"][:2]
    words = " ".join(page.text[b.start : b.end].lower() for b in top)
    lang = top[0].lang if top else "en"
    return (
        "planned"
        if any(w in words for w in lexicon(lang).words["planned_pages"].exact if len(w) > 4)
        and any(b.kind == "agenda" for b in page.blocks)
        else "happened"
    )


def _of_block(page: _Page, number: int) -> Iterator[Found]:
    block = page.blocks[number]
    if block.kind in ("noise", "header"):
        return
    about, home, told_by = _about(page, number)
    labels = _labels(page, number)
    told = next((label.mode for label in labels if label.mode in ("planned", "claimed")), "")
    scenes = [
        Scene(
            page.sentences[s],
            block,
            lexicon(block.lang),
            page.arguments.get(s, []),
            about,
            home=home,
            told=told_by,
            otherwise=told or page.otherwise,
        )
        for s in page.by_block.get(number, [])
    ]
    if any(label.sense == "negated" for label in labels):
        for scene in scenes:
            yield from (f for f in from_links(scene) if f.relation == "affiliatedWith")
        return
    for at, scene in enumerate(scenes):
        own = [*from_links(scene), *from_verbs(scene), *from_roles(scene), *from_pairs(scene)]
        own += [*from_counts(scene), *from_claims(scene), *from_unnamed(scene)]
        if labels and block.kind != "heading":
            own += from_labels(scene, labels)
        if block.kind == "agenda":
            own += from_agenda(scene, _day(page, number))
        if block.kind == "heading" or (
            number < 5 and at == 0 and len(scene.tokens) <= 12 and block.kind == "paragraph"
        ):
            event = next((a for a in about if a.type == "Event" and number < 5 and _titled(page, a)), None)
            own += from_title(scene, event, _announced(page, number, scene))
        own = [f for f in own if f.relation != "hasDate" or not _recorded(scene, f.tail)]
        yield from own
        yield from _fallback(scene, own)
        for argument in scene.arguments:
            if not argument.nominal:
                page.latest[argument.type] = argument
    if block.kind == "row" and scenes:
        header = page.blocks[block.parent] if block.parent >= 0 else None
        names = [page.text[a:b] for a, b in header.cells] if header else []
        yield from from_row(scenes, names, block.lang)


def _editions(page: _Page) -> Iterator[Found]:
    """“Digital Talks: IT & Health” is an edition of the series “Digital Talks”; “SmartDock kick-off” is of SmartDock."""
    series = {m.text.lower(): m for m in reversed(page.mentions) if m.type in ("Event", "Project")}
    for mention in page.mentions:
        if mention.type != "Event":
            continue
        text = mention.text.lower()
        stem = text.partition(":")[0] if ":" in text else text.rpartition(" ")[0]
        whole = series.get(stem.strip())
        titled = _named_series(page, mention) if mention.rule == "event.titled" else None
        whole = whole or titled
        if (
            whole is not None
            and whole.entity != mention.entity
            and (":" in text or whole.type == "Project" or titled)
        ):
            sentence = page.sentences[mention.sentence]
            yield Found(
                mention, "partOf", whole, "happened", (sentence.start, sentence.end), 0.8, "event.edition"
            )


def _among_them(page: _Page, found: list[Found]) -> Iterator[Found]:
    """“47 companies, among them X and Y”: what is said of a count is said of those it names."""
    for item in found:
        if (
            item.head.type != "Group"
            or item.relation not in ("participatedIn", "memberOf")
            or item.head.entity < 0
        ):
            continue
        for number in (item.head.sentence, item.head.sentence + 1):
            if number >= len(page.sentences):
                continue
            sentence = page.sentences[number]
            words = lexicon(sentence.lang)
            after = item.head.last if number == item.head.sentence else 0
            cue = next(
                (at for at in range(after, len(sentence.tokens)) if _introduces(sentence, at, words)), -1
            )
            if cue < 0 or (number != item.head.sentence and cue > 1):
                continue
            scene = Scene(sentence, page.blocks[sentence.block], words, page.arguments.get(number, []), [])
            first = next(
                (a for a in scene.arguments if a.first > cue and a.type in ACTORS and not a.nominal), None
            )
            if first is None or first.first - cue > 6:
                continue
            members = scene.joined(first, ACTORS, verb=len(sentence.tokens))
            yield from scene.relate(
                item.relation, members, [item.tail], item.mode, item.confidence - 0.1, "among-them"
            )


def _introduces(sentence: Sentence, at: int, words: Lexicon) -> bool:
    pair = " ".join(token.form for token in sentence.tokens[at : at + 2])
    return pair in words.words["among"].exact or sentence.tokens[at].form in words.words["among"].exact


def _of_edition(page: _Page, item: Found, editions: list[Found]) -> Found:
    """What is said of a series in the sentence that titles its edition, or of “the second X event” below its heading."""
    for end, series in (("head", item.head), ("tail", item.tail)):
        mine = [e.head for e in editions if e.tail.entity == series.entity]
        if not mine or item.relation == "partOf":
            continue
        sentence = page.sentences[series.sentence]
        here = [m for m in mine if m.sentence == series.sentence and m.rule == "event.titled"]
        following = [t.form for t in sentence.tokens[series.last : series.last + 1]]
        if (
            following
            and following[0] in lexicon(sentence.lang).nominals["Event"]
            and following[0] not in ("series", "seria")
        ):
            above = page.blocks[sentence.block].headings
            here += [m for m in mine if page.sentences[m.sentence].block in above]
        if here:
            return replace(item, head=here[0]) if end == "head" else replace(item, tail=here[0])
    return item


def _named_series(page: _Page, event: Mention) -> Mention | None:
    """“the Digital Talks series of events was initiated with the title: …”: the series of the same sentence."""
    for argument in page.arguments.get(event.sentence, []):
        words = page.sentences[argument.sentence].tokens
        following = [t.form for t in words[argument.last : argument.last + 1]]
        if (
            argument.type == "Event"
            and argument.entity != event.entity
            and following in (["series"], ["seria"])
        ):
            return argument
    return None


def _announced(page: _Page, number: int, scene: Scene) -> str:
    """The mode in which a heading's fields are the project's: right under its title, or after “… the following industries”."""
    opening = next((n for n, block in enumerate(page.blocks) if block.kind != "noise"), 0)
    lead = page.by_block.get(opening, [])
    fields = [a for a in scene.arguments if a.type == "Vertical"]
    if not fields or not lead or number == opening:
        return ""
    title = page.sentences[lead[0]]
    if any(t.form in scene.words.words["announcers"] for t in title.tokens):
        covered = sum(a.last - a.first for a in fields)
        return mode_of(title, len(title.tokens) - 1, scene.words) if 2 * covered >= len(scene.tokens) else ""
    finite_words = any(finite(t, scene.words) for t in title.tokens)
    return "happened" if number == opening + 1 and not finite_words and len(title.tokens) < 8 else ""


def _labels(page: _Page, number: int) -> tuple[Label, ...]:
    """The label of a block: its own, its list's opener, or the heading right above."""
    block = page.blocks[number]
    if block.label:
        return labels_of(block.label, block.lang)
    if block.parent >= 0 and block.kind == "item":
        opener = page.blocks[block.parent]
        words = page.text[opener.start : opener.end].rstrip(": \n")
        return (
            labels_of(words, block.lang) or labels_of(opener.label, block.lang)
            if opener.kind != "item"
            else ()
        )
    if block.headings and block.kind in ("item", "paragraph", "row"):
        above = page.blocks[block.headings[-1]]
        short = len(page.text[block.start : block.end].split()) <= 16
        if short:
            return labels_of(above.label or page.text[above.start : above.end], block.lang)
    return ()


def _titled(page: _Page, event: Mention | None) -> bool:
    return event is not None and page.sentences[event.sentence].block <= 1


def _about(page: _Page, number: int) -> tuple[list[Mention], Mention | None, int]:
    """What a missing argument may mean here: named in a heading above (innermost first), the page's subject, the latest."""
    block, about = page.blocks[number], []
    for heading in reversed(block.headings):
        if page.blocks[heading].level > 1:
            about += [
                m
                for s in page.by_block.get(heading, [])
                for m in page.arguments.get(s, [])
                if m.type in _TYPES
            ]
    home = next((m for m in page.mentions if m.entity == page.subject), None)
    about += [home] if home else []
    titles = [h for h in block.headings if page.blocks[h].level == 1]
    about += [
        m
        for h in titles
        for s in page.by_block.get(h, [])
        for m in page.arguments.get(s, [])
        if m.type in _TYPES
    ]
    here = next(iter(page.by_block.get(number, [])), 0)
    latest = [m for kind in _TYPES if (m := page.latest.get(kind)) and here - m.sentence <= _NEAR]
    if home and home.type in ACTORS and block.label:
        latest = [m for m in latest if m.type not in ACTORS]
    about = [m for m in about if not m.nominal]
    return [*about, *latest], home, len(about)


def _day(page: _Page, number: int) -> Mention | None:
    for heading in reversed(page.blocks[number].headings):
        for sentence in page.by_block.get(heading, []):
            for mention in page.arguments.get(sentence, []):
                if mention.type == "Date":
                    return mention
    return None


def _fallback(scene: Scene, own: list[Found]) -> Iterator[Found]:
    """In a sentence with one event, a date nobody claimed is the event's, and so is a place after “in”."""
    events = {
        a.entity: a
        for a in reversed(scene.arguments)
        if a.type == "Event"
        and a.rule != "nominal.it"
        and scene.forms(a.last, a.last + 1) not in (["series"], ["seria"])
    }
    if len(events) != 1 or scene.block.kind == "agenda":
        return
    event = next(iter(events.values()))
    used = {id(f.tail) for f in own} | {id(f.head) for f in own}
    for argument in scene.arguments:
        if id(argument) in used or argument.nominal:
            continue
        if argument.type == "Date" and not _recorded(scene, argument):
            yield from scene.relate(
                "hasDate", [event], [argument], scene.mode(argument.first), 0.6, "fallback.event-date"
            )
        before = scene.tokens[argument.first - 1].form if argument.first else ""
        if (
            argument.type == "Place"
            and not _bracketed(scene, argument)
            and before in ("in", "at", "la", "în")
        ):
            yield from scene.relate(
                "locatedIn", [event], [argument], scene.mode(argument.first), 0.55, "fallback.event-place"
            )


def _bracketed(scene: Scene, argument: Mention) -> bool:
    forms = scene.forms(0, argument.first)
    return forms.count("(") > forms.count(")")


def _recorded(scene: Scene, argument: Mention) -> bool:
    """A day of posting, signing or handing in is no day of an event."""
    if argument not in scene.arguments:
        return False
    near = scene.forms(max(0, argument.first - 5), argument.first)
    return any(form in scene.words.words["dates_recorded"] for form in near)


def _settled(found: list[Found], mentions: list[Mention]) -> list[Relation]:
    """One relation a triple and sentence (the surest), its ends shown by mentions of the text; in order of appearance."""
    shown: dict[int, list[Mention]] = {}
    for mention in mentions:
        shown.setdefault(mention.entity, []).append(mention)
    best: dict[tuple[int, str, int, int], Found] = {}
    for item in found:
        if item.confidence < THRESHOLD or item.head.entity == item.tail.entity:
            continue
        if item.head.entity < 0:  # somebody without a name, who stands in no other sentence
            best[(-item.head.start, item.relation, item.tail.entity, item.quote[0])] = item
            continue
        if not fits(item.relation, item.head.type, item.tail.type):
            continue
        if item.head.entity not in shown or item.tail.entity not in shown:
            continue
        key = (item.head.entity, item.relation, item.tail.entity, item.quote[0])
        if item.relation == "collaboratesWith":
            low, high = sorted((key[0], key[2]))
            key = (low, item.relation, high, key[3])
        if key not in best or item.confidence > best[key].confidence:
            best[key] = item
    relations = [
        Relation(
            _shown(item.head, shown),
            item.relation,
            _shown(item.tail, shown),
            item.mode,
            item.quote,
            round(item.confidence, 3),
            item.rule,
            item.qualifiers,
        )
        for item in best.values()
    ]
    return sorted(relations, key=lambda r: (r.quote, r.head.start, r.tail.start, r.relation))


def _shown(end: Mention, shown: dict[int, list[Mention]]) -> Mention:
    """The end itself, or the nearest mention of its entity before it."""
    if not end.nominal or end.entity < 0:
        return end
    before = [m for m in shown[end.entity] if m.start <= end.start]
    return before[-1] if before else shown[end.entity][0]
