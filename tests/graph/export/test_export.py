"""Each format is read back by another tool, says whose data it holds, and runs nothing in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import networkx as nx
import pytest
import rdflib
from pyoxigraph import RdfFormat, Store

from graph.errors import UsageError
from graph.export import Material, format_named, formats
from graph.index import Index
from graph.ledger import Judgement, Ledger
from graph.projection.rdf import RdfProjection, read_statements
from graph.statement import Document, Evidence, Literal, Mode, Source, Statement, When
from ontology import load

ONTOLOGY = load()
ALL = ("csv", "gexf", "graphml", "jsonld", "nodelink", "nquads", "ntriples", "trig", "turtle")
RDFLIB = {"turtle": "turtle", "ntriples": "nt", "trig": "trig", "nquads": "nquads", "jsonld": "json-ld"}
TEXT = Document("Cluj IT este membru al 3BS.", "cluj", "page", "Pagina", "ro", url="https://example.org/p")
HOSTILE = '=HYPERLINK("http://evil","x")\n<script>&\x00\x0b]]> ș'


@pytest.fixture
def material(tmp_path: Path) -> Iterator[Material]:
    """Two merged names of one cluster, text and rows, every mode, hostile words."""
    row = Evidence("cordis", "file.csv", "r1", date(2026, 1, 1), row='{"a":"=1"}')
    quoted = Evidence("cluj", "page", "page", date(2026, 1, 2), TEXT.quote(0, 27))
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger, Index.open(tmp_path / "index.sqlite") as index:
        ledger.replace(
            "cordis",
            "file.csv",
            [
                Statement("x-1", "type", Literal("Cluster", "term"), row),
                Statement("x-1", "name", Literal("Cluj IT", "string", "ro"), row),
                Statement("x-1", "description", Literal(HOSTILE, "string", "en"), row),
                Statement("x-1", "website", Literal("+evil", "anyURI"), row),
                Statement(
                    "x-1", "memberOf", "x-9", row, when=When.on("2018"), qualifiers=(("role", "=partner"),)
                ),
                Statement("x-1", "memberOf", "x-8", row, Mode.PLANNED, confidence=0.5),
                Statement("x-9", "problem", Literal(HOSTILE, "string", "en"), row),
                Statement("x-9", "type", Literal("University", "term"), row),
                Statement("x-9", "latitude", Literal("-46.77", "decimal"), row),
            ],
            catalogue=Source(
                "cordis", "CORDIS", "European Union", "CC-BY-4.0", attribution="© European Union"
            ),
        )
        ledger.replace(
            "cluj",
            "page",
            [Statement("x-2", "memberOf", "x-9", quoted, Mode.CLAIMED, When.on("2018"), by="prose 1")],
            documents=[TEXT],
            catalogue=Source(
                "cluj", "Cluj\npages", "Somebody", "own words: ask first", attribution="© S. & Co"
            ),
        )
        ledger.judge(Judgement("x-1", "x-2", "same", "anna", "one body"))
        index.update(ledger, ONTOLOGY)
        rdf = RdfProjection(tmp_path / "rdf")
        rdf.update(ledger, index, ONTOLOGY)
        yield Material(ledger, index, ONTOLOGY, rdf=rdf)


def written(material: Material, name: str) -> bytes:
    out = io.BytesIO()
    format_named(name).write(material, out)
    return out.getvalue()


def test_the_formats_are_the_files_of_the_folder() -> None:
    assert tuple(sorted(formats())) == ALL
    for name, form in formats().items():
        assert name == form.NAME
        assert form.SUFFIX.startswith(".")
        assert "/" in form.MEDIA_TYPE
    with pytest.raises(UsageError, match="there are csv, gexf"):
        format_named("docx")


@pytest.mark.parametrize("name", ALL)
def test_licence_and_attribution_travel_with_each_file(material: Material, name: str) -> None:
    body = written(material, name)
    if name == "csv":
        with ZipFile(io.BytesIO(body)) as archive:
            body = archive.read("README.txt") + archive.read("sources.csv")
    words = body.decode().replace("\\u00A9", "©").replace("\\u00a9", "©").replace("&amp;", "&")
    for wanted in ("CC-BY-4.0", "© European Union", "own words: ask first", "© S. & Co"):
        assert wanted in words, wanted


@pytest.mark.filterwarnings(
    "ignore:(ConjunctiveGraph|Dataset.default_context) is deprecated"
)  # by rdflib's parsers
@pytest.mark.parametrize("name", RDFLIB)
def test_rdflib_reads_every_triple(material: Material, name: str) -> None:
    body = written(material, name)
    found = rdflib.Dataset()
    found.parse(data=body, format=RDFLIB[name])
    with material.store() as store:
        quads = {(quad.subject, quad.predicate, quad.object, quad.graph_name) for quad in store}
    triples = {quad[:3] for quad in quads}
    assert len(triples) < len(quads)
    assert len(list(found.triples((None, None, None)))) == len(triples)
    named = name in ("trig", "nquads")
    assert len(list(found.quads((None, None, None, None)))) == len(quads if named else triples)
    description = rdflib.URIRef("https://w3id.org/innograph/ontology#description")
    assert {str(value) for value in found.objects(None, description)} == {HOSTILE}


@pytest.mark.parametrize("name", RDFLIB)
def test_every_rdf_file_reads_back_without_loss(material: Material, name: str) -> None:
    store = Store()
    media = format_named(name).MEDIA_TYPE
    store.load(written(material, name), format=RdfFormat.from_media_type(media))
    found = {one.id: (one, one.evidence.row) for one in read_statements(store, ONTOLOGY)}
    assert found == {one.id: (one, one.evidence.row) for one in material.ledger.match()}


def test_a_past_revision_is_exported_from_a_store_of_its_own(material: Material, tmp_path: Path) -> None:
    with Index.open(tmp_path / "past.sqlite") as index:
        index.update(material.ledger, ONTOLOGY, revision=1)
        past = Material(material.ledger, index, ONTOLOGY, 1)
        store = Store()
        store.load(written(past, "nquads"), format=RdfFormat.N_QUADS)
        assert {one.evidence.source for one in read_statements(store, ONTOLOGY)} == {"cordis"}
        assert b"revision 1 of the ledger" in written(past, "turtle")
        with ZipFile(io.BytesIO(written(past, "csv"))) as archive:
            assert b"x-2" not in archive.read("statements.csv")


def _networks(material: Material) -> dict[str, nx.MultiDiGraph]:
    graphml = nx.read_graphml(io.BytesIO(written(material, "graphml")), force_multigraph=True)
    gexf = nx.read_gexf(io.BytesIO(written(material, "gexf")))
    nodelink = nx.node_link_graph(json.loads(written(material, "nodelink")), edges="edges")
    return {"graphml": graphml, "gexf": nx.MultiDiGraph(gexf), "nodelink": nodelink}


@pytest.mark.parametrize("name", ["graphml", "gexf", "nodelink"])
def test_networkx_reads_nodes_and_relationships(material: Material, name: str) -> None:
    found = _networks(material)[name]
    (cluster,) = {"x-1", "x-2"} & set(found)
    assert set(found) == {cluster, "x-8", "x-9"}
    assert found.nodes[cluster]["name"] == "Cluj IT"
    assert found.nodes[cluster]["type"] == "Cluster"
    said = {(a, b): data for a, b, data in found.edges(data=True)}
    assert set(said) == {(cluster, "x-9"), (cluster, "x-8")}
    member, planned = said[cluster, "x-9"], said[cluster, "x-8"]
    assert (member["relationship"], member["mode"], member["when"]) == ("MEMBER_OF", "happened", "2018/2018")
    assert (member["since"], member["until"]) == ("2018-01-01", "2018-12-31")
    assert (planned["relationship"], planned["confidence"]) == ("PLANNED_MEMBER_OF", 0.5)
    statements = member["statements"] if name == "nodelink" else json.loads(member["statements"])
    assert {material.ledger.statement(id).subject for id in statements} == {"x-1", "x-2"}
    quotes = member["quotes"] if name == "nodelink" else json.loads(member["quotes"])
    assert sorted(quotes) == ["", TEXT.text]


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_hostile_words_stay_words_in_xml(material: Material, name: str) -> None:
    tree = ElementTree.fromstring(written(material, name))
    assert not [part for part in tree.iter() if str(part.tag).endswith("}script")]
    words = "".join(tree.itertext()) + " ".join(
        value for part in tree.iter() for value in part.attrib.values()
    )
    assert "<script>&\ufffd\ufffd]]> ș" in words


def _tables(material: Material) -> dict[str, list[dict[str, str]]]:
    with ZipFile(io.BytesIO(written(material, "csv"))) as archive:
        assert archive.testzip() is None
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode(), newline="")))
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def test_the_tables_hold_nodes_edges_and_every_statement(material: Material) -> None:
    tables = _tables(material)
    assert {row["id"] for row in tables["statements.csv"]} == {one.id for one in material.ledger.match()}
    nodes = {row["id:ID"]: row for row in tables["nodes.csv"]}
    assert nodes["x-9"][":LABEL"].split(";")[:3] == ["University", "Organisation", "Actor"]
    assert nodes["x-9"]["latitude:string[]"] == "-46.77", "a number is no formula"
    types = {row[":TYPE"] for row in tables["edges.csv"]}
    assert types == {"MEMBER_OF", "PLANNED_MEMBER_OF"}
    assert all(row[":START_ID"] in nodes and row[":END_ID"] in nodes for row in tables["edges.csv"])
    quoted = [row for row in tables["statements.csv"] if row["document"]]
    assert [(row["quote"], row["start"], row["end"]) for row in quoted] == [(TEXT.text, "0", "27")]


def test_no_cell_is_a_formula(material: Material) -> None:
    cells = [cell for rows in _tables(material).values() for row in rows for cell in row.values()]
    assert [cell for cell in cells if cell.startswith("'=HYPERLINK")]
    assert "'+evil" in cells
    assert not [
        cell for cell in cells if cell[:1] in set("=+-@\t\r") and not cell[1:].replace(".", "").isdigit()
    ]


def test_an_empty_graph_can_be_exported(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger, Index.open(tmp_path / "index.sqlite") as index:
        index.update(ledger, ONTOLOGY)
        for name in ALL:
            assert written(Material(ledger, index, ONTOLOGY), name)
