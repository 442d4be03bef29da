import pytest

from graph.errors import InvalidStatement
from graph.ledger import Ledger
from graph.statement import Document, Literal, Mode, Source
from graph.when import When


def test_what_was_loaded_is_read_back(ledger, says) -> None:
    lead = (("role", "lead"),)
    said = [
        says("x", "memberOf", "y", when=When("2018", "2019-06"), mode=Mode.PLANNED, qualifiers=lead),
        says("x", "name", Literal("Cluj IT", "string", "en"), row='{"a":1}', confidence=0.5, by="t/1"),
        says("x", "count", Literal("4", "integer"), record="2"),
    ]
    change = ledger.replace("s", "a.csv", said)
    assert (change.added, change.revision, change.noop) == (3, 1, False)
    assert list(ledger.match()) == said
    assert [statement.evidence.row for statement in ledger.match()] == ["", '{"a":1}', ""]
    assert list(ledger.match(subject="x", predicate="name")) == said[1:2]
    assert list(ledger.match(object="y")) == said[:1]
    assert list(ledger.match(object=Literal("4", "integer"))) == said[2:]
    assert list(ledger.match(object=Literal("4"))) == []
    assert list(ledger.match(source="s", part="a.csv")) == said
    assert list(ledger.match(source="other")) == []
    assert list(ledger.relations()) == [(1, "x", "memberOf", "y", "planned", "2018/2019-06")]
    assert list(ledger.relations(["memberOf", "unknown"])) == list(ledger.relations())
    assert list(ledger.relations(["name"])) == []
    assert list(ledger.attributes(["name"])) == [(2, "x", "name", "Cluj IT", "en", "happened", "s")]
    assert ledger.statement_ids([2, 1]) == [said[1].id, said[0].id]
    assert list(ledger.entities()) == ["x", "y"]
    assert ledger.statement(said[0].id) == said[0]
    assert ledger.count() == 3


def test_only_what_is_no_longer_said_is_closed(ledger, says) -> None:
    said = [says("x", "partOf", str(number)) for number in range(4)]
    ledger.replace("s", "a.csv", said[:3])
    change = ledger.replace("s", "a.csv", said[1:])
    assert (change.added, change.closed, change.same) == (1, 1, 2)
    assert list(ledger.match(as_of=1)) == said[:3]
    assert list(ledger.match()) == said[1:]
    assert list(ledger.changed(1, 2)) == [(False, said[0]), (True, said[3])]
    assert list(ledger.changed(0, 2)) == [(True, statement) for statement in said[1:]]
    assert list(ledger.changed(2, 2)) == []
    assert ledger.history(said[0].id) == [(1, 2)]
    ledger.replace("s", "a.csv", said[:1])
    assert ledger.history(said[0].id) == [(1, 2), (3, None)]
    shown = {statement for opened, statement in ledger.changed(1, 3) if opened}
    hidden = {statement for opened, statement in ledger.changed(1, 3) if not opened}
    assert (hidden - shown, shown - hidden) == ({said[1], said[2]}, set())


def test_another_part_is_never_touched(ledger, says) -> None:
    here, there = says("x", "partOf", "y"), says("x", "partOf", "y", part="b.csv")
    assert here.id == there.id
    ledger.replace("s", "a.csv", [here])
    ledger.replace("s", "b.csv", [there])
    assert list(ledger.match()) == [here]
    assert ledger.count() == 1
    assert list(ledger.changed(1, 2)) == []
    assert ledger.replace("s", "a.csv", []).closed == 1
    assert list(ledger.match()) == [there]
    assert ledger.history(here.id) == [(1, None)]
    assert list(ledger.changed(2, 3)) == [(False, here), (True, there)]
    assert len(list(ledger.relations())) == 1
    assert ledger.replace("s", "b.csv", []).closed == 1
    assert ledger.history(here.id) == [(1, 4)]
    assert ledger.parts("s") == ["a.csv", "b.csv"]


def test_loading_the_same_again_records_nothing(ledger, says) -> None:
    said = [says("x", "partOf", "y"), says("x", "name", Literal("X"))]
    ledger.replace("s", "a.csv", said, fingerprint="1")
    change = ledger.replace("s", "a.csv", reversed(said), fingerprint="2")
    assert (change.noop, change.revision, change.same) == (True, 1, 2)
    assert ledger.revision == 1
    assert ledger.unchanged("s", "a.csv", "2")
    assert not ledger.unchanged("s", "a.csv", "1")
    assert not ledger.unchanged("s", "a.csv", "")
    assert not ledger.unchanged("s", "b.csv", "2")


