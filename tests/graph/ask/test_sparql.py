"""Strangers' queries are answered, cut, stopped and kept in, and one that runs away slows nobody."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import QueryResultsFormat, RdfFormat, Store, parse_query_results

from graph.ask.sparql import ROW_FORMATS, TRIPLE_FORMATS, Answer, SparqlWorkers, sparql
from graph.ask.sparql_process import WorkerProcess
from graph.ask.table import Table
from graph.errors import QueryFailed, QueryRefused, QueryTimeout, StoreError, StoreLocked
from graph.projection.rdf_folder import RdfFolder

PREFIX = "https://w3id.org/innograph/"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ONE = """id:a a inno:University ; inno:name "Universitatea «A» & <B>"@ro ; inno:trl 7 ; inno:share 0.5 ;
    inno:x 1.5e0 ; inno:open true ; inno:held "2018-06-28"^^xsd:date ; inno:odd "many"^^xsd:integer ;
    inno:memberOf id:b ."""
TWO = """id:b inno:name "=1+1, \\"b\\"" ; inno:memberOf id:c , <https://ror.org/05a28rw58> ."""
DATA = f"""
PREFIX inno: <{PREFIX}ontology#> PREFIX id: <{PREFIX}id/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA {{
  {ONE} {TWO}
  GRAPH <{PREFIX}source/one> {{ {ONE} }}
  GRAPH <{PREFIX}source/two> {{ {TWO} }}
  GRAPH <{PREFIX}source/three> {{ id:a inno:memberOf id:b }}
}}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> RdfFolder:
    """A published snapshot with few triples."""
    files = RdfFolder(tmp_path_factory.mktemp("rdf"))
    publish(files, [DATA], revision=1)
    return files


def publish(files: RdfFolder, updates: list[str], revision: int) -> None:
    with files.writing():
        path = files.new_store()
        store = Store(str(path))
        for update in updates:
            store.update(update)
        files.publish(path, store.backup, epoch=0, revision=revision, ontology="", layout=0)


@pytest.fixture(scope="module")
def snapshot(folder: RdfFolder) -> Path:
    return folder.snapshot()


@pytest.fixture(scope="module")
def workers(folder: RdfFolder) -> Iterator[SparqlWorkers]:
    with SparqlWorkers(folder.snapshot) as pool:
        pool.warm()
        yield pool


def test_rows_are_plain_values(snapshot: Path) -> None:
    query = """SELECT ?name ?trl ?share ?x ?open ?held ?odd ?who ?none { id:a inno:name ?name ; inno:trl ?trl ;
        inno:share ?share ; inno:x ?x ; inno:open ?open ; inno:held ?held ; inno:odd ?odd ; inno:memberOf ?who
        OPTIONAL { ?who inno:absent ?none } }"""
    found = sparql(snapshot, query)
    assert isinstance(found, Table)
    assert found.columns == ("name", "trl", "share", "x", "open", "held", "odd", "who", "none")
    name = "Universitatea «A» & <B>"
    assert found.rows == [(name, 7, 0.5, 1.5, True, "2018-06-28", "many", f"{PREFIX}id/b", None)]
    assert found.took_ms > 0
    assert not found.truncated


def test_short_rows_hold_the_ids_behind_our_iris(snapshot: Path) -> None:
    query = "SELECT ?g ?a ?p ?b { GRAPH ?g { ?a ?p ?b } FILTER(?p = inno:memberOf) } ORDER BY ?g ?b"
    found = sparql(snapshot, query, short=True)
    assert isinstance(found, Table)
    assert found.rows == [
        ("one", "a", "memberOf", "b"),
        ("three", "a", "memberOf", "b"),
        ("two", "b", "memberOf", "https://ror.org/05a28rw58"),
        ("two", "b", "memberOf", "c"),
    ]


def test_the_default_graph_holds_each_triple_once_unless_the_query_names_graphs(
    workers: SparqlWorkers,
) -> None:
    def count(clause: str) -> int:
        table = workers.ask(f"SELECT (COUNT(*) AS ?n) {clause} {{ ?a inno:memberOf ?b }}").table()
        return int(table.rows[0][0])

    assert count("") == 3
    assert count("FROM source:one") == 1
    assert count(f"FROM <{PREFIX}source/two>") == 2
    assert count("FROM source:absent") == 0


@pytest.mark.parametrize("name", ROW_FORMATS)
def test_rows_in_every_format_are_read_back(workers: SparqlWorkers, name: str) -> None:
    query = "SELECT ?a ?name ?none { ?a inno:name ?name } ORDER BY ?name"
    answer = workers.ask(query, media_type=ROW_FORMATS[name])
    assert answer.media_type == ROW_FORMATS[name]
    assert answer.count == 2
    if name == "csv":
        assert answer.body.decode().splitlines()[1] == f'{PREFIX}id/b,"=1+1, ""b""",'
        return
    found = parse_query_results(answer.body, format=QueryResultsFormat.from_media_type(ROW_FORMATS[name]))
    names = [row["name"].value for row in found]  # type: ignore[union-attr]
    assert names == ['=1+1, "b"', "Universitatea «A» & <B>"]


