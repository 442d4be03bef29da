"""What do verbs say about what stands before and after them? (voice, subject, preposition, relative clauses)"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from loaders.prose.clauses import finite
from loaders.prose.lexicon import Lexicon, Verb
from loaders.prose.matching import Matcher
from loaders.prose.model import Mention, Token
from loaders.prose.scene import Found, Scene

__all__ = ["from_verbs"]

_AGENT = {"en": ("by",), "ro": ("de", "către")}
_RO_NOUN = (
    "area",
    "ării",
    "irea",
    "irii",
    "erea",
    "erii",
    "tor",
    "tori",
    "torul",
    "torii",
    "torilor",
    "toare",
)
_RO_PARTICIPLE = (
    "at",
    "ată",
    "ate",
    "ați",
    "it",
    "ită",
    "ite",
    "iți",
    "ut",
    "ută",
    "ute",
    "uți",
    "s",
    "să",
    "se",
    "și",
)
_CLIMBED = frozenset(
    (
        "appos",
        "conj",
        "xcomp",
        "auxpass",
        "aux",
        "acomp",
        "prep",
        "pcomp",
        "amod",
        "dobj",
        "attr",
        "advcl",
        "ccomp",
        "agent",
        "advmod",
        "prt",
    )
)
_SHORT = 5


@cache
def _matcher(lexicon: Lexicon) -> Matcher:
    """The matcher of a language's verbs."""
    phrases: dict[tuple[str, ...], list[int]] = {}
    for number, verb in enumerate(lexicon.verbs):
        for phrase in verb.phrases:
            phrases.setdefault(phrase, []).append(number)
    return Matcher(phrases)


def from_verbs(scene: Scene) -> Iterator[Found]:
    """The relations that the verbs of a sentence say."""
    found = _matcher(scene.words)
    for at in range(len(scene.tokens)):
        if scene.inside[at] >= 0 and not scene.arguments[scene.inside[at]].nominal:
            continue
        for number, last in found.at(scene.tokens, at, scene.words):
            verb = scene.words.verbs[number]
            if last == at + 1 and not _acts(scene, at):
                continue
            yield from _of_verb(scene, verb, at, last)


def _acts(scene: Scene, at: int) -> bool:
    """A one-word trigger must be used as a verb or participle, where a tagger tells."""
    token = scene.tokens[at]
    if token.dep in ("aux", "auxpass") or (scene.words.lang == "ro" and token.form.endswith(_RO_NOUN)):
        return False
    return not token.fine or token.tag in ("VERB", "AUX", "ADJ") or token.fine in ("VBN", "VBG", "VBD", "JJ")


def _of_verb(scene: Scene, verb: Verb, at: int, last: int) -> Iterator[Found]:
    mode = verb.mode or scene.mode(at)
    if not mode or mode == "none":
        return
    passive = verb.passive and _is_passive(scene, at)
    if passive:
        left = _left(scene, at, verb.objects)
        right = _agent(scene, last, verb.subjects)
    else:
        left = _left(scene, at, verb.subjects)
        right = _right(scene, last, verb)
        if right is None and left is not None and "" in verb.prepositions:
            right = _fronted(scene, left, verb)
    if left is None or right is None:
        return
    ends = (verb.objects, verb.subjects) if passive else (verb.subjects, verb.objects)
    lefts = scene.joined(left, ends[0], backward=True)
    lefts += [other for other in scene.joined(left, ends[0], verb=at)[1:] if other.last <= at]
    rights = scene.joined(right, ends[1])
    confidence = verb.confidence - (0.1 if left.nominal or right.nominal else 0.0)
    subject_is_head = (verb.subject == "H") != passive
    heads, tails = (lefts, rights) if subject_is_head else (rights, lefts)
    yield from scene.relate(verb.relation, heads, tails, mode, confidence, verb.id)


def _is_passive(scene: Scene, at: int) -> bool:
    tokens, token = scene.tokens, scene.tokens[at]
    before = [t.form for t in tokens[max(0, at - 4) : at]]
    if scene.words.lang == "en":
        if token.fine and token.fine not in ("VBN", "VBD"):
            return False
        agent = any(t.form == "by" for t in tokens[at + 1 : at + 8])
        being = any(form in scene.words.words["be"] for form in before)
        having = any(form in ("has", "have", "had") for form in before) and "been" not in before
        return not having and (being or (agent and token.form.endswith(("ed", "n", "t", "d", "un", "en"))))
    if not token.form.endswith(_RO_PARTICIPLE):
        return False
    return not (
        before and before[-1] in ("a", "au", "am", "ați", "s-a", "s-au", "și-a", "l-a", "i-a", "l-au", "le-a")
    )


