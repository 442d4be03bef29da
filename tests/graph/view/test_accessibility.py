"""Does axe-core find nothing, in both languages, at a desk and on a phone, in every state?"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import pytest

from graph.view.page import page
from tests.graph.view.conftest import DESKTOP, PHONE, Opened
from tests.graph.view.pictures import ecosystem, hostile

pytestmark = pytest.mark.browser
Open = Callable[..., Opened]


def violations(it: Opened) -> list[str]:
    it.page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = it.page.evaluate("axe.run(document).then(done => done.violations)")
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("lang", ["en", "ro"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_is_found(opened: Open, size: tuple[int, int], lang: str) -> None:
    it = opened(page(ecosystem(40), lang=lang), size=size, bypass_csp=True)
    assert violations(it) == []
    for group in it.page.locator("details").all():
        group.evaluate("it => { it.open = true }")
    it.page.locator("#search").fill("cluj")
    it.settle()
    assert violations(it) == []
    it.page.locator("#search").fill("")
    it.page.locator("#tab-ties").click()
    it.page.locator("#table-frame tbody button.plain").first.click()
    assert violations(it) == []
    it.page.locator("#panel .node").first.click()
    for button in it.page.locator("#panel .disclose").all():
        button.click()
    assert violations(it) == []


def test_nothing_is_found_in_warnings_empty_states_and_hostile_text(opened: Open) -> None:
    assert violations(opened(page(ecosystem(0)), bypass_csp=True)) == []
    assert violations(opened(page(ecosystem(60)), "#1~weight:x", bypass_csp=True)) == []
    assert violations(opened(page(ecosystem(60)), "#1~weight:40~types:Hospital", bypass_csp=True)) == []
    assert violations(opened(page(hostile()), bypass_csp=True)) == []


def test_all_that_is_drawn_is_in_the_table(opened: Open) -> None:
    it = opened(page(ecosystem(60)))
    named = it.data("d.nodes.map(n => n.names.en).sort()")
    assert sorted(it.page.locator("#table-frame tbody td:first-child").all_inner_texts()) == named
    it.page.locator("#tab-ties").click()
    assert it.page.locator("#table-frame tbody tr").count() == min(100, it.data("d.ties.length"))


def test_types_differ_by_colour_and_shape_together(opened: Open) -> None:
    it = opened(page(ecosystem(60)))
    looks = it.data("Object.values(d.types).map(t => t.colour + t.shape)")
    assert len(set(looks)) == len(looks)
    lines = it.data("Object.values(d.look.lines).map(l => l.dashes.join())")
    assert len(set(lines)) == len(lines)
