"""Which sources does a case have, and which places are in its focus?

A case is a folder with one `innograph.toml`:

    [case]
    name = "cluj"
    title = { en = "…", ro = "…" }
    focus = ["place-cluj-napoca"]            # places, as ids of the ontology
    terms = ["terms.ttl"]                    # optional: Turtle files with terms of the case's own

    [[source]]
    id = "cordis-h2020"                      # unique in the catalogue
    title = "…"
    publisher = "…"
    licence = "CC-BY-4.0"                    # SPDX identifier, or the publisher's own words
    loader = "cordis"
    path = "cordis_h2020.csv.gz"             # a file, a folder, or a pattern such as "documents/*.md"
    url = "https://…"                        # where it comes from; fetched where there is no path
    language = "en"
    part = "cordis_h2020.csv.gz"             # optional; by default the file's name
    retrieved = 2020-12-14                   # optional: when the file was taken from its publisher
    frequency = "yearly"                     # optional: how often the publisher renews it
    attribution = "…"                        # optional: the words that the licence asks for
    expect = { Organisation = 100 }          # optional: at least so many
    options = { encoding = "cp1252" }        # optional: settings of the loader
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from graph.errors import CatalogueError
from graph.statement import Source
from loaders import names
from loaders._base import Location

__all__ = ["CLUJ", "FILE", "Case", "Entry", "read"]

FILE = "innograph.toml"
CLUJ = Path(__file__).parent / "cluj"  # the bundled first case

_SPDX = {"CC-BY-2.0", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC0-1.0"}
_SPDX |= {
    "Apache-2.0",
    "MIT",
    "ODbL-1.0",
    "ODC-By-1.0",
    "OGL-UK-3.0",
    "PDDL-1.0",
    "etalab-2.0",
    "DL-DE-BY-2.0",
}
_ID = re.compile(r"[a-z0-9]+(?:[-._][a-z0-9]+)*", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*", re.ASCII)
_MANDATORY = ("id", "title", "publisher", "licence", "loader")
_OPTIONAL = {
    "path": str,
    "url": str,
    "language": str,
    "part": str,
    "retrieved": date,
    "frequency": str,
    "attribution": str,
    "expect": dict,
    "options": dict,
}
_FREQUENCIES = ("once", "daily", "weekly", "monthly", "quarterly", "yearly")


@dataclass(frozen=True, slots=True)
class Entry:
    """One source of a case, and the files or address that hold it."""

    source: Source
    paths: tuple[Path, ...] = ()
    part: str = ""
    retrieved: date | None = None
    frequency: str = "once"
    expect: dict[str, int] = field(default_factory=dict)
    options: dict[str, object] = field(default_factory=dict)

    def locations(self, *, offline: bool = False) -> Iterator[Location]:
        """A location for each part: one for each file of a pattern, else one."""
        for path in self.paths or (None,):
            part = self.part or (path.name if path else self.source.url or self.source.id)
            yield Location(
                path,
                self.source.url,
                self.source,
                part,
                self.options,
                offline,
                self.retrieved or date.today(),
                self.expect,
            )


@dataclass(frozen=True, slots=True)
class Case:
    """A folder of sources about one region or field; `focus` are the ids of its places."""

    name: str
    title: dict[str, str]
    folder: Path
    focus: tuple[str, ...] = ()
    terms: tuple[Path, ...] = ()
    entries: tuple[Entry, ...] = ()

    def entry(self, source: str) -> Entry:
        """The entry of a source. Raises CatalogueError with the list of those there are."""
        for entry in self.entries:
            if entry.source.id == source:
                return entry
        known = ", ".join(entry.source.id for entry in self.entries)
        raise CatalogueError(f"{self.folder / FILE}: no source “{source}”. There are: {known}.")


def read(folder: Path = CLUJ) -> Case:
    """The case in a folder (or the catalogue file itself).

    Raises CatalogueError, naming file and line, where the catalogue is missing, contradicts itself, lacks
    something, names an unknown loader or licence, or a file that is not there.
    """
    file = folder / FILE if folder.is_dir() or folder.suffix != ".toml" else folder
    return _Catalogue(file).case()


class _Catalogue:
    """A catalogue file being read: its tables, and where each stands for messages."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._folder = file.parent
        try:
            text = file.read_text("utf-8")
        except FileNotFoundError as error:
            raise CatalogueError(
                f"{file}: there is no such file; a case is a folder with an {FILE}, named by --case."
            ) from error
        except (OSError, UnicodeDecodeError) as error:
            raise CatalogueError(f"{file}: cannot be read as UTF-8 text ({error}).") from error
        try:
            self._tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise CatalogueError(f"{file}: not valid TOML: {error}.") from error
        self._lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == "[[source]]"]

    def case(self) -> Case:
        """The whole, checked."""
        if unknown := self._tables.keys() - {"case", "source"}:
            raise self._wrong(f"“{min(unknown)}” means nothing here; there is [case] and [[source]]")
        said = self._tables.get("case")
        if not isinstance(said, dict) or not isinstance(said.get("name"), str) or not said["name"]:
            raise self._wrong("[case] needs a name")
        if unknown := said.keys() - {"name", "title", "focus", "terms"}:
            raise self._wrong(f"“{min(unknown)}” means nothing in [case]")
        title = said.get("title", {})
        if not isinstance(title, dict) or not {"en", "ro"} <= title.keys():
            raise self._wrong("the title of [case] needs the languages en and ro")
        entries = tuple(self._entry(number, table) for number, table in enumerate(self._sources()))
        self._refuse_twins(entries)
        return Case(
            said["name"],
            {lang: str(text) for lang, text in title.items()},
            self._folder,
            self._texts(said, "focus"),
            tuple(self._inside(name) for name in self._texts(said, "terms")),
            entries,
        )

    def _sources(self) -> list[dict[str, Any]]:
        tables = self._tables.get("source", [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self._wrong("each source is a table of its own, opened by [[source]]")
        return tables

    def _entry(self, number: int, table: dict[str, Any]) -> Entry:
        for word in _MANDATORY:
            if not isinstance(table.get(word), str) or not table[word].strip():
                raise self._wrong(f"the source {self._called(table)} needs “{word}”", number)
        for word, value in table.items():
            kind = _OPTIONAL.get(word, str)
            if word not in _MANDATORY and word not in _OPTIONAL:
                raise self._wrong(f"“{word}” means nothing in the source {self._called(table)}", number)
            if not isinstance(value, kind):
                raise self._wrong(
                    f"“{word}” of the source {self._called(table)} must be a {kind.__name__}", number
                )
        self._check_words(number, table)
        source = Source(
            id=table["id"],
            title=table["title"],
            publisher=table["publisher"],
            licence=table["licence"],
            url=table.get("url", ""),
            language=table.get("language", "en"),
            loader=table["loader"],
            attribution=table.get("attribution", ""),
        )
        return Entry(
            source,
            self._paths(number, table),
            table.get("part", ""),
            table.get("retrieved"),
            table.get("frequency", "once"),
            self._expected(number, table),
            table.get("options", {}),
        )

    def _check_words(self, number: int, table: dict[str, Any]) -> None:
        if not _ID.fullmatch(table["id"]):
            raise self._wrong(f"the id “{table['id']}” needs small letters, digits and dashes only", number)
        if table["loader"] not in (known := names()):
            raise self._wrong(
                f"the source {self._called(table)} names the loader “{table['loader']}”; there are "
                f"{', '.join(known)}",
                number,
            )
        if not _is_licence(table["licence"]):
            raise self._wrong(
                f"the licence “{table['licence']}” of the source {self._called(table)} is no SPDX identifier known "
                "here (such as CC-BY-4.0 or CC0-1.0); write one, or the publisher's own words in a sentence",
                number,
            )
        if not _LANGUAGE.fullmatch(table.get("language", "en")):
            raise self._wrong(f"“{table['language']}” is no language code such as en or ro", number)
        if table.get("frequency", "once") not in _FREQUENCIES:
            raise self._wrong(f"“frequency” is one of {', '.join(_FREQUENCIES)}", number)
        if "url" in table and not table["url"].startswith(("http://", "https://")):
            raise self._wrong(f"the url “{table['url']}” must begin with http:// or https://", number)

    def _paths(self, number: int, table: dict[str, Any]) -> tuple[Path, ...]:
        said = table.get("path")
        if said is None:
            return ()
        if any(char in said for char in "*?["):
            found = tuple(sorted(self._folder.glob(said)))
            if not found:
                raise self._wrong(f"no file fits “{said}” of the source {self._called(table)}", number)
            return found
        path = Path(said) if Path(said).is_absolute() else self._folder / said
        if not path.exists():
            raise self._wrong(f"there is no file “{path}”, named by the source {self._called(table)}", number)
        return (path,)

    def _expected(self, number: int, table: dict[str, Any]) -> dict[str, int]:
        expect = table.get("expect", {})
        for name, least in expect.items():
            if not isinstance(least, int) or least < 1:
                raise self._wrong(f"“expect” says how many of {name} at least, as a whole number", number)
        return dict(expect)

    def _refuse_twins(self, entries: tuple[Entry, ...]) -> None:
        counts = Counter(entry.source.id for entry in entries)
        for number, entry in enumerate(entries):
            if counts[entry.source.id] > 1:
                others = [
                    n for n, other in enumerate(entries) if other.source.id == entry.source.id and n != number
                ]
                raise self._wrong(
                    f"two sources have the id “{entry.source.id}” (the other one at line {self._line(others[0])}); "
                    "give each its own",
                    number,
                )

    def _inside(self, name: str) -> Path:
        path = self._folder / name
        if not path.is_file():
            raise self._wrong(f"there is no file “{path}”, named by “terms”")
        return path

    def _texts(self, table: dict[str, Any], word: str) -> tuple[str, ...]:
        texts = table.get(word, [])
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise self._wrong(f"“{word}” of [case] must be a list of texts")
        return tuple(texts)

    def _called(self, table: dict[str, Any]) -> str:
        return f"“{table.get('id') or table.get('title') or 'without id'}”"

    def _line(self, number: int) -> int:
        return self._lines[number] if number < len(self._lines) else 0

    def _wrong(self, what: str, number: int | None = None) -> CatalogueError:
        line = self._line(number) if number is not None else 0
        return CatalogueError(f"{self._file}{f', line {line}' if line else ''}: {what}.")


def _is_licence(text: str) -> bool:
    return text in _SPDX or text.startswith("LicenseRef-") or len(text.split()) >= 3
