"""Which questions are saved, and what do they ask? One TOML file each in this folder, found because it is there.

    topic = "verticals"                                        # one of TOPICS
    text.en = "Who works on {vertical}?"                       # and text.ro; parameters in braces
    read.en = "How to read the answer."                        # and read.ro
    words = "sector field domeniu"                             # further words by which people ask for it
    parameters = [{name = "vertical", kind = "vertical", example = "ICT"}]
    columns = {who = "entity", since = "date"}                 # of both answers, in this order
    ordered = true                                             # left out where the order of rows means nothing
    cypher = '''… $vertical …'''                               # parameters are sent beside the query
    sparql = '''… $vertical …'''                               # parameters are put in as typed terms

Both queries give the same rows: entities as ids, relations under the ontology's names, dates as ISO text. A name is
put to an id afterwards, in the reader's language. Labels of parameters, columns and topics are in `_labels.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.errors import NothingFound

__all__ = [
    "COLUMN_KINDS",
    "PARAMETER_KINDS",
    "TOPICS",
    "Column",
    "Parameter",
    "Question",
    "label",
    "question",
    "questions",
]

PARAMETER_KINDS = frozenset(
    ["entity", "vertical", "place", "class", "relation", "attribute", "date", "text", "number"]
)
COLUMN_KINDS = frozenset(["entity", "relation", "mode", "source", "date", "text", "number"])
TOPICS = (
    "verticals",
    "clusters",
    "events",
    "projects",
    "money",
    "partners",
    "plans",
    "changes",
    "evidence",
    "rules",
)

_OPEN = {"0001-01-01": "beginning", "9999-12-31": "end"}  # the sides of a period that nobody limited
_FOLDER = Path(__file__).parent
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that the asker chooses. `default` is "" where it must be given.

    A date of less than a day's precision means its last day, or its first where `first` is set.
    """

    name: str
    kind: str
    example: str
    default: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer and what stands in it."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A saved question. `text` and `read` (how to read the answer) are by language: en, ro."""

    name: str
    topic: str
    text: dict[str, str]
    read: dict[str, str]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    cypher: str
    sparql: str
    ordered: bool = False
    words: str = ""

    @property
    def required(self) -> tuple[Parameter, ...]:
        """The parameters that must be given."""
        return tuple(parameter for parameter in self.parameters if not parameter.default)

    def asked(self, chosen: dict[str, str], lang: str = "en") -> str:
        """The question as a sentence, with what was chosen in the place of its parameters."""
        text = self.text[lang]
        for parameter in self.parameters:
            value = chosen.get(parameter.name) or parameter.default
            value = label(_OPEN[value], lang) if value in _OPEN else value
            text = text.replace("{" + parameter.name + "}", value or f"[{label(parameter.name, lang)}]")
        return text


@cache
def questions() -> dict[str, Question]:
    """All saved questions by name, in the order of their names."""
    files = sorted(_FOLDER.glob("*.toml"))
    return {file.stem: _read(file) for file in files if not file.name.startswith("_")}


def question(name: str) -> Question:
    """The question of this name; NothingFound names similar ones."""
    found = questions().get(name)
    if found is None:
        from rapidfuzz import process

        near = [other for other, _, _ in process.extract(name, list(questions()), limit=3)]
        raise NothingFound(f"There is no saved question “{name}”; nearest: {', '.join(near)}.")
    return found


def label(name: str, lang: str = "en") -> str:
    """What a parameter, a column or a topic is called."""
    return _labels()[name][lang]


@cache
def _labels() -> dict[str, dict[str, str]]:
    with (_FOLDER / "_labels.toml").open("rb") as file:
        return tomllib.load(file)


def _read(file: Path) -> Question:
    """The question of a file. ValueError where it breaks the form that the head of this module shows."""
    with file.open("rb") as opened:
        said = tomllib.load(opened)
    parameters = tuple(Parameter(**one) for one in said.pop("parameters"))
    columns = tuple(Column(*pair) for pair in said.pop("columns").items())
    found = Question(file.stem, parameters=parameters, columns=columns, **said)
    wrong = [one.kind for one in parameters if one.kind not in PARAMETER_KINDS]
    wrong += [one.kind for one in columns if one.kind not in COLUMN_KINDS]
    if wrong or found.topic not in TOPICS or not _NAME.fullmatch(found.name):
        raise ValueError(f"{file.name}: unknown kind, topic or name: {wrong or found.topic or found.name}.")
    return found
