import sqlite3
from pathlib import Path

import pytest

from graph.errors import Erased, UnknownEntity, UsageError
from graph.ledger import Judgement, Ledger, Proposal
from graph.statement import Document, Literal

NAME = "Ion Ștefănescu"
TEXT = (
    "Cluj IT was founded by Ion Ștefănescu in 2012. UBB joined Cluj IT. Mr Ștefănescu leads the board. "
    "In 2013 Ştefănescu, Ion and UBB signed. Ana Pop joined UBB."
)


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


@pytest.fixture
def page() -> Document:
    return Document(TEXT, "news", "a.html", title=f"Interview with {NAME}", url="https://x.ro/a")


@pytest.fixture
def told(says, quotes, page):
    """What the sources say: (statements of the page, statements of the table)."""
    from_page = [
        quotes(page, "Cluj IT was founded by Ion Ștefănescu in 2012", "x-ion", "affiliatedWith", "cit"),
        quotes(page, "founded by Ion Ștefănescu in 2012", "cit", "founded", Literal("2012", "integer")),
        quotes(page, "UBB joined Cluj IT", "ubb", "memberOf", "cit"),
        quotes(page, "Mr Ștefănescu leads the board", "x-ion", "affiliatedWith", "cit"),
        quotes(page, "Ştefănescu, Ion and UBB signed", "ubb", "collaboratesWith", "cit"),
        quotes(page, "Ion Ștefănescu", "x-ion", "name", Literal(NAME)),
    ]
    row = f'{{"project":"P1","contact":"{NAME}","email":"ion@x.ro"}}'
    escaped = '{"project":"P2","contact":"Ion \\u0218tef\\u0103nescu"}'
    table = {"source": "table", "part": "t.csv"}
    from_table = [
        says("p1", "hasContact", "x-ion", record="P1", row=row, **table),
        says("p1", "partOf", "h2020", record="P1", row=row, **table),
        says("p2", "partOf", "h2020", record=f"P2 of {NAME}", row=escaped, **table),
        says("p2", "description", Literal("Led by ION STEFANESCU of Cluj."), record="P2 text", **table),
        says(
            "p2",
            "partOf",
            "h2020",
            record="P2 q",
            qualifiers=(("contact", NAME),),
            by=f"read by {NAME}",
            **table,
        ),
        says("p3", "partOf", "h2020", record="P3", row='{"contact":"Ana Pop"}', **table),
    ]
    return from_page, from_table


@pytest.fixture
def full(ledger, told, page):
    from_page, from_table = told
    ledger.replace("news", "a.html", from_page, documents=[page], fingerprint="f1", by=NAME)
    ledger.replace("table", "t.csv", from_table)
    ledger.judge(Judgement("x-ion", "x-other", "same", "ana", f"{NAME} is the same"))
    ledger.judge(Judgement("cit", "cluj-it", "same", "ana", f"says {NAME}"))
    ledger.undo(1, "ana", "was wrong")
    ledger.propose(
        [
            Proposal("identity", "x-ion|x-9", {"a": "x-ion", "b": "x-9"}),
            Proposal("statement", "k2", {"sentence": f"{NAME} came"}),
            Proposal("statement", "k3", {"sentence": "UBB came"}, reasons=["x-ionic"]),
        ]
    )
    ledger.settle(2, "accepted", "ana", "yes")
    return ledger


def test_nothing_of_an_erased_person_is_left(full, path) -> None:
    epoch, revision = full.epoch, full.revision
    receipt = full.erase(["x-ion"], f"asked by {NAME}", "admin")
    assert full.epoch > epoch
    assert (receipt.epoch, receipt.revision) == (full.epoch, revision + 1)
    assert full.verify() == []
    held = bytes_on_disk(path.parent).decode("utf-8", "replace").casefold()
    for trace in ("ștefănescu", "ştefănescu", "stefanescu", "u0218tef", "x-ion\x00", "ion@x.ro", '"x-ion"'):
        assert trace not in held
    assert "ana pop" in held
    assert "x-ionic" in held
    assert "ubb joined cluj it" in held


def test_the_receipt_says_what_went_and_holds_no_name(full) -> None:
    receipt = full.erase(["x-ion"], f"asked by {NAME}", "admin")
    counts = {removal.what.split()[0]: removal.count for removal in receipt.removals}
    assert counts["statements"] > 0
    assert {removal.what: removal.count for removal in receipt.removals}["statements about them"] == 4
    assert {removal.what: removal.count for removal in receipt.removals}["judgements"] == 1
    assert {removal.what: removal.count for removal in receipt.removals}["entries of the review queue"] == 2
    assert [removal.store for removal in receipt.removals if not removal.reached] == ["backups and exports"]
    assert "tef" not in str(receipt).replace("kept", "")
    assert full.runs(1)[0].kind == "erase"


