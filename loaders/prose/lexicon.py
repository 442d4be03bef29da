"""Which words does the reader know, language by language? (YAML files that a domain expert can edit)

Each language is a folder in `lexicon/`: `words.yaml`, `names.yaml`, `groups.yaml`, `verticals.yaml`, `labels.yaml`,
`triggers.yaml`. Word patterns are plain words, or a stem with a star (“organiz*”). Files are checked when they are
read: an unknown key, relation, type or slot is a `SettingError` that names the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from graph.errors import SettingError
from loaders.prose.model import TYPES

__all__ = ["SIGNATURES", "Head", "Label", "Lexicon", "Link", "Role", "Verb", "Words", "languages", "lexicon"]

_FOLDER = Path(__file__).parent / "lexicon"
_ACTORS = frozenset({"Organisation", "Cluster"})
_TOPICAL = frozenset({"Organisation", "Cluster", "WorkingGroup", "Project", "Event", "Programme", "Person"})

SIGNATURES: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "memberOf": (_ACTORS | {"Person", "Group"}, _ACTORS | {"WorkingGroup"}),
    "partOf": (
        frozenset({"Organisation", "Event", "Project", "Place"}),
        frozenset({"Organisation", "Event", "Project", "Programme", "Place"}),
    ),
    "locatedIn": (_ACTORS | {"Event", "Project"}, frozenset({"Place"})),
    "participatedIn": (_ACTORS | {"Person", "Group"}, frozenset({"Event", "Project", "Programme"})),
    "organisedBy": (frozenset({"Event", "Project", "WorkingGroup"}), _ACTORS | {"Person"}),
    "fundedBy": (frozenset({"Project", "Event", "Organisation"}), frozenset({"Organisation", "Programme"})),
    "focusesOn": (_TOPICAL, frozenset({"Vertical"})),
    "hasDate": (_ACTORS | {"Event", "Project", "Programme"}, frozenset({"Date"})),
    "collaboratesWith": (_ACTORS | {"Project", "Person"}, _ACTORS | {"Project", "Person"}),
    "affiliatedWith": (frozenset({"Person"}), _ACTORS | {"WorkingGroup", "Project"}),
}
_PART_OF = {
    "Organisation": {"Organisation"},
    "Event": {"Event", "Project"},
    "Project": {"Programme"},
    "Place": {"Place"},
}


def fits(relation: str, head: str, tail: str) -> bool:
    """Whether the relation may hold between these types of mention."""
    heads, tails = SIGNATURES[relation]
    if head not in heads or tail not in tails:
        return False
    return relation != "partOf" or tail in _PART_OF[head]


class Words:
    """A set of word patterns, asked for one word at a time."""

    def __init__(self, patterns: Iterable[str] = ()) -> None:
        given = tuple(dict.fromkeys(str(pattern).lower() for pattern in patterns))
        self.exact = frozenset(pattern for pattern in given if not pattern.endswith("*"))
        self.stems = tuple(pattern[:-1] for pattern in given if pattern.endswith("*"))

    def __contains__(self, word: object) -> bool:
        return word in self.exact or (
            bool(self.stems) and isinstance(word, str) and word.startswith(self.stems)
        )

    def __bool__(self) -> bool:
        return bool(self.exact or self.stems)


@dataclass(frozen=True, slots=True)
class Head:
    """A noun that tells the type of the name it stands in (“University”, “Clusterul”)."""

    type: str
    kind: str
    words: Words
    weak: bool = False  # counts only when no other word of the name tells a type


@dataclass(frozen=True, slots=True)
class Verb:
    """A trigger that relates its subject and its object: phrases, prepositions before the object, who is the head."""

    id: str
    relation: str
    phrases: tuple[tuple[str, ...], ...]
    subject: str  # H or T
    prepositions: frozenset[str]  # before the object; "" where it follows directly
    passive: bool
    subjects: frozenset[str]
    objects: frozenset[str]
    mode: str
    confidence: float
    reach: int  # how many words may stand between the phrase and its object


@dataclass(frozen=True, slots=True)
class Role:
    """A noun that names what somebody is for something (“coordinator of”, “member of”, “subsidiary of”)."""

    id: str
    relation: str
    phrases: tuple[tuple[str, ...], ...]
    holder: str  # H or T: which end has the role
    prepositions: frozenset[str]
    holders: frozenset[str]
    owners: frozenset[str]
    mode: str
    confidence: float
    default: bool  # whether the owner may come from the scope when it is not said


@dataclass(frozen=True, slots=True)
class Link:
    """Two neighbouring mentions and the few words between them."""

    id: str
    relation: str
    first: frozenset[str]
    second: frozenset[str]
    between: tuple[tuple[str, ...], ...]
    turned: bool  # the second mention is the head
    before: Words  # what must stand before the first mention, if anything
    after: Words  # what must stand after the second mention, if anything
    confidence: float


@dataclass(frozen=True, slots=True)
class Label:
    """The word before a colon, or above a column, and what it says of the subject of the page."""

    id: str
    relation: str
    words: Words
    values: frozenset[str]  # types of value it takes
    turned: bool  # the value is the head
    mode: str
    sense: str  # "" or: name, acronym, title, skip, negated, role


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All words of one language; read once, so that it is its own key."""

    lang: str
    words: Mapping[str, Words]
    numbers: Mapping[str, int]
    months: Mapping[str, int]
    heads: tuple[Head, ...]
    groups: tuple[tuple[str, Words], ...]
    verticals: frozenset[str]
    labels: tuple[Label, ...]
    verbs: tuple[Verb, ...]
    roles: tuple[Role, ...]
    links: tuple[Link, ...]
    nominals: Mapping[str, Words]
    actions: Words  # verbs that stand alone as triggers: a new verb ends a list
    pairs: tuple[tuple[str, ...], ...]  # verbs of a plural subject that say its members work together

    @property
    def abbreviations(self) -> Words:
        """Words whose dot ends no sentence."""
        return self.words["abbreviations"]


