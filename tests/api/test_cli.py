"""Does the command line answer as it says: exit codes, forms, light imports, clear errors?"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import EXIT
from graph import errors
from graph.data_folder import DataFolder
from graph.discover import names
from tests.sample import build

COMMANDS = names("api.cli")
FORMS = ("table", "json", "jsonl", "csv", "tsv", "md")


def run(*words: str, data: Path | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`innograph` as a process of its own."""
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}
    environment.pop("INNOGRAPH_DATA", None)
    if data is not None:
        environment["INNOGRAPH_DATA"] = str(data)
    program = [sys.executable, "-c", "from api.cli import main; main()", *words]
    return subprocess.run(program, capture_output=True, text=True, env=environment, cwd=cwd)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    told = run(command, "--help")
    assert told.returncode == 0
    assert "Usage:" in told.stdout
    assert len(told.stdout.splitlines()) > 6


def test_every_error_has_an_exit_code() -> None:
    kinds = [getattr(errors, name) for name in errors.__all__]
    assert all(any(issubclass(kind, known) for known in EXIT) for kind in kinds)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("show", "nobody at all"), 3, "nobody at all"),
        (("show", "University"), 2, "ror-00alpha"),
        (("show", "pic-111", "--as-of", "yesterday"), 2, "--as-of"),
        (("show", "pic-111", "--during", "2018", "--before", "2018"), 2, "during"),
        (("rank", "importance"), 2, "pagerank"),
        (("rank", "degree", "--type", "Universty"), 2, "University"),
        (("rank", "degree", "--before", "1900"), 3, "nobody to rank"),
        (("path", "pic-222", "pic-111"), 3, "Nothing links"),
        (("search", "zzzz"), 3, "zzzz"),
        (("load", "cordiss", "x.csv"), 2, "cordis"),
        (("load", "cordis", "not-there.csv"), 1, "not-there.csv"),
        (("load", "cordis"), 2, "Name the file"),
        (("judge", "pic-111", "pic-222", "--same"), 2, "--why"),
        (("judge", "pic-111", "pic-222", "--same", "--different", "--why", "x"), 2, "one of"),
        (("cypher",), 2, "query"),
        (("view", "--limit", "5000"), 2, "5,000"),
        (("token", "new", "--role", "king"), 2, "reader"),
        (("serve", "--host", "0.0.0.0"), 1, "token"),
        (("nonsense",), 2, "nonsense"),
    ],
)
def test_a_call_that_cannot_be_carried_out_is_one_clear_sentence(
    sample: DataFolder, tmp_path: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    told = run(*words, data=sample.root, cwd=tmp_path)
    assert told.returncode == code, told.stderr
    assert says in told.stderr
    assert "Traceback" not in told.stderr
    assert not list(tmp_path.iterdir())


def test_without_a_graph_the_way_to_one_is_named(tmp_path: Path) -> None:
    told = run("show", "anything", data=tmp_path / "none")
    assert told.returncode == 3
    assert "innograph build" in told.stderr


def test_a_file_as_data_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    told = run("build", data=tmp_path / "data")
    assert told.returncode == 1
    assert "is a file" in told.stderr


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "words", [("search", "beta"), ("show", "ror-00beta"), ("rank", "degree"), ("sources",)]
)
def test_every_form_holds_the_same_rows(sample: DataFolder, form: str, words: tuple[str, ...]) -> None:
    told = run(*words, "--format", form, data=sample.root)
    assert told.returncode == 0, told.stderr
    rows = [
        json.loads(line) for line in run(*words, "--format", "jsonl", data=sample.root).stdout.splitlines()
    ]
    assert rows
    if form == "json":
        assert json.loads(told.stdout)
    elif form in ("csv", "tsv"):
        read = list(csv.DictReader(io.StringIO(told.stdout), delimiter="," if form == "csv" else "\t"))
        assert len(read) == len(rows)
        assert list(read[0]) == list(rows[0])
    elif form == "md":
        assert told.stdout.count("\n") == len(rows) + 2


@pytest.mark.parametrize("command", ["show", "search", "path"])
def test_light_commands_import_nothing_heavy(sample: DataFolder, command: str) -> None:
    heavy = {"rdflib", "spacy", "fastapi", "pyvis", "neo4j", "lxml", "httpx2", "uvicorn"}
    words = {"show": ["ror-00beta"], "search": ["beta"], "path": ["ror-00alpha", "ror-00beta"]}[command]
    program = (
        "import sys, atexit; from api.cli import main; "
        f"atexit.register(lambda: print('HEAVY', sorted({heavy!r} & set(sys.modules)), file=sys.stderr)); "
        f"sys.argv = ['innograph', {command!r}, *{words!r}]; main()"
    )
    environment = {**os.environ, "INNOGRAPH_DATA": str(sample.root)}
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment)
    assert told.returncode == 0, told.stderr
    assert "HEAVY []" in told.stderr


def test_the_three_dates_cut_as_they_say(sample: DataFolder) -> None:
    def partners(*words: str) -> set[str]:
        told = run("rank", "degree", "--format", "jsonl", *words, data=sample.root)
        return {json.loads(line)["id"] for line in told.stdout.splitlines()}

    assert partners() == {"ror-00alpha", "pic-111", "ror-00beta", "x-delta"}
    assert partners("--before", "2018-01-01") == {"ror-00alpha", "pic-111"}
    assert partners("--during", "2019..2020") == {"pic-111", "ror-00beta"}
    told = run("show", "ror-00beta", "--as-of", "2020-01-01", data=sample.root)
    assert told.returncode == 3


def test_people_win_over_rules_and_can_change_their_mind(tmp_path: Path) -> None:
    data = build(tmp_path / "data").root
    judged = run("judge", "pic-111", "pic-222", "--same", "--why", "one firm", "--by", "ana", data=data)
    assert judged.returncode == 0, judged.stderr
    number = judged.stderr.split()[1].rstrip(":")
    shown = json.loads(run("show", "pic-222", "--format", "json", data=data).stdout)
    assert set(shown["members"]) == {"pic-111", "pic-222"}
    against = run("judge", "pic-111", "pic-222", "--different", "--why", "no", data=data)
    assert against.returncode in (1, 2)
    assert f"judgement {number}" in against.stderr
    undone = run("judge", number, "--undo", "--why", "a slip", data=data)
    assert undone.returncode == 0, undone.stderr
    shown = json.loads(run("show", "pic-222", "--format", "json", data=data).stdout)
    assert shown["members"] == ["pic-222"]


def test_a_busy_port_is_a_clear_message(sample: DataFolder) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = run("serve", "--port", str(port), "--without-engine", data=sample.root)
    assert told.returncode == 1
    assert f"Port {port}" in told.stderr
    assert "--port" in told.stderr


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    told = run("build", data=Path("/proc/innograph-cannot-be-here"))
    assert told.returncode == 1
    assert "cannot be made" in told.stderr
