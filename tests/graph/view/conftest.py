"""A real Chromium without network, and pictures to open in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.graph.view.pictures import ecosystem

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
DESKTOP, PHONE = (1440, 900), (390, 844)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed; get it with: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield started
        started.close()


@dataclass
class Opened:
    """A page in the browser, and all that it asked for and complained of."""

    page: Page
    cdp: CDPSession
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def text(self, selector: str) -> str:
        """The visible text of an element."""
        return self.page.inner_text(selector)

    def settle(self) -> None:
        """Wait until the page has drawn what was asked of it."""
        self.page.evaluate("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")

    def until(self, expression: str) -> None:
        """Wait until an expression is true (Playwright's own waiting needs `eval`, which the page forbids)."""
        for _ in range(400):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"never true: {expression}")

    def data(self, expression: str) -> Any:
        """A value computed from the page's own data (`d`)."""
        return self.page.evaluate(
            f"(d => {expression})(JSON.parse(document.getElementById('data').textContent))"
        )


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens HTML as a file, offline; afterwards no page may have asked for anything or logged an error."""
    contexts, pages = [], []

    def open_(html: str, address: str = "", size: tuple[int, int] = DESKTOP, **options: Any) -> Opened:
        file = tmp_path / f"page{len(pages)}.html"
        file.write_text(html, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, offline=True, accept_downloads=True, **options
        )
        contexts.append(context)
        page = context.new_page()
        it = Opened(page, context.new_cdp_session(page))
        page.on("request", lambda request: it.asked.append(request.url))
        page.on("console", lambda said: said.type in ("error", "warning") and it.complaints.append(said.text))
        page.on("pageerror", lambda error: it.complaints.append(str(error)))
        page.on("dialog", lambda dialog: it.complaints.append(f"dialog {dialog.message}"))
        it.cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(file.as_uri() + address)
        it.until("document.documentElement.dataset.ready")
        it.settle()
        pages.append(it)
        return it

    yield open_
    for it in pages:
        assert not it.complaints
        assert all(url.startswith(("file:", "data:", "blob:")) for url in it.asked)
        assert it.page.evaluate("window.ran") is None
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def sixty() -> str:
    """The page of an invented ecosystem of sixty nodes."""
    from graph.view.page import page

    return page(ecosystem(60))
