"""Honest queries pass, hostile ones are refused, and nothing that passes makes the engine call out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, Store

from graph.engine.sparql_gate import DEEPEST, LONGEST, Form, check
from graph.errors import QueryRefused

HONEST = [
    "SELECT * { ?s ?p ?o }",
    "select * where { ?s ?p ?o }",
    "ASK { ?s ?p ?o }",
    "ASK{}",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "DESCRIBE <https://w3id.org/innograph/id/ror-051h0cw83>",
    "# SERVICE <http://x> {}\nSELECT * { ?s ?p ?o } # LOAD",
    "SELECT ?service ?load { ?service ?drop ?load }",
    "SELECT ?service ?x { ?service ?p ?x }",
    "SELECT * { ?s ?p 'SERVICE <http://x> {}' }",
    'SELECT * { ?s ?p "INSERT DATA { }"@en }',
    "SELECT * { ?s ?p '''it's a \"SERVICE\"\n''' }",
    'SELECT * { ?s ?p """LOAD "x" \\" \\u00e9""" }',
    "SELECT * { ?s <http://example.org/SERVICE#load> ?o }",
    "SELECT * { GRAPH <http://example.org/service> { ?s ?p ?o } }",
    "PREFIX ex: <http://example.org/> SELECT * { ?s ex:service ?o . ?o ex:LOAD ?x ; ex:insert 1 }",
    "PREFIX service: <http://example.org/> SELECT * { ?s service:x ?o }",
    "PREFIX ex: <http://example.org/> SELECT * { GRAPH ex:services { ?s ?p ?o } }",
    "PREFIX ex: <http://example.org/> SELECT * FROM <https://w3id.org/innograph/source/cordis> { ?s ?p ?o }",
    "SELECT * FROM NAMED source:cordis FROM source:ror { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }",
    "SELECT * { ?s ?p ?o FILTER(?o<3&&?o>1) }",
    "SELECT * { ?s ?p ?o FILTER(?o<?s) }",
    "SELECT * { ?s ?p ?o FILTER(?o <= 3 || ?o >= 5 || !(?o != 7)) }",
    "SELECT * { ?s (<urn:a>|^<urn:b>)+/<urn:c>* ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>* ?c } GROUP BY ?c",
    "SELECT * { VALUES (?a ?b) { (1 UNDEF) ('x'@en <urn:x>) } }",
    "SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 1 } UNION { ?s ?p _:b } MINUS { ?s ?p [] } }",
    "SELECT * { ?s ?p ?o OPTIONAL { ?s ?q ?r } FILTER NOT EXISTS { ?s ?t ?u } BIND(1.5e3 AS ?x) }",
    "SELECT * { ?s ?p 'ș ț 😀 \u202e' }",
    "SELECT * { ?s ?p 'a'^^<http://www.w3.org/2001/XMLSchema#string> ; ?q 2.5, -1 , true }",
    "BASE <http://example.org/> SELECT * { <x> <y> <> }",
    "SELECT * { << ?s ?p ?o >> ?q ?r }",
    "SELECT ?münchen { ?münchen ?p ?o }",
]

CALLS = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { sErViCe<URL>{ ?s ?p ?o } }",
    "SELECT * { SERVICE#\n<URL>{} }",
    "SELECT * { SERVICE:x { ?s ?p ?o } }",
    "SELECT * { SERVICEex:x { ?s ?p ?o } }",
    "SELECT * { SERVICESILENTex:x { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE:x { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICESILENT<URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p falseSERVICEex:x{} }",
    "SELECT * { ?s ?p 1SERVICE<URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1e5SERVICE<URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o.SERVICE<URL>{} }",
    "SELECT * { ?s ?p ex:a.SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p _:a.SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'x'SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'x'@enSERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { S\\U00000045RVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ex:a\\' . SERVICE <URL> {} ?s ?p ex:b\\' }",
    "SELECT * { ?s ?p ex:a\\# SERVICE <URL> {} }",
    "SELECT * { ?s ?p '\\u0027 . SERVICE <URL> {} #' }",
    "SELECT * { ?s ?p ?o FILTER(?s<?o) SERVICE <URL> {} FILTER(?o>?s) }",
    "SELECT * { ?s ?p ?o FILTER(?s<?o)SERVICE:x#>\n{} }",
    "SELECT * { ?s ?p ?o FILTER(?s<?o)SERVICE#>\n:x{} }",
    "SELECT * { ?s ?p ?o FILTER(?s<'b>?c') SERVICE <URL> {} # ' \n }",
    "SELECT * { ?s ?p ?o FILTER(?s<?o#>'''\n) SERVICE <URL> {} #'''\n }",
    "SELECT * { VALUES ?x { ''' #'\n } SERVICE <URL> {} #\\q '''\n } }",
    "SELECT * { FILTER(1<2&&EXISTS{SERVICE ex:a{}}) }",
    "SELECT * { LATERAL { SERVICE ex:x {} } }",
    "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "SELECT * { BIND(<URL> AS ?u) SERVICE ?u { ?s ?p ?o } }",
    "ASK { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE <URL> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { # \u2028\n SERVICE <URL> {} }",
    "SELECT * { # comment\rSERVICE <URL> {} }",
    "SELECT * { ?s ?p '''a'''SERVICE<URL>{} }",
    'SELECT * { ?s ?p """"""SERVICE<URL>{} }',
    "SELECT * { ?s ?p ''SERVICE<URL>{} }",
]

