"""What does a Markdown text say, and which block of it said it? (markdown-it-py reads, we write the plain words)"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from loaders.document.canonical import Page, Part

__all__ = ["from_markdown"]

_FRONT = re.compile(r"\A---\n(?P<head>.*?)\n---\n", re.S)
_TITLE = re.compile(r"^title:\s*(?P<title>.+)$", re.M)
_SPACES = re.compile(r"[ \t]+")


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "maxNesting": 100}).enable("table")


def from_markdown(source: str) -> Page:
    """The page of a Markdown source; links keep their words, images their description."""
    front = _FRONT.match(source)
    titled = _TITLE.search(front["head"]) if front else None
    body = source[front.end() :] if front else source
    pieces: list[str] = []
    parts: list[Part] = []
    length = 0
    for words, kind, level, line in _blocks(_reader().parse(body)):
        listed = {"item", "row", "header"}
        gap = "" if not parts else "\n" if parts[-1][2] in listed and kind in listed else "\n\n"
        start = length + len(gap)
        pieces += (gap, words)
        length = start + len(words)
        parts.append((start, length, kind, level, f"line {line}"))
    title = titled["title"].strip().strip("\"'") if titled else ""
    return Page("".join(pieces), title, "text/markdown", tuple(parts))


def _blocks(tokens: list[Token]) -> list[tuple[str, str, int, int]]:
    """(words, kind, level, line) of every block in order."""
    found: list[tuple[str, str, int, int]] = []
    lists, heading, row, header, line = 0, 0, None, False, 0
    cells: list[str] = []
    for token in tokens:
        if token.map:
            line = token.map[0] + 1
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists -= 1
        elif token.type == "heading_open":
            heading = int(token.tag[1:])
        elif token.type == "heading_close":
            heading = 0
        elif token.type in ("thead_open", "thead_close"):
            header = token.type == "thead_open"
        elif token.type == "tr_open":
            row, cells = line, []
        elif token.type == "tr_close" and row is not None:
            found.append((" | ".join(cell or "–" for cell in cells), "header" if header else "row", 0, row))
            row = None
        elif token.type == "inline":
            words = _words(token)
            if row is not None:
                cells.append(words.replace("\n", " "))
            elif words:
                kind = "heading" if heading else "item" if lists else "paragraph"
                found.append((words, kind, heading or lists, line))
        elif token.type in ("fence", "code_block") and token.content.strip():
            found.append((token.content.strip(), "paragraph", 0, line))
    return found


def _words(token: Token) -> str:
    pieces = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            pieces.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif child.type == "image":
            pieces.append(child.content)
    return "\n".join(_SPACES.sub(" ", line).strip() for line in "".join(pieces).split("\n")).strip()
