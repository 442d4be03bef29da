"""The store follows the ledger: built or updated it holds the same, whatever happens to the process."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Quad, Store

from graph.errors import StoreError, StoreLocked, StoreUnwritable
from graph.index import Index
from graph.ledger import Judgement, Ledger
from graph.projection.rdf import RdfProjection, read_statements
from graph.projection.rdf_folder import RdfFolder, hold
from graph.projection.rdf_graphs import STRUCTURE
from graph.statement import Document, Evidence, Literal, Mode, Source, Statement, When
from ontology import load

ONTOLOGY = load()
ROOT = Path(__file__).resolve().parents[3]
IDS = "https://w3id.org/innograph/id/"
INNO = "https://w3id.org/innograph/ontology#"
INVENTED = f"""
@prefix inno: <{INNO}> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix meta: <https://w3id.org/innograph/meta#> .
inno:mentors a owl:ObjectProperty ; rdfs:label "mentors"@en , "mentorează"@ro ;
    meta:inverseLabel "mentored by"@en , "mentorat de"@ro ;
    skos:definition "The first advises the second."@en , "Primul îl sfătuiește pe al doilea."@ro .
"""
TEXT = Document("Cluj IT is a cluster. Cluj IT is a member of 3BS.", "cluj", "page", "Page", "en")


@dataclass
class Graph:
    """A ledger, its index and its RDF store in one folder."""

    home: Path
    ledger: Ledger
    index: Index
    rdf: RdfProjection

    def say(self, part: str, *statements: Statement, source: str = "cluj") -> None:
        entry = Source(
            source, source.title(), "Publisher", "CC-BY-4.0", "https://example.org/", attribution="© P"
        )
        self.ledger.replace(
            source, part, statements, documents=[TEXT] if part == "page" else [], catalogue=entry
        )

    def catch_up(self, focus: frozenset[str] | None = None) -> None:
        self.index.update(self.ledger, ONTOLOGY)
        self.rdf.update(self.ledger, self.index, ONTOLOGY, focus=focus)

    def quads(self) -> set[Quad]:
        with self.rdf.reading() as store:
            return set(store)

    def anew(self, focus: frozenset[str] | None = None, revision: int | None = None) -> set[Quad]:
        """What a store holds that is built from nothing."""
        other = RdfProjection(self.home / f"anew-{random.randrange(10**9)}")
        other.update(self.ledger, self.index, ONTOLOGY, focus=focus, revision=revision)
        with other.reading() as store:
            return set(store)

    def store_name(self) -> str:
        current = RdfFolder(self.rdf.folder).published()
        assert current is not None
        return current.store


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[Graph]:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger, Index.open(tmp_path / "index.sqlite") as index:
        yield Graph(tmp_path, ledger, index, RdfProjection(tmp_path / "rdf"))


def row(key: str, part: str = "file.csv", source: str = "cluj") -> Evidence:
    return Evidence(source, part, key, date(2026, 1, 1), row=json.dumps({"key": key}))


def member(a: str, b: str, key: str = "r1", mode: Mode = Mode.HAPPENED) -> Statement:
    return Statement(a, "memberOf", b, row(key), mode)


def ask(graph: Graph, query: str) -> list[tuple[str, ...]]:
    with graph.rdf.reading() as store:
        found = store.query(
            f"PREFIX inno: <{INNO}> PREFIX id: <{IDS}> {query}", use_default_graph_as_union=True
        )
        return sorted(tuple(term.value for term in solution) for solution in found)  # type: ignore


def test_it_holds_the_ledgers_statements_with_their_evidence(graph: Graph) -> None:
    quoted = Evidence("cluj", "page", "page", date(2026, 1, 1), TEXT.quote(22, 49))
    graph.say("page", Statement("x-1", "memberOf", "x-2", quoted, Mode.CLAIMED, When("2018"), confidence=0.8))
    graph.say(
        "file.csv",
        Statement("x-1", "name", Literal("Cluj IT", "string", "en"), row("1")),
        member("x-1", "x-3"),
    )
    graph.catch_up()
    assert graph.rdf.revision == graph.ledger.revision == 2
    assert graph.rdf.shows(graph.ledger, ONTOLOGY)
    with graph.rdf.reading() as store:
        found = {one.id: (one, one.evidence.row) for one in read_statements(store, ONTOLOGY)}
    assert found == {one.id: (one, one.evidence.row) for one in graph.ledger.match()}
    assert ask(graph, "SELECT ?title { ?d <http://purl.org/dc/terms/title> ?title }") == [
        ("Cluj",),
        ("Page",),
    ]


def test_the_licence_of_a_source_stands_on_its_graph(graph: Graph) -> None:
    graph.say("file.csv", member("x-1", "x-2"))
    graph.catch_up()
    query = """PREFIX d: <http://purl.org/dc/terms/> SELECT ?title ?licence ?who
        { GRAPH ?g { ?a inno:memberOf ?b } ?g d:title ?title ; d:license ?licence ; d:bibliographicCitation ?who }"""
    assert ask(graph, query) == [("Cluj", "https://spdx.org/licenses/CC-BY-4.0", "© P")]


def test_a_kind_of_organisation_is_found_as_one(graph: Graph) -> None:
    types = [("u", "University"), ("c", "Cluster"), ("o", "Organisation")]
    graph.say("file.csv", *(Statement(id, "type", Literal(kind, "term"), row("1")) for id, kind in types))
    graph.catch_up()
    query = "SELECT ?x { ?x a/<http://www.w3.org/2000/01/rdf-schema#subClassOf> inno:Organisation }"
    assert ask(graph, query) == [(f"{IDS}o",), (f"{IDS}u",)]


def test_a_relation_invented_now_needs_no_other_file(graph: Graph) -> None:
    other = load(INVENTED)
    said = Statement("x-1", "mentors", "x-2", row("r1"))
    graph.say("file.csv", said)
    graph.index.update(graph.ledger, other)
    graph.rdf.update(graph.ledger, graph.index, other)
    assert ask(graph, "SELECT ?a { ?a inno:mentors id:x-2 }") == [(f"{IDS}x-1",)]
    with graph.rdf.reading() as store:
        assert list(read_statements(store, other)) == [said]


def test_no_name_of_ours_is_a_term_of_the_ontology() -> None:
    terms = {*ONTOLOGY.relations, *ONTOLOGY.attributes, *ONTOLOGY.qualifiers, *ONTOLOGY.classes}
    assert not terms & STRUCTURE.keys()


# ------------------------------------------------------------ change


def test_a_small_change_is_an_update_and_equals_a_build(graph: Graph) -> None:
    graph.say("file.csv", member("x-1", "x-2"), member("x-1", "x-3", "r2"))
    graph.catch_up()
    before = graph.store_name()
    graph.say("file.csv", member("x-1", "x-3", "r2"), member("x-4", "x-3", "r3"))
    graph.catch_up()
    assert graph.store_name() == before
    assert graph.quads() == graph.anew()
    assert ask(graph, "SELECT ?a ?b { ?a inno:memberOf ?b }") == [
        (f"{IDS}x-1", f"{IDS}x-3"),
        (f"{IDS}x-4", f"{IDS}x-3"),
    ]


def test_a_triple_stays_while_another_statement_supports_it(graph: Graph) -> None:
    planned = member("x-1", "x-2", "r3", Mode.PLANNED)
    graph.say("file.csv", member("x-1", "x-2", "r1"), member("x-1", "x-2", "r2"), planned)
    graph.catch_up()
    graph.say("file.csv", member("x-1", "x-2", "r2"), planned)
    graph.catch_up()
    assert len(ask(graph, "SELECT ?a ?b { ?a inno:memberOf ?b }")) == 1
    graph.say("file.csv", planned)
    graph.catch_up()
    assert ask(graph, "SELECT ?a ?b { ?a inno:memberOf ?b }") == []
    assert ask(graph, "SELECT ?mode { ?st inno:mode ?mode }") == [("planned",)]
    assert graph.quads() == graph.anew()


def test_merged_ids_redirect_and_split_again(graph: Graph) -> None:
    graph.say("file.csv", member("x-1", "x-9"), member("x-2", "x-9", "r2"))
    graph.catch_up()
    judgement = graph.ledger.judge(Judgement("x-1", "x-2", "same", "anna", "one body"))
    graph.catch_up()
    redirect = "SELECT ?a ?b { ?a <http://purl.org/dc/terms/isReplacedBy> ?b }"
    ((merged, canonical),) = ask(graph, redirect)
    assert ask(graph, "SELECT ?a ?b { ?a inno:memberOf ?b }") == [(canonical, f"{IDS}x-9")]
    assert ask(graph, "SELECT ?said { ?st inno:saidSubject ?said }") == [(merged,)]
    assert graph.quads() == graph.anew()
    graph.ledger.undo(judgement, "anna", "two bodies")
    graph.catch_up()
    assert ask(graph, redirect) == []
    assert len(ask(graph, "SELECT ?a ?b { ?a inno:memberOf ?b }")) == 2
    assert graph.quads() == graph.anew()


def _anything(chance: random.Random, part: str) -> list[Statement]:
    said = []
    for _ in range(chance.randrange(8)):
        evidence = row(f"r{chance.randrange(4)}", part, chance.choice(["cluj"]))
        if part == "page":
            start = chance.randrange(20)
            evidence = replace(
                evidence, record="page", row="", quote=TEXT.quote(start, start + chance.randrange(1, 9))
            )
        evidence = replace(evidence, retrieved=date(2026, 1, chance.randrange(1, 3)))
        object = chance.choice(
            [f"x-{chance.randrange(4)}", Literal(chance.choice(["007", "a", "b"]), "integer")]
        )
        said.append(
            Statement(
                f"x-{chance.randrange(4)}",
                "memberOf" if isinstance(object, str) else "trl",
                object,
                evidence,
                chance.choice(list(Mode)),
                chance.choice([None, When("2018"), When("2018-06", "2019")]),
                chance.choice([(), (("role", "partner"),)]),
                chance.choice([1.0, 0.5]),
                chance.choice(["", "prose 1"]),
            )
        )
    return list({one.id: one for one in said}.values())


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_it_equals_a_build(graph: Graph, seed: int) -> None:
    chance = random.Random(seed)
    graph.say("file.csv", *_anything(chance, "file.csv"), member("x-0", "x-1", "always"))
    graph.catch_up()
    built = graph.store_name()
    for _ in range(12):
        if chance.random() < 0.25:
            a, b = chance.sample(range(4), 2)
            if judged := graph.ledger.judgements():
                graph.ledger.undo(judged[0].id, "anna", "no")
            else:
                graph.ledger.judge(Judgement(f"x-{a}", f"x-{b}", "same", "anna", "yes"))
        else:
            part = chance.choice(["file.csv", "page", "other.csv"])
            graph.say(part, *_anything(chance, part))
        if chance.random() < 0.6:
            graph.catch_up()
    graph.catch_up()
    assert graph.store_name() == built
    assert graph.quads() == graph.anew()


def test_a_large_change_is_built_anew(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.projection.rdf.SMALL", 10)
    graph.say("file.csv", *(member(f"x-{n}", "x-0", f"r{n}") for n in range(1, 20)))
    graph.catch_up()
    before = graph.store_name()
    graph.say(
        "other.csv",
        *(replace(member(f"x-{n}", "x-1", f"s{n}"), evidence=row(f"s{n}", "other.csv")) for n in range(30)),
    )
    graph.catch_up()
    assert graph.store_name() != before
    assert [path.name for path in graph.rdf.folder.glob("store-*")] == [graph.store_name()]


def test_a_past_revision_is_a_store_of_its_own(graph: Graph, tmp_path: Path) -> None:
    graph.say("file.csv", member("x-1", "x-2"))
    graph.catch_up()
    then = graph.quads()
    graph.say("file.csv", member("x-1", "x-3"))
    graph.catch_up()
    assert graph.anew(revision=1) == then


def test_ties_are_derived_for_the_focus_and_follow_the_ledger(graph: Graph) -> None:
    def joint(*members: str) -> list[Statement]:
        return [Statement(one, "participatedIn", "p", row("r1")) for one in members] + [
            Statement(one, "type", Literal("Organisation", "term"), row("r1")) for one in ("a", "b", "c")
        ]

    ties = "SELECT ?a ?b { GRAPH <https://w3id.org/innograph/source/derived> { ?a inno:derivedCollaboration ?b } }"
    graph.say("file.csv", *joint("a", "b"))
    graph.catch_up(frozenset({"a"}))
    assert ask(graph, ties) == [(f"{IDS}a", f"{IDS}b"), (f"{IDS}b", f"{IDS}a")]
    assert (
        len(
            ask(
                graph,
                "SELECT ?st { ?tie inno:between id:a ; <http://www.w3.org/ns/prov#wasDerivedFrom> ?st }",
            )
        )
        == 2
    )
    graph.say("file.csv", *joint("a", "b", "c"))
    graph.catch_up(frozenset({"a"}))
    assert len(ask(graph, ties)) == 4
    assert graph.quads() == graph.anew(frozenset({"a"}))
    graph.catch_up(None)
    assert ask(graph, ties) == []


# ------------------------------------------------------------ failure


def test_another_ontology_or_a_torn_or_damaged_store_is_built_anew(graph: Graph) -> None:
    graph.say("file.csv", member("x-1", "x-2"))
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
    other = load(INVENTED)
    before = graph.store_name()
    assert not graph.rdf.shows(graph.ledger, other)
    graph.rdf.update(graph.ledger, graph.index, other)
    assert graph.store_name() != before


def run_child(graph: Graph, body: str) -> subprocess.CompletedProcess[str]:
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


def test_kill_in_mid_build_leaves_what_was_published(graph: Graph) -> None:
    graph.say("file.csv", *(member(f"x-{n}", "x-0", f"r{n}") for n in range(1, 40)))
    graph.catch_up()
    before = graph.quads()
    graph.say("file.csv", *(member(f"x-{n}", "x-1", f"r{n}") for n in range(2, 40)))
    graph.index.update(graph.ledger, ONTOLOGY)
    died = run_child(
        graph,
        """
        import graph.projection.rdf as module
        module.BLOCK, module.SMALL, module.SHARE = 5, 0, 10**6
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


