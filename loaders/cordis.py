"""Which organisations took part in which EU research project, according to CORDIS?

Reads the CSV files that CORDIS publishes for FP7, H2020 and Horizon Europe (zip, folder, file or URL) and the
prepared CSV files of this project; the layout is known by its header (`_cordis_layouts.py`). Objectives, teasers and
people's contact data are never read.

Traps: `EL` and `UK` are Greece and the United Kingdom; `NA` is Namibia as a country and “missing” elsewhere;
HES is higher *or secondary* education; FP7 names organisations by a hash and has only the year of the call.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from graph.statement import Source, Statement, When, make_slug
from loaders._base import Location, Record
from loaders._cordis_records import records, split
from loaders._places import country_id, nuts_id
from loaders._rows import decimal

__all__ = ["SOURCE", "VERSION", "fetch", "parse"]

SOURCE = Source(
    id="cordis",
    title="CORDIS – EU research projects",
    publisher="Publications Office of the European Union",
    licence="CC-BY-4.0",
    url="https://cordis.europa.eu/",
    language="en",
    loader="cordis",
    attribution="© European Union, CORDIS",
)
VERSION = "1"

_TYPES = {
    "HES": "University",
    "REC": "ResearchCentre",
    "PRC": "Company",
    "PUB": "PublicBody",
    "OTH": "Organisation",
}
_ROLES = {"coordinator", "participant", "partner", "thirdparty", "associatedpartner", "internationalpartner"}
_ROLES |= {"beneficiary", "hostinstitution", "host"}
_SCHOOL = re.compile(
    r"\b(high|secondary|primary|grammar) school\b|\b(liceul?|licee|lyc[eé]e|gymnasium|colegiul national)\b",
    re.IGNORECASE,
)
_FP7_HASH = re.compile(r"[0-9a-f]{32}")
_NO_ADDRESS = re.compile(r'[<>"{}|\\^`@]')
_PROJECT_ATTRIBUTES = {
    "acronym": "acronym",
    "title": "name",
    "status": "status",
    "signed": "signed",
    "scheme": "fundingScheme",
}
_FRAMEWORKS = {  # code -> name in English and in Romanian
    "FP7": ("Seventh Framework Programme", "Al șaptelea program-cadru"),
    "H2020": ("Horizon 2020", "Orizont 2020"),
    "HORIZON": ("Horizon Europe", "Orizont Europa"),
}
_PARTS = {  # of Horizon 2020
    "ARF": "Access to risk finance",
    "ERC": "European Research Council",
    "FET": "Future and Emerging Technologies",
    "LEIT": "Leadership in Enabling and Industrial Technologies",
    "MSCA": "Marie Skłodowska-Curie Actions",
    "RI": "Research Infrastructures",
    "SC1": "Health, demographic change and wellbeing",
    "SC2": "Food security, sustainable agriculture and forestry, marine, maritime and inland water research "
    "and the bioeconomy",
    "SC3": "Secure, clean and efficient energy",
    "SC4": "Smart, green and integrated transport",
    "SC5": "Climate action, environment, resource efficiency and raw materials",
    "SC6": "Europe in a changing world – inclusive, innovative and reflective societies",
    "SC7": "Secure societies – protecting freedom and security of Europe and its citizens",
    "SEWP": "Spreading excellence and widening participation",
    "SWAFS": "Science with and for society",
}


def fetch(where: Location) -> Iterator[Record]:
    """The records of all files there: organisations, projects, programmes, places, and a participation a row.

    Raises SourceError where no file has a layout of CORDIS.
    """
    return records(where)


def parse(record: Record) -> Iterator[Statement]:
    """What a record of `fetch` says, by its kind."""
    return _PARSERS[record.kind](record)


def _participation(record: Record) -> Iterator[Statement]:
    row = record.data
    org, project = _organisation_id(row.pop("org", "")), row.pop("project")
    for word in ("rcn", "grant", "code", "acronym"):
        row.pop(word, None)
    if not org or not project:
        record.skip("a participation without a known number of organisation and project")
        return
    role = row.pop("role", "")
    if role and role.lower() not in _ROLES:
        record.not_understood("role", role)
    when = _when(row.pop("start", ""), row.pop("end", ""), row.pop("year", ""))
    more = _terms(record) if row else {}
    yield record.says(org, "participatedIn", project, when=when, role=role, **more)


def _terms(record: Record) -> dict[str, Any]:
    """On what terms an organisation took part: money, size, order among the partners, and whether it left."""
    row = record.data
    amount, cost = _number(record, "amount"), _number(record, "cost")
    return {
        "amount": amount,
        "cost": cost,
        "currency": "EUR" if amount or cost else "",
        "sme": "true" if row.pop("sme", "").lower() == "true" else "",
        "ended": "true" if row.pop("ended", "").lower() == "true" else "",
        "order": row.pop("order", ""),
    }


def _organisation(record: Record) -> Iterator[Statement]:
    row = record.data
    org = _organisation_id(row.pop("org"))
    if not org:
        record.skip("an organisation whose number is neither a PIC nor a hash of FP7")
        return
    name, short = row.pop("name", ""), row.pop("short_name", "")
    yield from _type(record, org, row.pop("activity_type", None), name)
    if name:
        yield record.says(org, "name", name)
    if short and short.casefold() != name.casefold():
        yield record.says(org, "acronym" if len(short) <= 12 or " " not in short else "alias", short)
    yield from _location(record, org)
    for address in _addresses(row.pop("url", "")):
        yield record.says(org, "website", address)
    if (vat := row.pop("vat", "")).startswith("RO") and vat[2:].isdigit():
        yield record.says(org, "identifier", f"cui:{vat[2:]}")


def _type(record: Record, org: str, activity: str | None, name: str) -> Iterator[Statement]:
    if activity is None:
        if record.key.count("/") == 1:  # the first we hear of it, and the file knows no type
            yield record.says(org, "type", "Organisation")
        return
    type_ = _TYPES.get(activity)
    if type_ is None:
        record.not_understood("activity_type", activity)
    if type_ == "University" and _SCHOOL.search(name):
        type_ = "Organisation"
    yield record.says(org, "type", type_ or "Organisation", confidence=0.9 if type_ == "University" else 1.0)


def _location(record: Record, org: str) -> Iterator[Statement]:
    row = record.data
    row.pop("city", None)  # its place was worked out by fetch
    if place := row.pop("place", ""):
        yield record.says(org, "locatedIn", place)
    for word, known in (("country", country_id), ("nuts", nuts_id)):
        code = row.pop(word, "")
        if region := known(code):
            yield record.says(org, "locatedIn", region)
        elif code and not country_id(code):  # a country stands in the column of regions here and there
            record.not_understood(word, code)


def _project(record: Record) -> Iterator[Statement]:
    row = record.data
    project = row.pop("project")
    if not project:
        record.skip("a project without a known number")
        return
    if record.key.count("/") == 1:
        yield record.says(project, "type", "Project")
    for word, authority in (("rcn", "cordis"), ("grant", "grant")):
        number = row.pop(word, "")
        if number and make_slug(authority, number) != project:
            yield record.says(project, "identifier", f"{authority}:{number}")
    for word, attribute in _PROJECT_ATTRIBUTES.items():
        if text := row.pop(word, ""):
            yield record.says(project, attribute, text)
    for word, attribute in (("total_cost", "totalCost"), ("contribution", "publicContribution")):
        if number := _number(record, word):
            yield record.says(project, attribute, number)
    if when := _when(row.pop("start", ""), row.pop("end", ""), row.pop("year", "")):
        yield record.says(project, "hasDate", when.key.removesuffix("~"), when=when)
    for address in _addresses(row.pop("website", "")):
        yield record.says(project, "website", address)
    for keyword in re.split(r"[;,]", row.pop("keywords", "")):
        if keyword.strip():
            yield record.says(project, "keyword", keyword, lang="en")
    yield from _frame(record, project)
    for word in ("code", "year_source"):  # the number again; and why a year is inferred, as all of FP7 are
        row.pop(word, None)


def _frame(record: Record, project: str) -> Iterator[Statement]:
    """The programme, its parts and the calls in which a project was funded."""
    row = record.data
    framework = row.pop("framework", "")
    if framework:
        yield record.says(project, "partOf", _programme_id(framework))
    for part in split(row.pop("parts", "") or row.pop("part", "")):
        yield record.says(project, "partOf", _programme_id(framework, part))
    master = row.pop("master_call", "")
    for code in dict.fromkeys([*split(row.pop("call", "") or master), *split(row.pop("topics", ""))]):
        call = make_slug("programme", code)
        yield record.says(call, "type", "Call")
        yield record.says(call, "name", code)
        yield record.says(project, "partOf", call)


def _programme(record: Record) -> Iterator[Statement]:
    framework, part = record.data.pop("framework", ""), record.data.pop("part", "")
    programme = _programme_id(framework, part)
    english, romanian = (_PARTS.get(part, part), "") if part else _FRAMEWORKS.get(framework, (framework, ""))
    yield record.says(programme, "type", "Programme")
    yield record.says(programme, "name", english, lang="en")
    if romanian:
        yield record.says(programme, "name", romanian, lang="ro")
    yield record.says(programme, "acronym", part or framework)
    if part and framework:
        yield record.says(programme, "partOf", _programme_id(framework))


def _place(record: Record) -> Iterator[Statement]:
    row = record.data
    place = row.pop("place")
    yield record.says(place, "type", "Place")
    yield record.says(place, "name", row.pop("city"))
    if country := country_id(row.pop("country", "")):
        yield record.says(place, "partOf", country)


_PARSERS: dict[str, Callable[[Record], Iterator[Statement]]] = {
    "participation": _participation,
    "organisation": _organisation,
    "project": _project,
    "programme": _programme,
    "place": _place,
}


def _organisation_id(number: str) -> str:
    """The id of an organisation by its PIC or its hash of FP7; empty for anything else."""
    if number.isdigit():
        return f"pic-{number}"
    return f"cordis-fp7-{number}" if _FP7_HASH.fullmatch(number) else ""


def _programme_id(framework: str, part: str = "") -> str:
    if not part or part.upper().startswith(framework.upper()):
        return make_slug("programme", part or framework)
    return make_slug("programme", f"{framework}-{part}")


@lru_cache(maxsize=16_384)
def _when(start: str, end: str, year: str) -> When | None:
    """The time of a project; a year alone is that of its call, from which the start is only inferred."""
    if start:
        return When(start, end or None)
    return When(year, None, inferred=True) if year else None


def _number(record: Record, word: str) -> str:
    """A number that stands in a column, in plain form; empty where there is none."""
    text = record.data.pop(word, "")
    number = decimal(text) if text else ""
    if number is None:
        record.not_understood(word, text)
    return number or ""


def _addresses(text: str) -> list[str]:
    """Web addresses in a column: several may stand there, and the scheme may be missing."""
    found = [piece.strip(".,") for piece in re.split(r"[\s;]+", text) if "." in piece]
    return [
        piece if "://" in piece else f"http://{piece}" for piece in found if not _NO_ADDRESS.search(piece)
    ]