@pytest.mark.parametrize("name", ROW_FORMATS)
def test_yes_and_no_in_every_format(workers: SparqlWorkers, name: str) -> None:
    yes = workers.ask("ASK { ?a inno:memberOf ?b }", media_type=ROW_FORMATS[name]).body.decode()
    no = workers.ask("ASK { ?a inno:absent ?b }", media_type=ROW_FORMATS[name]).body.decode()
    assert "true" in yes
    assert "false" in no


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader of JSON-LD uses it
@pytest.mark.parametrize("name", TRIPLE_FORMATS)
def test_triples_in_every_format_are_read_back_by_rdflib(workers: SparqlWorkers, name: str) -> None:
    query = "CONSTRUCT { ?b inno:hasMember ?a } { ?a inno:memberOf ?b }"
    answer = workers.ask(query, media_type=TRIPLE_FORMATS[name])
    graph = rdflib.Graph().parse(data=answer.body, format=TRIPLE_FORMATS[name])
    assert len(graph) == answer.count == 3
    described = workers.ask("DESCRIBE id:a", media_type=TRIPLE_FORMATS[name])
    assert len(rdflib.Graph().parse(data=described.body, format=TRIPLE_FORMATS[name])) == 9


def test_a_one_off_question_may_ask_for_triples(snapshot: Path) -> None:
    found = sparql(snapshot, "DESCRIBE id:b")
    assert isinstance(found, Answer)
    assert found.media_type == "text/turtle"
    assert b"@prefix inno:" in found.body
    yes = sparql(snapshot, "ASK { id:a a inno:University }")
    assert isinstance(yes, Table)
    assert yes.rows == [(True,)]


# ------------------------------------------------------------ limits


def test_rows_are_cut_at_the_limit_and_it_is_said(workers: SparqlWorkers) -> None:
    cut = workers.ask("SELECT * { ?s ?p ?o }", limit=5)
    assert (cut.count, cut.truncated) == (5, True)
    assert "Truncated to 5 rows" in cut.note
    assert len(cut.table()) == 5
    whole = workers.ask("SELECT * { ?s inno:memberOf ?o }", limit=3)
    assert (whole.count, whole.truncated, whole.note) == (3, False, "")
    triples = workers.ask("CONSTRUCT WHERE { ?s ?p ?o }", limit=5)
    assert (triples.count, triples.truncated) == (5, True)


def test_a_large_answer_is_cut_by_its_size(folder: RdfFolder) -> None:
    with SparqlWorkers(folder.snapshot, count=1, most_bytes=2000) as few:
        answer = few.ask("SELECT * { ?a ?b ?c . ?d ?e ?f }", limit=10**6)
        assert answer.truncated
        assert "too large" in answer.note
        assert len(answer.body) < 2500
        assert json.loads(answer.body)["results"]["bindings"]


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("SELECT * { ?s ?p }", 1),
        ("SELECT *\n{ ?s ?p ?o .\n  nonsense }", 3),
        ("SELECT * { ?s absent:p ?o }", 1),
    ],
)
def test_a_wrong_query_is_told_where(workers: SparqlWorkers, query: str, line: int) -> None:
    with pytest.raises(QueryFailed) as failed:
        workers.ask(query)
    assert failed.value.line == line
    assert failed.value.column
    assert f"line {line}" in str(failed.value)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> RdfFolder:
    """A snapshot large enough for a cross product that does not end."""
    files = RdfFolder(tmp_path_factory.mktemp("large"))
    lines = "".join(f"<urn:{n}> <urn:p> <urn:{n % 97}> .\n" for n in range(3000))
    publish(files, [f"INSERT DATA {{ {lines} }}"], revision=1)
    return files


def test_a_runaway_is_killed_at_its_deadline_and_the_next_query_answers(large: RdfFolder) -> None:
    with SparqlWorkers(large.snapshot, count=1) as pool:
        pool.warm()
        began = time.monotonic()
        with pytest.raises(QueryTimeout, match=r"after 1 s"):
            pool.ask(RUNAWAY, timeout=1.0)
        assert time.monotonic() - began < 4
        assert pool.ask("ASK {}").body


def test_runaways_do_not_slow_others(large: RdfFolder) -> None:
    quick = "SELECT * { ?a <urn:p> <urn:5> } LIMIT 10"

    def median(pool: SparqlWorkers) -> float:
        took = []
        for _ in range(15):
            began = time.perf_counter()
            assert pool.ask(quick).count == 10
            took.append(time.perf_counter() - began)
        return sorted(took)[7]

    with SparqlWorkers(large.snapshot, count=3) as pool:
        pool.warm()
        alone = median(pool)
        failures: list[BaseException] = []

        def run_away() -> None:
            try:
                pool.ask(RUNAWAY, timeout=4.0)
            except QueryTimeout as error:
                failures.append(error)

        threads = [threading.Thread(target=run_away) for _ in range(2)]
        for thread in threads:
            thread.start()
        time.sleep(1.5)  # by now both have yielded the processor
        beside = median(pool)
        for thread in threads:
            thread.join()
    assert len(failures) == 2
    assert beside < max(10 * alone, 0.25), (alone, beside)


