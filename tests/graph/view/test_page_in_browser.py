"""Does the page do in a real Chromium, without network, what it promises?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph.view.page import page
from graph.view.spec import ViewSpec
from tests.graph.view.conftest import PHONE, Opened
from tests.graph.view.pictures import HOSTILE, ecosystem, hostile

pytestmark = pytest.mark.browser
Open = Callable[..., Opened]


def counts(it: Opened) -> tuple[int, int]:
    """Nodes and ties that vis-network draws."""
    tabs = it.page.locator("#tabs button").all_inner_texts()
    return tuple(int(tab.split("(")[1].rstrip(")").replace(",", "")) for tab in tabs)  # type: ignore[return-value]  # two tabs


def test_counts_are_equal_everywhere(opened: Open, sixty: str) -> None:
    it = opened(sixty)
    nodes, ties = it.data("[d.nodes.length, d.ties.length]")
    assert counts(it) == (nodes, ties)
    assert it.text("#counts") == f"Showing {nodes} of 2,340 nodes and {ties} of 7,100 ties."
    types = it.page.locator("[data-facet=types] .count").all_inner_texts()
    assert sum(map(int, types)) == nodes
    assert it.page.locator("#table-frame tbody tr").count() == nodes
    assert it.page.locator("#canvas canvas").count() == 1


def test_the_legend_filters_and_the_live_text_follows(opened: Open, sixty: str) -> None:
    it = opened(sixty)
    before = counts(it)
    companies = it.data("d.nodes.filter(n => n.type === 'Company').length")
    it.page.get_by_role("checkbox", name="Company").uncheck()
    it.settle()
    assert counts(it)[0] == before[0] - companies
    assert counts(it)[1] < before[1]
    assert it.text("#counts").startswith(f"Showing {before[0] - companies} of")
    assert f"0 / {companies}" in it.text("[data-facet=types]")
    assert "Hidden by the filters now" in it.text("#left")
    it.page.get_by_role("button", name="Clear filters").click()
    it.settle()
    assert counts(it) == before


def test_only_and_the_last_one(opened: Open, sixty: str) -> None:
    it = opened(sixty)
    it.page.get_by_role("button", name="Only Cluster").click()
    it.settle()
    assert counts(it)[0] == it.data("d.nodes.filter(n => n.type === 'Cluster').length")
    it.page.get_by_role("checkbox", name="Cluster").click()
    it.settle()
    assert counts(it)[0] == 60
    assert "shown again" in it.text("#live")


def test_modes_weight_confidence_and_period(opened: Open, sixty: str) -> None:
    it = opened(sixty)
    it.page.get_by_role("checkbox", name="planned").uncheck()
    it.settle()
    assert counts(it)[1] == it.data("d.ties.filter(t => t.mode !== 'planned').length")
    it.page.get_by_role("button", name="Clear filters").click()
    it.page.locator("#weight").fill("2")
    it.settle()
    assert counts(it)[1] == it.data("d.ties.filter(t => t.weight >= 2).length") > 0
    it.page.get_by_role("button", name="Clear filters").click()
    it.page.locator("#confidence").fill("80")
    it.settle()
    assert counts(it)[1] == it.data("d.ties.filter(t => t.confidence >= 0.8).length")
    it.page.get_by_role("button", name="Clear filters").click()
    it.page.locator("#since").fill("2")
    it.settle()
    assert "during:2016..2018" in it.text("#address")
    assert counts(it)[1] == it.data("d.ties.filter(t => t.when[1] >= '2016').length")
    assert it.page.locator("#since").get_attribute("aria-valuetext") == "2016"


def test_filters_that_hide_everything_say_so_and_offer_the_way_back(opened: Open, sixty: str) -> None:
    it = opened(sixty, "#1~weight:50~types:Hospital,Event~confidence:1~during:2014..2014~sources:cordis")
    assert it.page.locator("#empty").is_visible()
    it.page.get_by_role("button", name="Show everything again").click()
    it.settle()
    assert counts(it)[0] == 60
    assert it.page.locator("#empty").is_hidden()


def test_an_empty_picture_says_what_to_do(opened: Open) -> None:
    it = opened(page(ecosystem(0)))
    assert "Nothing in the graph fits this picture" in it.text("#empty")
    assert it.text("#counts") == "Showing 0 of 0 nodes and 0 of 0 ties."


def test_the_view_survives_the_address(opened: Open, sixty: str) -> None:
    it = opened(sixty)
    it.page.get_by_role("checkbox", name="Company").uncheck()
    it.page.locator("#weight").fill("2")
    it.page.locator("#table-frame .node").first.click()
    it.page.get_by_role("button", name="Română").click()
    it.until("location.hash.includes('lang:ro')")
    address = it.page.evaluate("location.hash")
    spec = ViewSpec.from_compact(address)
    assert (spec.weight, spec.lang) == (2, "ro")
    assert "Company" not in spec.types
    assert spec.to_compact() == address[1:] == it.text("#address")[1:]
    again = opened(sixty, address)
    assert counts(again) == counts(it)
    assert again.text("#chosen") == it.text("#chosen")
    assert again.text("#command") == it.text("#command") == spec.to_command()


def test_an_address_that_cannot_be_read_is_told_and_ignored(opened: Open, sixty: str) -> None:
    it = opened(sixty, "#1~weight:<script>")
    assert "could not be read" in it.text("#notes")
    assert counts(it)[0] == 60
    it.page.evaluate("location.hash = '#1~types:Cluster'")
    it.until("document.getElementById('notes').textContent === ''")
    it.settle()
    assert counts(it)[0] == it.data("d.nodes.filter(n => n.type === 'Cluster').length")
    it.page.evaluate("location.hash = '#1~seeds:elsewhere'")
    it.until("document.getElementById('notes').textContent.includes('other data')")


def test_search_folds_diacritics(opened: Open, sixty: str) -> None:
    it = opened(sixty)
    for asked in ("hatieganu", "HAȚIEGANU", "haţieganu", "medicina farm"):
        it.page.locator("#search").fill(asked)
        assert "Hațieganu" in it.text("#found li")
    it.page.locator("#search").fill("zzz")
    assert it.page.locator("#found").is_hidden()
    it.until("document.getElementById('live').textContent.includes('zzz')")


def test_by_keyboard_alone_from_search_to_node_to_neighbour_to_evidence(opened: Open, sixty: str) -> None:
    it = opened(sixty)
    keys = it.page.keyboard
    focused = "document.activeElement.id || document.activeElement.className"
    for _ in range(12):
        keys.press("Tab")
        if it.page.evaluate(focused) == "search":
            break
    keys.type("cluj it")
    keys.press("ArrowDown")
    assert it.page.locator("#search").get_attribute("aria-activedescendant") == "found-0"
    keys.press("Enter")
    assert it.page.evaluate(focused) == "chosen"
    assert it.text("#chosen") == "Cluj IT Cluster"
    for _ in range(30):
        keys.press("Tab")
        if it.page.evaluate(focused) == "node":
            break
    neighbour = it.page.evaluate("document.activeElement.innerText")
    keys.press("Enter")
    assert it.text("#chosen") == neighbour
    for _ in range(30):
        keys.press("Tab")
        if it.page.evaluate(focused) == "disclose":
            break
    keys.press("Enter")
    assert it.page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    assert it.page.locator(".proof").first.is_visible()
    assert "Statement" in it.text(".proof")


def test_the_canvas_is_walked_with_arrow_keys(opened: Open, sixty: str) -> None:
    it = opened(sixty)
    it.page.locator("#canvas").focus()
    it.page.keyboard.press("ArrowRight")
    first = it.text("#chosen")
    it.until("document.getElementById('live').textContent.includes('tied to')")
    steps = {first}
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp") * 3:
        it.page.keyboard.press(key)
        steps.add(it.text("#chosen"))
    assert len(steps) > 2
    it.page.keyboard.press("Enter")
    assert it.page.evaluate("document.activeElement.id") == "chosen"
    it.page.keyboard.press("Escape")
    assert it.page.evaluate("document.activeElement.id") == "canvas"
    assert it.page.locator("#chosen").count() == 0


def test_evidence_shows_quote_source_date_and_mode_in_its_own_language(opened: Open, sixty: str) -> None:
    it = opened(sixty)
    tie = it.data("d.ties.find(t => t.mode === 'planned' && d.receipts[t.proofs[0][1]].quote)")
    it.page.evaluate(f"location.hash = '#1~select:{tie['id']}'")
    it.page.locator("blockquote").wait_for()
    assert it.page.locator("blockquote").first.get_attribute("lang") == "ro"
    assert "a avut loc" in it.text("blockquote")
    told = it.text(".proof")
    for words in (
        "planned",
        "Pagina proiectului Cronos, Cluj IT Cluster",
        "2 November 2026",
        "Confidence",
        "%",
    ):
        assert words in told
    assert it.page.locator(".proof a").first.get_attribute("href") == "https://example.org/cronos"
    assert it.page.locator(".proof a").first.get_attribute("rel") == "noopener noreferrer"


def test_a_click_on_the_picture_chooses_what_is_there(opened: Open, sixty: str) -> None:
    it = opened(sixty)
    box = it.page.locator("#canvas").bounding_box()
    assert box
    found = set()
    for x in range(10, 100, 6):
        for y in range(10, 100, 6):
            it.page.mouse.click(box["x"] + box["width"] * x / 100, box["y"] + box["height"] * y / 100)
            if it.page.locator("#chosen").count():
                found.add(it.text("#chosen"))
        if len(found) > 1:
            break
    assert len(found) > 1


def test_the_table_sorts_pages_and_selects(opened: Open) -> None:
    it = opened(page(ecosystem(300)))
    names = "#table-frame tbody tr td:first-child"
    assert it.page.locator(names).count() == 100
    assert "1–100 of 300" in it.text("#pager")
    it.page.get_by_role("button", name="Next").click()
    assert "101–200 of 300" in it.text("#pager")
    it.page.locator("[data-sort=name]").click()
    listed = it.page.locator(names).all_inner_texts()
    assert listed == it.page.evaluate("l => [...l].sort((a, b) => a.localeCompare(b, 'en'))", listed)
    assert it.page.locator("th[aria-sort=ascending]").inner_text().startswith("Name")
    it.page.locator("#tab-ties").click()
    it.page.get_by_role("button", name="Evidence:").first.click()
    assert it.page.locator("#panel blockquote, #panel .cells").count() >= 1
    assert it.page.locator("tr[aria-selected=true]").count() == 1


def test_romanian(opened: Open, sixty: str) -> None:
    it = opened(sixty)
    it.page.get_by_role("button", name="Română").click()
    assert it.page.evaluate("document.documentElement.lang") == "ro"
    assert it.page.title() == "Ecosistemul de inovare din Cluj"
    nodes, ties = it.data("[d.nodes.length, d.ties.length]")
    assert it.text("#counts") == f"Se afișează {nodes} din 2.340 de noduri și {ties} din 7.100 de legături."
    assert it.page.get_by_role("checkbox", name="Companie").count() == 1
    english = set(it.data("Object.values(d.texts.en).filter(t => typeof t === 'string' && t.length > 12)"))
    shown = it.text("body")
    assert not [text for text in english if text in shown]


def test_looks_change_colour_and_size(opened: Open, sixty: str) -> None:
    it = opened(sixty, "#1~colour:community~size:same")
    assert "Community 1" in it.page.locator("#legend").text_content()
    it.page.evaluate("document.querySelector('#look-colour').closest('details').open = true")
    it.page.locator("#look-colour").focus()
    it.page.locator("#look-colour").select_option("vertical")
    assert it.page.evaluate("document.activeElement.id") == "look-colour"
    assert "colour:vertical" in it.text("#address")


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text_never_runs(opened: Open, number: int) -> None:
    it = opened(page(hostile(number)))
    assert counts(it) == (4, 3)
    for tie in it.data("d.ties.map(t => t.id)"):
        it.page.evaluate(f"location.hash = '#1~select:{tie}'")
        it.until("document.querySelector('#panel .proof')")
    for row in range(4):
        it.page.locator("#tab-nodes").click()
        it.page.locator("#table-frame .node").nth(row).click()
        for button in it.page.locator("#panel .disclose").all():
            button.click()
    it.page.locator("#search").fill("script img")
    it.page.get_by_role("button", name="Română").click()
    it.page.emulate_media(media="print")
    it.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    links = it.page.eval_on_selector_all("a[href]", "all => all.map(a => a.protocol)")
    assert set(links) <= {"file:", "https:"}
    assert it.page.locator("script").count() == 3
    assert it.page.locator("img, iframe, object, embed, form, base").count() == 0
    assert it.page.eval_on_selector_all(
        "*", "all => all.every(e => e.getAttributeNames().every(n => !n.startsWith('on')))"
    )


def test_hostile_address_never_runs(opened: Open, sixty: str) -> None:
    for address in (
        "#<img src=x onerror=window.ran=1>",
        "#1~select:*3Cimg*20src*3Dx*3E~lang:*22",
        "#1~lang:__proto__",
    ):
        assert counts(opened(sixty, address))[0] == 60


def test_phone(opened: Open, sixty: str) -> None:
    it = opened(sixty, size=PHONE, has_touch=True)
    assert it.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert it.page.locator("#filters").get_attribute("open") is None
    box = it.page.locator("#canvas").bounding_box()
    assert box
    assert box["width"] == 390
    it.page.locator("#filters > summary").click()
    small = it.page.eval_on_selector_all(
        "button, input, select, summary",
        "all => all.filter(e => e.offsetParent && Math.max(e.offsetHeight, e.closest('label')?.offsetHeight ?? 0) < 24)"
        ".map(e => e.outerHTML)",
    )
    assert small == []


def test_reduced_motion_moves_at_once(opened: Open, sixty: str) -> None:
    it = opened(sixty, reduced_motion="reduce")
    it.page.get_by_role("button", name="Zoom in").click()
    it.settle()
    assert it.page.evaluate("getComputedStyle(document.body).transitionDuration") == "0s"


def test_a_crowded_picture_warns(opened: Open) -> None:
    assert "more than a reader can follow" in opened(page(ecosystem(900))).text("#notes")


def test_two_thousand_nodes_cost_less_than_one_and_a_half_cpu_seconds(opened: Open) -> None:
    it = opened(page(ecosystem(2000)))
    spent = {one["name"]: one["value"] for one in it.cdp.send("Performance.getMetrics")["metrics"]}
    assert spent["TaskDuration"] < 1.5
