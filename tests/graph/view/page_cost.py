"""What does a picture cost the browser, next to stock pyvis? Run: python -m tests.graph.view.page_cost

Main-thread CPU seconds of Chromium (no network, no graphics card) from opening the file to the first picture:
our page, and the page that pyvis writes of the same nodes and edges with its defaults and with physics off.
Stock pyvis is stopped after LONGEST seconds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from graph.view.builder import network
from graph.view.page import page
from tests.graph.view.conftest import CHROMIUM, FLAGS
from tests.graph.view.pictures import ecosystem

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SIZES = (120, 300, 1000, 2000)
LONGEST = 60.0
DRAWN = (
    "(window.drawn || "
    "(requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn = true; })), false))"
)
OURS = f"document.documentElement.dataset.ready && {DRAWN}"
# pyvis leaves `network` in the window; with physics it is ready once that has run
STOCK = f"window.network && (!network.physics.physicsEnabled || network.physics.stabilized) && {DRAWN}"


def stock(count: int, *, physics: bool) -> str:
    """The page pyvis itself writes of the same network."""
    built = network(ecosystem(count))
    if not physics:
        built.toggle_physics(False)
    else:
        for node in built.nodes:
            del node["x"], node["y"]
    built.cdn_resources = "in_line"
    return str(built.generate_html(notebook=False))


def cost(browser: Browser, html: str, ready: str, folder: Path) -> tuple[float, int, bool]:
    """CPU seconds, requests beyond the file itself, and whether it was ready in time."""
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    opened = context.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    tools = context.new_cdp_session(opened)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})
    opened.goto(file.as_uri(), wait_until="commit")
    end = time.monotonic() + LONGEST
    done = False
    while not done and time.monotonic() < end:
        done = bool(opened.evaluate(ready))
        time.sleep(0.02)
    spent = {one["name"]: one["value"] for one in tools.send("Performance.getMetrics")["metrics"]}
    context.close()
    outside = [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
    return float(spent["TaskDuration"]), len(outside), done


def main() -> None:
    """Print one line for each size."""
    from playwright.sync_api import sync_playwright

    print("nodes  ties  ours: CPU s, kB, requests   pyvis, physics off (ratio)   pyvis, defaults (ratio)")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        for count in [int(word) for word in sys.argv[1:]] or SIZES:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
            picture = ecosystem(count)
            html = page(picture)
            ours = cost(browser, html, OURS, Path(folder))
            told = [f"{count:5} {len(picture.ties):5}  {ours[0]:.2f}, {len(html) // 1000}, {ours[1]}"]
            for physics in (False, True):
                spent, asked, done = cost(browser, stock(count, physics=physics), STOCK, Path(folder))
                more = "" if done else "more than "
                told.append(f"{more}{spent:.2f}, {asked} requests ({more}{spent / ours[0]:.1f})")
            print("   ".join(told), flush=True)
            browser.close()


if __name__ == "__main__":
    main()
