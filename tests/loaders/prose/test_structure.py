from loaders.prose.lexicon import lexicon
from loaders.prose.sentences import sentences, tokens
from loaders.prose.structure import blocks

PAGE = """SmartDock
Digital twins for inland ports

Programme: Horizon Europe | Call: HORIZON-CL5-2022

Partners:
• University of Ruse
  – department of ports
• Donaulog GmbH

Partner | Country
University of Ruse | Bulgaria

Skip to content
"""


def kinds(text: str) -> list[tuple[str, str]]:
    return [(b.kind, text[b.start : b.end]) for b in blocks(text)]


def test_a_page_falls_into_headings_labels_items_rows_and_noise() -> None:
    assert kinds(PAGE) == [
        ("heading", "SmartDock"),
        ("heading", "Digital twins for inland ports"),
        ("label", "Horizon Europe"),
        ("label", "HORIZON-CL5-2022"),
        ("heading", "Partners:"),
        ("item", "University of Ruse"),
        ("item", "department of ports"),
        ("item", "Donaulog GmbH"),
        ("header", "Partner | Country"),
        ("row", "University of Ruse | Bulgaria"),
        ("noise", "Skip to content"),
    ]


def test_nested_items_hang_on_the_item_above_and_rows_on_their_header() -> None:
    found = blocks(PAGE)
    by_text = {PAGE[b.start : b.end]: (i, b) for i, b in enumerate(found)}
    assert by_text["department of ports"][1].parent == by_text["University of Ruse"][0]
    assert by_text["University of Ruse | Bulgaria"][1].parent == by_text["Partner | Country"][0]
    assert by_text["Donaulog GmbH"][1].headings[-1] == by_text["Partners:"][0]


def test_hard_wrapped_lines_are_one_paragraph_and_hyphens_are_undone() -> None:
    text = (
        "In the year under review the cluster took part in two con-\n"
        "sortia of the Technical University of Munich, which came to an\n"
        "end in September of the year that followed the first meeting."
    )
    (block,) = blocks(text)
    assert (block.start, block.end) == (0, len(text))
    assert "consortia" in [token.form for token in tokens(text, 0, len(text))]


def test_abbreviations_and_initials_end_no_sentence() -> None:
    text = "On Nov. 14 Dr. E. Horvath met Grippa S.r.l. of Modena. The talk went well. It was no. 7."
    (block,) = blocks(text)
    found = sentences(text, block, 0, lexicon("en"))
    assert [text[s.start : s.end] for s in found] == [
        "On Nov. 14 Dr. E. Horvath met Grippa S.r.l. of Modena.",
        "The talk went well.",
        "It was no. 7.",
    ]


def test_offsets_of_tokens_are_those_of_the_text() -> None:
    text = "Turda-based „Medivolt” (Cluj's best) joins IT&C."
    for token in tokens(text, 0, len(text)):
        assert text[token.start : token.end].replace("-\n", "") == token.text
    assert [t.text for t in tokens(text, 0, 11)] == ["Turda", "-based"]
