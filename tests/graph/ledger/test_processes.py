"""Do many processes share a ledger, and does it survive kill -9 at any moment?"""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.ledger import Ledger

ROOT = Path(__file__).parents[3]
LOADER = """
import sys
from datetime import date
from pathlib import Path
from graph.ledger import Ledger
from graph.statement import Evidence, Statement

path, part, version, count = sys.argv[1:]
evidence = [Evidence("s", part, str(n), date(2026, 1, 1), None, "row " * 20) for n in range(int(count) // 2)]
statements = (
    Statement(f"x{n}", "partOf", f"{version}-{n % 50}", evidence[n // 2]) for n in range(int(count) // 2 * 2)
)
staged = lambda number: print("staged", number, flush=True)
with Ledger.open(Path(path)) as ledger:
    print("open", flush=True)
    print("done", ledger.replace("s", part, statements, progress=staged).revision, flush=True)
"""
MANY = 12_000


def load(path: Path, part: str, version: str, count: int = MANY) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", LOADER, str(path), part, version, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(process: subprocess.Popen[str]) -> str:
    output, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    return output


def versions(ledger: Ledger, part: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for statement in ledger.match(part=part):
        version = str(statement.object).partition("-")[0]
        found[version] = found.get(version, 0) + 1
    return found


@pytest.mark.parametrize(
    ("moment", "longest"), [("open", 1.0), ("staged", 0.0), ("staged", 0.1), ("staged", 0.3), ("staged", 0.6)]
)
def test_a_load_that_is_killed_leaves_the_whole_part_or_nothing(path, moment, longest) -> None:
    finished(load(path, "a.csv", "old"))
    victim = load(path, "a.csv", "new")
    assert victim.stdout
    for line in victim.stdout:
        if line.startswith(moment) and (moment == "open" or str(MANY) in line):
            break
    time.sleep(random.uniform(0, longest))
    victim.kill()
    rest, _ = victim.communicate()
    with Ledger.open(path) as ledger:
        acknowledged = "done" in rest
        assert versions(ledger, "a.csv") in (
            [{"new": MANY}] if acknowledged else [{"old": MANY}, {"new": MANY}]
        )
        assert ledger.verify() == []
        assert ledger.count() == MANY
    finished(load(path, "a.csv", "after"))
    with Ledger.open(path) as ledger:
        assert versions(ledger, "a.csv") == {"after": MANY}


def test_two_loads_at_once_both_arrive(path) -> None:
    loads = [load(path, part, "v") for part in ("a.csv", "b.csv", "c.csv")]
    revisions = sorted(finished(each).split()[-1] for each in loads)
    assert revisions == ["1", "2", "3"]
    with Ledger.open(path) as ledger:
        # The same rows of three parts are the same statements: each is shown once, and each part says all of them.
        assert ledger.count() == MANY
        for part in ("a.csv", "b.csv"):
            assert ledger.replace("s", part, []).closed == MANY
        assert versions(ledger, "c.csv") == {"v": MANY}
        assert ledger.verify() == []


def test_two_loads_of_one_part_at_once_leave_one_of_them_whole(path) -> None:
    loads = [load(path, "a.csv", version) for version in ("one", "two")]
    for each in loads:
        finished(each)
    with Ledger.open(path) as ledger:
        assert versions(ledger, "a.csv") in ({"one": MANY}, {"two": MANY})
        assert ledger.revision == 2
        assert ledger.verify() == []


def test_readers_see_all_or_nothing_and_go_on_during_a_load(path) -> None:
    Ledger.open(path).close()
    writer = load(path, "a.csv", "v", 3 * MANY)
    seen: list[int] = []
    with Ledger.open(path, readonly=True) as reader:
        while writer.poll() is None:
            seen.append(reader.count())
            time.sleep(0.01)
        finished(writer)
        seen.append(reader.count())
    assert set(seen) <= {0, 3 * MANY}
    assert seen.count(0) > 3
    assert seen[-1] == 3 * MANY


def test_two_processes_may_make_the_ledger_at_once(path) -> None:
    loads = [load(path, f"{number}.csv", "v", 10) for number in range(4)]
    assert sorted(finished(each).split()[-1] for each in loads) == ["1", "2", "3", "4"]
    with Ledger.open(path) as ledger:
        assert ledger.verify() == []
