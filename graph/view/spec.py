"""What is to be shown, and how?

One object behind every picture: the flags of `innograph view`, the arguments in a notebook, `?v=` in an
address and `#` of the one-file page are all forms of `ViewSpec`, and each can be turned into the others.

The compact form needs no escaping in an address: `1~seeds:ror-051h0cw83~types:Cluster,Project~weight:2`.
It opens with the version, names only what differs from the default, and writes every other character
than A-Z a-z 0-9 . _ - as `*` and two hexadecimal digits for each of its UTF-8 bytes.
"""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from typing import Any, ClassVar

from graph.errors import InvalidStatement, UsageError
from graph.statement import Mode
from graph.when import first_day, last_day

__all__ = ["COLOURS", "LAYOUTS", "LIMIT_REFUSED", "LIMIT_WARNED", "SIZES", "TIES_REFUSED", "ViewSpec"]

LIMIT_WARNED = 800  # above this a picture is hard to read, and says so
LIMIT_REFUSED = 2000  # above this no picture is drawn
TIES_REFUSED = 6000
LAYOUTS = ("spring", "rings")  # rings: the seeds in the middle, one ring for each step away from them
COLOURS = ("type", "vertical", "community")
SIZES = ("degree", "weight", "same")
LANGUAGES = ("en", "ro")
_PLAIN = re.compile(r"[A-Za-z0-9._-]")
_WRITTEN = re.compile(r"(?:[A-Za-z0-9._-]|\*[0-9A-Fa-f]{2})*")


def _flag(name: str, default: Any = ()) -> Any:
    return field(default=default, metadata={"flag": name})


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """What is shown and how. An empty filter lets everything through.

    Filters: `types`, `relations` and `modes` by the ontology's names, `verticals` and `places` by entity,
    `sources` by id, `during` as `2018-01..2018-06` (valid time, either end may be open; undated ties are left
    out unless `undated`), `as_of` a day (recorded time), `weight` the least number of statements behind a tie,
    `confidence` the least confidence of its best one (0 to 1).
    Extent: `seeds` (ids or names) or `question` (words that are looked up), `depth` steps around them,
    `limit` nodes. Look: `layout`, `colour`, `size`, `lang`, `select` (a node or tie to open with).
    """

    seeds: tuple[str, ...] = _flag("--seed")
    question: str = _flag("--question", "")
    types: tuple[str, ...] = _flag("--type")
    verticals: tuple[str, ...] = _flag("--vertical")
    relations: tuple[str, ...] = _flag("--relation")
    places: tuple[str, ...] = _flag("--place")
    modes: tuple[str, ...] = _flag("--mode")
    sources: tuple[str, ...] = _flag("--source")
    during: str = _flag("--during", "")
    undated: bool = _flag("--undated", False)
    as_of: str = _flag("--as-of", "")
    weight: int = _flag("--weight", 1)
    confidence: float = _flag("--confidence", 0.0)
    depth: int = _flag("--depth", 2)
    limit: int = _flag("--limit", 300)
    layout: str = _flag("--layout", "spring")
    colour: str = _flag("--colour", "type")
    size: str = _flag("--size", "degree")
    lang: str = _flag("--lang", "en")
    select: str = _flag("--select", "")

    VERSION: ClassVar[int] = 1

    def __post_init__(self) -> None:
        for each in fields(self):
            _check_kind(each.name, getattr(self, each.name), each.default)
        _among("modes", self.modes, tuple(Mode))
        _among("layout", (self.layout,), LAYOUTS)
        _among("colour", (self.colour,), COLOURS)
        _among("size", (self.size,), SIZES)
        _among("lang", (self.lang,), LANGUAGES)
        _between("weight", self.weight, 1, 1_000_000)
        _between("confidence", self.confidence, 0, 1)
        _between("depth", self.depth, 0, 6)
        if self.limit > LIMIT_REFUSED:
            raise UsageError(too_large(self.limit))
        _between("limit", self.limit, 1, LIMIT_REFUSED)
        if self.seeds and self.question:
            raise UsageError("A picture starts from seeds or from a question, not from both: leave one out.")
        if self.during:
            self._check_period()
        if self.as_of and _day("as_of", self.as_of) != _day("as_of", self.as_of, last=True):
            raise UsageError(f"“as_of” of a view must be a whole day, like 2018-12-31, not {self.as_of}.")

    def _check_period(self) -> None:
        start, end = self.period
        if ".." not in self.during or not (start or end):
            raise UsageError(f"“{self.during}” is no period: write 2018..2019, 2018-06.. or ..2018-09-27.")
        begins, ends = _day("during", start), _day("during", end, last=True)
        if begins and ends and ends < begins:
            raise UsageError(f"The period {self.during} ends before it begins.")

    @property
    def period(self) -> tuple[str, str]:
        """The two ends of `during`; an open end, or no period at all, is an empty text."""
        start, _, end = self.during.partition("..")
        return start, end

    @classmethod
    def from_dict(cls, said: dict[str, Any]) -> ViewSpec:
        """From plain JSON values. Unknown fields and other versions are refused by name."""
        said = dict(said)
        version = said.pop("version", cls.VERSION)
        if version != cls.VERSION:
            raise UsageError(f"This view is of version {version}; this program reads version {cls.VERSION}.")
        known = {each.name: each.default for each in fields(cls)}
        for name in said:
            if name not in known:
                raise UsageError(f"A view has no “{name}”." + _meant(name, known))
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
        }
        return cls(**values)

    def to_dict(self, *, full: bool = False) -> dict[str, Any]:
        """As plain JSON values with the version; only what differs from the default, or everything."""
        said: dict[str, Any] = {"version": self.VERSION}
        for each in fields(self):
            value = getattr(self, each.name)
            if full or value != each.default:
                said[each.name] = list(value) if isinstance(value, tuple) else value
        return said

    @classmethod
    def from_json(cls, text: str) -> ViewSpec:
        """From the JSON form, as kept in saved views."""
        try:
            said = json.loads(text)
        except json.JSONDecodeError as error:
            raise UsageError(f"This view is no JSON: {error}.") from error
        if not isinstance(said, dict):
            raise UsageError("This view is no JSON object: write {…}.")
        return cls.from_dict(said)

    def to_json(self) -> str:
        """The JSON form: version and what differs from the default."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    @classmethod
    def from_compact(cls, text: str) -> ViewSpec:
        """From the form in addresses (`?v=` or `#`)."""
        version, *pairs = text.removeprefix("#").split("~")
        if not version.isascii() or not version.isdigit():
            raise UsageError(f"“{text[:80]}” is no view: its address form opens with the version, like “1~”.")
        defaults = {each.name: each.default for each in fields(cls)}
        said: dict[str, Any] = {"version": int(version)}
        for pair in pairs:
            name, colon, value = pair.partition(":")
            if not colon or name in said:
                raise UsageError(f"“{pair[:80]}” in this view is not “name:value”, or stands there twice.")
            said[name] = _read(name, value, defaults.get(name, ""))
        return cls.from_dict(said)

    def to_compact(self) -> str:
        """The form in addresses: safe in a query and after `#` without any escaping."""
        pairs = [f"{name}:{_written(value)}" for name, value in self.to_dict().items() if name != "version"]
        return "~".join([str(self.VERSION), *pairs])

    def to_flags(self) -> list[str]:
        """The arguments of `innograph view` that ask for this."""
        flags: list[str] = []
        for each in fields(self):
            value = getattr(self, each.name)
            if value == each.default:
                continue
            for one in value if isinstance(value, tuple) else (value,):
                flags += [each.metadata["flag"]] if one is True else [each.metadata["flag"], _text(one)]
        return flags

    def to_command(self) -> str:
        """The line under every picture: how to get this again."""
        return shlex.join(["innograph", "view", *self.to_flags(), "--out", "picture.html"])

    @classmethod
    def form(cls) -> list[dict[str, Any]]:
        """Name, flag and default of each field in order, for the page's own reading and writing of views."""
        return [
            {
                "name": each.name,
                "flag": each.metadata["flag"],
                "default": list(each.default) if isinstance(each.default, tuple) else each.default,
            }
            for each in fields(cls)
        ]


