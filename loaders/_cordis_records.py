"""How does a table of CORDIS become records of organisations, projects, programmes, places and participations?

What is the same on every row of an organisation or project becomes one record of its own; a row that says something
new of it becomes a further record with only what is new.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from operator import itemgetter

from graph.errors import SourceError
from loaders._base import Location, Record, row_of
from loaders._cordis_layouts import PASSED_OVER, Layout, layout_of, nearest
from loaders._fetch import members
from loaders._places import Towns
from loaders._rows import Table
from ontology import load

__all__ = ["project_id", "records", "split"]

_MISSING = frozenset(("", "NA", "N/A", "-", ".", "NULL", "null"))
_NAMIBIA = {"country": "NA"}  # the one column in which NA is a value


def records(where: Location) -> Iterator[Record]:
    """The records of all files there: projects first, for participations take their dates from them.

    Raises SourceError where no file has a layout of CORDIS.
    """
    if where.path is None:
        raise SourceError(f"{where.part}: cordis needs a file, folder or URL; name one in the catalogue.")
    with ExitStack() as opened:
        found: list[tuple[Layout, Table]] = []
        strange: list[Table] = []
        for member in members(where.path, "*.csv" if where.path.is_dir() else "*"):
            encoding = str(where.options.get("encoding", ""))
            table = opened.enter_context(Table(member, encoding=encoding, note=where.notes.append))
            if layout := layout_of(table.header):
                found.append((layout, table))
            else:
                strange.append(table)
        if not found:
            raise _strange(strange[0])
        where.notes.extend(f"{table.name}: not read, its header is none of CORDIS." for table in strange)
        reading = _Reading(where)
        for layout, table in sorted(found, key=lambda pair: (bool(pair[0].participation), pair[1].name)):
            yield from reading.records(layout, table)


def _strange(table: Table) -> SourceError:
    layout, lacking = nearest(table.header)
    return SourceError(
        f"{table.name}, line 1: the header is none of CORDIS; the nearest layout, “{layout.name}”, has also "
        f"the columns {', '.join(lacking)}. Check the file, or read it with the loader “table”."
    )


class _Reading:
    """What has been met so far, so that nothing is said twice; it grows with entities, not with rows."""

    def __init__(self, where: Location) -> None:
        self._where = where
        self._ontology = where.ontology or load()
        self._seen: set[int] = set()  # hashes of parts of rows, of record keys, and of (entity, word, value)
        self._dates: dict[str, tuple[str, str]] = {}  # of projects whose participations are in another file
        self._towns = Towns(where.source.id, self._ontology)

    def records(self, layout: Layout, table: Table) -> Iterator[Record]:
        """The records of one table, each new organisation and project before the row that names it."""
        columns = {name.lower(): place for place, name in enumerate(table.header)}
        self._note_columns(layout, table)
        organisation = _Part(layout.organisation, columns)
        project = _Part(layout.project, columns)
        participation = _Part(layout.participation, columns)
        seen = self._seen
        for row in table.rows():
            if organisation and (mark := hash(values := organisation.values(row))) not in seen:
                seen.add(mark)
                yield from self._organisation(organisation.named(values), table)
            if project and (mark := hash(values := project.values(row))) not in seen:
                seen.add(mark)
                yield from self._project(project.named(values), layout, table)
            if participation:
                yield self._participation(participation.named(participation.values(row)), layout, table)

    def _note_columns(self, layout: Layout, table: Table) -> None:
        known = {*layout.organisation.values(), *layout.project.values(), *layout.participation.values()}
        for name in table.header:
            if name and name.lower() not in known | PASSED_OVER:
                self._where.unclear[f"column “{name}”"] += 1

    def _participation(self, data: dict[str, str], layout: Layout, table: Table) -> Record:
        project = project_id(data, layout.key)
        if "start" not in data and (dates := self._dates.get(project)):
            data["start"], data["end"] = dates
        key = f"{project}/{data.get('org', '')}"
        return self._record(key, data, "participation", table, project=project)

    def _organisation(self, data: dict[str, str], table: Table) -> Iterator[Record]:
        org = data.pop("org", "")
        country, town = data.get("country", ""), data.get("city", "")
        if town and not self._towns.met(country, town):
            place = self._towns.id(country, town)
            if place not in self._ontology.concepts:
                known = {"city": town, "country": country}
                yield self._record(f"place/{place}", known, "place", table, place=place)
        new = self._new_values(org, data)
        if new:
            more = {"place": self._towns.id(country, town)} if "city" in new else {}
            yield self._record(
                self._key(f"organisation/{org}", table), new, "organisation", table, org=org, **more
            )

    def _project(self, data: dict[str, str], layout: Layout, table: Table) -> Iterator[Record]:
        project = project_id(data, layout.key)
        framework = data.get("framework") or layout.framework
        if framework:
            data["framework"] = framework
            if self._is_new(f"programme/{framework}"):
                yield self._record(f"programme/{framework}", {"framework": framework}, "programme", table)
        for part in split(data.get("parts", "") or data.get("part", "")):
            if self._is_new(f"programme/{framework}/{part}"):
                known = {"framework": framework, "part": part} if framework else {"part": part}
                yield self._record(f"programme/{framework}/{part}", known, "programme", table)
        if start := data.get("start"):
            self._dates[project] = (start, data.get("end", ""))
        if new := self._new_values(project, data):
            if "start" in new or "end" in new:  # one without the other would be another time
                new |= {word: data[word] for word in ("start", "end") if word in data}
            if "parts" in new or "part" in new:  # the id of a part needs its programme
                new |= {word: data[word] for word in ("framework",) if word in data}
            yield self._record(self._key(f"project/{project}", table), new, "project", table, project=project)

    def _record(self, key: str, data: dict[str, str], kind: str, table: Table, **worked_out: str) -> Record:
        """A record whose evidence is `data`; what we worked out goes to `parse` but not into the evidence."""
        row = row_of(data)
        data.update(worked_out)
        return self._where.record(key, data, kind=kind, row=row, file=table.name, line=table.line)

    def _key(self, key: str, table: Table) -> str:
        """The key itself at the first record of an entity, with the line behind it at the others."""
        return key if self._is_new(key) else f"{key}/{table.line}"

    def _is_new(self, key: str) -> bool:
        mark = hash(key)
        new = mark not in self._seen
        self._seen.add(mark)
        return new

    def _new_values(self, entity: str, data: dict[str, str]) -> dict[str, str]:
        new = {}
        for word, value in data.items():
            mark = hash((entity, word, value))
            if mark not in self._seen:
                self._seen.add(mark)
                new[word] = value
        return new


class _Part:
    """The columns of one part of a layout (organisation, project, participation) in the order of a header."""

    def __init__(self, words: Mapping[str, str], columns: Mapping[str, int]) -> None:
        self._words = tuple(word for word, column in words.items() if column in columns)
        places = [columns[words[word]] for word in self._words]
        # itemgetter gives a tuple only for two places or more; a part of one column does not come in any layout
        self.values: Callable[[list[str]], tuple[str, ...]] = itemgetter(*places) if places else _nothing

    def __bool__(self) -> bool:
        return bool(self._words)

    def named(self, values: tuple[str, ...]) -> dict[str, str]:
        """The values that say something, by our words."""
        return {
            word: value.strip()
            for word, value in zip(self._words, values, strict=True)
            if value not in _MISSING or _NAMIBIA.get(word) == value
        }


def _nothing(row: list[str]) -> tuple[str, ...]:
    return ()


def project_id(data: Mapping[str, str], key: str) -> str:
    """The id of the project that a row names by grant number, record number or `PROGRAMME-record number`.

    Empty where it names none.
    """
    if key == "grant" and (number := data.get("grant", "")).isdigit():
        return f"grant-{number}"
    number = data.get("rcn") or data.get("code", "").rpartition("-")[2]
    return f"cordis-{number}" if number.isdigit() else ""


def split(text: str) -> list[str]:
    """Several values in one column."""
    return [piece.strip() for piece in re.split(r"[;|]", text) if piece.strip()]
