"""What is the canonical text of a file, and which element does each stretch of it come from?

Canonical text is UTF-8 in Unicode form NFC. A plain text file that already is so is its own canonical text.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from graph.errors import SourceError

__all__ = ["BIGGEST", "Page", "Part", "decoded", "read"]

BIGGEST = 20_000_000  # bytes; a larger file is no document
_LONGEST_LINE = 200_000  # characters; a longer line is data, not prose
_BINARY = re.compile(
    rb"\A(?:%PDF|PK\x03\x04|\x89PNG|\xff\xd8\xff|GIF8|\x7fELF|\xd0\xcf\x11\xe0|\x1f\x8b)|\x00"
)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.I)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

Part = tuple[int, int, str, int, str]  # start, end, kind (heading, item, row, header, paragraph), level, path


@dataclass(frozen=True, slots=True)
class Page:
    """Canonical text and the parts that its source marks, in order; for plain text there are none."""

    text: str
    title: str = ""
    media_type: str = "text/plain"
    hints: tuple[Part, ...] = ()

    def part_at(self, start: int) -> Part | None:
        """The marked part that holds a place of the text: its element or paragraph."""
        return next((part for part in self.hints if part[0] <= start < part[1]), None)


def read(path: Path) -> Page:
    """The page in a file; what it is tells its ending (html, htm, md, markdown; anything else is plain text).

    Raises SourceError where the file is missing, empty, too large, binary, or not text.
    """
    from loaders.document.html import from_html
    from loaders.document.markdown import from_markdown

    text = decoded(path)
    ending = path.suffix.lower()
    if ending in (".html", ".htm", ".xhtml"):
        page = from_html(text, str(path))
    elif ending in (".md", ".markdown"):
        page = from_markdown(text)
    else:
        page = Page(text)
    if not page.text.strip():
        raise SourceError(f"{path}: there is no text in this document; give a page that has some.")
    if max(map(len, page.text.split("\n"))) > _LONGEST_LINE:
        raise SourceError(
            f"{path}: a line has more than {_LONGEST_LINE:,} characters: this is no prose; break it into lines."
        )
    return page


def decoded(path: Path) -> str:
    """The characters of a file in form NFC, its encoding found from its marks; line ends become newlines."""
    try:
        size = path.stat().st_size
        if size > BIGGEST:
            raise SourceError(
                f"{path}: {size:,} bytes are too much for a document (at most {BIGGEST:,}); split it."
            )
        raw = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: the file cannot be read: {error.strerror or error}.") from error
    if not raw.strip():
        raise SourceError(f"{path}: the file is empty.")
    marked = next((name for mark, name in _MARKS if raw.startswith(mark)), "")
    if not marked and _BINARY.search(raw[:65536]):
        raise SourceError(f"{path}: this is a binary file, not a text; give HTML, Markdown or plain text.")
    text = _as_text(raw, marked, path)
    return normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _as_text(raw: bytes, marked: str, path: Path) -> str:
    declared = _CHARSET.search(raw[:4096]) if path.suffix.lower() in (".html", ".htm", ".xhtml") else None
    tried = [marked] if marked else ["utf-8"]
    if declared and not marked:
        tried.append(declared[1].decode("ascii").lower())
    for encoding in dict.fromkeys(tried):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    if declared:
        raise SourceError(
            f"{path}: the bytes are not {tried[-1]}, which the page declares; save it as UTF-8."
        )
    raise SourceError(f"{path}: the text is not UTF-8; save it as UTF-8 and load it again.")
