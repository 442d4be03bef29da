"""What do two names have in common, and how much does each common thing weigh?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp

from rapidfuzz.distance import Levenshtein

from graph.identity.decision import Feature
from graph.identity.lexicon import family
from graph.identity.names import Name
from graph.identity.profile import Profile

__all__ = [
    "WEIGHTS",
    "Likeness",
    "best_names",
    "informative",
    "likeness",
    "shown",
    "subject_of",
    "unit_of",
    "weighed",
    "words_of",
]

# Natural log-odds, set by hand after the handbook's figures and measured on held-out names (`resolve.py`).
WEIGHTS = {
    "prior unknown": -1.2,
    "name same": 3.5,
    "name letters": 3.0,
    "name core": 2.5,
    "name phrase": 2.3,
    "name common": 1.5,
    "name some": 0.0,
    "name none": -2.0,
    "name proper": 2.0,
    "name close": 2.0,
    "name part": 1.5,
    "name topic": 1.5,
    "name extra": 2.3,
    "name initials": 1.5,
    "name acronym": 1.0,
    "place same": 2.0,
    "place near": 1.5,
    "place country": 0.8,
    "kind same": 0.7,
    "kind different": -0.7,
    "domain same": 3.0,
    "domain different": -0.7,
    "legal different": -1.0,
    "context same": 2.0,
    "context different": -1.5,
    "date same": 2.0,
}
_STRENGTH = [
    "same",
    "letters",
    "core",
    "phrase",
    "extra",
    "common",
    "proper",
    "close",
    "part",
    "initials",
    "acronym",
    "some",
    "none",
]
# Words by which a unit or a body of its own beside a university calls itself.
_UNITS = frozenset(
    [
        "faculty",
        "department",
        "branch",
        "laboratory",
        "library",
        "museum",
        "press",
        "students",
        "clinic",
        "station",
        "school",
        "college",
        "park",
        "incubator",
        "hub",
        "foundation",
        "association",
        "hospital",
        "cluster",
    ]
)
_ONE_IN_TOWN = frozenset({"university", "municipality", "city", "county", "council"})


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two ids are: the rule that speaks for them, its confidence, and the features behind it.

    `confirmed` is true for the same name at the same place: as sure as a machine gets.
    """

    rule: str
    confidence: float
    features: tuple[Feature, ...]
    confirmed: bool = False


def likeness(rule: str, features: Iterable[Feature | None], *, confirmed: bool = False) -> Likeness:
    """Sum the weights of what was found (None is left out) and of the prior into a confidence."""
    found = (Feature("prior", "", "", "unknown", WEIGHTS["prior unknown"]), *filter(None, features))
    confidence = 1 / (1 + exp(-sum(feature.weight for feature in found)))
    return Likeness(rule, round(confidence, 4), found, confirmed)


def weighed(name: str, left: str, right: str, says: str) -> Feature:
    """A feature with the weight that stands for what it says."""
    return Feature(name, left, right, says, WEIGHTS.get(f"{name} {says}", 0.0))


def shown(values: Iterable[str]) -> str:
    """A set as one text."""
    return ", ".join(sorted(values))


def words_of(name: Name, group: str) -> frozenset[str]:
    """What a name says to its own group: "Cluj IT Cluster" as a Cluster says no more than "Cluj IT"."""
    if group == "Organisation":
        return name.tokens
    return (name.tokens - {group.lower()}) or name.tokens


def subject_of(name: Name) -> frozenset[str]:
    """What a name is about, "medicine" and "health" being one: to compare events that two texts call differently."""
    return frozenset(family(word) for word in name.fields | name.proper | name.acronyms)


def informative(name: Name) -> bool:
    """True where the words alone point to one body: proper words, or many common ones."""
    long = any(len(word) > 3 and word not in name.acronyms for word in name.proper)
    return long or len(name.proper) > 1 or len(name.tokens) > 3


def best_names(a: Profile, b: Profile) -> tuple[str, Name | None, Name | None]:
    """The strongest thing that any two names of the two ids have in common, and these names."""
    best, found = len(_STRENGTH), ((None, None) if not a.names or not b.names else (a.names[0], b.names[0]))
    for left in a.names:
        for right in b.names:
            rank = _STRENGTH.index(_in_common(left, right, a, b))
            if rank < best:
                best, found = rank, (left, right)
    return (_STRENGTH[min(best, len(_STRENGTH) - 1)], *found)