def _left(scene: Scene, at: int, kinds: frozenset[str]) -> Mention | None:
    """The subject: by the parse where there is one, else the nearest fitting argument before the verb."""
    if at <= 1 and scene.tokens[at].fine == "VBN" and scene.words.lang == "en":
        comma = next((i for i in range(at, len(scene.tokens)) if scene.tokens[i].text == ","), -1)
        opened = next((a for a in scene.arguments if comma >= 0 and 0 < a.first - comma <= 4), None)
        if opened is not None:
            return opened if opened.type in kinds else None
    beside = next((a for a in reversed(scene.arguments) if a.last <= at), None)
    participle = scene.tokens[at].fine in ("VBN", "VBG") or scene.tokens[at].tag == "ADJ"
    if beside and participle and beside.type in kinds and scene.forms(beside.last, at) in ([], [","]):
        return beside
    told, parsed = _by_parse(scene, at, kinds)
    if told:
        return parsed
    prepositional: Mention | None = None
    for argument in reversed(scene.arguments):
        if argument.last > at or (argument.type == "Date" and "Date" not in kinds):
            continue
        between = scene.tokens[argument.last : at]
        if any(t.text in (";", "—") for t in between):
            break
        if argument.type not in kinds:
            if argument.nominal and argument.rule == "nominal.relative":
                break
            continue
        if _governed(scene, argument):
            prepositional = prepositional or argument
            continue
        if prepositional is not None and _verbs_between(scene, argument.last, prepositional.first):
            return prepositional
        return argument
    return prepositional or _default(scene, at, kinds)


def _governed(scene: Scene, argument: Mention) -> bool:
    """Whether a preposition or a Romanian genitive keeps the argument from being a subject."""
    if argument.nominal or not argument.first:
        return False
    before = scene.tokens[argument.first - 1]
    if before.tag == "ADP" or (
        scene.words.lang == "ro" and before.form in ("al", "a", "ai", "ale", "lui", "cu")
    ):
        return True
    genitive = scene.tokens[argument.first].form.endswith(
        ("ului", "iei", "ței", "ției", "ilor", "elor", "ății")
    )
    return scene.words.lang == "ro" and genitive


def _verbs_between(scene: Scene, first: int, last: int) -> bool:
    return any(finite(token, scene.words) for token in scene.tokens[first:last])


def _default(scene: Scene, at: int, kinds: frozenset[str]) -> Mention | None:
    """A subjectless item or Romanian sentence is about what the page or the sentence before is about."""
    named = ("Organisation", "Cluster", "Project", "Event", "Programme", "WorkingGroup", "Person")
    if any(
        a.last <= at and (a.type in kinds or (a.type in named and not _governed(scene, a)))
        for a in scene.arguments
    ):
        return None
    bare = scene.block.kind in ("item", "label", "row") or scene.words.lang != "en" or at <= 1
    if not bare or any(finite(t, scene.words) for t in scene.tokens[: max(0, at - 2)]):
        return None
    said = (
        scene.about
        if scene.block.kind in ("item", "label", "row") or at <= 1
        else [scene.home]
        if scene.home
        else []
    )
    return next((a for a in said if a.type in kinds), None)


def _by_parse(scene: Scene, at: int, kinds: frozenset[str]) -> tuple[bool, Mention | None]:
    """Whether the parse tells the subject, and the argument it is; a common noun that is no argument is none."""
    tokens = scene.tokens
    verb, hops = at, 0
    while 0 <= verb < len(tokens) and tokens[verb].fine and hops < 6:
        for child, token in enumerate(tokens[:at]):
            if token.head == verb and token.dep in ("nsubj", "nsubjpass"):
                found = _covering(scene, child, at, kinds)
                plain = (
                    token.tag == "NOUN"
                    and scene.inside[child] < 0
                    and token.form not in scene.words.words["collective"]
                )
                return found is not None or plain, found
        governor = tokens[verb].head
        if tokens[verb].dep in ("acl", "relcl") and governor >= 0:
            number = scene.inside[governor]
            if number >= 0 and scene.arguments[number].type in kinds and scene.arguments[number].last <= at:
                return True, scene.arguments[number]
            if number < 0 and tokens[governor].dep in ("attr", "appos", "oprd", "conj"):
                verb, hops = governor, hops + 1
                continue
            if number < 0 and (meant := _page_noun(scene, governor, kinds)) is not None:
                return True, meant
            return tokens[governor].tag == "NOUN" and number < 0 and not _apposed(scene, governor), None
        if tokens[verb].dep not in _CLIMBED:
            return False, None
        verb, hops = tokens[verb].head, hops + 1
    return False, None