OTHERS = [
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "PREFIX ex: <urn:> DELETE { ?s ?p ?o } INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "LOAD <URL>",
    "load silent <file:///etc/passwd>",
    "CLEAR ALL",
    "DROP GRAPH <urn:g>",
    "CREATE GRAPH <urn:g>",
    "COPY <urn:a> TO <urn:b>",
    "ADD <urn:a> TO <urn:b>",
    "MOVE <urn:a> TO <urn:b>",
    "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o } ; DROP ALL",
    "SELECT * { ?s ?p ?o } INSERT DATA { <urn:a> <urn:b> 1 }",
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { ?s ?p ?o }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * FROM ex:x { ?s ?p ?o }",
    "BASE <URL> SELECT * FROM <x> { ?s ?p ?o }",
    "SELECT * FROM <https://w3id.org/innograph.evil.example/> { ?s ?p ?o }",
    "",
    "   # nothing",
    "EXPLAIN SELECT * { ?s ?p ?o }",
    "PREFIX ex: <urn:>",
    "{ ?s ?p ?o }",
    "SELECT * { ?s ?p 'never closed }",
    "SELECT * { ?s ?p '''never closed' }",
    "SELECT * { ?s ?p 'line\nbreak' }",
    "SELECT * { ?s ?p '\\q' }",
    "SELECT * { ?s ?p '\\uD800' }",
    "SELECT * { ?s ?p '\\U00110000' }",
    "SELECT * { ?s\u00a0?p ?o }",
    "SELECT * {\u200b ?s ?p ?o }",
    "\ufeffSELECT * { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o }\x00",
    "SELECT * { ?s ?p `o` }",
    "SELECT * " + "{" * (DEEPEST + 1) + "}" * (DEEPEST + 1),
    "SELECT * { FILTER(" + "(" * DEEPEST + "1" + ")" * DEEPEST + ") }",
    "SELECT * { FILTER(" + "!" * 2000 + "true) }",
    "SELECT * { ?s " + "^" * 2000 + "<urn:a> ?o }",
    "SELECT * { BIND(" + "-" * 2000 + "1 AS ?x) }",
    "SELECT * { ?s ?p '" + "x" * LONGEST + "' }",
    "SELECT * { FILTER(1" + "+1" * 10_000 + ") }",
]


class _Listener(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.server.calls.append(self.path)  # type: ignore[attr-defined]
        self.send_response(500)
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        """Say nothing on stderr."""


@pytest.fixture(scope="module")
def listener() -> Iterator[HTTPServer]:
    """A server that remembers who called it."""
    server = HTTPServer(("127.0.0.1", 0), _Listener)
    server.calls = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def _store() -> Store:
    store = Store()
    graph = NamedNode("https://w3id.org/innograph/source/cordis")
    store.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(True), graph))
    return store


def _url(listener: HTTPServer) -> str:
    return f"http://127.0.0.1:{listener.server_port}/"


def _prefixes(listener: HTTPServer) -> dict[str, str]:
    return {
        "": _url(listener),
        "ex": _url(listener),
        "http": _url(listener),
        "source": "https://w3id.org/innograph/source/",
    }


@pytest.mark.parametrize("query", HONEST)
def test_an_honest_query_passes_and_the_engine_takes_it(query: str, listener: HTTPServer) -> None:
    prefixes = _prefixes(listener)
    checked = check(query, prefixes)
    assert checked.query == query
    _store().query(query, prefixes=prefixes)