def test_what_others_said_stays_with_blanked_words(full, page) -> None:
    full.erase(["x-ion"], "asked", "admin")
    assert [s.object for s in full.match(subject="ubb", predicate="memberOf")] == ["cit"]
    joined = next(full.match(subject="ubb", predicate="memberOf"))
    assert joined.evidence.quote.text == "UBB joined Cluj IT"
    signed = next(full.match(subject="ubb", predicate="collaboratesWith"))
    assert signed.evidence.quote.text == "█" * 15 + " and UBB signed"
    founded = next(full.match(subject="cit", predicate="founded"))
    assert set(founded.evidence.quote.text) == {"█"}
    for statement in full.match():
        assert full.statement(statement.id) == statement
        if quote := statement.evidence.quote:
            text = full.document(quote.document).text
            assert len(text) == len(TEXT)
            assert text[quote.start : quote.end] == quote.text
    assert next(full.match(subject="p1")).evidence.row == ""
    assert next(full.match(subject="p3")).evidence.row == '{"contact":"Ana Pop"}'
    assert {s.object.value for s in full.match(predicate="description")} == {"Led by ██████████████ of Cluj."}
    assert full.documents()[0].title == "Interview with " + "█" * len(NAME)


def test_what_was_erased_answers_with_date_and_reason(full, told, page) -> None:
    gone = next(full.match(subject="x-ion"))
    reworded = next(full.match(subject="cit", predicate="founded"))
    full.erase(["x-ion"], "asked", "admin")
    assert full.erased("cit") is None
    answer = full.erased("x-ion")
    assert isinstance(answer, Erased)
    assert answer.why == "asked"
    for statement in (gone, reworded):
        with pytest.raises(Erased, match="asked"):
            full.statement(statement.id)
    with pytest.raises(Erased):
        full.document(page.sha256)
    with pytest.raises(Erased):
        full.erase(["x-ion"], "again", "admin")
    with pytest.raises(Erased):
        full.judge(Judgement("x-ion", "cit", "different", "me", "x"))
    assert full.propose([Proposal("statement", "k9", {"sentence": f"{NAME} came"})]) == 0


def test_a_later_load_does_not_bring_them_back(full, told, page, path) -> None:
    from_page, from_table = told
    full.erase(["x-ion"], "asked", "admin")
    held = list(full.match())
    change = full.replace("news", "a.html", from_page, documents=[page])
    assert (change.noop, change.suppressed, change.same) == (True, 3, 3)
    change = full.replace("table", "t.csv", from_table)
    assert (change.noop, change.suppressed, change.same) == (True, 1, 5)
    assert list(full.match()) == held
    assert full.verify() == []
    assert "tefănescu".encode() not in bytes_on_disk(path.parent)


def test_nor_does_a_new_version_of_the_document(full, quotes, path) -> None:
    full.erase(["x-ion"], "asked", "admin")
    page = Document("New: Ștefănescu spoke. ION ŞTEFĂNESCU too. UBB left Cluj IT.", "news", "a.html")
    said = [
        quotes(page, "UBB left Cluj IT", "ubb", "memberOf", "cit"),
        quotes(page, "Ștefănescu spoke", "x-ion", "affiliatedWith", "cit"),
        quotes(page, "ŞTEFĂNESCU too. UBB", "ubb", "name", Literal("UBB")),
    ]
    change = full.replace("news", "a.html", said, documents=[page])
    assert change.suppressed == 1
    assert full.documents("news")[0].text == "New: " + "█" * 16 + ". " + "█" * 14 + " too. UBB left Cluj IT."
    assert len(list(full.match(source="news"))) == 2
    assert full.verify() == []
    assert "tefănescu".casefold() not in bytes_on_disk(path.parent).decode("utf-8", "replace").casefold()


def test_the_past_does_not_bring_them_back_either(full, path) -> None:
    full.replace("news", "a.html", [])
    full.erase(["x-ion"], "asked", "admin")
    for revision in range(full.revision + 1):
        assert not list(full.match(subject="x-ion", as_of=revision))
        assert not list(full.match(object="x-ion", as_of=revision))
        assert not any(
            s.evidence.quote and "tefănescu" in s.evidence.quote.text for s in full.match(as_of=revision)
        )
    assert [judgement.a for judgement in full.judgements(as_of=3, undone=True)] == []
    assert len(list(full.match(as_of=2))) == 8


