"""Is the server's drawing well-formed SVG with every node, tie, label and word in it?"""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

import pytest

from graph.view.drawing import svg
from graph.view.labels import place_labels, wrapped
from graph.view.look import SHAPES, bends, control_point
from graph.view.spec import ViewSpec
from tests.graph.view.pictures import HOSTILE, ecosystem, hostile

NS = "{http://www.w3.org/2000/svg}"


def test_every_node_and_tie_is_drawn_and_the_legend_counts() -> None:
    picture = ecosystem(60)
    root = ElementTree.fromstring(svg(picture, "ro"))
    groups = root.findall(f"{NS}g")
    assert len(groups[0]) == len(picture.ties)
    assert len(groups[1]) == len(picture.nodes)
    words = [text.text or "" for text in root.iter(f"{NS}text")]
    assert "Ecosistemul de inovare din Cluj" in words
    assert "Se afișează 60 din 2.340 de noduri" in " ".join(words)
    assert any(word.startswith("Proiect (") for word in words)
    assert any(word.startswith("Cum se obține din nou: innograph view") for word in words)
    assert root.get("lang") == "ro"


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text_stays_text(number: int) -> None:
    root = ElementTree.fromstring(svg(hostile(number)))
    allowed = {"svg", "title", "desc", "rect", "text", "g", "path", "circle", "polygon"}
    assert {element.tag.removeprefix(NS) for element in root.iter()} <= allowed
    named = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in named if name.startswith("on") or "href" in name]


def test_the_same_picture_gives_the_same_drawing_and_looks_change_it() -> None:
    assert svg(ecosystem(60)) == svg(ecosystem(60))
    plain = svg(ecosystem(60, ViewSpec(colour="type")))
    assert svg(ecosystem(60, ViewSpec(colour="vertical"))) != plain
    assert svg(ecosystem(60, ViewSpec(size="same"))) != plain


def test_an_empty_picture_can_be_drawn() -> None:
    assert ElementTree.fromstring(svg(ecosystem(0))).tag == f"{NS}svg"


def test_labels_do_not_cover_each_other_and_stay_inside() -> None:
    places = [(100.0 + 13 * (at % 40), 100.0 + 17 * (at // 40)) for at in range(400)]
    names = [f"Universitatea cu nume lung {at}" for at in range(400)]
    labels = place_labels(names, places, [5.0] * 400, range(400), size=10, most=90, frame=(0, 0, 700, 400))
    assert 5 < len(labels) <= 90
    boxes = []
    for label in labels:
        half = max(map(len, label.lines)) * 10 * 0.4 / 2
        boxes.append((label.x - half, label.y, label.x + half, label.y + 11 * len(label.lines)))
    assert not [
        1 for a, b in combinations(boxes, 2) if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert all(x1 >= 0 and x2 <= 700 for x1, _, x2, _ in boxes)


def test_long_names_end_in_an_ellipsis() -> None:
    name = "Universitatea de Medicină și Farmacie „Iuliu Hațieganu” din Cluj-Napoca"
    assert wrapped(name) == ("Universitatea de", "Medicină și Farmacie…")
    assert wrapped("Cluj IT") == ("Cluj IT",)
    assert wrapped("a" * 80)[0].endswith("…")
    assert wrapped("") == ()


def test_parallel_ties_are_bent_apart() -> None:
    picture = ecosystem(60)
    bent = dict(zip([tie.id for tie in picture.ties], bends(picture.ties), strict=True))
    pairs: dict[frozenset[str], list[tuple[float, float]]] = {}
    at = {node.id: (node.x, node.y) for node in picture.nodes}
    for tie in picture.ties:
        middle = control_point(*at[tie.subject], *at[tie.object], bent[tie.id])
        pairs.setdefault(frozenset((tie.subject, tie.object)), []).append(middle)
    several = [middles for middles in pairs.values() if len(middles) > 1]
    assert several
    for middles in several:
        assert len({(round(x), round(y)) for x, y in middles}) == len(middles)


def test_the_notebook_gets_page_drawing_and_words() -> None:
    bundle = ecosystem(40)._repr_mimebundle_()
    assert set(bundle) == {"text/html", "image/svg+xml", "text/plain"}
    assert bundle["text/html"].startswith(
        '<iframe title="The innovation ecosystem of Cluj" sandbox="allow-scripts'
    )
    assert "<script" not in bundle["text/html"]
    assert "Showing 40 of 2,340 nodes" in bundle["text/plain"]
    assert "How to get this again: innograph view --limit 40 --out picture.html" in bundle["text/plain"]


def test_every_shape_of_the_ontology_can_be_drawn() -> None:
    from ontology import load

    assert {term.shape for term in load().classes.values()} <= set(SHAPES)