def too_large(nodes: int, ties: int = 0) -> str:
    """Why so much is not drawn, and the ways round it."""
    what = f"{nodes:,} nodes" + (f" with {ties:,} ties" if ties else "")
    return (
        f"{what} do not make a readable picture (at most {LIMIT_REFUSED:,} nodes and {TIES_REFUSED:,} ties). "
        "Ask for fewer with --limit, a filter (--type, --vertical, --during) or --weight 2, or take all of it "
        "with “innograph export gexf”."
    )


def _check_kind(name: str, value: Any, default: Any) -> None:
    if isinstance(default, tuple):
        fits = isinstance(value, tuple) and all(isinstance(one, str) and one for one in value)
        wanted = "a list of names"
    elif isinstance(default, bool):
        fits, wanted = isinstance(value, bool), "true or false"
    elif isinstance(default, int | float):
        kinds = (int, float) if isinstance(default, float) else int
        fits = isinstance(value, kinds) and not isinstance(value, bool)
        wanted = "a number" if isinstance(default, float) else "a whole number"
    else:
        fits, wanted = isinstance(value, str), "text"
    if not fits:
        raise UsageError(f"“{name}” of a view must be {wanted}, not {value!r}.")


def _among(name: str, values: tuple[str, ...], allowed: tuple[str, ...]) -> None:
    for value in values:
        if value not in allowed:
            raise UsageError(
                f"“{name}” of a view cannot be “{value}”: choose from {', '.join(allowed)}."
                + _meant(value, allowed)
            )


def _between(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise UsageError(f"“{name}” of a view must lie between {least} and {most}, not {value}.")


def _day(name: str, text: str, *, last: bool = False) -> Any:
    try:
        return (last_day(text) if last else first_day(text)) if text else None
    except InvalidStatement as error:
        raise UsageError(f"“{name}” of a view: {error}") from error


def _meant(name: str, known: Any) -> str:
    near = get_close_matches(name, list(known), 1)
    return f" Did you mean “{near[0]}”?" if near else ""


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(_escaped(one) for one in value)
    return _escaped("1" if value is True else _text(value))


def _escaped(text: str) -> str:
    return "".join(
        char if _PLAIN.match(char) else "".join(f"*{byte:02X}" for byte in char.encode("utf-8", "replace"))
        for char in text
    )


def _unescaped(text: str) -> str:
    if not _WRITTEN.fullmatch(text):
        raise UsageError(f"“{text[:80]}” in this view is not written as views are in addresses.")
    pieces = re.split(r"\*([0-9A-Fa-f]{2})", text)
    parts = [bytes.fromhex(one) if at % 2 else one.encode() for at, one in enumerate(pieces)]
    try:
        return b"".join(parts).decode()
    except UnicodeDecodeError as error:
        raise UsageError(f"“{text[:80]}” in this view is not UTF-8.") from error


def _read(name: str, text: str, default: Any) -> Any:
    if isinstance(default, tuple):
        return tuple(_unescaped(one) for one in text.split(","))
    if isinstance(default, bool):
        return {"1": True, "0": False}.get(text, text)
    if isinstance(default, int | float):
        try:
            return int(text) if isinstance(default, int) else float(text)
        except ValueError as error:
            raise UsageError(f"“{name}” of a view must be a number, not “{text[:40]}”.") from error
    return _unescaped(text)