def _page_noun(scene: Scene, noun: int, kinds: frozenset[str]) -> Mention | None:
    """“Project financed by …” on a line of its own: the noun means the project that the page is about."""
    if noun > 1:
        return None
    form = scene.tokens[noun].form
    for kind in ("Project", "Event", "Programme", "Cluster"):
        if kind in kinds and form in scene.words.nominals[kind]:
            return next((a for a in scene.about if a.type == kind), None)
    return None


def _apposed(scene: Scene, noun: int) -> bool:
    """“X, a firm working on …”: the noun stands for the name before it."""
    tokens = scene.tokens
    return tokens[noun].dep == "appos" or any(
        t.text in (",", "–", "(") for t in tokens[max(0, noun - 5) : noun]
    )


def _covering(scene: Scene, child: int, at: int, kinds: frozenset[str]) -> Mention | None:
    number = scene.inside[child]
    if number >= 0:
        argument = scene.arguments[number]
        return argument if argument.type in kinds and argument.last <= at else None
    for argument in scene.arguments:
        governor, hops = scene.tokens[argument.last - 1].head, 0
        while governor >= 0 and hops < 3 and argument.last <= at:
            if governor == child:
                return argument if argument.type in kinds else None
            governor, hops = scene.tokens[governor].head, hops + 1
    return None


def _agent(scene: Scene, last: int, kinds: frozenset[str]) -> Mention | None:
    for argument in scene.arguments:
        if argument.first < last:
            continue
        between = scene.tokens[last : argument.first]
        if any(t.text in (";", "—") or finite(t, scene.words) for t in between):
            return None
        if argument.type in kinds and any(t.form in _AGENT[scene.words.lang] for t in between):
            near = [t.form for t in between if t.tag == "ADP"]
            if near and near[-1] in _AGENT[scene.words.lang]:
                return argument
    return None


def _right(scene: Scene, last: int, verb: Verb) -> Mention | None:
    """The first fitting argument after the verb that stands behind one of its prepositions."""
    tokens = scene.tokens
    for argument in scene.arguments:
        if argument.first < last:
            continue
        between = tokens[last : argument.first]
        if _barred(scene, last, argument.first):
            return None
        if argument.first - last > verb.reach:
            return None
        if argument.type not in verb.objects or argument.rule == "nominal.relative":
            continue
        if _preposition(between, verb.prepositions, scene.words.lang):
            return argument
    return None


def _barred(scene: Scene, first: int, last: int) -> bool:
    for at in range(first, last):
        token = scene.tokens[at]
        if token.text in (";", "—"):
            return True
        if token.form in scene.words.words["relatives"] and token.dep != "mark":
            return True
        if finite(token, scene.words):
            return True
    return False


def _preposition(between: list[Token], wanted: frozenset[str], lang: str) -> bool:
    """Whether the words between verb and argument end with a wanted preposition (or, for "", have none)."""
    adpositions = [
        i
        for i, t in enumerate(between)
        if t.tag == "ADP" or t.form in ("to", "of", "de", "a", "al", "ai", "ale", "cu")
    ]
    if not adpositions:
        return "" in wanted and len(between) <= _SHORT + 3
    final = between[adpositions[-1]].form
    pair = " ".join(t.form for t in between[max(0, adpositions[-1] - 1) : adpositions[-1] + 1])
    if len(between) - adpositions[-1] > _SHORT:
        return False
    follow = between[adpositions[-1] + 1].form if adpositions[-1] + 1 < len(between) else ""
    if final in wanted or pair in wanted or f"{final} {follow}" in wanted:
        return True
    noun_of = final in ("of", "de", "a", "al", "ale", "lui") and len(adpositions) >= 1
    if noun_of and "" in wanted:
        return len(adpositions) == 1 and len(between) <= _SHORT
    earlier = between[adpositions[-2]].form if len(adpositions) > 1 else ""
    return noun_of and earlier in wanted


def _fronted(scene: Scene, left: Mention, verb: Verb) -> Mention | None:
    """“the fair, which the cluster hosts”, “pe care asociația îl va organiza”: the object stands before its subject."""
    for argument in reversed(scene.arguments):
        if (
            argument.last <= left.first
            and argument.rule == "nominal.relative"
            and argument.type in verb.objects
        ):
            return argument
    return None
