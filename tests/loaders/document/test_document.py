"""Documents as a source: loaded, with quotes at their places, reloaded, moved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import loaders.cluj
from graph.errors import SourceError
from graph.ledger import Ledger
from graph.statement import Mode
from loaders import document
from loaders._base import Location
from loaders._run import Report, run
from ontology import load

DOCUMENTS = Path(__file__).parents[3] / "loaders" / "cluj" / "documents"
TEXT = "Report\n\nCluj IT Cluster organised the Health Forum in Cluj-Napoca on 12 May 2023.\n"


def loaded(ledger: Ledger, path: Path, **options: object) -> Report:
    source = replace(document.SOURCE, id="pages")
    return run(ledger, load(), document, Location(path, "", source, path.name, options))


def test_a_document_is_loaded_with_its_text_and_quotes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        report = loaded(ledger, path)
        assert report.clean
        relations = [s for s in ledger.match() if isinstance(s.object, str)]
        assert {s.predicate for s in relations} == {"organisedBy", "locatedIn"}
        for statement in ledger.match():
            quote = statement.evidence.quote
            assert quote is not None
            assert ledger.document(quote.document).text[quote.start : quote.end] == quote.text
        assert loaded(ledger, path).change.noop


def test_a_sentence_that_moves_is_the_same_statement_seen_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        path.write_text(TEXT, encoding="utf-8")
        loaded(ledger, path)
        before = {s.id for s in ledger.match()}
        path.write_text(
            TEXT.replace("Report\n\n", "Report\n\nNothing else went on here that week.\n\n"), encoding="utf-8"
        )
        change = loaded(ledger, path).change
        assert change.closed == 0
        assert before <= {s.id for s in ledger.match()}


def test_a_folder_is_one_part_with_all_its_documents(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.md").write_text("# Report\n\nUBB joined Cluj IT Cluster.\n", encoding="utf-8")
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        report = loaded(ledger, folder)
        assert report.records == 2
        assert {s.evidence.record.partition("#")[0] for s in ledger.match()} == {"a.txt", "b.md"}


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "data.csv").write_text("a,b\n", encoding="utf-8")
    with Ledger.open(tmp_path / "l.sqlite") as ledger, pytest.raises(SourceError, match="in this folder"):
        loaded(ledger, empty)


@pytest.mark.parametrize("path", sorted(DOCUMENTS.iterdir()), ids=lambda path: path.name)
def test_the_documents_of_the_cluj_case_name_their_page_and_are_understood(
    tmp_path: Path, path: Path
) -> None:
    text = path.read_text(encoding="utf-8")
    assert "Own summary of the page" in text or "Rezumat propriu al paginii" in text
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        report = loaded(ledger, path)
        assert report.clean, report.sentences()
        assert [s for s in ledger.match() if isinstance(s.object, str)]


def test_no_plan_for_the_city_becomes_a_fact(tmp_path: Path) -> None:
    for path in sorted(DOCUMENTS.glob("innovation_city.*")):
        with Ledger.open(tmp_path / f"{path.stem}.sqlite") as ledger:
            loaded(ledger, path)
            modes = {s.mode for s in ledger.match() if isinstance(s.object, str)}
            assert modes <= {Mode.PLANNED, Mode.CLAIMED}
            assert modes


def test_the_case_has_documents_in_both_languages() -> None:
    assert Path(loaders.cluj.__path__[0]) == DOCUMENTS.parent
    names = [path.name for path in DOCUMENTS.iterdir()]
    assert 6 <= len(names) <= 10
    assert {name.split(".")[1] for name in names} == {"en", "ro"}
    assert {name.rpartition(".")[2] for name in names} == {"html", "md", "txt"}