def test_someone_erased_later_leaves_the_chain_whole(full) -> None:
    full.erase(["x-ion"], "asked", "admin")
    full.erase(["ubb"], f"asked, as was {NAME}", "admin")
    assert full.verify() == []
    assert not list(full.match(subject="ubb"))
    assert len(full.runs()) == full.revision
    with pytest.raises(UnknownEntity):
        full.erase(["nobody"], "x", "admin")
    with pytest.raises(UsageError):
        full.erase(["cit"], "", "admin")
    assert full.verify() == []


def test_versions_that_differed_in_the_name_only_become_one(ledger, quotes) -> None:
    said = []
    for name in ("Ion Pop", "Ana Pop"):
        page = Document(f"UBB joined. {name} said so.", "s", "a.html")
        said = [quotes(page, "UBB joined", "ubb", "memberOf", "cit")]
        person = name.split()[0]
        said += [
            quotes(page, name, f"x-{person}", "name", Literal(name)),
            quotes(page, f"joined. {name} said so", "ubb", "name", Literal("UBB")),
        ]
        ledger.replace("s", "a.html", said, documents=[page])
    ledger.erase(["x-Ion", "x-Ana"], "asked", "admin")
    assert ledger.verify() == []
    assert [document.text for document in ledger.documents()] == ["UBB joined. ███████ said so."]
    assert len(list(ledger.match())) == 2
    assert ledger.count(as_of=1) == 2


def test_a_namesake_keeps_the_name_and_is_reported(ledger, says) -> None:
    ledger.replace(
        "s",
        "a.csv",
        [
            says("x-1", "name", Literal("Ion Pop")),
            says("x-2", "name", Literal("Ion Pop"), record="2", row="Ion Pop"),
        ],
    )
    receipt = ledger.erase(["x-1"], "asked", "admin")
    assert [s.object.value for s in ledger.match(subject="x-2")] == ["Ion Pop"]
    missed = [removal for removal in receipt.removals if not removal.reached]
    assert "x-2" in missed[0].what
    assert len(missed) == 2


def test_deleted_bytes_go_with_the_next_write_where_a_reader_was_in_the_way(full, path, says) -> None:
    reading = sqlite3.connect(path, isolation_level=None)
    reading.execute("BEGIN")
    assert reading.execute("SELECT count(*) FROM statement").fetchone()[0] > 0
    receipt = full.erase(["x-ion"], "asked", "admin")
    assert not receipt.removals[-2].reached
    reading.execute("COMMIT")
    reading.close()
    assert "tefănescu".encode() in bytes_on_disk(path.parent)
    full.replace("other", "o.csv", [says("a", "partOf", "b", source="other", part="o.csv")])
    assert "tefănescu".encode() not in bytes_on_disk(path.parent)


def test_a_load_that_began_before_an_erasure_must_be_done_again(full, told, path) -> None:
    from graph.errors import StoreLocked

    def read():
        yield from told[1]
        with Ledger.open(path) as other:
            other.erase(["x-ion"], "asked", "admin")

    with pytest.raises(StoreLocked, match="load it again"):
        full.replace("table", "t.csv", read())
    assert not list(full.match(object="x-ion"))


def test_a_single_word_is_blanked_only_where_it_is_about_them(ledger, quotes) -> None:
    page = Document("Madonna came. The painting shows a Madonna.", "s", "a.html")
    said = [
        quotes(page, "Madonna came", "x-1", "name", Literal("Madonna")),
        quotes(page, "shows a Madonna", "art", "name", Literal("Madonna and child")),
    ]
    ledger.replace("s", "a.html", said, documents=[page])
    receipt = ledger.erase(["x-1"], "asked", "admin")
    assert [document.text for document in ledger.documents()] == [
        "████████████. The painting shows a Madonna."
    ]
    assert any("single word" in removal.what and not removal.reached for removal in receipt.removals)
    assert ledger.replace("s", "a.html", said, documents=[page]).noop


def test_somebody_who_is_only_proposed_can_be_erased(ledger) -> None:
    ledger.propose(
        [Proposal("identity", "k", {"a": "x-1", "b": "x-12"}), Proposal("identity", "l", {"a": "x-12"})]
    )
    ledger.erase(["x-1"], "asked", "admin")
    assert [proposal.key for proposal in ledger.proposals()] == ["l"]
    assert ledger.verify() == []