def test_kill_between_update_and_snapshot_is_repaired(graph: Graph) -> None:
    graph.say("file.csv", member("x-1", "x-2"))
    graph.catch_up()
    before, store = graph.quads(), graph.store_name()
    graph.say("file.csv", member("x-1", "x-3"))
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


def test_other_processes_read_their_snapshot_while_writing_goes_on(graph: Graph) -> None:
    graph.say("file.csv", member("x-1", "x-2"))
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
            graph.say("file.csv", *(member(f"x-{n}", "x-2", f"r{n}") for n in range(number + 2)))
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


def test_two_writers_do_not_meet(graph: Graph) -> None:
    graph.say("file.csv", member("x-1", "x-2"))
    graph.index.update(graph.ledger, ONTOLOGY)
    with RdfFolder(graph.rdf.folder).writing(), pytest.raises(StoreLocked, match="Another process"):
        graph.rdf.update(graph.ledger, graph.index, ONTOLOGY)
    graph.rdf.update(graph.ledger, graph.index, ONTOLOGY)


def test_a_folder_that_cannot_be_written_is_named(graph: Graph) -> None:
    (graph.home / "rdf").write_text("a file where the folder should be")
    with pytest.raises(StoreUnwritable, match="rdf cannot be written"):
        graph.catch_up()