def languages() -> tuple[str, ...]:
    """The languages that have a folder of words."""
    return tuple(sorted(folder.name for folder in _FOLDER.iterdir() if (folder / "words.yaml").exists()))


@cache
def lexicon(lang: str) -> Lexicon:
    """The words of a language; another language than ours reads with the English ones."""
    return read(_FOLDER / (lang if lang in languages() else "en"))


def read(folder: Path) -> Lexicon:
    """A language's folder, checked."""
    files = {
        name: _yaml(folder / f"{name}.yaml") for name in ("words", "names", "groups", "labels", "triggers")
    }
    words = files["words"]
    numbers, months = words.pop("numbers"), words.pop("months")
    nominals = words.pop("nominals")
    names = files["names"]
    heads = tuple(_head(folder / "names.yaml", entry) for entry in names.pop("heads"))
    plain = {key: Words(value) for key, value in {**words, **names}.items()}
    terms = frozenset(
        " ".join(line.lower().split())
        for line in (folder / "verticals.txt").read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    )
    triggers = folder / "triggers.yaml"
    return Lexicon(
        lang=folder.name,
        words=plain,
        numbers={str(k).lower(): int(v) for k, v in numbers.items()},
        months={str(k).lower(): int(v) for k, v in months.items()},
        heads=heads,
        groups=tuple((kind, Words(nouns)) for kind, nouns in files["groups"].items()),
        verticals=terms,
        labels=tuple(_label(folder / "labels.yaml", name, e) for name, e in files["labels"].items()),
        verbs=tuple(_verb(triggers, name, e) for name, e in files["triggers"]["verbs"].items()),
        roles=tuple(_role(triggers, name, e) for name, e in files["triggers"]["roles"].items()),
        links=tuple(_link(triggers, name, e) for name, e in files["triggers"]["links"].items()),
        actions=Words(
            phrase[0]
            for e in files["triggers"]["verbs"].values()
            for phrase in _phrases(triggers, "verbs", e["words"])
            if len(phrase) == 1
        ),
        pairs=_phrases(triggers, "pairs", files["triggers"]["pairs"]),
        nominals={key: Words(value) for key, value in nominals.items()},
    )


def _yaml(path: Path) -> dict[str, Any]:
    try:
        loaded = yaml.load(
            path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        )
    except (OSError, yaml.YAMLError) as error:
        raise SettingError(f"{path}: the lexicon cannot be read: {error}") from error
    if not isinstance(loaded, dict):
        raise SettingError(f"{path}: a lexicon file is a table of names; mend it.")
    return loaded


def _entry(path: Path, name: str, entry: Any, allowed: frozenset[str]) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise SettingError(f"{path}: “{name}” must be a table with {', '.join(sorted(allowed))}.")
    if unknown := sorted(set(entry) - allowed):
        raise SettingError(f"{path}: “{name}” has the unknown key “{unknown[0]}”; known: {sorted(allowed)}.")
    relation = entry.get("relation", "")
    if relation and relation not in SIGNATURES:
        raise SettingError(f"{path}: “{name}” names the unknown relation “{relation}”.")
    if entry.get("mode", "") not in ("", "happened", "planned", "claimed", "none"):
        raise SettingError(f"{path}: “{name}” has the unknown mode “{entry['mode']}”.")
    return entry


