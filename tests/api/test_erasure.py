"""Is an erased person gone from every byte of the data folder, and from every way of asking?"""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from api.app import create_app
from api.deps import Settings
from graph.erasure import erase
from graph.errors import NothingFound
from graph.statement import Document, Evidence, Literal, Source, Statement
from graph.workspace import Workspace
from tests.sample import DAY, build

NAME = "Zamfira Pelinescu"
TEXT = f"The cluster is led by {NAME}. It was founded in 2012."


def told(part: str = "people.txt") -> tuple[Document, list[Statement]]:
    document = Document(TEXT, "people", part, "Who leads", "en")
    start = TEXT.index("The cluster is led")
    quote = document.quote(start, TEXT.index(". It") + 1)
    evidence = Evidence("people", part, "lead", DAY, quote)
    return document, [
        Statement("x-zp", "type", Literal("Person", "term"), evidence),
        Statement("x-zp", "name", Literal(NAME, "string", "en"), evidence),
        Statement("x-zp", "affiliatedWith", "x-delta", evidence),
    ]


def test_an_erased_person_is_found_nowhere(tmp_path: Path) -> None:
    folder = build(tmp_path / "data")
    source = Source("people", "People", "The cluster", "CC-BY-4.0")
    with Workspace(folder) as work:
        document, said = told()
        work.ledger.replace("people", "people.txt", said, documents=[document], catalogue=source)
        work.catch_up_index()
        work.catch_up_rdf()
        assert work.index.find(NAME) == "x-zp"
        assert _files_with(folder.root, NAME)
        receipt = erase(work, ["x-zp"], why="asked to be forgotten", by="test")
        work.catch_up_rdf()
        stores = {removal.store for removal in receipt.removals}
        assert {"names and identity", "RDF", "files outside the data folder"} <= stores
        assert work.ledger.verify() == []
        document, said = told()
        again = work.ledger.replace("people", "people.txt", said, documents=[document], catalogue=source)
        assert again.added == 0, "a reload must not bring the person back"
        work.catch_up_index()
        assert not work.index.search(NAME)
    assert not _files_with(folder.root, NAME)
    assert not _files_with(folder.root, "Zamfira")
    client = TestClient(create_app(Settings(folder)))
    assert client.get("/entities/x-zp").status_code == 410
    assert NAME not in client.get("/graph").text


def _files_with(root: Path, word: str) -> list[str]:
    wanted = word.encode()
    return [str(file) for file in root.rglob("*") if file.is_file() and wanted in file.read_bytes()]


def test_nothing_is_erased_that_is_not_held(tmp_path: Path) -> None:
    folder = build(tmp_path / "data")
    with Workspace(folder) as work:
        before = work.ledger.revision
        try:
            erase(work, ["x-nobody"], why="a slip", by="test")
        except NothingFound:
            assert work.ledger.revision == before
