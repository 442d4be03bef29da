"""What happens to the store when a process dies, a file is damaged, somebody is erased, or many read at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from graph.errors import StoreError, StoreLocked, StoreUnwritable
from graph.projection.rdf_folder import RdfFolder, hold
from graph.statement import Literal, Statement
from ontology import load

ROOT = Path(__file__).resolve().parents[3]

ONTOLOGY = load()
IDS = "https://w3id.org/innograph/id/"


def test_another_ontology_or_a_torn_or_damaged_store_is_built_anew(graph: Any) -> None:
    graph.say("file.csv", graph.member("x-1", "x-2"))
    graph.catch_up()
    whole = graph.quads()
    for damage in ("mark", "files", "gone", "pointer"):
        before = graph.store_name()
        path = graph.rdf.folder / before
        if damage == "mark":
            store = Store(str(path))
            store.update("DELETE WHERE { GRAPH ?g { ?s <https://w3id.org/innograph/ontology#revision> ?o } }")
            store.flush()
            del store
        elif damage == "files":
            for file in path.glob("MANIFEST*"):
                file.unlink()  # the snapshot's own copy of it stays
                file.write_bytes(b"nonsense")
        elif damage == "gone":
            path.rename(graph.home / "elsewhere")
        else:
            (graph.rdf.folder / "current.json").write_text("{")
        graph.catch_up()
        assert graph.store_name() != before, damage
        assert graph.quads() == whole
    other = load(graph.invented)
    before = graph.store_name()
    assert not graph.rdf.shows(graph.ledger, other)
    graph.rdf.update(graph.ledger, graph.index, other)
    assert graph.store_name() != before


def test_a_store_of_another_layout_is_built_anew(graph: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    graph.say("file.csv", graph.member("x-1", "x-2"))
    graph.catch_up()
    before = graph.store_name()
    with monkeypatch.context() as now:
        now.setattr("graph.projection.rdf_graphs.LAYOUT", -1)
        assert not graph.rdf.shows(graph.ledger, ONTOLOGY)
    pointer = graph.rdf.folder / "current.json"
    said = json.loads(pointer.read_text())
    del said["layout"]  # as older versions wrote it
    pointer.write_text(json.dumps(said))
    assert not graph.rdf.shows(graph.ledger, ONTOLOGY)
    store = Store(str(graph.rdf.folder / before))
    mark = "<https://w3id.org/innograph/projection> <https://w3id.org/innograph/ontology#layout>"
    store.update(
        f'WITH <https://w3id.org/innograph/projection> DELETE {{ {mark} ?n }} INSERT {{ {mark} "2" }} '
        f"WHERE {{ {mark} ?n }}"
    )
    store.flush()
    del store
    graph.catch_up()
    assert graph.store_name() != before
    assert graph.rdf.shows(graph.ledger, ONTOLOGY)
    assert graph.quads() == graph.anew()


def run_child(graph: Any, body: str) -> subprocess.CompletedProcess[str]:
    """Run code in another process, with `ledger`, `index`, `ontology` and `folder` of this graph."""
    code = f"""
