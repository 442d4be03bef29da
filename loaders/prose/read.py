"""How is a text read from beginning to end? (blocks, sentences, mentions, entities, nominals, relations)"""

from __future__ import annotations

from collections.abc import Sequence

from graph.statement import Document
from loaders.prose.codes import codes, in_programme
from loaders.prose.dates import fill_years
from loaders.prose.entities import link, settle_types
from loaders.prose.gazetteer import Gazetteer, bundled
from loaders.prose.language import of_blocks
from loaders.prose.lexicon import lexicon
from loaders.prose.mentions import find_mentions
from loaders.prose.model import Block, Extraction, Mention, Relation, Sentence
from loaders.prose.nominals import find_nominals, subject_of
from loaders.prose.relations import find_relations
from loaders.prose.same_events import same_events
from loaders.prose.scope import add_fields, page_names, retype, unlabel
from loaders.prose.sentences import sentences as split
from loaders.prose.structure import Hint, blocks
from loaders.prose.tagging import tag

__all__ = ["VERSION", "extract"]

VERSION = "prose/1"


def extract(
    text: str | Document,
    *,
    gazetteer: Gazetteer | None = None,
    lang: str | None = None,
    hints: Sequence[Hint] = (),
) -> Extraction:
    """Everything a text says: mentions with their entities, and relations with mode, quote, confidence and rule.

    `lang` fixes the language of all blocks; `hints` are the parts that a reader of HTML or Markdown knows.
    """
    words = text.text if isinstance(text, Document) else text
    known = gazetteer or bundled()
    parts = blocks(words, hints)
    of_blocks(words, parts, lang or "")
    unlabel(words, parts)
    sentences: list[Sentence] = []
    for number, block in enumerate(parts):
        if block.kind != "noise":
            sentences += split(words, block, number, lexicon(block.lang))
    people: set[tuple[int, int]] = set()
    for language in sorted({sentence.lang for sentence in sentences}):
        people |= tag([s for s in sentences if s.lang == language], lexicon(language))
    mentions = find_mentions(words, parts, sentences, known, people)
    mentions = add_fields(words, parts, sentences, mentions)
    retype(words, parts, sentences, mentions)
    _fill(words, parts, sentences, mentions)
    named = page_names(parts, sentences, mentions)
    count = link(mentions, sentences, named)
    settle_types(mentions, count)
    subject = named[0].entity if named else subject_of(mentions, parts, sentences)
    nominals = find_nominals(mentions, sentences, parts, subject)
    relations = find_relations(words, parts, sentences, mentions, nominals, subject)
    if same := same_events(mentions, relations):
        for mention in (*mentions, *nominals):
            mention.entity = same.get(mention.entity, mention.entity)
        relations = find_relations(words, parts, sentences, mentions, nominals, subject)
    relations += in_programme(words, sentences, mentions, subject)
    _number(mentions, relations)
    found = tuple(codes(words, sentences, mentions, subject))
    return Extraction(tuple(mentions), tuple(relations), tuple(parts), tuple(sentences), found)


def _fill(text: str, parts: list[Block], sentences: list[Sentence], mentions: list[Mention]) -> None:
    blocks_of = {mention.start: sentences[mention.sentence].block for mention in mentions}
    fill_years(mentions, parts, blocks_of, text)


def _number(mentions: list[Mention], relations: list[Relation]) -> None:
    """Give what only a relation names (an unnamed cluster, the plan in a project's code) its own entity."""
    following = 1 + max((m.entity for m in mentions), default=-1)
    for relation in relations:
        for end in (relation.head, relation.tail):
            if end.entity < 0:
                end.entity, following = following, following + 1
                mentions.append(end)