def test_what_one_load_says_twice_counts_once(ledger, says) -> None:
    said = says("x", "partOf", "y", confidence=0.5)
    surer = says("x", "partOf", "y", confidence=0.9)
    assert ledger.replace("s", "a.csv", [said, surer, said]).added == 1
    assert list(ledger.match()) == [said]
    assert ledger.replace("s", "a.csv", [surer, said, surer]).noop
    change = ledger.replace("s", "a.csv", [surer, surer])
    assert (change.added, change.closed, change.same, change.seen_again) == (0, 0, 0, 1)
    assert ledger.count() == 1


def test_quote_that_moves_is_the_same_statement_seen_again(ledger, quotes) -> None:
    old = Document("UBB joined Cluj IT.", "s", "a.html", title="News")
    new = Document("News. UBB joined Cluj IT.", "s", "a.html", title="News")
    before = quotes(old, "UBB joined Cluj IT", "ubb", "memberOf", "cit")
    after = quotes(new, "UBB joined Cluj IT", "ubb", "memberOf", "cit")
    assert before.id == after.id
    assert ledger.replace("s", "a.html", [before], documents=[old]).documents == 1
    change = ledger.replace("s", "a.html", [after], documents=[new])
    assert (change.added, change.closed, change.same, change.seen_again) == (0, 0, 0, 1)
    assert list(ledger.match()) == [after]
    assert list(ledger.match(as_of=1)) == [before]
    assert list(ledger.changed(1, 2)) == [(False, before), (True, after)]
    assert ledger.history(after.id) == [(1, None)]
    assert [(seen.opened, seen.closed, seen.start) for seen in ledger.sightings(after.id)] == [
        (1, 2, 0),
        (2, None, 6),
    ]
    assert ledger.documents() == [new]
    assert ledger.document(old.sha256) == old


def test_documents_may_arrive_while_statements_are_read(ledger, quotes) -> None:
    given: list[Document] = []

    def read():
        for number in range(40):
            document = Document(f"Fact {number} is here.", "s", "a.zip", title=str(number))
            given.append(document)
            yield quotes(document, f"Fact {number}", "x", "name", Literal(str(number)))

    assert ledger.replace("s", "a.zip", read(), documents=given).documents == 40
    assert ledger.documents("s") == given
    assert all(statement.evidence.quote.text.startswith("Fact") for statement in ledger.match())


def test_a_document_that_is_still_quoted_need_not_be_given_again(ledger, quotes) -> None:
    kept, dropped = Document("A is B.", "s", "a.html"), Document("C is D.", "s", "a.html")
    first = quotes(kept, "A is B", "a", "partOf", "b")
    ledger.replace("s", "a.html", [first], documents=[kept, dropped])
    ledger.replace("s", "a.html", [first, quotes(kept, "A", "a", "name", Literal("A"))])
    assert ledger.documents() == [kept]
    assert ledger.document(dropped.sha256) == dropped


@pytest.mark.parametrize(
    "change",
    [
        {"occurrence": -1},
        {"occurrence": 10**30},
        {"start": 1},
        {"end": 4},
        {"end": 400},
        {"start": -7},
        {"document": "0" * 64},
    ],
)
def test_a_quote_must_stand_where_it_says(ledger, quotes, says, change) -> None:
    from dataclasses import replace

    document = Document("UBB joined.", "s", "a.html")
    said = quotes(document, "UBB", "ubb", "memberOf", "cit")
    wrong = replace(said.evidence, quote=replace(said.evidence.quote, **change))
    with pytest.raises(InvalidStatement, match=r"s/a\.html, page: "):
        ledger.replace(
            "s",
            "a.html",
            [says("a", "partOf", "b", part="a.html"), replace(said, evidence=wrong)],
            documents=[document],
        )
    assert (ledger.revision, ledger.count(), ledger.documents()) == (0, 0, [])


def test_offsets_count_code_points(ledger, quotes) -> None:
    document = Document("𝔸 𐍈 ș — UBB joined.", "s", "a.html")
    said = quotes(document, "UBB", "ubb", "memberOf", "cit")
    ledger.replace("s", "a.html", [said], documents=[document])
    assert list(ledger.match()) == [said]


def test_an_exception_in_the_statements_leaves_all_as_it_was(ledger, says) -> None:
    ledger.replace("s", "a.csv", [says("x", "partOf", "y")])
    before = list(ledger.match())

    def breaks():
        for number in range(30_000):
            yield says("x", "partOf", str(number))
        raise RuntimeError("the source ended")

    with pytest.raises(RuntimeError, match="the source ended"):
        ledger.replace("s", "a.csv", breaks())
    assert (list(ledger.match()), ledger.revision, ledger.verify()) == (before, 1, [])