def test_a_query_that_needs_too_much_memory_ends_its_worker_only(large: RdfFolder) -> None:
    with SparqlWorkers(large.snapshot, count=1, memory=400 << 20) as pool:
        with pytest.raises(QueryFailed, match="400 MB") as failed:
            pool.ask("SELECT ?a ?b ?c { ?a ?x ?y . ?b ?z ?u . ?c ?v ?w } ORDER BY ?c ?b ?a", timeout=60)
        assert not isinstance(failed.value, QueryTimeout)
        assert pool.ask("SELECT * { ?a ?b ?c } LIMIT 1").count == 1


def test_when_all_are_busy_it_is_said(large: RdfFolder) -> None:
    with SparqlWorkers(large.snapshot, count=1) as pool:
        pool.warm()
        ended: list[type[BaseException]] = []

        def run_away() -> None:
            try:
                pool.ask(RUNAWAY, timeout=60)
            except QueryFailed as error:
                ended.append(type(error))

        thread = threading.Thread(target=run_away)
        thread.start()
        time.sleep(0.3)
        with pytest.raises(StoreLocked, match="busy"):
            pool.ask("ASK {}", timeout=0.2)
        pool.close()
        thread.join(timeout=5)
        assert ended == [QueryFailed], "closing the pool ends what still runs"


def test_a_worker_that_dies_is_replaced(folder: RdfFolder) -> None:
    with SparqlWorkers(folder.snapshot, count=1) as pool:
        pool.warm()
        (worker,) = pool._all
        os.kill(worker._process.pid, signal.SIGKILL)
        worker._process.wait()
        assert pool.ask("ASK {}").body


def test_the_newest_snapshot_is_asked(tmp_path: Path) -> None:
    files = RdfFolder(tmp_path / "rdf")
    publish(files, [DATA], revision=1)
    with SparqlWorkers(files.snapshot, count=1) as pool:
        assert pool.ask("SELECT * { ?a inno:memberOf ?b }").count == 3
        publish(files, [DATA, f"INSERT DATA {{ <urn:a> <{PREFIX}ontology#memberOf> 1 }}"], 2)
        assert pool.ask("SELECT * { ?a inno:memberOf ?b }").count == 4


def test_no_snapshot_is_a_plain_failure(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        sparql(tmp_path / "absent", "ASK {}")


# ------------------------------------------------------------ walls


class _Listener(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.server.calls += 1  # type: ignore[attr-defined]
        self.send_response(500)
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        """Say nothing on stderr."""


@pytest.fixture
def listener() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), _Listener)
    server.calls = 0  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_service_sends_nothing(workers: SparqlWorkers, listener: HTTPServer, snapshot: Path) -> None:
    call = f"SELECT * {{ SERVICE SILENT <http://127.0.0.1:{listener.server_port}/> {{ ?s ?p ?o }} }}"
    with pytest.raises(QueryRefused, match="SERVICE"):
        workers.ask(call)
    list(Store.read_only(str(snapshot)).query(call))  # type: ignore[arg-type]
    assert listener.calls == 1, "the engine itself would have called"  # type: ignore[attr-defined]


def test_past_the_gate_stands_an_empty_network(listener: HTTPServer, snapshot: Path) -> None:
    worker = WorkerProcess(snapshot, 1 << 30)
    try:
        worker.wait_until_ready()
        if not worker.alone:
            pytest.skip("this system lets no process leave its network (unshare)")
        call = f"SELECT * {{ SERVICE <http://127.0.0.1:{listener.server_port}/> {{ ?s ?p ?o }} }}"
        request = {"query": call, "prefixes": {}, "limit": 1, "bytes": 99, "seconds": 5}
        head, _ = worker.ask({**request, "media_type": ROW_FORMATS["json"]}, 5.0)
        assert head["error"]
        assert listener.calls == 0  # type: ignore[attr-defined]
    finally:
        worker.end()


def test_a_worker_without_a_parent_ends_by_itself(snapshot: Path) -> None:
    worker = WorkerProcess(snapshot, 1 << 30)
    worker.wait_until_ready()
    assert worker._process.stdin is not None
    worker._process.stdin.close()
    assert worker._process.wait(timeout=5) == 0
    assert worker._process.stdout is not None
    worker._process.stdout.close()


def test_media_types_are_known_to_the_engine() -> None:
    assert all(QueryResultsFormat.from_media_type(media) for media in ROW_FORMATS.values())
    assert all(RdfFormat.from_media_type(media) for media in TRIPLE_FORMATS.values())
