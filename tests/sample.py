"""A small ecosystem told by hand: two sources, one of them a text, with every mode and an unnamed group."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from graph.data_folder import DataFolder
from graph.statement import Document, Evidence, Literal, Mode, Source, Statement, When
from graph.workspace import Settings, Workspace

TEXT = (
    "Delta Cluster met Beta University on 9 November 2018. "
    "Four private companies took part. "
    "A hospital is to be built in Cluj-Napoca."
)
REGISTER = Source("register", "Register of projects", "The Office", "CC0-1.0", "https://example.org/register")
NEWS = Source("news", "News of the cluster", "Delta Cluster", "CC-BY-4.0", language="en", attribution="Delta")
DAY = date(2026, 11, 1)


def rows() -> list[Statement]:
    """Three organisations in two projects, one of them planned."""
    found = []

    def say(record: str, subject: str, predicate: str, said: str | Literal, **more: object) -> None:
        evidence = Evidence("register", "projects.csv", record, DAY, row=f'{{"row":"{record}"}}')
        found.append(Statement(subject, predicate, said, evidence, **more))  # type: ignore[arg-type]  # a test's shorthand

    for entity, kind, name in (
        ("ror-00alpha", "University", "Alpha University"),
        ("ror-00beta", "University", "Beta University"),
        ("pic-111", "Company", "Gamma SRL"),
        ("pic-222", "Company", "Epsilon SA"),
        ("grant-1", "Project", "First Project"),
        ("grant-2", "Project", "Second Project"),
    ):
        say(entity, entity, "type", Literal(kind, "term"))
        say(entity, entity, "name", Literal(name, "string", "en"))
    say("ror-00beta", "ror-00beta", "name", Literal("Universitatea Beta", "string", "ro"))
    say("ror-00alpha", "ror-00alpha", "locatedIn", "place-cluj-napoca")
    first, second = When("2015-01-01", "2017-12-31"), When("2018-06-01", "2020-05-31")
    say(
        "1-alpha",
        "ror-00alpha",
        "participatedIn",
        "grant-1",
        when=first,
        qualifiers=(("role", "coordinator"),),
    )
    say("1-gamma", "pic-111", "participatedIn", "grant-1", when=first)
    say("2-gamma", "pic-111", "participatedIn", "grant-2", when=second)
    say("2-beta", "ror-00beta", "participatedIn", "grant-2", when=second)
    say("2-epsilon", "pic-222", "participatedIn", "grant-2", when=second, mode=Mode.PLANNED)
    say("grant-1", "grant-1", "focusesOn", "vertical-health")
    return found


def told() -> tuple[Document, list[Statement]]:
    """A news text with an event, a group of four and a plan."""
    document = Document(TEXT, "news", "meeting.txt", "A meeting", "en")
    found = []

    def say(words: str, subject: str, predicate: str, said: str | Literal, **more: object) -> None:
        start = TEXT.index(words)
        evidence = Evidence("news", "meeting.txt", words, DAY, document.quote(start, start + len(words)))
        found.append(Statement(subject, predicate, said, evidence, **more))  # type: ignore[arg-type]  # a test's shorthand

    first = "Delta Cluster met Beta University on 9 November 2018."
    say(first, "x-delta", "type", Literal("Cluster", "term"))
    say(first, "x-delta", "name", Literal("Delta Cluster", "string", "en"))
    on = When.on("2018-11-09")
    say(first, "x-delta", "collaboratesWith", "ror-00beta", when=on)
    say("Four private companies took part.", "x-four", "type", Literal("Group", "term"))
    say("Four private companies took part.", "x-four", "count", Literal("4", "integer"))
    say("Four private companies took part.", "x-four", "memberOf", "x-delta")
    plan = "A hospital is to be built in Cluj-Napoca."
    say(plan, "x-hospital", "type", Literal("Hospital", "term"), mode=Mode.PLANNED)
    say(plan, "x-hospital", "name", Literal("A hospital", "string", "en"), mode=Mode.PLANNED)
    say(plan, "x-hospital", "locatedIn", "place-cluj-napoca", mode=Mode.PLANNED)
    return document, found


def build(root: Path) -> DataFolder:
    """The sample in a data folder: ledger and index."""
    folder = DataFolder(root)
    document, sentences = told()
    with Workspace(folder, create=True) as work:
        work.choose(Settings(case="sample", focus=("place-cluj-napoca",)))
        work.ledger.replace("register", "projects.csv", rows(), catalogue=REGISTER)
        work.ledger.replace("news", "meeting.txt", sentences, documents=[document], catalogue=NEWS)
        work.catch_up_index()
    return folder
