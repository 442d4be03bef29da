"""Which parts does a text have: headings, items, labels, rows, agendas, paragraphs, and which heading rules which?

Works on lines. A reader that knows better (HTML, Markdown) says so with hints: (start, end, kind, level, path).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.prose.model import Block

__all__ = ["Hint", "blocks", "scope"]

Hint = tuple[int, int, str, int, str]

_BULLET = re.compile(r"[ \t]*(?:[•◦▪▫‣●○■□·∙*–—-]|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)])[ \t]+(?=\S)")
_RULE = re.compile(r"[ \t]*[-=_*~|:+ \t]{3,}$")
_AGENDA = re.compile(
    r"[ \t]*\d{1,2}[:.h]\d{2}(?:[ \t]*[-–—][ \t]*\d{1,2}[:.h]\d{2})?[ \t]*[-–—:|]?[ \t]+(?=\S)"
)
_LABEL = re.compile(r"[ \t]*([^\W\d_][^:|•\n.!?]{0,58}?)[ \t]*:(?:[ \t]+|$)")
_CELL = re.compile(r"[ \t]*\|[ \t]*|\t+|(?<=\S)[ ]{4,}(?=\S)")
_END = re.compile(r"[.!?;,:…][\"”’»)]*$")
_MENU = re.compile(
    r"(?:home|about|contact|news|members|projects|login|sitemap|facebook|twitter|linkedin|instagram|youtube|print|"
    r"x|en|ro|share|acas[aă]|despre(?: noi)?|noutăți|știri|membri|proiecte|evenimente|events|privacy policy|"
    r"cookie settings|back to top|skip to content|read more|search|acasă)",
    re.I,
)
_NOISE = re.compile(
    r"(?:skip to content|share this|search ?…?$|read more|read next|posted (?:on|by)|subscribe|"
    r"leave a (?:reply|comment)|"
    r"cookies?\b|we use cookies|all rights reserved|back to top|comments? (?:are )?closed|related posts$|"
    r"publicat (?:la|în|pe)|citește (?:și|mai)|distribuie|abonează|toate drepturile|home\s*[»>/]|acasă\s*[»>/])",
    re.I,
)
_ROW_NUMBER = re.compile(r"[ \t]*\d{1,3}(?:\.\d{1,2})*\.?[ \t]+(?=[^\W\d_])")
_WORDS_IN_HEADING = 14


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    hint: Hint | None = None

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def blocks(text: str, hints: Sequence[Hint] = ()) -> list[Block]:
    """The blocks of a text in order; joined hard-wrapped lines, each with the headings above it."""
    found: list[Block] = []
    for group in _paragraphs(text, hints):
        found += _classify(text, group)
    _mark_headings(text, found)
    scope(text, found)
    return found


def _lines(text: str, hints: Sequence[Hint]) -> list[_Line]:
    lines, at, next_hint = [], 0, 0
    for raw in text.split("\n"):
        start, end = at + len(raw) - len(raw.lstrip()), at + len(raw.rstrip())
        at += len(raw) + 1
        while next_hint < len(hints) and hints[next_hint][1] <= start:
            next_hint += 1
        hint = hints[next_hint] if next_hint < len(hints) and hints[next_hint][0] <= start else None
        lines.append(_Line(start - (start > end) * (start - end), end, hint))
    return lines


def _paragraphs(text: str, hints: Sequence[Hint]) -> list[list[_Line]]:
    """Lines between blank lines; a change of hint parts them too."""
    groups: list[list[_Line]] = [[]]
    for line in _lines(text, hints):
        if line.start >= line.end:
            groups.append([])
            continue
        if groups[-1] and groups[-1][-1].hint is not line.hint:
            groups.append([])
        groups[-1].append(line)
    return [group for group in groups if group]


def _classify(text: str, group: list[_Line]) -> list[Block]:
    found: list[Block] = []
    wrapped = _is_wrapped(text, group)
    for number, line in enumerate(group):
        previous = group[number - 1] if number else None
        if found and previous and _continues(text, previous, line, wrapped, found[-1]):
            found[-1].end = line.end
            continue
        found += _line_blocks(text, line)
    return found


def _is_wrapped(text: str, group: list[_Line]) -> bool:
    """Lines of one hard-wrapped paragraph: many go on in lower case, and most are about as long as the longest."""
    if len(group) < 2:
        return False
    lengths = sorted(line.end - line.start for line in group[:-1])
    lower = sum(text[line.start].islower() for line in group[1:])
    return 30 < lengths[len(lengths) // 2] < 130 and 3 * lower >= len(group) - 1


def _continues(text: str, previous: _Line, line: _Line, wrapped: bool, block: Block) -> bool:
    """Whether a line goes on with the sentence of the one before (a hard-wrapped paragraph)."""
    before, here = previous.of(text), line.of(text)
    if block.kind in ("row", "header", "noise", "heading") or _BULLET.match(here) or _AGENDA.match(here):
        return False
    if _LABEL.match(here) and not here[0].islower():
        return False
    if before.endswith("-") and here[0].islower():
        return True
    if here[0].islower() and not _END.search(before):
        return True
    return wrapped and block.kind in ("paragraph", "item", "label")


def _line_blocks(text: str, line: _Line) -> list[Block]:
    words, hint = line.of(text), line.hint
    path = hint[4] if hint else ""
    if _RULE.match(words):
        return []
    if hint and hint[2] in ("heading", "row", "header"):
        block = Block(hint[2], line.start, line.end, level=hint[3], path=path)
        block.cells = _cells(text, line.start, line.end) if hint[2] != "heading" else ()
        return [block]
    if _NOISE.match(words) or _is_menu(words):
        return [Block("noise", line.start, line.end, path=path)]
    if bullet := _BULLET.match(words):
        depth = hint[3] if hint and hint[2] == "item" else (len(words) - len(words.lstrip()))
        indent = line.start - (text.rfind("\n", 0, line.start) + 1)
        inner = _line_body(text, line.start + bullet.end(), line.end, path)
        for block in inner:
            block.kind = "item" if block.kind == "paragraph" else block.kind
            block.level = depth or 1 + indent
        if _ROW_NUMBER.match(words) and inner[0].kind == "item":
            inner[0].start = line.start + bullet.end()
        return inner
    if agenda := _AGENDA.match(words):
        return [Block("agenda", line.start + agenda.end(), line.end, path=path)]
    if hint and hint[2] == "item":
        inner = _line_body(text, line.start, line.end, path)
        for block in inner:
            block.kind = "item" if block.kind == "paragraph" else block.kind
            block.level = hint[3]
        return inner
    return _line_body(text, line.start, line.end, path)


def _line_body(text: str, start: int, end: int, path: str) -> list[Block]:
    """A line without its bullet: labels, a row of cells, or words."""
    cells = _cells(text, start, end)
    if len(cells) > 1:
        labelled = [bool(_LABEL.match(text[a:b])) for a, b in cells]
        if any(labelled):
            return [block for a, b in cells for block in _label_or_words(text, a, b, path)]
        if "|" in text[start:end] or "\t" in text[start:end]:
            return [Block("row", start, end, cells=cells, path=path)]
        if len(cells) > 1 and all(b - a < 40 for a, b in cells):
            return [Block("row", start, end, cells=cells, path=path)]
    return _label_or_words(text, start, end, path)


def _label_or_words(text: str, start: int, end: int, path: str) -> list[Block]:
    label = _LABEL.match(text, start, end)
    if label and len(label[1].split()) <= 7 and not text[start].islower():
        value = label.end()
        if value < end:
            return [Block("label", value, end, label=label[1], opening=label.start(1), path=path)]
        return [Block("heading", start, end, level=3, label=label[1], path=path)]
    return [Block("paragraph", start, end, path=path)]


def _cells(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    cells, at = [], start
    for gap in _CELL.finditer(text, start, end):
        cells.append((at, gap.start()))
        at = gap.end()
    cells.append((at, end))
    trimmed = []
    for a, b in cells:
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        if a < b:
            trimmed.append((a, b))
    return tuple(trimmed)


def _is_menu(words: str) -> bool:
    pieces = [piece.strip() for piece in re.split(r"[|»>•]", words) if piece.strip()]
    return len(pieces) > 1 and 2 * sum(bool(_MENU.fullmatch(piece)) for piece in pieces) >= len(pieces)


def _mark_headings(text: str, found: list[Block]) -> None:
    """Short lines without a full stop that open the text, or stand before running text, are headings."""
    rows = [block.kind for block in found]
    for number, block in enumerate(found):
        words = text[block.start : block.end]
        if block.kind == "heading" and block.label:
            follower = found[number + 1].kind if number + 1 < len(found) else ""
            block.kind = "heading" if follower in ("item", "row", "label", "header") else "paragraph"
        if block.kind == "label":
            words = text[block.opening : block.end]
        if (
            block.kind not in ("paragraph", "label")
            or len(words.split()) > _WORDS_IN_HEADING
            or _END.search(words)
        ):
            continue
        alone = "\n" not in words and (number == 0 or _gap(text, found[number - 1], block) or number < 3)
        before_text = number + 1 < len(found) and rows[number + 1] != "heading"
        if block.kind == "label":
            before = number == 0 or _gap(text, found[number - 1], block)
            after = number + 1 < len(found) and text.count("\n", block.end, found[number + 1].start) > 1
            block.level = 2 if before and after else 0
        elif number == 0 or (alone and before_text) or words.isupper():
            block.kind = "heading"
            block.level = 1 if number == 0 else 2
            if numbered := re.match(r"(\d+(?:\.\d+)*)\.?\s", words):
                block.level = 2 + numbered[1].count(".") if number else 1
    _mark_table_headers(found)


def _gap(text: str, previous: Block, block: Block) -> bool:
    return text.count("\n", previous.end, block.start) > 1 or previous.kind in ("heading", "noise")


def _mark_table_headers(found: list[Block]) -> None:
    for number, block in enumerate(found):
        first = block.kind == "row" and (number == 0 or found[number - 1].kind not in ("row", "header"))
        if first and number + 1 < len(found) and found[number + 1].kind == "row":
            block.kind = "header"


def scope(text: str, found: list[Block]) -> None:
    """Give each block the headings above it, and each item and row what it hangs on."""
    open_headings: list[int] = []
    opener = header = -1
    items: list[int] = []
    for number, block in enumerate(found):
        if block.kind == "heading":
            while open_headings and found[open_headings[-1]].level >= max(block.level, 2):
                open_headings.pop()
            block.headings = tuple(open_headings)
            open_headings.append(number)
            opener, items = -1, []
            continue
        block.headings = tuple(open_headings)
        if block.kind == "header":
            header = number
        elif block.kind == "row":
            block.parent = header
        elif block.kind == "item":
            while items and found[items[-1]].level >= block.level:
                items.pop()
            block.parent = items[-1] if items else opener
            items.append(number)
        else:
            items = []
            ends_open = text[block.start : block.end].rstrip().endswith((":", "–", "—"))
            opener = number if ends_open else -1
        if block.kind not in ("row", "header"):
            header = -1