@pytest.mark.parametrize(
    ("wrong", "says_why"),
    [
        ({"source": "other"}, "each part is loaded by itself"),
        ({"part": "b.csv"}, "each part is loaded by itself"),
        ({"confidence": 1.5}, "between 0 and 1"),
        ({"confidence": float("nan")}, "between 0 and 1"),
        ({"subject": ""}, "without subject or object"),
        ({"object": ""}, "without subject or object"),
        ({"object": Literal("x", "")}, "without datatype"),
        ({"object": Literal("\ud800")}, "lone surrogate"),
        ({"subject": "\udfff"}, "lone surrogate"),
        ({"row": "\ud800"}, "lone surrogate"),
        ({"qualifiers": (("role", "\ud800"),)}, "lone surrogate"),
    ],
)
def test_a_statement_that_cannot_be_kept_is_refused_with_the_reason(ledger, says, wrong, says_why) -> None:
    fields = {"subject": "x", "predicate": "partOf", "object": "y"} | wrong
    with pytest.raises(InvalidStatement, match=says_why):
        ledger.replace("s", "a.csv", [says(**fields)])
    assert ledger.revision == 0


@pytest.mark.parametrize(
    "text", ["a\0b", "\0", "\x1f", "a\x1fb", "'; DROP TABLE statement; --", "x" * 3_000_000, "\u2028", "é́"]
)
def test_hostile_text_comes_back_as_it_was(ledger, says, text) -> None:
    said = [
        says(text, "name", Literal(text, "string", text[:9]), record=text, row=text),
        says(text, "partOf", text, record=text, row=text, qualifiers=(("role", text),), by=text),
    ]
    ledger.replace("s", "a.csv", said)
    assert list(ledger.match()) == said
    assert list(ledger.match(subject=text, object=text)) == said[1:]
    assert [statement.evidence.row for statement in ledger.match()] == [text, text]
    assert ledger.replace("s", "a.csv", said).noop
    assert ledger.verify() == []


def test_a_record_is_kept_once_for_all_that_it_says(ledger, says, path) -> None:
    import sqlite3

    said = [says("x", "partOf", str(number), row='{"x": 1}') for number in range(3)]
    ledger.replace("s", "a.csv", said[:2])
    ledger.replace("s", "a.csv", said)
    records = sqlite3.connect(path)
    assert records.execute("SELECT count(*) FROM record").fetchone() == (1,)
    ledger.replace("s", "a.csv", [*said, says("x", "partOf", "z", row='{"x": 2}')])
    assert records.execute("SELECT row FROM record ORDER BY id").fetchall() == [('{"x": 1}',), ('{"x": 2}',)]
    records.close()


def test_the_catalogue_entry_of_a_source_is_kept_and_renewed(ledger, says) -> None:
    entry = Source("s", "Source", "Publisher", "CC-BY-4.0", attribution="© P")
    renewed = Source("s", "Source", "Publisher", "CC0-1.0")
    said = [says("x", "partOf", "y")]
    ledger.replace("s", "a.csv", said, catalogue=entry)
    assert ledger.sources() == [entry]
    assert ledger.replace("s", "a.csv", said, catalogue=entry).noop
    assert not ledger.replace("s", "a.csv", said, catalogue=renewed).noop
    assert ledger.sources() == [renewed]
    with pytest.raises(InvalidStatement, match="came with a load of"):
        ledger.replace("t", "a.csv", [], catalogue=entry)


def test_progress_is_told_in_statements(ledger, says) -> None:
    told: list[int] = []
    ledger.replace(
        "s", "a.csv", (says("x", "partOf", str(number)) for number in range(45_000)), progress=told.append
    )
    assert told == [20_000, 40_000, 45_000]


def test_words_that_memory_forgot_stay_one(ledger, says, monkeypatch) -> None:
    monkeypatch.setattr("graph.ledger.staging._REMEMBERED", 3)
    said = [
        says(
            f"x{number % 7}",
            "partOf",
            f"y{number % 5}",
            record=str(number),
            qualifiers=(("n", str(number % 4)),),
        )
        for number in range(100)
    ]
    ledger.replace("s", "a.csv", said)
    assert list(ledger.match()) == said
    assert sorted(ledger.entities()) == [f"x{n}" for n in range(7)] + [f"y{n}" for n in range(5)]
    more = [*said, says("x1", "partOf", "y1", record="200", qualifiers=(("n", "new"),))]
    assert ledger.replace("s", "a.csv", more).added == 1
    assert list(ledger.match()) == more
    assert ledger.verify() == []


def test_a_ledger_for_reading_cannot_be_written(ledger, says, path) -> None:
    from graph.errors import StoreUnwritable

    ledger.replace("s", "a.csv", [says("x", "partOf", "y")])
    with Ledger.open(path, readonly=True) as reader:
        assert reader.count() == 1
        with pytest.raises(StoreUnwritable, match="opened for reading only"):
            reader.replace("s", "a.csv", [])
