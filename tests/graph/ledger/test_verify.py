import sqlite3
from collections.abc import Callable

import pytest

from graph.ledger import Judgement, Ledger, Proposal
from graph.statement import Document, Literal, Source


@pytest.fixture
def full(ledger, says, quotes) -> Ledger:
    """Runs: 1 load, 2 load of a page, 3 the page moved, 4 the table changed, 5 judge, 6 undo, 7 review, 8, 9 token."""
    table = [
        says("x", "partOf", str(number), record=str(number), row=f'{{"n":{number}}}') for number in range(9)
    ]
    table.append(says("x", "name", Literal("X", "string", "en"), qualifiers=(("role", "lead"),)))
    ledger.replace("s", "a.csv", table, catalogue=Source("s", "T", "P", "CC0"), fingerprint="f")
    for text in ("UBB joined Cluj IT.", "News: UBB joined Cluj IT."):
        page = Document(text, "s", "p.html")
        ledger.replace(
            "s", "p.html", [quotes(page, "UBB joined", "ubb", "memberOf", "cit")], documents=[page]
        )
    ledger.replace("s", "a.csv", table[1:])
    ledger.undo(ledger.judge(Judgement("a", "b", "same", "ana", "one")), "ana", "two")
    ledger.propose([Proposal("identity", "a b", {"a": 1})])
    ledger.settle(1, "rejected", "ana", "no")
    ledger.new_token("editor", "ana")
    assert ledger.verify() == []
    return ledger


@pytest.fixture
def tamper(full, path) -> Callable[[str], None]:
    def change(sql: str) -> None:
        connection = sqlite3.connect(path)
        assert connection.execute(sql).rowcount > 0
        connection.commit()
        connection.close()

    return change


@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        ("DELETE FROM statement WHERE id = 3", "Run 1 (load"),
        ("UPDATE statement SET object = subject WHERE id = 3", "row 3 of “statement” does not say"),
        ("UPDATE statement SET digest = randomblob(16) WHERE id = 3", "Run 1"),
        ("UPDATE statement SET closed = NULL WHERE id = 1", "Run 4"),
        ("UPDATE statement SET closed = 4 WHERE id = 3", "Run 4"),
        ("UPDATE statement SET closed = 2 WHERE id = 1", "Run 2"),
        ("UPDATE statement SET opened = 2 WHERE id = 3", "Run 1"),
        ("UPDATE statement SET record = 2 WHERE id = 3", "Run 1"),
        ("UPDATE statement SET part = 2 WHERE id = 3", "different parts"),
        (
            "INSERT INTO statement SELECT 99, randomblob(16), opened, closed, part, record, subject, predicate, object,"
            " aspect, extraction, quote, again FROM statement WHERE id = 3",
            "Run 1",
        ),
        ("UPDATE term SET text = 'evil' WHERE text = 'x'", "does not say what was recorded"),
        ("UPDATE term SET lang = 'ro' WHERE lang = 'en'", "does not say what was recorded"),
        ("DELETE FROM term WHERE text = '5'", "has lost its words"),
        ("UPDATE predicate SET name = 'owns' WHERE name = 'partOf'", "does not say what was recorded"),
        ("UPDATE aspect SET mode = 'refuted' WHERE qualifiers = ''", "does not say what was recorded"),
        ("UPDATE aspect SET mode = 'nonsense'", "cannot be read"),
        (
            "UPDATE aspect SET qualifiers = '[[\"role\", \"boss\"]]' WHERE qualifiers <> ''",
            "does not say what was",
        ),
        ("UPDATE aspect SET qualifiers = '{{' WHERE qualifiers <> ''", "cannot be read"),
        ("UPDATE extraction SET confidence = 0.5", "Run 1"),
        ("UPDATE record SET row = '{}' WHERE id = 2", "rows of “record” are not as"),
        ("UPDATE record SET retrieved = '2020-01-01' WHERE id = 2", "rows of “record” are not as"),
        ("UPDATE record SET key = 'other' WHERE id = 2", "Run 1"),
        ("UPDATE body SET text = 'UBB joined Cluj XX.' WHERE id = 1", "has another text"),
        ("UPDATE body SET text = 'UBB left!! Cluj IT.', sha256 = 'x' WHERE id = 1", "Run 2"),
        ("UPDATE quote SET start = start - 1, stop = stop - 1 WHERE id = 2", "Run 3"),
        ("UPDATE quote SET occurrence = 4 WHERE id = 1", "Run 2"),
        ("UPDATE document SET title = 'other' WHERE id = 1", "Run 2"),
        ("UPDATE document SET closed = NULL", "Run 3"),
        ("UPDATE catalogue SET entry = replace(entry, 'CC0', 'CC-BY')", "Run 1"),
        ("UPDATE part SET name = 'b.csv' WHERE id = 1", "its entry in the book was changed"),
        ("UPDATE source SET name = 't'", "does not say what was recorded"),
        ("UPDATE judgement SET verdict = 'different'", "Run 5"),
        ("DELETE FROM undoing", "Run 6"),
        ("UPDATE proposal SET proposal = '{}'", "Run 7"),
        ("UPDATE settlement SET state = 'accepted'", "Run 8"),
        ("DELETE FROM settlement", "Run 8"),
        ("UPDATE token SET role = 'admin'", "Run 9"),
        ("UPDATE run SET at = '2020-01-01T00:00:00Z' WHERE id = 3", "Run 3"),
        ("UPDATE run SET by = 'somebody' WHERE id = 3", "Run 3 (load"),
        ("UPDATE run SET counts = '{}' WHERE id = 3", "Run 3 (load"),
        ("UPDATE run SET hash = randomblob(32) WHERE id = 3", "Run 3 (load"),
        ("UPDATE run SET sections = '{}' WHERE id = 3", "Run 3 (load"),
        ('UPDATE run SET sections = \'{"statement": 1, "body": []}\' WHERE id = 3', "Run 3 (load"),
        ("UPDATE run SET sections = '[' WHERE id = 3", "Run 3 (load"),
        ("DELETE FROM run WHERE id = 3", "run 3 is missing"),
        ("DELETE FROM run WHERE id = 9", "Rows of run 9 are held, but the book has no such run"),
        ("UPDATE meta SET value = '00' WHERE name = 'secret'", "Run 1"),
        ("INSERT INTO tombstone (run, kind, hash) VALUES (3, 'entity', x'00')", "Run 3"),
        (
            "INSERT INTO erased SELECT 'statement', id, 3, 1, NULL, 0, x'00' FROM statement WHERE id = 3",
            "Run 1",
        ),
    ],
)
def test_tampering_is_found_and_placed(full, tamper, sql, finding) -> None:
    tamper(sql)
    found = full.verify()
    assert any(finding in line for line in found), found


