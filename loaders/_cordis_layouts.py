"""In which layouts does CORDIS come, and which of its columns mean what to us?

A layout is known by its header. Columns are compared without case, so that `organizationUrl` and
`organizationURL` are one. What stands in `PASSED_OVER` is left out on purpose: texts we may not copy, contact
data of people, and figures that can be worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["LAYOUTS", "PASSED_OVER", "Layout", "layout_of", "nearest"]

_TEXTS = frozenset({"objective", "teaser"})
_PEOPLE = frozenset(
    {"contactform", "contacttype", "contacttitle", "contactfirstnames", "contactlastnames", "contactfunction"}
    | {"contacttelephonenumber", "contactfaxnumber", "contactemail"}
)
_ADDRESS = frozenset({"street", "postcode", "geolocation"})
_UPKEEP = frozenset(
    {"contentupdatedate", "lastupdatedate", "active", "nature", "rcn", "grantdoi", "human-validated"}
)
_WORKED_OUT = frozenset(
    {"coordinator", "coordinatorcountry", "participants", "participantcountries", "subjects", "group"}
    | {"netecontribution", "neteccontribution", "nunique", "duration", "start_year", "end_year"}
)
PASSED_OVER = _TEXTS | _PEOPLE | _ADDRESS | _UPKEEP | _WORKED_OUT


@dataclass(frozen=True, slots=True)
class Layout:
    """One header: which columns tell of the organisation, of the project, and of the participation.

    `sign` are the columns by which it is known. Each mapping goes from our word to the column, in lower case.
    `key` says which number names a project in its rows: `rcn` or `grant`.
    """

    name: str
    sign: frozenset[str]
    key: str
    organisation: Mapping[str, str]
    project: Mapping[str, str]
    participation: Mapping[str, str]
    framework: str = ""  # where the file is of one framework programme and has no column for it


def _words(text: str) -> dict[str, str]:
    """`word=column` pairs; a column of the same name as the word is written once."""
    return {word: column or word for word, _, column in (pair.partition("=") for pair in text.split())}


def _layout(
    name: str,
    sign: str,
    key: str,
    organisation: str = "",
    project: str = "",
    participation: str = "",
    framework: str = "",
) -> Layout:
    parts = _words(organisation), _words(project), _words(participation)
    return Layout(name, frozenset(sign.split()), key, *parts, framework)


LAYOUTS = (
    _layout(
        "organisations of FP7, H2020 and Horizon Europe, published since 2021",
        "projectid organisationid activitytype role",
        "grant",
        "org=organisationid name short_name=shortname activity_type=activitytype country city nuts=nutscode "
        "url=organizationurl vat=vatnumber",
        "",
        "grant=projectid acronym=projectacronym org=organisationid order role "
        "amount=eccontribution cost=totalcost sme ended=endofparticipation",
    ),
    _layout(
        "organisations of FP7 and H2020, published until 2020",
        "projectrcn projectid id activitytype role",
        "grant",
        "org=id name short_name=shortname activity_type=activitytype country city url=organizationurl "
        "vat=vatnumber",
        "grant=projectid rcn=projectrcn acronym=projectacronym",
        "grant=projectid org=id role amount=eccontribution ended=endofparticipation",
    ),
    _layout(
        "organisations of FP7, published until 2018",
        "projectrcn projectreference id activitytype role",
        "grant",
        "org=id name short_name=shortname activity_type=activitytype country city url=organizationurl "
        "vat=vatnumber",
        "grant=projectreference rcn=projectrcn acronym=projectacronym",
        "grant=projectreference org=id role amount=eccontribution ended=endofparticipation",
        "FP7",
    ),
    _layout(
        "projects, published since 2021",
        "id acronym title startdate enddate legalbasis",
        "grant",
        "",
        "grant=id rcn acronym status title start=startdate end=enddate total_cost=totalcost "
        "contribution=ecmaxcontribution part=legalbasis topics signed=ecsignaturedate "
        "framework=frameworkprogramme call=subcall master_call=mastercall scheme=fundingscheme keywords",
    ),
    _layout(
        "projects, published until 2020",
        "rcn id acronym title startdate enddate programme",
        "grant",
        "",
        "grant=id rcn acronym status title start=startdate end=enddate total_cost=totalcost "
        "contribution=ecmaxcontribution part=programme topics framework=frameworkprogramme call "
        "scheme=fundingscheme website=projecturl",
    ),
    _layout(
        "projects of FP7, published until 2018",
        "rcn reference acronym title startdate enddate programme",
        "grant",
        "",
        "grant=reference rcn acronym status title start=startdate end=enddate total_cost=totalcost "
        "contribution=ecmaxcontribution part=programme topics framework=frameworkprogramme call "
        "scheme=fundingscheme website=projecturl",
    ),
    _layout(
        "prepared H2020 participations",
        "rcn grant_id pic org_name programme_parts",
        "rcn",
        "org=pic name=org_name short_name activity_type country city url",
        "rcn grant=grant_id acronym parts=programme_parts start=start_date end=end_date",
        "rcn org=pic role amount=ec_contribution start=start_date end=end_date",
        "H2020",
    ),
    _layout(
        "prepared FP7 participations",
        "rcn org_id call_year year_source",
        "rcn",
        "org=org_id name short_name country city nuts=nuts3 url",
        "rcn title year=call_year year_source",
        "rcn org=org_id year=call_year",
        "FP7",
    ),
    _layout(
        "prepared organisations",
        "pic name short_name activity_type",
        "",
        "org=pic name short_name activity_type country city url",
    ),
    _layout(
        "prepared participations of all Europe",
        "programme project org activity_type start_year",
        "rcn",
        "org country activity_type",
        "code=project framework=programme start=start_date year=start_year",
        "code=project org role start=start_date year=start_year",
    ),
    _layout(
        "prepared H2020 participations of all Europe",
        "rcn role pic type contribution max_contribution",
        "rcn",
        "org=pic country activity_type=type",
        "rcn start=start_date end=end_date contribution=max_contribution total_cost",
        "rcn org=pic role amount=contribution start=start_date end=end_date",
        "H2020",
    ),
    _layout(
        "prepared programme parts", "rcn programme_part", "rcn", "", "rcn parts=programme_part", "", "H2020"
    ),
    _layout(
        "prepared briefs of FP7",
        "project_rcn call_topics title",
        "rcn",
        "",
        "rcn=project_rcn title topics=call_topics",
    ),
)


def layout_of(header: tuple[str, ...]) -> Layout | None:
    """The layout with the longest sign among those whose sign this header shows; None where none fits."""
    columns = {name.lower() for name in header}
    fitting = [layout for layout in LAYOUTS if layout.sign <= columns]
    return max(fitting, key=lambda layout: len(layout.sign), default=None)


def nearest(header: tuple[str, ...]) -> tuple[Layout, list[str]]:
    """The layout that comes closest to a header, and the columns that it would need."""
    columns = {name.lower() for name in header}
    layout = min(LAYOUTS, key=lambda one: (len(one.sign - columns), one.name))
    return layout, sorted(layout.sign - columns)
