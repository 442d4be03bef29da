"""Can the picture be taken away: PNG, SVG, CSV, print, a notebook?"""

from __future__ import annotations

import csv
import struct
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from graph.view.page import page
from tests.graph.view.conftest import Opened
from tests.graph.view.pictures import ecosystem, hostile

pytestmark = pytest.mark.browser
Open = Callable[..., Opened]


def saved(it: Opened, button: str) -> Path:
    it.page.locator("#downloads > summary").click()
    with it.page.expect_download() as waiting:
        it.page.get_by_role("button", name=button).click()
    file = Path(waiting.value.path())
    return file.rename(file.with_name(waiting.value.suggested_filename))


def rows(file: Path) -> list[list[str]]:
    text = file.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(text.decode("utf-8-sig").splitlines()))


def test_png(opened: Open, sixty: str) -> None:
    file = saved(opened(sixty), "PNG image")
    content = file.read_bytes()
    assert file.name == "the-innovation-ecosystem-of-cluj.png"
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(content) > 10_000
    assert struct.unpack(">II", content[16:24]) > (1600, 1000)


@pytest.mark.parametrize("make", [lambda: ecosystem(60), hostile], ids=["ecosystem", "hostile"])
def test_svg(opened: Open, make: Callable[[], object]) -> None:
    it = opened(page(make()))  # type: ignore[arg-type]  # both make pictures
    root = ElementTree.fromstring(saved(it, "SVG drawing").read_bytes())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    shapes = root.findall(".//{*}circle") + root.findall(".//{*}polygon")
    assert len(shapes) >= it.data("d.nodes.length")
    assert len(root.findall(".//{*}path")) >= it.data("d.ties.length")
    title = root.find("{*}title")
    assert title is not None
    assert title.text == it.data("d.title.en")
    allowed = {"svg", "title", "desc", "defs", "clipPath", "rect", "text", "g", "path", "circle", "polygon"}
    assert {element.tag.partition("}")[2] for element in root.iter()} <= allowed


def test_csv_of_nodes_and_ties(opened: Open, sixty: str) -> None:
    it = opened(sixty)
    nodes = rows(saved(it, "Nodes as CSV"))
    assert nodes[0] == ["id", "Name", "Type", "Verticals", "Neighbours", "Statements"]
    assert len(nodes) == 61
    assert any("Hațieganu" in row[1] for row in nodes)
    ties = rows(saved(it, "Ties and evidence as CSV"))
    assert len(ties) == 1 + it.data("d.ties.reduce((sum, tie) => sum + tie.proofs.length, 0)")
    assert {len(row) for row in ties} == {15}


def test_filtered_nodes_are_not_in_the_file(opened: Open, sixty: str) -> None:
    it = opened(sixty, "#1~types:Cluster~lang:ro")
    file = saved(it, "Noduri în CSV")
    assert file.name == "ecosistemul-de-inovare-din-cluj-nodes.csv"
    assert {row[2] for row in rows(file)[1:]} == {"Cluster"}


@pytest.mark.parametrize("number", range(8))
def test_no_cell_is_a_formula(opened: Open, number: int) -> None:
    it = opened(page(hostile(number)))
    for button in ("Nodes as CSV", "Ties and evidence as CSV"):
        with saved(it, button).open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_print_tells_the_evidence_as_footnotes(opened: Open, sixty: str) -> None:
    it = opened(sixty)
    cluster = it.data("d.nodes.find(n => n.names.en === 'Cluj IT Cluster').id")
    it.page.evaluate(f"location.hash = '#1~select:{cluster}'")
    it.page.locator("#chosen").wait_for()
    it.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    it.page.emulate_media(media="print")
    it.settle()
    assert it.page.locator("#sheet svg").is_visible()
    assert it.page.locator("#controls").is_hidden()
    ties = it.data(f"d.ties.filter(t => t.subject === '{cluster}' || t.object === '{cluster}').length")
    assert it.page.locator("#sheet li").count() == ties
    assert it.page.locator("#sheet q[lang=ro]").count() > 0
    assert "Pagina proiectului Cronos" in it.text("#sheet ol")
    assert str(ties) in it.page.locator("#sheet svg text").all_text_contents()
    pdf = it.page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    it.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert it.page.locator("#sheet > *").count() == 0


def test_a_notebook_shows_it_in_a_sandbox(opened: Open) -> None:
    frame = ecosystem(40)._repr_html_()
    outer = (
        "<!doctype html><html lang=en><title>n</title><link rel=icon href='data:,'><body>"
        + frame
        + "<script>onload = () => setTimeout(() => document.documentElement.dataset.ready = 'true', 900)</script>"
    )
    it = opened(outer)
    inner = it.page.frame_locator("iframe")
    assert inner.locator("#counts").inner_text().startswith("Showing 40 of")
    inner.get_by_role("checkbox", name="Company").uncheck()
    inner.locator("#downloads > summary").click()
    with it.page.expect_download() as waiting:
        inner.get_by_role("button", name="PNG image").click()
    assert len(Path(waiting.value.path()).read_bytes()) > 10_000
    assert it.page.locator("iframe").get_attribute("sandbox") == "allow-scripts allow-downloads"