def test_the_first_finding_names_the_run_that_was_changed(full, tamper) -> None:
    tamper("UPDATE judgement SET why = 'another reason'")
    assert full.verify() == [
        f"Run 5 (judge, {full.runs()[4].at[:10]}): rows of “judgement” are not as they were recorded."
    ]


def test_a_hidden_row_is_found_after_an_erasure(full, path) -> None:
    full.erase(["ubb"], "asked", "admin")
    assert full.verify() == []
    connection = sqlite3.connect(path)
    leaf = connection.execute("SELECT leaf FROM erased WHERE kind = 'statement'").fetchone()[0]
    connection.execute("DELETE FROM statement WHERE id = 4")
    connection.execute("INSERT INTO erased VALUES ('statement', 4, 10, 1, NULL, 1, ?)", (leaf,))
    connection.commit()
    found = full.verify()
    assert any("Run 10 (erase" in line for line in found)
    assert any("Run 1 (load" in line for line in found)
    connection.execute("DELETE FROM tombstone")
    connection.commit()
    connection.close()
    assert any("“tombstone”" in line for line in full.verify())


def test_a_row_that_would_show_a_statement_twice_is_found(ledger, says, path) -> None:
    ledger.replace("s", "a.csv", [says("x", "partOf", "y")])
    ledger.replace("s", "b.csv", [says("x", "partOf", "y", part="b.csv")])
    assert ledger.verify() == []
    connection = sqlite3.connect(path)
    connection.execute("UPDATE statement SET again = 0")
    connection.commit()
    connection.close()
    assert ledger.verify() == ["Row 2 of statements would be shown twice."]


def test_a_damaged_file_is_told_from_a_changed_one(full, path) -> None:
    full.close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(path.read_bytes())
    page = content.find(b"\x0a\x00\x00", 4096)  # an index's leaf page
    content[page + 8 : page + 40] = b"\xff" * 32
    path.write_bytes(content)
    with Ledger.open(path) as damaged:
        assert "The file is damaged" in damaged.verify()[0]


def test_each_run_covers_the_one_before(full) -> None:
    hashes = [run.hash for run in full.runs()]
    assert len(set(hashes)) == len(hashes) == full.revision
    assert all(len(hash) == 64 for hash in hashes)
