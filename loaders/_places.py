"""Which place does a column of country, town or region mean?"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.statement import make_id
from ontology import Ontology
from ontology._keys import folded

__all__ = ["Towns", "country_id", "nuts_id"]

# ISO 3166-1, and XK, which stands for Kosovo in the data of the European Union
_ISO_3166 = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT
MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK
"""
_COUNTRIES = frozenset(_ISO_3166.split())
_NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{1,3}", re.ASCII)
_SAME = {"EL": "GR", "UK": "GB"}  # the codes of the European Union for Greece and the United Kingdom


@lru_cache(maxsize=1024)
def country_id(code: str) -> str | None:
    """The id of a country by its code of two letters (also EL and UK); None where it is none."""
    upper = _SAME.get(code.upper(), code.upper())
    return f"country-{upper.lower()}" if upper in _COUNTRIES else None


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
