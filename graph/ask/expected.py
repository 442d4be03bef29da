"""What would a reader expect to be told about an entity of this type, and do we hold it?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graph.ask.view import Unknown
from ontology import Ontology

__all__ = ["unknown"]

# By type: predicates of which at least one should be known; "<" marks a relation that points at the entity.
EXPECTED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "Actor": (("locatedIn",), ("website",)),
    "Organisation": (("identifier",),),
    "Cluster": (("<memberOf",), ("focusesOn",)),
    "Person": (("affiliatedWith",),),
    "Group": (("count",),),
    "Project": (
        ("hasDate",),
        ("<participatedIn", "organisedBy"),
        ("fundedBy", "partOf"),
        ("focusesOn", "about"),
    ),
    "Programme": (("fundedBy", "organisedBy"),),
    "Event": (("hasDate",), ("locatedIn",), ("organisedBy",), ("<participatedIn",)),
    "Offering": (("<offers",), ("problem",), ("trl",), ("about",)),
    "Need": (("<needs",), ("problem",), ("about",)),
}
_NOT_EXPECTED = {"Group": frozenset({"website", "locatedIn"}), "Person": frozenset({"website", "locatedIn"})}


def unknown(type_: str, holds: Callable[[str, str], bool], ontology: Ontology) -> tuple[Unknown, ...]:
    """The gaps of an entity; `holds(predicate, direction)` tells what is stated of it."""
    if type_ not in ontology.classes:
        text = {"en": "We do not hold of which type it is.", "ro": "Nu știm de ce tip este."}
        return (Unknown("type", text),)
    gaps: list[Unknown] = []
    for kind in ontology.ancestors(type_):
        for choices in EXPECTED.get(kind, ()):
            if choices[0] in _NOT_EXPECTED.get(type_, ()):
                continue
            if not any(
                holds(choice.removeprefix("<"), "in" if choice[0] == "<" else "out") for choice in choices
            ):
                gaps.append(Unknown(choices[0].removeprefix("<"), _text(choices, ontology)))
    return tuple(gaps)


def _text(choices: tuple[str, ...], ontology: Ontology) -> dict[str, str]:
    opening = {"en": "We hold nothing on: ", "ro": "Nu avem nimic despre: "}
    joint = {"en": " or ", "ro": " sau "}
    return {
        lang: opening[lang]
        + joint[lang].join(f"“{_label(choice, lang, ontology)}”" for choice in choices)
        + "."
        for lang in ("en", "ro")
    }


def _label(choice: str, lang: str, ontology: Ontology) -> str:
    name = choice.removeprefix("<")
    if choice[0] == "<":
        return ontology.relation(name).inverse_label[lang]
    return ontology.label(name, lang)
