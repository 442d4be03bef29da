from datetime import date

from graph.statement import Document, Literal, Mode, Statement
from loaders.prose import extract
from loaders.prose.statements import statements
from ontology import load

TEXT = (
    "Cluj IT Cluster organised the Health Forum in Cluj-Napoca on 12 May 2023. "
    "Ioana Mureșan of Babeș-Bolyai University spoke about digital health. More than 300 companies came.\n"
)


def said(text: str, part: str = "a.txt", salt: str = "") -> list[Statement]:
    document = Document(text, "test", part)
    classes = load().classes
    return list(
        statements(
            extract(text), document, retrieved=date(2026, 1, 2), by="t", kinds=classes.__contains__, salt=salt
        )
    )


def test_every_statement_has_its_quote_at_its_offsets() -> None:
    found = said(TEXT)
    assert len(found) > 15
    for statement in found:
        quote = statement.evidence.quote
        assert quote is not None
        assert TEXT[quote.start : quote.end] == quote.text
        assert statement.by.startswith("t ")


def test_known_names_have_the_ids_of_their_authority_and_others_are_scoped_to_the_document() -> None:
    ids = {
        s.object.value: s.subject
        for s in said(TEXT)
        if s.predicate == "name" and isinstance(s.object, Literal)
    }
    assert ids["Babeș-Bolyai University"] == "ror-02rmd1t30"
    assert ids["Health Forum"].startswith("x-")
    other = {
        s.object.value: s.subject
        for s in said(TEXT, "b.txt")
        if s.predicate == "name" and isinstance(s.object, Literal)
    }
    assert other["Health Forum"] != ids["Health Forum"]


def test_ids_of_people_are_salted_and_no_others() -> None:
    plain = {s.subject for s in said(TEXT) if s.object == Literal("Person", "term")}
    salted = {s.subject for s in said(TEXT, salt="secret") if s.object == Literal("Person", "term")}
    assert plain
    assert plain.isdisjoint(salted)


def test_a_count_that_only_approximates_is_a_claim() -> None:
    (count,) = [s for s in said(TEXT) if s.predicate == "count"]
    assert (count.object, count.mode) == (Literal("300", "integer"), Mode.CLAIMED)


def test_a_sentence_that_moves_keeps_its_statements() -> None:
    heading = "News\n\n"
    before = {s.id for s in said(heading + TEXT)}
    moved = {
        s.id for s in said(heading + "Nothing else happened here at all this week, they say.\n\n" + TEXT)
    }
    assert before <= moved


def test_what_is_to_be_built_is_planned() -> None:
    text = "The region waits for the largest University Hospital to be built in the area.\n"
    types = {
        s.object.value: s.mode for s in said(text) if s.predicate == "type" and isinstance(s.object, Literal)
    }
    assert types["Hospital"] is Mode.PLANNED


def test_contract_numbers_and_days_of_signature_are_those_of_the_project() -> None:
    text = "Project CRONOS\n\nProject financed by UEFISCDI\n\nContract no. 9CLS din 04/06/2018 (PN-III-P2-2.1-CLS-2017-0041)\n"
    found = said(text)
    values = {s.predicate: s.object.value for s in found if isinstance(s.object, Literal)}
    assert values["contractNumber"] == "9CLS"
    assert values["signed"] == "2018-06-04"
    assert values["code"] == "PN-III-P2-2.1-CLS-2017-0041"
    assert not [s for s in found if s.predicate == "hasDate"]
    assert {s.predicate for s in found} >= {"fundedBy", "partOf"}
