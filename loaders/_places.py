"""Which place does a column of country, town or region mean?"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.statement import make_id
from ontology import Ontology
from ontology._keys import folded

__all__ = ["Towns", "country_id", "nuts_id"]

_CODE = re.compile(r"[A-Za-z]{2}", re.ASCII)
_NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{1,3}", re.ASCII)
_SAME = {"EL": "GR", "UK": "GB"}  # the codes of the European Union for Greece and the United Kingdom


@lru_cache(maxsize=1024)
def country_id(code: str) -> str | None:
    """The id of a country by its code of two letters (also EL and UK); None where it is none."""
    if not _CODE.fullmatch(code):
        return None
    upper = code.upper()
    return f"country-{_SAME.get(upper, upper).lower()}"


@lru_cache(maxsize=4096)
def nuts_id(code: str) -> str | None:
    """The id of a NUTS region (`RO113` -> `nuts-ro113`); None for a country or anything else."""
    return f"nuts-{code.lower()}" if _NUTS.fullmatch(code) else None


class Towns:
    """Finds the place of a town's name: one of the ontology in that country, else one of the source's own."""

    def __init__(self, source: str, ontology: Ontology) -> None:
        self._source = source
        self._ontology = ontology
        self._ids: dict[tuple[str, str], str] = {}

    def id(self, country: str, town: str) -> str:
        """The id of a town in a country (a code); hyphens, underscores, case and diacritics do not matter."""
        key = (country, folded(town))
        found = self._ids.get(key)
        if found is None:
            found = self.known(country, town)
            if found is None:
                found = make_id(self._source, "place", country_id(country) or "", key[1])
            self._ids[key] = found
        return found

    def met(self, country: str, town: str) -> bool:
        """True where `id` was asked for this town before."""
        return (country, folded(town)) in self._ids

    def known(self, country: str, town: str) -> str | None:
        """The place of the ontology that has this name in this country; None where there is none."""
        nation = country_id(country)
        for concept in self._ontology.concepts_named(town, "places"):
            if nation in self._above(concept.id):
                return concept.id
        return None

    def _above(self, place: str) -> set[str]:
        met, todo = set[str](), [place]
        while todo:
            here = todo.pop()
            if here not in met:
                met.add(here)
                concept = self._ontology.concepts.get(here)
                todo.extend(concept.broader if concept else ())
        return met
