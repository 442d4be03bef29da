"""Is the page one file that asks for nothing and runs nothing but its own two scripts?"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from graph.view.page import csp_hash, embed, page, page_data
from graph.view.spec import ViewSpec
from tests.graph.view.pictures import HOSTILE, ecosystem, hostile


class Elements(HTMLParser):
    """What a browser would make of the page: scripts, their text, and every attribute."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.head: dict[str, str] = {}
        self.declared = ""
        self.feed(html)

    def handle_decl(self, decl: str) -> None:
        self.declared = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag == "script":
            self.scripts.append((dict(attrs), ""))
        if tag == "meta":
            said = dict(attrs)
            self.head[said.get("http-equiv") or said.get("name") or "charset"] = said.get("content") or ""

    def handle_data(self, data: str) -> None:
        if self.scripts and self.get_starttag_text() and self.cdata_elem == "script":
            kind, text = self.scripts[-1]
            self.scripts[-1] = (kind, text + data)


@pytest.fixture(scope="module", params=["ecosystem", "hostile"])
def html(request: pytest.FixtureRequest) -> str:
    return page(ecosystem(60) if request.param == "ecosystem" else hostile())


def test_the_page_is_a_document_with_language_title_and_viewport(html: str) -> None:
    found = Elements(html)
    assert html.startswith("<!doctype html>")
    assert found.declared.lower() == "doctype html"
    assert ("html", "lang", "en") in found.attributes
    assert found.head["viewport"] == "width=device-width, initial-scale=1"
    assert re.search(r"<title>[^<]+</title>", html)


def test_only_our_two_scripts_may_run(html: str) -> None:
    found = Elements(html)
    assert [kind.get("type") for kind, _ in found.scripts] == ["application/json", None, None]
    policy = found.head["Content-Security-Policy"]
    allowed = re.search("script-src ([^;]*);", policy)
    assert allowed
    hashes = {
        "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
        for kind, text in found.scripts
        if "type" not in kind
    }
    assert set(allowed[1].split()) == hashes
    assert policy.startswith("default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; ")
    assert policy.endswith("base-uri 'none'; form-action 'none'")


def test_nothing_of_the_page_names_an_address_to_load(html: str) -> None:
    found = Elements(html)
    assert not [name for _, name, _ in found.attributes if name.startswith("on")]
    loading = [
        (tag, value) for tag, name, value in found.attributes if name in ("src", "srcset", "data", "href")
    ]
    assert sorted(loading) == [("a", "#tables"), ("link", "data:,")]
    style = html[html.index("<style>") : html.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_hostile_text_is_in_the_data_and_nowhere_in_the_markup() -> None:
    html = page(hostile())
    start = html.index('id="data">') + len('id="data">')
    data = html[start : html.index("</script>", start)]
    assert not re.search("[<>&\u2028\u2029]", data)
    assert json.loads(data)["network"]["nodes"][0]["id"].startswith(HOSTILE[0])
    markup = html[: html.index('<script type="application/json"')]
    assert "<img" not in markup
    assert "window.ran=1</script>" not in markup


@pytest.mark.parametrize("text", [*HOSTILE, "a\u0000b", "\ud800", "ș ț „”"])
def test_embedded_json_reads_back(text: str) -> None:
    assert json.loads(embed({"text": text})) == {"text": text.replace("\ud800", "?")}
    assert "<" not in embed(text)


def test_the_licence_of_vis_network_stays_in_the_page(html: str) -> None:
    assert "@license" in html
    assert "vis.js is dual licensed under both" in html


def test_data_counts_and_shared_receipts() -> None:
    picture = ecosystem(60)
    data = page_data(picture, picture.spec)
    assert len(data["nodes"]) == len(data["network"]["nodes"]) == 60
    assert len(data["ties"]) == len(data["network"]["edges"]) == len(picture.ties)
    assert [edge["id"] for edge in data["network"]["edges"]] == [tie.id for tie in picture.ties]
    receipts = {proof.receipt for tie in picture.ties for proof in tie.proofs}
    assert len(data["receipts"]) == len(receipts)
    assert data["held"] == [2340, 7100]
    assert data["network"]["options"]["physics"] is False


def test_language_and_view_of_the_page_can_differ_from_the_picture() -> None:
    picture = ecosystem(60)
    romanian = page(picture, lang="ro")
    assert '<html lang="ro">' in romanian
    assert "<title>Ecosistemul de inovare din Cluj</title>" in romanian
    assert page_data(picture, ViewSpec(weight=2))["spec"]["weight"] == 2


def test_the_same_picture_gives_the_same_page() -> None:
    assert page(ecosystem(40)) == page(ecosystem(40))


def test_csp_hash() -> None:
    assert csp_hash("alert(1)") == "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