def test_nothing_to_read_before_the_first_build(graph: Graph) -> None:
    assert graph.rdf.revision == 0
    assert not graph.rdf.shows(graph.ledger, ONTOLOGY)
    with pytest.raises(StoreError, match="innograph build"):
        graph.rdf.snapshot()
    assert not graph.rdf.folder.exists(), "asking creates nothing"


def test_forgetting_removes_even_what_is_read(graph: Graph) -> None:
    graph.say("file.csv", member("x-1", "x-2"))
    graph.catch_up()
    lock = hold(graph.rdf.snapshot())
    assert lock is not None
    assert graph.rdf.forget() == []
    assert [path.name for path in graph.rdf.folder.iterdir()] == ["writer.lock"]
    graph.catch_up()
    assert graph.quads() == graph.anew()


def test_rdflib_reads_the_union_of_all_graphs(graph: Graph) -> None:
    graph.say("file.csv", member("x-1", "x-2"))
    graph.catch_up()
    dataset = graph.rdf.dataset()
    (found,) = dataset.query("SELECT ?a { ?a inno:memberOf id:x-2 }")
    assert str(found[0]) == f"{IDS}x-1"  # type: ignore[index]
    (named,) = dataset.query("SELECT ?g { GRAPH ?g { ?a inno:memberOf ?b } }")
    assert str(named[0]) == "https://w3id.org/innograph/source/cluj"  # type: ignore[index]
    held = graph.rdf.snapshot()
    for number in range(3):
        graph.say("file.csv", member("x-1", f"x-{number}"))
        graph.catch_up()
    assert held.is_dir()
    del dataset, found, named


def test_an_update_is_quick_beside_a_build(graph: Graph) -> None:
    graph.say("file.csv", *(member(f"x-{n}", f"x-{n % 7}", f"r{n}") for n in range(8, 3000)))
    began = time.perf_counter()
    graph.catch_up()
    build = time.perf_counter() - began
    graph.say("other.csv", replace(member("x-1", "x-2"), evidence=row("r1", "other.csv")))
    graph.index.update(graph.ledger, ONTOLOGY)
    began = time.perf_counter()
    graph.catch_up()
    assert time.perf_counter() - began < build


def test_after_an_erasure_nothing_of_the_person_is_left(graph: Graph) -> None:
    person = Statement("x-7", "name", Literal("Ana Secretariu", "string", "ro"), row("r7"))
    graph.say("file.csv", member("x-1", "x-2"), person, member("x-7", "x-2", "r8"))
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
    assert ask(graph, "SELECT ?a ?b { ?a inno:memberOf ?b }") == [(f"{IDS}x-1", f"{IDS}x-2")]