import os, signal, sys, time
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from graph.index import Index
from graph.ledger import Ledger
from graph.projection.rdf import RdfProjection
from ontology import load
home, ontology = Path({str(graph.home)!r}), load()
folder, ledger, index = home / "rdf", Ledger.open(home / "ledger.sqlite"), Index.open(home / "index.sqlite")
{textwrap.dedent(body)}
"""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)


def test_kill_in_mid_build_leaves_what_was_published(graph: Any) -> None:
    graph.say("file.csv", *(graph.member(f"x-{n}", "x-0", f"r{n}") for n in range(1, 40)))
    graph.catch_up()
    before = graph.quads()
    graph.say("file.csv", *(graph.member(f"x-{n}", "x-1", f"r{n}") for n in range(2, 40)))
    graph.index.update(graph.ledger, ONTOLOGY)
    died = run_child(
        graph,
        """
        import graph.projection.rdf as module
        module.BLOCK, module.STEP, module.SMALL, module.SHARE = 5, 5, 0, 10**6
        die = lambda done: os.kill(os.getpid(), signal.SIGKILL) if done >= 20 else None
        RdfProjection(folder).update(ledger, index, ontology, progress=die)
        """,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert len(list(graph.rdf.folder.glob("store-*"))) == 2, "half a store was left"
    assert graph.quads() == before
    graph.catch_up()
    assert graph.quads() == graph.anew() != before
    assert len(list(graph.rdf.folder.glob("store-*"))) == 1


def test_kill_between_update_and_snapshot_is_repaired(graph: Any) -> None:
    graph.say("file.csv", graph.member("x-1", "x-2"))
    graph.catch_up()
    before, store = graph.quads(), graph.store_name()
    graph.say("file.csv", graph.member("x-1", "x-3"))
    graph.index.update(graph.ledger, ONTOLOGY)
    died = run_child(
        graph,
        """
        class Dying(RdfProjection):
            def _publish(self, *_):
                os.kill(os.getpid(), signal.SIGKILL)
        Dying(folder).update(ledger, index, ontology)
        """,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert graph.quads() == before
    assert not graph.rdf.shows(graph.ledger, ONTOLOGY)
    graph.catch_up()
    assert graph.quads() == graph.anew() != before
    assert graph.store_name() == store


def test_other_processes_read_their_snapshot_while_writing_goes_on(graph: Any) -> None:
    graph.say("file.csv", graph.member("x-1", "x-2"))
    graph.catch_up()
    code = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from graph.projection.rdf import RdfProjection
with RdfProjection(Path({str(graph.rdf.folder)!r})).reading() as store:
    print(len(store), flush=True)
    for _ in sys.stdin:
        print(sum(1 for _ in store), flush=True)
"""
    reader = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdin is not None
    assert reader.stdout is not None
    with reader:
        first = reader.stdout.readline()
        held = graph.rdf.snapshot()
        for number in range(5):
            graph.say("file.csv", *(graph.member(f"x-{n}", "x-2", f"r{n}") for n in range(number + 2)))
            graph.catch_up()
            reader.stdin.write("again\n")
            reader.stdin.flush()
            assert reader.stdout.readline() == first
        assert held.is_dir(), "a snapshot that is read must stay"
        reader.stdin.close()
    graph.say("file.csv")
    graph.catch_up()
    assert not held.exists()
    assert len(list(graph.rdf.folder.glob("snapshot-*[!k]"))) == 2
    assert len(list(graph.rdf.folder.glob("snapshot-*.lock"))) == 2


def test_two_writers_do_not_meet(graph: Any) -> None:
    graph.say("file.csv", graph.member("x-1", "x-2"))
    graph.index.update(graph.ledger, ONTOLOGY)
    with RdfFolder(graph.rdf.folder).writing(), pytest.raises(StoreLocked, match="Another process"):
        graph.rdf.update(graph.ledger, graph.index, ONTOLOGY)
    graph.rdf.update(graph.ledger, graph.index, ONTOLOGY)


def test_a_folder_that_cannot_be_written_is_named(graph: Any) -> None:
    (graph.home / "rdf").write_text("a file where the folder should be")
    with pytest.raises(StoreUnwritable, match="rdf cannot be written"):
        graph.catch_up()


def test_nothing_to_read_before_the_first_build(graph: Any) -> None:
    assert graph.rdf.revision == 0
    assert not graph.rdf.shows(graph.ledger, ONTOLOGY)
    with pytest.raises(StoreError, match="innograph build"):
        graph.rdf.snapshot()
    assert not graph.rdf.folder.exists(), "asking creates nothing"


def test_forgetting_removes_even_what_is_read(graph: Any) -> None:
    graph.say("file.csv", graph.member("x-1", "x-2"))
    graph.catch_up()
    lock = hold(graph.rdf.snapshot())
    assert lock is not None
    assert graph.rdf.forget() == []
    assert [path.name for path in graph.rdf.folder.iterdir()] == ["writer.lock"]
    graph.catch_up()
    assert graph.quads() == graph.anew()


def test_after_an_erasure_nothing_of_the_person_is_left(graph: Any) -> None:
    person = Statement("x-7", "name", Literal("Ana Secretariu", "string", "ro"), graph.row("r7"))
    graph.say("file.csv", graph.member("x-1", "x-2"), person, graph.member("x-7", "x-2", "r8"))
    graph.catch_up()
    old = graph.rdf.snapshot()
    lock = hold(old)
    assert lock is not None
    graph.ledger.erase(["x-7"], "asked for it", "anna")
    assert not graph.rdf.shows(graph.ledger, ONTOLOGY)
    graph.catch_up()
    os.close(lock)
    assert not old.exists(), "not even a reader keeps what was erased"
    left = b"".join(file.read_bytes() for file in graph.rdf.folder.rglob("*") if file.is_file())
    assert b"Secretariu" not in left
    assert not [quad for quad in graph.quads() if "x-7" in str(quad) or "Secretariu" in str(quad)]
    assert graph.ask("SELECT ?a ?b { ?a inno:memberOf ?b }") == [(f"{IDS}x-1", f"{IDS}x-2")]