def _types(path: Path, name: str, given: Any, otherwise: Iterable[str]) -> frozenset[str]:
    types = frozenset([given] if isinstance(given, str) else given or otherwise)
    if unknown := types - set(TYPES):
        raise SettingError(f"{path}: “{name}” names the unknown type “{sorted(unknown)[0]}”.")
    return types


def _phrases(path: Path, name: str, given: Any) -> tuple[tuple[str, ...], ...]:
    if not given:
        raise SettingError(f"{path}: “{name}” has no words.")
    return tuple(tuple(str(phrase).lower().split()) for phrase in given)


def _slots(path: Path, name: str, relation: str, slot: str) -> tuple[frozenset[str], frozenset[str]]:
    if slot not in ("H", "T"):
        raise SettingError(f"{path}: “{name}” must say H or T, not “{slot}”.")
    heads, tails = SIGNATURES[relation]
    return (heads, tails) if slot == "H" else (tails, heads)


def _head(path: Path, entry: Any) -> Head:
    entry = _entry(path, "heads", entry, frozenset({"type", "kind", "words", "weak"}))
    (named,) = _types(path, "heads", entry["type"], ())
    return Head(named, entry.get("kind", ""), Words(entry["words"]), entry.get("weak") == "true")


_VERB = frozenset(
    {"relation", "words", "subject", "to", "passive", "subjects", "objects", "mode", "confidence", "reach"}
)
_ROLE = frozenset({"relation", "words", "holder", "to", "holders", "owners", "mode", "confidence", "default"})
_LINK = frozenset({"relation", "first", "second", "between", "turned", "confidence", "before", "after"})
_LABEL = frozenset({"relation", "words", "values", "turned", "mode", "sense"})


def _verb(path: Path, name: str, given: Any) -> Verb:
    entry = _entry(path, name, given, _VERB)
    left, right = _slots(path, name, entry["relation"], entry.get("subject", "H"))
    prepositions = frozenset("" if p in (None, "-") else str(p) for p in entry.get("to", ["-"]))
    return Verb(
        id=f"{path.parent.name}.verb.{name}",
        relation=entry["relation"],
        phrases=_phrases(path, name, entry.get("words")),
        subject=entry.get("subject", "H"),
        prepositions=prepositions,
        passive=entry.get("passive", "true" if "" in prepositions else "false") == "true",
        subjects=_types(path, name, entry.get("subjects"), left),
        objects=_types(path, name, entry.get("objects"), right),
        mode=entry.get("mode", ""),
        confidence=float(entry.get("confidence", 0.8)),
        reach=int(entry.get("reach", 30)),
    )


def _role(path: Path, name: str, given: Any) -> Role:
    entry = _entry(path, name, given, _ROLE)
    holders, owners = _slots(path, name, entry["relation"], entry.get("holder", "H"))
    return Role(
        id=f"{path.parent.name}.role.{name}",
        relation=entry["relation"],
        phrases=_phrases(path, name, entry.get("words")),
        holder=entry.get("holder", "H"),
        prepositions=frozenset(str(p) for p in entry.get("to", ["of"])),
        holders=_types(path, name, entry.get("holders"), holders),
        owners=_types(path, name, entry.get("owners"), owners),
        mode=entry.get("mode", ""),
        confidence=float(entry.get("confidence", 0.8)),
        default=entry.get("default", "true") == "true",
    )


def _link(path: Path, name: str, given: Any) -> Link:
    entry = _entry(path, name, given, _LINK)
    turned = entry.get("turned") == "true"
    first, second = _slots(path, name, entry["relation"], "T" if turned else "H")
    return Link(
        id=f"{path.parent.name}.link.{name}",
        relation=entry["relation"],
        first=_types(path, name, entry.get("first"), first),
        second=_types(path, name, entry.get("second"), second),
        between=_phrases(path, name, entry.get("between")),
        turned=turned,
        before=Words(entry.get("before") or ()),
        after=Words(entry.get("after") or ()),
        confidence=float(entry.get("confidence", 0.8)),
    )


def _label(path: Path, name: str, given: Any) -> Label:
    entry = _entry(path, name, given, _LABEL)
    relation = entry.get("relation", "")
    heads, tails = SIGNATURES.get(relation, (frozenset[str](), frozenset[str]()))
    turned = entry.get("turned") == "true"
    return Label(
        id=f"{path.parent.name}.label.{name}",
        relation=relation,
        words=Words(re.sub(r"\s+", " ", str(word)) for word in entry.get("words") or ()),
        values=_types(path, name, entry.get("values"), heads if turned else tails),
        turned=turned,
        mode=entry.get("mode", ""),
        sense=entry.get("sense", ""),
    )