@pytest.mark.parametrize("query", CALLS)
def test_a_call_to_another_server_is_refused(query: str, listener: HTTPServer) -> None:
    with pytest.raises(QueryRefused):
        check(query.replace("URL", _url(listener)), _prefixes(listener))


def _run(query: str, listener: HTTPServer) -> list[str]:
    """Run it past the gate; the calls that the engine made."""
    calls: list[str] = listener.calls  # type: ignore[attr-defined]
    calls.clear()
    with suppress(SyntaxError, OSError, RuntimeError, ValueError):
        found = _store().query(query, prefixes=_prefixes(listener), use_default_graph_as_union=True)
        bool(found) if isinstance(found, QueryBoolean) else list(found)
    return list(calls)


def test_some_of_these_calls_would_really_be_sent(listener: HTTPServer) -> None:
    """The danger is real: without the gate the engine calls out, for the peculiar forms too."""
    sent = [query for query in CALLS if _run(query.replace("URL", _url(listener)), listener)]
    assert "SELECT * { ?s ?p trueSERVICE:x { ?s ?p ?o } }" in sent
    assert "SELECT * { ?s ?p ?o FILTER(?s<'b>?c') SERVICE <URL> {} # ' \n }" in sent
    assert len(sent) >= 10


@pytest.mark.parametrize("query", OTHERS, ids=lambda query: query[:40])
def test_anything_else_than_one_plain_read_is_refused(query: str, listener: HTTPServer) -> None:
    with pytest.raises(QueryRefused) as refused:
        check(query.replace("URL", _url(listener)), _prefixes(listener))
    assert refused.value.part
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("SELECT * { SERVICE <http://x/> {} }", "SERVICE"),
        ("SELECT * FROM <http://x/> {}", "FROM <http://x/>"),
        ("DROP ALL", "DROP"),
        ("SELECT * { ?s ?p '\\q' }", "the escape \\q in a string"),
        ("EXPLAIN SELECT * {}", "“EXPLAIN”"),
    ],
)
def test_a_refusal_names_the_part(query: str, part: str) -> None:
    with pytest.raises(QueryRefused) as refused:
        check(query)
    assert refused.value.part == part


def test_the_form_and_the_dataset_are_told() -> None:
    assert check("prefix a: <urn:a> BASE <urn:b> select * {}").form is Form.SELECT
    assert check("ASK {}").form is Form.ASK
    assert check("DESCRIBE <urn:a>").form.gives_triples
    assert check("CONSTRUCT WHERE {}").form.gives_triples
    assert not check("SELECT * {}").dataset
    assert check("SELECT * FROM <https://w3id.org/innograph/source/a> {}").dataset


FRAGMENTS = [
    *("SERVICE", "SILENT", "service", "GRAPH", "FROM", "VALUES", "FILTER", "BIND", "AS", "true", "UNION"),
    *(
        "OPTIONAL",
        "EXISTS",
        "LATERAL",
        "MINUS",
        "?s",
        "?p",
        "?o",
        ":x",
        "ex:x",
        "http:",
        "_:b",
        "<URL>",
        "<",
        ">",
    ),
    *(
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ".",
        ";",
        ",",
        "#",
        "\n",
        " ",
        " ",
        "'",
        '"',
        "'''",
        '"""',
        "''",
        "\\",
        "\\'",
    ),
    *(
        "\\u0027",
        "\\q",
        "@en",
        "^^",
        "^",
        "/",
        "|",
        "1",
        "1.",
        "1e5",
        "=",
        "&&",
        "!",
        "<?o#>",
        "<'b>",
        "<<",
        ">>",
    ),
    *(
        "?s ?p ?o",
        "{ ?s ?p ?o }",
        "SERVICE ex:x {}",
        "trueSERVICE:x {}",
        "FILTER(?s<",
        "VALUES ?v {",
        "//",
        "-",
    ),
]


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14), st.booleans())
def test_nothing_that_passes_makes_the_engine_call(
    listener: HTTPServer, fragments: list[str], closed: bool
) -> None:
    query = f"SELECT * {{ {''.join(fragments)} {'}' if closed else ''}".replace("URL", _url(listener))
    try:
        check(query, _prefixes(listener))
    except QueryRefused:
        return
    assert not _run(query, listener), query
