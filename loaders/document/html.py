"""What does an HTML page say, without menus and footers, and which element said it?

An own walker over lxml's tree that needs no recursion: offsets are counted while the text is written.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from unicodedata import normalize

from lxml import etree
from lxml import html as lxml_html

from graph.errors import SourceError
from loaders.document.canonical import Page, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["from_html"]

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "video",
        "audio",
        "canvas",
        "form",
        "button",
        "input",
        "select",
        "textarea",
        "nav",
        "footer",
        "aside",
        "head",
        "dialog",
        "menu",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "address",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "caption",
        "details",
        "summary",
        "fieldset",
        "hr",
        "center",
        "body",
        "html",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOILERPLATE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|footer|sidebar|cookies?|share|social|comments?|related|newsletter|"
    r"advert|ads|banner|popup|skip-link|pagination)(?:$|[\s_-])",
    re.I,
)
_SPACES = re.compile(r"[ \t\r\n\f\u00a0\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_MOST_ELEMENTS = 300_000


class _Writer:
    """Writes the text block by block and remembers where each element's text lies."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.parts: list[Part] = []
        self._open: list[str] = []
        self._kind = ("paragraph", 0, "")

    def say(self, text: str) -> None:
        """Add inline text to the open block."""
        self._open.append(text)

    def close(self, kind: str, level: int, path: str) -> None:
        """End the open block; what comes next is of the given kind."""
        words = normalize("NFC", _SPACES.sub(" ", "".join(self._open))).strip()
        self._open.clear()
        if words:
            gap = self._gap()
            start = self.length + len(gap)
            self.pieces += (gap, words)
            self.length = start + len(words)
            self.parts.append((start, self.length, *self._kind))
        self._kind = (kind, level, path)

    def _gap(self) -> str:
        if not self.parts:
            return ""
        before, now = self.parts[-1][2], self._kind[0]
        listed = {"item", "row", "header"}
        return "\n" if before in listed and now in listed else "\n\n"

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self.pieces)


def from_html(source: str, where: str) -> Page:
    """The page of an HTML source; `where` names it in messages."""
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    try:
        tree = lxml_html.document_fromstring(source.encode("utf-8", "surrogatepass"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{where}: this is no HTML page: {error}.") from error
    title = next((t for t in (tree.xpath("string(//title)"),) if isinstance(t, str)), "")
    writer = _Writer()
    _walk(tree, writer, where)
    writer.close("paragraph", 0, "")
    if not writer.parts:
        return Page(_without_tree(source), _SPACES.sub(" ", title).strip(), "text/html")
    return Page(writer.text, _SPACES.sub(" ", title).strip(), "text/html", tuple(writer.parts))


def _walk(tree: lxml_html.HtmlElement, writer: _Writer, where: str) -> None:
    """Visit every element once, in order; skipped ones with all that is in them."""
    depth_of_lists = 0
    skipped_until: lxml_html.HtmlElement | None = None
    seen = 0
    rows: dict[object, bool] = {}
    for event, element in _events(tree):
        tag = element.tag if isinstance(element.tag, str) else ""
        if skipped_until is not None:
            if event == "end" and element is skipped_until:
                skipped_until = None
                writer.say(f" {element.tail}" if element.tail else " ")
            continue
        if event == "start":
            seen += 1
            if seen > _MOST_ELEMENTS:
                raise SourceError(
                    f"{where}: the page has more than {_MOST_ELEMENTS:,} elements; it is no document."
                )
            if tag in _SKIPPED or _is_boilerplate(element, tag):
                skipped_until = element
                continue
            depth_of_lists += tag in ("ul", "ol")
            _open(element, tag, writer, depth_of_lists, rows)
            if element.text:
                writer.say(element.text)
        else:
            depth_of_lists -= tag in ("ul", "ol")
            _shut(element, tag, writer)
            if element.tail:
                writer.say(element.tail)


def _without_tree(source: str) -> str:
    """The words of a page so deeply nested that its tree came out empty: a paragraph for each run between tags."""
    bare = re.sub(r"(?is)<(script|style|head|nav|footer)\b.*?</\1\s*>|<!--.*?-->", "\n", source)
    lines = (_SPACES.sub(" ", unescape(line)).strip() for line in re.split(r"<[^>]*>", bare))
    return normalize("NFC", "\n\n".join(line for line in lines if line))


def _events(tree: lxml_html.HtmlElement) -> Iterator[tuple[str, lxml_html.HtmlElement]]:
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        yield str(event), element


def _is_boilerplate(element: lxml_html.HtmlElement, tag: str) -> bool:
    if tag in ("body", "html", "main", "article"):
        return False
    if element.get("role") in ("navigation", "contentinfo", "search", "dialog", "complementary"):
        return True
    if "display:none" in (element.get("style") or "").replace(" ", "") or element.get("hidden") is not None:
        return True
    return bool(_BOILERPLATE.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def _open(
    element: lxml_html.HtmlElement, tag: str, writer: _Writer, depth: int, rows: dict[object, bool]
) -> None:
    path = f"{tag}@{element.sourceline or 0}"
    if tag in _HEADINGS:
        writer.close("heading", _HEADINGS[tag], path)
    elif tag == "li":
        writer.close("item", max(depth, 1), path)
    elif tag == "tr":
        table = next(element.iterancestors("table"), None)
        first = rows.setdefault(table, True)
        rows[table] = False
        header = first and all(cell.tag == "th" for cell in element if isinstance(cell.tag, str))
        writer.close("header" if header or first else "row", 0, path)
    elif tag in ("td", "th"):
        writer.say(" | " if element.getprevious() is not None else "")
    elif tag == "br":
        writer.close(*writer._kind)
    elif tag in _BLOCKS:
        writer.close("paragraph", 0, path)


def _shut(element: lxml_html.HtmlElement, tag: str, writer: _Writer) -> None:
    if tag in _HEADINGS or tag in _BLOCKS or tag in ("li", "tr"):
        writer.close("paragraph", 0, f"{tag}@{element.sourceline or 0}")