def _in_common(left: Name, right: Name, a: Profile, b: Profile) -> str:
    said, heard = words_of(left, a.group), words_of(right, b.group)
    if said and said == heard:
        return _same_words(left, right, a, b)
    if _same_letters(left, right, said, heard):
        return "letters"
    if left.core == right.core and (len(left.core) > 1 or informative(left)):
        return "core" if informative(left) and informative(right) else _common(left.core)
    if _one_more(left, right) or _one_more(right, left):
        return "extra"
    if _proper_alike(left, right):
        return "proper"
    if _spelt_alike(left, right):
        return "close"
    if _within(left, right) or _within(right, left):
        return "part"
    if short := _stands_for(left, right, b) or _stands_for(right, left, a):
        return "initials" if len(short) > 3 else "acronym"
    return "some" if left.heads & right.heads and len(left.core & right.core) > 1 else "none"


def _same_words(left: Name, right: Name, a: Profile, b: Profile) -> str:
    if left.is_acronym or right.is_acronym:
        if (left.places | a.towns) & (right.places | b.towns):
            return "same"  # "Cluj IT", "IT Cluj": with its place an acronym is a name
        return "acronym" if a.group == "Organisation" else "common"
    if a.group == "Project" and len(left.tokens) == 1 and (a.authority or b.authority):
        return "common"  # project acronyms are used again and again
    if informative(left) or (left.proper and (left.places | a.towns) & (right.places | b.towns)):
        return "same"
    return "letters" if left.letters == right.letters and len(left.tokens) > 1 else _common(left.core)


def _common(core: frozenset[str]) -> str:
    """How much common words say: three or more much, one nothing, unless there is one such body in a town."""
    if len(core) < 2 and not core <= _ONE_IN_TOWN:
        return "some"
    return "phrase" if len(core) > 2 else "common"


def _same_letters(left: Name, right: Name, said: frozenset[str], heard: frozenset[str]) -> bool:
    joined = "".join(sorted(said))
    if len(left.letters) > 7 and left.letters == right.letters:
        return True
    return len(joined) > 7 and len(said) != len(heard) and joined == "".join(sorted(heard))


def _proper_alike(left: Name, right: Name) -> bool:
    """The same two or more proper words and the same heads: one only says more about the field."""
    if left.proper != right.proper or len(left.proper) < 2 or left.heads != right.heads:
        return False
    return left.fields <= right.fields or right.fields <= left.fields


def _one_more(short: Name, long: Name) -> bool:
    """A long name, and the same with one word more that is nobody's common word: "… Processus Industriels ARMINES"."""
    return (
        len(short.tokens) > 3
        and short.tokens < long.tokens
        and len(long.tokens - short.tokens) == 1
        and (long.tokens - short.tokens <= long.proper)
    )


def _spelt_alike(left: Name, right: Name) -> bool:
    if len(left.tokens) != len(right.tokens) or not (informative(left) and informative(right)):
        return False
    mine, yours = left.tokens - right.tokens, right.tokens - left.tokens
    if len(mine) != 1:
        return False
    (one,), (other,) = mine, yours
    return min(len(one), len(other)) > 5 and Levenshtein.distance(one, other, score_cutoff=1) <= 1


def _within(short: Name, long: Name) -> bool:
    """ "University of Medicine" in "Iuliu Hațieganu University of Medicine": one only adds whom it is named after."""
    if short.proper or not long.proper or not short.fields or not short.heads & {"university", "academy"}:
        return False
    return short.heads == long.heads and short.fields == long.fields


def _stands_for(short: Name, long: Name, other: Profile) -> str:
    """The acronym that one name is and that the words of the other give, or that is said of it; "" for none."""
    if not short.is_acronym:
        return ""
    return max(short.acronyms & (long.initials | long.acronyms | other.acronyms), default="", key=len)


def unit_of(left: Name, right: Name, group: str) -> bool:
    """True where one is a faculty, branch, foundation … and the other is not; a group's own word does not count."""
    return bool((left.heads ^ right.heads) & (_UNITS - {group.lower()}))
