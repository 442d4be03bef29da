"""How is a picture printed? As SVG drawn on the server from the stored positions: title, drawing, legend."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from graph.view.labels import place_labels
from graph.view.look import (
    GREY,
    LINES,
    SHAPES,
    bends,
    colours,
    control_point,
    radii,
    size_of_shape,
    tie_width,
)
from graph.view.picture import Picture
from graph.view.texts import Texts, in_language

__all__ = ["svg"]

WIDTH, HEIGHT = 1123.0, 794.0  # A4 across, in CSS pixels
MARGIN, HEAD, FOOT = 28.0, 74.0, 96.0
INK, SOFT = "#1c2430", "#56606e"


def svg(picture: Picture, lang: str = "") -> str:
    """The picture on one sheet. Every text in it is escaped; it asks nothing of anybody."""
    texts = Texts(lang or picture.spec.lang)
    title = in_language(picture.title, texts.lang)
    shown = texts.say(
        "showing",
        nodes=texts.number(len(picture.nodes)),
        all_nodes=texts.say("count.nodes", n=max(picture.held_nodes, len(picture.nodes))),
        ties=texts.number(len(picture.ties)),
        all_ties=texts.say("count.ties", n=max(picture.held_ties, len(picture.ties))),
    )
    left = " ".join(left.words(texts.lang) for left in picture.left_out)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" '
        f'lang="{texts.lang}" aria-labelledby="title desc" font-family="system-ui, Segoe UI, sans-serif">',
        f'<title id="title">{_safe(title)}</title><desc id="desc">{_safe(f"{shown} {left}")}</desc>',
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="#fff"/>',
        _text(MARGIN, 40, title, 20, INK, weight=600),
        _text(MARGIN, 60, shown, 12, SOFT),
        *_drawing(picture, texts.lang),
        *_legend(picture, texts),
        _text(MARGIN, HEIGHT - 14, f"{texts.say('again')} {picture.spec.to_command()}", 9.5, SOFT),
        "</svg>",
    ]
    return "\n".join(parts)


def _safe(text: str) -> str:
    """Text that may stand in XML: escaped, and without the characters that XML forbids."""
    return escape(
        "".join(char for char in text if char in "\t\n" or (char >= " " and char not in "\ufffe\uffff"))
    )


def _text(x: float, y: float, text: str, size: float, colour: str, *, weight: int = 400) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="{weight}" '
        f'fill="{colour}">{_safe(text)}</text>'
    )


def _drawing(picture: Picture, lang: str) -> list[str]:
    places, scale = _fitted(picture)
    shrink = min(1.0, max(0.35, scale))
    sizes = [radius * shrink for radius in radii(picture.nodes, picture.spec.size)]
    at = {node.id: number for number, node in enumerate(picture.nodes)}
    parts = ['<g fill="none">']
    for tie, bend in zip(picture.ties, bends(picture.ties), strict=True):
        (x1, y1), (x2, y2) = places[at[tie.subject]], places[at[tie.object]]
        xc, yc = control_point(x1, y1, x2, y2, bend)
        curve = f"Q{xc:.1f} {yc:.1f} " if bend else "L"
        line = LINES[tie.mode]
        dashes = f' stroke-dasharray="{" ".join(map(str, line["dashes"]))}"' if line["dashes"] else ""
        parts.append(
            f'<path d="M{x1:.1f} {y1:.1f}{curve}{x2:.1f} {y2:.1f}" stroke="{line["colour"]}" '
            f'stroke-width="{tie_width(tie) * shrink:.2f}" stroke-opacity=".7"{dashes}/>'
        )
    parts.append('</g><g stroke="#fff" stroke-width="1">')
    fills = colours(picture, picture.spec.colour)
    for node, (x, y), radius, fill in zip(picture.nodes, places, sizes, fills, strict=True):
        parts.append(_shape(picture.types[node.type].shape, x, y, radius, fill))
    parts.append(f'</g><g font-size="10" text-anchor="middle" fill="{INK}">')
    parts.append('<g stroke="#fff" stroke-width="3" stroke-linejoin="round" paint-order="stroke">')
    order = sorted(at.values(), key=lambda n: (not picture.nodes[n].seed, -sizes[n], picture.nodes[n].id))
    names = [in_language(node.names, lang) for node in picture.nodes]
    order = [number for number in order if not picture.nodes[number].unnamed]
    frame = (MARGIN, HEAD, WIDTH - MARGIN, HEIGHT - FOOT)
    for label in place_labels(names, places, sizes, order, size=10, most=90, frame=frame):
        for row, line_ in enumerate(label.lines):
            parts.append(f'<text x="{label.x:.1f}" y="{label.y + 9 + 11.5 * row:.1f}">{_safe(line_)}</text>')
    parts.append("</g></g>")
    return parts


def _fitted(picture: Picture) -> tuple[list[tuple[float, float]], float]:
    """The stored positions moved and scaled into the sheet, and the scale."""
    if not picture.nodes:
        return [], 1.0
    xs, ys = [node.x for node in picture.nodes], [node.y for node in picture.nodes]
    wide, high = WIDTH - 2 * MARGIN - 60, HEIGHT - HEAD - FOOT - 50
    scale = min(wide / max(max(xs) - min(xs), 1.0), high / max(max(ys) - min(ys), 1.0), 2.0)
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    x0, y0 = WIDTH / 2, HEAD + (HEIGHT - HEAD - FOOT) / 2
    return [
        (x0 + (node.x - middle_x) * scale, y0 + (node.y - middle_y) * scale) for node in picture.nodes
    ], scale


def _shape(shape: str, x: float, y: float, radius: float, fill: str) -> str:
    outline = SHAPES.get(shape)
    size = size_of_shape(shape, radius)
    fill = quoteattr(fill)
    if outline is None:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill={fill}/>'
    points = " ".join(f"{x + size * px:.1f},{y + size * py:.1f}" for px, py in outline)
    return f'<polygon points="{points}" fill={fill}/>'


def _legend(picture: Picture, texts: Texts) -> list[str]:
    """Types with counts in one row or two, then the kinds of line."""
    parts: list[str] = []
    x, y = MARGIN + 6, HEIGHT - FOOT + 22
    counts: dict[str, int] = {}
    for node in picture.nodes:
        counts[node.type] = counts.get(node.type, 0) + 1
    for kind in sorted(counts, key=lambda kind: (-counts[kind], kind)):
        look = picture.types[kind]
        words = f"{in_language(look.label, texts.lang)} ({texts.number(counts[kind])})"
        if x + 30 + 6 * len(words) > WIDTH - MARGIN:
            x, y = MARGIN + 6, y + 18
        fill = look.colour if picture.spec.colour == "type" else GREY
        parts += [_shape(look.shape, x, y - 4, 5.5, fill), _text(x + 12, y, words, 11, INK)]
        x += 30 + 6 * len(words)
    x, y = MARGIN, y + 19
    for mode in sorted({tie.mode for tie in picture.ties}, key=list(LINES).index):
        line = LINES[mode]
        dashes = " ".join(map(str, line["dashes"]))
        words = texts.say(f"mode.{mode}")
        parts.append(
            f'<path d="M{x:g} {y - 4:g}h28" stroke="{line["colour"]}" stroke-width="2" '
            f'stroke-dasharray="{dashes}"/>'
        )
        parts.append(_text(x + 34, y, words, 11, INK))
        x += 34 + 6.2 * len(words) + 24
    return parts
