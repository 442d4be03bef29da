from datetime import date
from pathlib import Path

from graph.ledger import Judgement, Ledger, Proposal
from graph.statement import Document, Evidence, Literal, Mode, Statement
from graph.when import When

DAY = date(2026, 11, 1)


def says(subject, predicate, object, *, part="a.csv", record="1", **more):
    quote = more.pop("quote", None)
    evidence = Evidence("s", part, record, DAY, quote, more.pop("row", ""))
    return Statement(subject, predicate, object, evidence, **more)


def test_what_was_loaded_is_read_back(tmp_path: Path) -> None:
    said = [
        says(
            "x",
            "memberOf",
            "y",
            when=When("2018", "2019-06"),
            mode=Mode.PLANNED,
            qualifiers=(("role", "lead"),),
        ),
        says("x", "name", Literal("Cluj IT", "string", "en"), row='{"a":1}', confidence=0.5, by="t/1"),
        says("x", "count", Literal("4", "integer"), record="2"),
    ]
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        change = ledger.replace("s", "a.csv", said)
        assert (change.added, change.revision, change.noop) == (3, 1, False)
        assert list(ledger.match()) == said
        assert [s.evidence.row for s in ledger.match()] == ["", '{"a":1}', ""]
        assert list(ledger.match(subject="x", predicate="name")) == said[1:2]
        assert list(ledger.match(object="y")) == said[:1]
        assert list(ledger.match(object=Literal("4", "integer"))) == said[2:]
        assert list(ledger.relations()) == [(1, "x", "memberOf", "y", "planned", "2018/2019-06")]
        assert list(ledger.attributes(["name"])) == [(2, "x", "name", "Cluj IT", "en", "happened", "s")]
        assert ledger.statement_ids([2, 1]) == [said[1].id, said[0].id]
        assert list(ledger.entities()) == ["x", "y"]
        assert ledger.statement(said[0].id) == said[0]
        assert ledger.replace("s", "a.csv", said).noop
        again = ledger.replace("s", "a.csv", said[1:])
        assert (again.closed, again.same) == (1, 2)
        assert list(ledger.changed(1, 2)) == [(False, said[0])]
        assert list(ledger.changed(0, 2)) == [(True, said[1]), (True, said[2])]
        assert list(ledger.match(as_of=1)) == said
        assert ledger.count() == 2


def test_quote_that_moves_is_the_same_statement_seen_again(tmp_path: Path) -> None:
    old = Document("UBB joined Cluj IT.", "s", "a.html")
    new = Document("News. UBB joined Cluj IT.", "s", "a.html")
    before = says("ubb", "memberOf", "cit", part="a.html", quote=old.quote(0, 18))
    after = says("ubb", "memberOf", "cit", part="a.html", quote=new.quote(6, 24))
    assert before.id == after.id
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        ledger.replace("s", "a.html", [before], documents=[old])
        change = ledger.replace("s", "a.html", [after], documents=[new])
        assert (change.added, change.closed, change.same, change.seen_again) == (0, 0, 0, 1)
        assert list(ledger.match()) == [after]
        assert list(ledger.match(as_of=1)) == [before]
        assert list(ledger.changed(1, 2)) == [(False, before), (True, after)]
        assert ledger.history(after.id) == [(1, None)]
        assert [s.start for s in ledger.sightings(after.id)] == [0, 6]
        assert ledger.documents() == [new]
        assert ledger.document(old.sha256) == old


def test_an_untouched_ledger_verifies(tmp_path: Path) -> None:
    old = Document("UBB joined Cluj IT.", "s", "a.html")
    new = Document("News. UBB joined Cluj IT.", "s", "a.html")
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        for document, start in ((old, 0), (new, 6)):
            quote = document.quote(start, start + 18)
            ledger.replace(
                "s",
                "a.html",
                [says("ubb", "memberOf", "cit", part="a.html", quote=quote)],
                documents=[document],
            )
        ledger.judge(Judgement("ubb", "ubb2", "same", "me", "one name"))
        ledger.propose([Proposal("identity", "a b", {"a": 1})])
        ledger.settle(1, "accepted", "me", "yes")
        token = ledger.new_token("editor", "ana")
        assert ledger.role_of(token) == "editor"
        ledger.revoke_token("ana")
        assert ledger.role_of(token) is None
        assert ledger.verify() == []
        assert [run.kind for run in ledger.runs(9)] == [
            "token",
            "token",
            "review",
            "review",
            "judge",
            "load",
            "load",
        ]
