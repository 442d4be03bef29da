"""Does everything that can go wrong with the file end in one clear sentence, and the ledger as it was?"""

import os
import resource
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.errors import InvalidStatement, StoreError, StoreLocked, StoreUnwritable
from graph.ledger import Judgement, Ledger
from graph.ledger.connection import explained

NOBODY = 65534


def in_child(act: Callable[[], str]) -> str:
    """What `act` answers, or how it failed, in a process of its own; without root's rights where we are root."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            answer = act()
        except BaseException as error:
            answer = f"{type(error).__name__}: {error}"
        os.write(writing, answer.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return answer


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that others may enter (pytest's own are closed to all but their owner)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o777)


def test_a_missing_ledger_is_named(path, tmp_path) -> None:
    for options in ({"create": False}, {"readonly": True}):
        with pytest.raises(StoreError, match=r"no ledger at .*ledger\.sqlite; make one"):
            Ledger.open(path, **options)
    assert not path.exists()
    with pytest.raises(StoreUnwritable, match="missing or cannot be written"):
        Ledger.open(tmp_path / "no" / "ledger.sqlite")
    with pytest.raises(StoreError, match="is a folder"):
        Ledger.open(tmp_path)


def test_a_file_that_is_no_ledger_is_told_apart(path) -> None:
    path.write_text("hello " * 1000)
    with pytest.raises(StoreError, match="not a ledger of Innograph: it is no SQLite file"):
        Ledger.open(path)
    assert path.read_text() == "hello " * 1000
    path.unlink()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE t (x)")
    other.close()
    for options in ({}, {"readonly": True}):
        with pytest.raises(StoreError, match="is a SQLite file, but not a ledger"):
            Ledger.open(path, **options)


def test_a_ledger_of_a_newer_version_is_left_alone(ledger, path) -> None:
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    with pytest.raises(StoreError, match=r"newer Innograph \(layout 99"):
        Ledger.open(path)


def test_an_empty_file_becomes_a_ledger(path) -> None:
    path.touch()
    with pytest.raises(StoreError, match="no ledger"):
        Ledger.open(path, readonly=True)
    with Ledger.open(path) as ledger:
        assert ledger.revision == 0


def test_a_truncated_file_says_so(ledger, path, says) -> None:
    ledger.replace("s", "a.csv", [says("x", "partOf", str(number)) for number in range(3000)])
    ledger.close()
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(StoreError, match="damaged"), Ledger.open(path) as broken:
        list(broken.match())


def test_writers_wait_and_then_say_who_is_in_the_way(ledger, path, says) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Ledger.open(path, wait=0.2) as hurried:
        with pytest.raises(StoreLocked, match=r"Another process is writing to .*; try again"):
            hurried.replace("s", "a.csv", [says("x", "partOf", "y")])
        with pytest.raises(StoreLocked):
            hurried.judge(Judgement("a", "b", "same", "me", "why"))
        assert hurried.revision == 0
        other.execute("ROLLBACK")
        other.close()
        assert hurried.replace("s", "a.csv", [says("x", "partOf", "y")]).added == 1


def test_a_folder_for_reading_only(shared, says) -> None:
    path = shared / "ledger.sqlite"
    with Ledger.open(path) as ledger:
        ledger.replace("s", "a.csv", [says("x", "partOf", "y")])
    path.chmod(0o444)
    shared.chmod(0o555)

    def read() -> str:
        with Ledger.open(path, readonly=True) as ledger:
            return str(ledger.count())

    def write() -> str:
        with Ledger.open(path) as ledger:
            return str(ledger.replace("s", "a.csv", []))

    assert in_child(read) == "1"
    assert in_child(write).startswith("StoreUnwritable: ")
    assert "ledger.sqlite" in in_child(write)
    assert in_child(lambda: str(Ledger.open(shared / "new.sqlite"))).startswith("StoreUnwritable: The folder")
    assert sorted(file.name for file in shared.iterdir()) == ["ledger.sqlite"]


def test_a_file_for_reading_only(shared, says) -> None:
    path = shared / "ledger.sqlite"
    with Ledger.open(path) as ledger:
        ledger.replace("s", "a.csv", [says("x", "partOf", "y")])
    path.chmod(0o444)

    def write() -> str:
        with Ledger.open(path) as ledger:
            return str(ledger.replace("s", "a.csv", []))

    assert in_child(write).startswith("StoreUnwritable: ")
    with Ledger.open(path, readonly=True) as ledger:
        assert ledger.count() == 1


def test_a_disk_that_is_full_changes_nothing(shared, says) -> None:
    path = shared / "ledger.sqlite"
    held = [says("x", "partOf", "y")]
    with Ledger.open(path) as ledger:
        ledger.replace("s", "a.csv", held)
    for file in shared.iterdir():
        file.chmod(0o666)

    def load() -> str:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        with Ledger.open(path) as ledger:
            many = (says("x", "name" + str(number), "y" * 500 + str(number)) for number in range(20_000))
            try:
                ledger.replace("s", "a.csv", many)
            finally:
                assert list(ledger.match()) == held
        return "loaded"

    assert in_child(load).startswith("StoreUnwritable: ")
    with Ledger.open(path) as ledger:
        assert (list(ledger.match()), ledger.revision, ledger.verify()) == (held, 1, [])


def test_no_room_left_is_said(path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.execute("PRAGMA max_page_count = 3")
    with pytest.raises(StoreUnwritable, match="No room is left on the disk"), explained(path):
        connection.execute("INSERT INTO t VALUES (zeroblob(100000))")
    connection.close()


def test_a_text_that_no_file_can_hold_is_refused_everywhere(ledger) -> None:
    for act in (
        lambda: ledger.judge(Judgement("a", "b", "same", "me", "\ud800")),
        lambda: list(ledger.match(subject="\ud800")),
        lambda: ledger.new_token("editor", "\ud800"),
    ):
        with pytest.raises(InvalidStatement, match="lone surrogate"):
            act()
    assert ledger.revision == 0


def test_a_closed_ledger_says_so(path) -> None:
    ledger = Ledger.open(path)
    ledger.close()
    with pytest.raises(StoreError, match="closed"):
        ledger.count()


def test_a_backup_is_a_whole_ledger_of_its_own(ledger, says, path, tmp_path) -> None:
    said = [says("x", "partOf", "y")]
    ledger.replace("s", "a.csv", said)
    ledger.judge(Judgement("a", "b", "same", "me", "why"))
    ledger.backup(tmp_path / "copy.sqlite")
    ledger.replace("s", "a.csv", [])
    with Ledger.open(tmp_path / "copy.sqlite") as copy:
        assert (list(copy.match()), copy.revision, copy.verify()) == (said, 2, [])
        assert copy.judgements() == ledger.judgements()
        assert copy.secret() == ledger.secret()
        assert copy.epoch != ledger.epoch
    with pytest.raises(StoreUnwritable, match="exists already"):
        ledger.backup(tmp_path / "copy.sqlite")
    with pytest.raises(StoreUnwritable, match="missing or cannot be written"):
        ledger.backup(tmp_path / "no" / "copy.sqlite")
    assert sorted(file.name for file in tmp_path.iterdir() if "copy" in file.name) == ["copy.sqlite"]
