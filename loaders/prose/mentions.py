"""Which names, dates, groups and verticals stand in a text? (all detectors together; the longest span wins)"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loaders.prose import verticals
from loaders.prose.counts import groups
from loaders.prose.dates import dates
from loaders.prose.events import numbered_events, titled_events, unnamed_events
from loaders.prose.gazetteer import Entry, Gazetteer, bundled
from loaders.prose.heads import is_typed
from loaders.prose.layout import labels_of
from loaders.prose.lexicon import Lexicon, lexicon
from loaders.prose.model import Block, Mention, Sentence
from loaders.prose.names import Run, runs
from loaders.prose.typed import type_of

__all__ = ["find_mentions"]

_FIRST = {"Date": 0, "Group": 1, "Person": 2, "Event": 3}


def find_mentions(
    text: str,
    blocks: list[Block],
    sentences: list[Sentence],
    gazetteer: Gazetteer,
    people: set[tuple[int, int]],
) -> list[Mention]:
    """All mentions in order of their place, each with its sentence and tokens; none overlap."""
    dated: dict[int, list[Mention]] = {}
    for number, block in enumerate(blocks):
        if block.kind != "noise":
            dated[number] = list(dates(text, block, lexicon(block.lang)))
    found: list[Mention] = []
    for number, sentence in enumerate(sentences):
        block = blocks[sentence.block]
        if block.kind in ("noise", "header") or _only_label(text, block):
            continue
        inside = [m for m in dated[sentence.block] if sentence.start <= m.start and m.end <= sentence.end]
        titled = blocks[sentence.block].kind == "heading" and sentence.block < 3
        for mention in _of_sentence(text, sentence, inside, gazetteer, people, titled):
            mention.sentence = number
            mention.first, mention.last = sentence.at(mention.start, mention.end)
            mention.text = text[mention.start : mention.end]
            found.append(mention)
    found = [mention for mention in found if not _told_before(mention, found)]
    return _with_openings(text, sentences, found)


def _with_openings(text: str, sentences: list[Sentence], found: list[Mention]) -> list[Mention]:
    """Names that open a sentence, where a capital tells nothing, if the text uses them elsewhere (“Skyfarm va …”)."""
    names: dict[str, Mention] = {}
    for mention in found:
        if mention.type in ("Organisation", "Cluster", "Project") and mention.rule != "name.acronym":
            first = mention.text.split()[0]
            small = lexicon(sentences[mention.sentence].lang).words
            if len(first) > 3 and first.lower() not in small["common"] and not first.isupper():
                names.setdefault(first, mention)
    taken = {mention.start for mention in found}
    for number, sentence in enumerate(sentences):
        token = next((t for t in sentence.tokens if t.form[0].isalnum()), None)
        known = names.get(token.text) if token else None
        if token is None or known is None or token.start in taken or is_typed(token.form):
            continue
        if any(m.start <= token.start < m.end for m in found if m.sentence == number):
            continue
        added = Mention(token.start, token.end, known.type, token.text, "name.untold", 0.55, kind=known.kind)
        added.sentence = number
        added.first, added.last = sentence.at(token.start, token.end)
        found.append(added)
    return sorted(found, key=lambda m: (m.start, -m.end))


def _only_label(text: str, block: Block) -> bool:
    """A heading that is nothing but a label (“CONSORTIUM”, “Partners”) names nobody."""
    return block.kind == "heading" and bool(
        labels_of(block.label or text[block.start : block.end], block.lang)
    )


def _told_before(mention: Mention, found: list[Mention]) -> bool:
    """“The first forum …” after a named forum is that forum, not an event of its own."""
    if mention.rule != "event.dated-noun":
        return False
    words = mention.text.lower().split()
    if words[0] not in ("first", "prima", "primul") and len(words) > 1:
        return False
    return any(
        m.type == "Event"
        and m.start < mention.start
        and m.rule != "event.dated-noun"
        and words[-1] in m.text.lower().split()
        for m in found
    )


def _of_sentence(
    text: str,
    sentence: Sentence,
    inside: list[Mention],
    gazetteer: Gazetteer,
    people: set[tuple[int, int]],
    titled: bool,
) -> list[Mention]:
    words = lexicon(sentence.lang)
    known = list(_known(sentence, gazetteer, words))
    counted = list(groups(sentence, words))
    named: list[Mention] = []
    for run in runs(sentence, words, _taken(sentence, [*inside, *counted])):
        named += _named(sentence, run, words, people)
    series = [sentence.at(m.start, m.end) for m in (*known, *named) if m.type == "Event"]
    named += titled_events(sentence, words, series)
    named += numbered_events(sentence, words)
    chosen = _longest([*inside, *counted, *known, *named])
    chosen += _glossed(sentence, known, chosen, words)
    taken = _taken(sentence, chosen)
    for first, last in verticals.phrase(sentence, words, taken):
        chosen.append(verticals.mention(sentence, first, last, "vertical.head", 0.6))
    taken = _taken(sentence, chosen)
    chosen += unnamed_events(sentence, chosen, words, taken, titled)
    nested = [m for m in chosen if m.rule == "gazetteer.nested"]
    return sorted(
        [*_longest([m for m in chosen if m not in nested]), *nested], key=lambda m: (m.start, -m.end)
    )


def _glossed(
    sentence: Sentence, known: list[Mention], chosen: list[Mention], words: Lexicon
) -> Iterator[Mention]:
    """“the 3BS ICT Network Meeting (international network …)”: the bracket speaks of the network inside the name."""
    tokens = sentence.tokens
    for outer in chosen:
        _, last = sentence.at(outer.start, outer.end)
        if outer.type != "Event" or last >= len(tokens) or tokens[last].text != "(":
            continue
        gloss = [token.form for token in tokens[last + 1 : last + 5]]
        if any(form in words.nominals["Cluster"] for form in gloss):
            for inner in known:
                if inner.type == "Cluster" and outer.start <= inner.start and inner.end <= outer.end:
                    inner.rule = "gazetteer.nested"
                    yield inner


def _known(sentence: Sentence, gazetteer: Gazetteer, words: Lexicon) -> Iterator[Mention]:
    for first, last, entry in gazetteer.find(sentence.tokens, words.lang):
        if entry.type == "Vertical":
            lone = sentence.tokens[first]
            if last - first == 1 and lone.form in words.words["weak_fields"]:
                continue
            wide = verticals.widened(sentence, first, last, words)
            value = entry.id if wide == (first, last) else ""
            yield verticals.mention(sentence, *wide, "gazetteer.Vertical", 0.75, value)
        else:
            yield _gazetteer_mention(sentence, first, last, entry)


def _gazetteer_mention(sentence: Sentence, first: int, last: int, entry: Entry) -> Mention:
    tokens = sentence.tokens
    start, end = tokens[first].start, tokens[last - 1].end
    return Mention(
        start, end, entry.type, "", f"gazetteer.{entry.type}", 0.9, kind=entry.kind, value=entry.id
    )


def _named(sentence: Sentence, run: Run, words: Lexicon, people: set[tuple[int, int]]) -> Iterator[Mention]:
    kind_type, kind, rule, confidence = type_of(sentence, run, words, people)
    if not kind_type:
        return
    tokens = sentence.tokens
    start, end = tokens[run.first].start, tokens[run.last - 1].end
    if rule != "name.person" and _shouted(sentence, run):
        return
    if (
        rule == "name.before-noun.Event"
        and run.last < len(tokens)
        and tokens[run.last].form in words.words["event_tails"]
    ):
        end = tokens[run.last].end
    if rule in ("name.untold", "name.head.Organisation") and _all_fields(sentence, run, words):
        return
    if (campus := _campus(sentence, run)) is not None:
        first, last = campus
        start, end, kind_type, rule = tokens[first].start, tokens[last - 1].end, "Place", "name.campus"
    if rule == "name.untold" and _is_place(sentence, run, words):
        kind_type, rule, confidence = "Place", "name.place-preposition", 0.6
    yield Mention(start, end, kind_type, "", rule, confidence, kind=kind)


def _all_fields(sentence: Sentence, run: Run, words: Lexicon) -> bool:
    """A heading such as “Energy Efficiency & Environment Protection” names fields, not an organisation."""
    tokens = sentence.tokens[run.first : run.last]
    if len(tokens) < 3:
        return False
    hits = [hit for hit in bundled().find(tokens, words.lang) if hit[2].type == "Vertical"]
    covered = sum(last - first for first, last, _ in hits)
    small = sum(token.form in words.words["conjunctions"] for token in tokens)
    return covered + small >= len(tokens)


def _shouted(sentence: Sentence, run: Run) -> bool:
    """Two or more long words all in capitals, as headings are set (“PRESS RELEASE”), are no name."""
    words = sentence.tokens[run.first : run.last]
    long = [word for word in words if word.form[0].isalpha() and len(word.text) > 3]
    return (
        len(words) > 1
        and len(long) > 1
        and all(word.text.isupper() for word in words if word.form[0].isalpha())
    )


def _campus(sentence: Sentence, run: Run) -> tuple[int, int] | None:
    """“Mărăști campus”, “campusul Tudor Vladimirescu”: the word campus belongs to the name."""
    tokens = sentence.tokens
    if run.last < len(tokens) and tokens[run.last].form == "campus":
        return run.first, run.last + 1
    if run.first and tokens[run.first - 1].form.startswith("campus"):
        return run.first - 1, run.last
    return None


def _is_place(sentence: Sentence, run: Run, words: Lexicon) -> bool:
    """An untold name of one or two plain words right after “in” or “near”."""
    tokens = sentence.tokens
    if not run.first or run.last - run.first > 2 or run.quoted:
        return False
    before = tokens[run.first - 1].form
    wanted = ("in", "near") if words.lang == "en" else ("în", "din", "lângă")
    if before not in wanted or (
        run.first > 1 and tokens[run.first - 2].form in ("de", "member", "partner", "membru", "partener")
    ):
        return False
    return all(word.text[1:].islower() or "-" in word.text for word in tokens[run.first : run.last])


def _taken(sentence: Sentence, mentions: Iterable[Mention]) -> list[bool]:
    taken = [False] * len(sentence.tokens)
    for mention in mentions:
        first, last = sentence.at(mention.start, mention.end)
        taken[first:last] = [True] * (last - first)
    return taken


def _longest(mentions: list[Mention]) -> list[Mention]:
    """Of overlapping mentions the longest; of equal ones the surest."""
    chosen: list[Mention] = []
    order = sorted(mentions, key=lambda m: (m.start - m.end, -m.confidence, _FIRST.get(m.type, 9), m.start))
    for mention in order:
        if all(mention.end <= other.start or other.end <= mention.start for other in chosen):
            chosen.append(mention)
    return chosen
