"""Which verticals, horizontals and places are there? SKOS concepts of schemes/*.ttl, by id and by name."""

from __future__ import annotations

from collections.abc import Iterable

from ontology._keys import folded
from ontology._terms import Concept
from ontology._turtle import INNO, META, RDF, SKOS, Description, by_language, iris, number, texts, truth
from ontology._vocabulary import local_name

__all__ = ["ID", "NameIndex", "concepts"]

ID = "https://w3id.org/innograph/id/"
_WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_MATCHES = tuple(f"{SKOS}{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related"))


def concepts(described: dict[str, Description]) -> dict[str, Concept]:
    """The concepts by id, in the order of the files; a concept is of the kind that it or its scheme names."""
    schemes = {
        iri: said for iri, said in described.items() if f"{SKOS}ConceptScheme" in said.get(f"{RDF}type", ())
    }
    found = {}
    for iri, said in described.items():
        if iri.startswith(ID) and f"{SKOS}Concept" in said.get(f"{RDF}type", ()):
            concept = _concept(iri, said, schemes)
            found[concept.id] = concept
    return found


def _concept(iri: str, said: Description, schemes: dict[str, Description]) -> Concept:
    scheme = next(iter(iris(said, f"{SKOS}inScheme")), "")
    about = schemes.get(scheme, {})
    kinds = [kind for kind in iris(said, f"{RDF}type") if kind.startswith(INNO)] + iris(about, f"{META}kind")
    alt = _grouped(texts(said, f"{SKOS}altLabel"))
    hidden = _grouped(texts(said, f"{SKOS}hiddenLabel"))
    return Concept(
        id=iri.removeprefix(ID),
        scheme=local_name(scheme),
        kind=local_name(kinds[0]) if kinds else "",
        label=by_language(said, f"{SKOS}prefLabel"),
        alt={lang: alt.get(lang, ()) + hidden.get(lang, ()) for lang in alt | hidden},
        hidden=hidden,
        broader=tuple(broader.removeprefix(ID) for broader in iris(said, f"{SKOS}broader")),
        mappings=tuple(dict.fromkeys(match for kind in _MATCHES for match in iris(said, kind))),
        notations=tuple(value for _, value in texts(said, f"{SKOS}notation")),
        borrowed=truth(about, f"{META}borrowed") or False,
        latitude=number(said, f"{_WGS84}lat"),
        longitude=number(said, f"{_WGS84}long"),
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, tuple[str, ...]] = {}
    for lang, value in pairs:
        grouped[lang] = (*grouped.get(lang, ()), value)
    return grouped


class NameIndex:
    """Finds concepts by folded name; a preferred label beats another name, a hidden one, a code; borrowed come last."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._found: dict[str, list[tuple[int, Concept]]] = {}
        for concept in concepts:
            worst = 4 if concept.borrowed else 0
            self._add(worst, concept, concept.label.values())
            for lang, names in concept.alt.items():
                hidden = concept.hidden.get(lang, ())
                self._add(worst + 1, concept, (name for name in names if name not in hidden))
                self._add(worst + 2, concept, hidden)
            self._add(worst + 3, concept, concept.notations)

    def _add(self, rank: int, concept: Concept, names: Iterable[str]) -> None:
        for name in names:
            found = self._found.setdefault(folded(name), [])
            if all(known is not concept for _, known in found):
                found.append((rank, concept))

    def named(self, name: str, scheme: str | None = None) -> tuple[tuple[int, Concept], ...]:
        """All (rank, concept) with this name, the best first."""
        found = self._found.get(folded(name), ())
        wanted = (pair for pair in found if scheme is None or pair[1].scheme == scheme)
        return tuple(sorted(wanted, key=lambda pair: pair[0]))

    def shared(self) -> dict[str, tuple[str, ...]]:
        """Folded names that fit more than one concept, with the ids of the concepts."""
        return {
            key: tuple(concept.id for _, concept in found)
            for key, found in self._found.items()
            if len(found) > 1
        }
