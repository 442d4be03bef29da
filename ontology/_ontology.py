"""What may be said? The one object that answers every question about terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from ontology._check import concept_problems, vocabulary_problems
from ontology._keys import slug
from ontology._schemes import ID, NameIndex, concepts
from ontology._shapes import PREFIXES, attribute_shape, qualifier_shape, relation_shape
from ontology._terms import (
    AttributeTerm,
    Authority,
    ClassTerm,
    Concept,
    OntologyError,
    QualifierTerm,
    RelationTerm,
    Term,
    UnknownTerm,
)
from ontology._turtle import read
from ontology._vocabulary import DATATYPES, vocabulary

__all__ = ["Ontology", "load"]

_HERE = Path(__file__).parent
_T = TypeVar("_T")


class Ontology:
    """The terms of innovation.ttl and the concepts of schemes/*.ttl, with whatever extra Turtle adds to them.

    `classes`, `relations`, `attributes` and `qualifiers` are dicts by name, `authorities` is sorted, the best first.
    The schemes are read at the first use of `concepts`.
    """

    def __init__(self, *extra: Path | str) -> None:
        self._extra = extra
        self._described = read([_HERE / "innovation.ttl", *extra])
        terms = vocabulary(self._described)
        self._terms = terms
        self.classes: dict[str, ClassTerm] = terms.classes
        self.relations: dict[str, RelationTerm] = terms.relations
        self.attributes: dict[str, AttributeTerm] = terms.attributes
        self.qualifiers: dict[str, QualifierTerm] = terms.qualifiers
        self.evidence: dict[str, Term] = terms.evidence
        self._every: dict[str, Term] = {
            **terms.evidence,
            **terms.qualifiers,
            **terms.classes,
            **terms.attributes,
            **terms.relations,
        }
        self.authorities: tuple[Authority, ...] = terms.authorities
        self._by_prefix = {authority.prefix: authority for authority in terms.authorities}
        longest_first = sorted(terms.authorities, key=lambda authority: -len(authority.prefix))
        self._openings = {
            authority.prefix.partition("-")[0]: tuple(
                (f"{other.prefix}-", other)
                for other in longest_first
                if other.prefix.partition("-")[0] == authority.prefix.partition("-")[0]
            )
            for authority in terms.authorities
        }
        self._ancestors: dict[str, tuple[str, ...]] = {}
        self._kinds: dict[str, frozenset[str]] = {}

    # ------------------------------------------------------------ terms

    def relation(self, name: str) -> RelationTerm:
        """The relation of this name, or UnknownTerm."""
        return _term(self.relations, name, "relation")

    def attribute(self, name: str) -> AttributeTerm:
        """The attribute of this name, or UnknownTerm."""
        return _term(self.attributes, name, "attribute")

    def class_(self, name: str) -> ClassTerm:
        """The class of this name, or UnknownTerm."""
        return _term(self.classes, name, "class")

    def qualifier(self, name: str) -> QualifierTerm:
        """The qualifier of this name, or UnknownTerm."""
        return _term(self.qualifiers, name, "qualifier")

    def concept(self, id: str) -> Concept:
        """The concept of this id, or UnknownTerm."""
        return _term(self.concepts, id, "concept")

    def term(self, name: str) -> Term:
        """The relation, attribute, class, qualifier or evidence term of this name, or UnknownTerm."""
        return _term(self._every, name, "term")

    def is_relation(self, predicate: str) -> bool:
        """True for a relation, false for an attribute; UnknownTerm for anything else."""
        if predicate in self.relations:
            return True
        if predicate in self.attributes:
            return False
        raise _unknown({**self.relations, **self.attributes}, predicate, "relation or attribute")

    def datatype(self, attribute: str) -> str:
        """The datatype of an attribute or else of a qualifier, a key of `DATATYPES`."""
        if attribute in self.attributes:
            return self.attributes[attribute].datatype
        if attribute in self.qualifiers:
            return self.qualifiers[attribute].datatype
        raise _unknown({**self.attributes, **self.qualifiers}, attribute, "attribute or qualifier")

    def label(self, name: str, lang: str) -> str:
        """The label of a term or concept in a language, else in English, else its name."""
        found = self.concepts[name] if "-" in name and name in self.concepts else self.term(name)
        return found.label.get(lang) or found.label.get("en") or name

    def iri(self, name: str) -> str:
        """The IRI of a term by its name, of a datatype by its key, or of an entity by its id (it has a dash)."""
        if "-" in name:
            return f"{ID}{name}"
        return DATATYPES.get(name) or self.term(name).iri

    # ------------------------------------------------------------ classes

    def ancestors(self, cls: str) -> tuple[str, ...]:
        """The class itself, its parent, the parent's parent …"""
        if cls not in self._ancestors:
            line = [self.class_(cls).name]
            while (parent := self.classes[line[-1]].parent) in self.classes and parent not in line:
                line.append(parent)
            self._ancestors[cls] = tuple(line)
        return self._ancestors[cls]

    def is_a(self, cls: str, ancestor: str) -> bool:
        """True where the class is the ancestor or a kind of it."""
        return ancestor in self.ancestors(cls)

    def kinds(self, cls: str) -> frozenset[str]:
        """The class itself and all kinds of it."""
        if cls not in self._kinds:
            self.class_(cls)
            self._kinds[cls] = frozenset(name for name in self.classes if cls in self.ancestors(name))
        return self._kinds[cls]

    def subjects(self, predicate: str) -> frozenset[str]:
        """The classes, kinds included, whose entities may have this relation or attribute; empty for any."""
        found = self.relations.get(predicate) or self.attribute(predicate)
        return frozenset[str]().union(*(self.kinds(cls) for cls in found.domain))

    def objects(self, relation: str) -> frozenset[str]:
        """The classes, with all their kinds, at which this relation may point; empty for any."""
        return frozenset[str]().union(*(self.kinds(cls) for cls in self.relation(relation).range))

    # ------------------------------------------------------------ identifiers

    def authority_of(self, entity_id: str) -> Authority | None:
        """The authority that gave this id; the longest prefix wins, None for ids of our own making."""
        for opening, authority in self._openings.get(entity_id.partition("-")[0], ()):
            if entity_id.startswith(opening) and len(entity_id) > len(opening):
                return authority
        return None

    def identifier(self, entity_id: str) -> str | None:
        """`ror-051h0cw83` -> `ror:051h0cw83`; None for ids of our own making."""
        if authority := self.authority_of(entity_id):
            value = entity_id[len(authority.prefix) + 1 :]
            return f"{authority.prefix}:{value.upper() if authority.upper else value}"
        return None

    def entity_of(self, identifier: str) -> str:
        """`ror:051h0cw83` -> `ror-051h0cw83`; UnknownTerm for an unknown prefix or an empty value."""
        prefix, _, value = identifier.partition(":")
        authority = self._by_prefix.get(prefix)
        kept = slug(value)
        if authority is None or not kept:
            raise _unknown(self._by_prefix, prefix, f"authority (in the identifier “{identifier}”)")
        return f"{prefix}-{authority.synonyms.get(kept, kept)}"

    # ------------------------------------------------------------ schemes

    @cached_property
    def concepts(self) -> dict[str, Concept]:
        """The concepts of all schemes, by id; OntologyError where they contradict themselves."""
        found = concepts(read([*_scheme_files(), *self._extra]))
        if problems := concept_problems(found, self.classes):
            raise OntologyError(tuple(problems))
        return found

    @cached_property
    def _names(self) -> NameIndex:
        return NameIndex(self.concepts.values())

    def concepts_named(self, text: str, scheme: str | None = None) -> tuple[Concept, ...]:
        """All concepts with this name or code in any language, case and diacritics folded; the best first."""
        return tuple(concept for _, concept in self._names.named(text, scheme))

    def concept_named(self, text: str, scheme: str | None = None) -> Concept | None:
        """The one concept that this name fits best; None where none does, or two do equally well."""
        found = self._names.named(text, scheme)
        if not found or (len(found) > 1 and found[0][0] == found[1][0]):
            return None
        return found[0][1]

    def shared_names(self) -> dict[str, tuple[str, ...]]:
        """Folded names that fit several concepts, with their ids."""
        return self._names.shared()

    # ------------------------------------------------------------ the whole

    def check(self) -> list[str]:
        """All that is wrong with terms and concepts, a sentence each; empty when all is well."""
        problems = vocabulary_problems(self._terms, self._described)
        return problems + concept_problems(concepts(read([*_scheme_files(), *self._extra])), self.classes)

    def shapes(self) -> str:
        """SHACL as Turtle: shapes.ttl and what follows from domains, ranges and datatypes."""
        parts = [(_HERE / "shapes.ttl").read_text("utf-8"), PREFIXES]
        for name, relation in self.relations.items():
            parts.append(relation_shape(relation, self.subjects(name), self.objects(name)))
        for name, attribute in self.attributes.items():
            parts.append(attribute_shape(attribute, self.subjects(name), name in self.qualifiers))
        parts += [
            qualifier_shape(term) for name, term in self.qualifiers.items() if name not in self.attributes
        ]
        return "\n".join(parts)

    @cached_property
    def version(self) -> str:
        """16 hexadecimal digits: a hash of all files and extra texts."""
        hashed = blake2b(digest_size=8)
        for source in [_HERE / "innovation.ttl", _HERE / "shapes.ttl", *_scheme_files(), *self._extra]:
            content = source.read_bytes() if isinstance(source, Path) else source.encode()
            hashed.update(f"{len(content)}:".encode() + content)
        return hashed.hexdigest()


def load(*extra: Path | str) -> Ontology:
    """The ontology, with extra Turtle files (paths) or texts (strings) added; the plain one is read once.

    OntologyError where a file is no Turtle or the terms contradict each other.
    """
    return _plain() if not extra else _checked(Ontology(*extra))


@cache
def _plain() -> Ontology:
    return _checked(Ontology())


def _checked(ontology: Ontology) -> Ontology:
    if problems := vocabulary_problems(ontology._terms, ontology._described):
        raise OntologyError(tuple(problems))
    return ontology


def _scheme_files() -> list[Path]:
    return sorted((_HERE / "schemes").glob("*.ttl"))


def _term(terms: Mapping[str, _T], name: str, what: str) -> _T:
    found = terms.get(name)
    if found is None:
        raise _unknown(terms, name, what)
    return found


def _unknown(known: Iterable[str], name: str, what: str) -> UnknownTerm:
    from difflib import get_close_matches  # needed only where something has gone wrong

    folded_names = {known_name.lower(): known_name for known_name in known}
    near = [folded_names[close] for close in get_close_matches(name.lower(), folded_names, n=3, cutoff=0.6)]
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    return UnknownTerm(f"“{name}” is no {what} of the ontology.{hint}")
