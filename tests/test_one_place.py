"""Is a relation, a loader, a measure, a signal, a route and a command each added by touching one place?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

TERMS = """
@prefix inno: <https://w3id.org/innograph/ontology#> .
@prefix meta: <https://w3id.org/innograph/meta#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

inno:shelters a owl:ObjectProperty ;
    rdfs:label "shelters"@en , "adăpostește"@ro ;
    skos:definition "The head gives the tail a roof."@en , "Capul dă cozii un acoperiș."@ro ;
    meta:inverseLabel "sheltered by"@en , "adăpostit de"@ro ;
    schema:domainIncludes inno:Organisation ; schema:rangeIncludes inno:Organisation .
"""

CURATED = """
pages:
  p: {page: "https://example.org/p", title: A page, read: 2026-11-01}
entities:
  - {id: guest, from: p, type: Company, name: {en: Guest Company, ro: Firma Oaspete}}
  - {id: house, from: p, type: University, name: {en: House University, ro: Universitatea Casa}, shelters: guest}
"""

CATALOGUE = """
[case]
name = "invented"
title = { en = "An invented case", ro = "Un caz inventat" }
focus = ["place-cluj-napoca"]
terms = ["terms.ttl"]

[[source]]
id = "told"
title = "Told by hand"
publisher = "The test"
licence = "CC0-1.0"
loader = "curated"
path = "told.yaml"
"""


def innograph(*words: str, data: Path) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c", "from api.cli import main; main()", *words]
    environment = {**os.environ, "INNOGRAPH_DATA": str(data)}
    return subprocess.run(program, capture_output=True, text=True, env=environment)


@pytest.mark.embedded
def test_a_relation_is_lines_in_one_file(tmp_path: Path) -> None:
    """Invented here, it is checked, shown, drawn and asked for in SPARQL and Cypher under its own name."""
    case, data = tmp_path / "case", tmp_path / "data"
    case.mkdir()
    (case / "terms.ttl").write_text(TERMS, encoding="utf-8")
    (case / "told.yaml").write_text(CURATED, encoding="utf-8")
    (case / "innograph.toml").write_text(CATALOGUE, encoding="utf-8")
    built = innograph("build", "--case", str(case), data=data)
    assert built.returncode == 0, built.stderr
    shown = innograph("show", "House University", "--lang", "ro", data=data)
    assert "adăpostește" in shown.stdout, shown.stderr
    rows = innograph(
        "sparql",
        "PREFIX inno: <https://w3id.org/innograph/ontology#> "
        "SELECT DISTINCT ?n WHERE { ?h inno:shelters/inno:name ?n . FILTER (LANG(?n) = 'ro') }",
        "--format", "jsonl", data=data,
    )  # fmt: skip
    assert json.loads(rows.stdout)["n"] == "Firma Oaspete", rows.stderr
    rows = innograph(
        "cypher", "MATCH (h:University)-[r:SHELTERS]->(g:Company) RETURN g.name AS n, size(r.statements) AS s",
        "--format", "jsonl", data=data,
    )  # fmt: skip
    assert json.loads(rows.stdout) == {"n": "Guest Company", "s": 1}, rows.stderr
    drawn = innograph("view", "--seed", "House University", "--out", str(tmp_path / "v.html"), data=data)
    assert drawn.returncode == 0, drawn.stderr
    assert "adăpostește" in (tmp_path / "v.html").read_text(encoding="utf-8")


ADDED = {
    "graph/measures/evenness.py": '''
        """How even are ties?"""
        import numpy as np
        from graph.measures import Measured
        def evenness(network):
            """One for everybody. Unit: one. Source: this test. Do not use it."""
            return Measured(np.ones(len(network.ids)), {})
    ''',
    "api/cli/greet.py": '''
        """Greet."""
        def command() -> None:
            """Say hello."""
            print("hello")
    ''',
    "api/routes/greet.py": '''
        """Greet."""
        from fastapi import APIRouter
        router = APIRouter()
        @router.get("/greet")
        def greet() -> str:
            """Say hello."""
            return "hello"
    ''',
    "loaders/pebbles.py": '''
        """Pebbles."""
        from graph.statement import Source
        SOURCE = Source("pebbles", "Pebbles", "The test", "CC0-1.0")
        def fetch(where):
            yield where.record("one", {"name": "Pebble"})
        def parse(record):
            subject = record.id("one")
            yield record.says(subject, "type", "Company")
            yield record.says(subject, "name", record.data.pop("name"), lang="en")
    ''',
}  # fmt: skip


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The four packages with one more file in each of four folders, and nothing else touched."""
    home = tmp_path_factory.mktemp("tree")
    for package in ("ontology", "graph", "loaders", "api"):
        subprocess.run(["cp", "-r", str(ROOT / package), str(home / package)], check=True)
    for name, text in ADDED.items():
        (home / name).write_text(textwrap.dedent(text).lstrip(), encoding="utf-8")
    (home / "pebbles.txt").write_text("pebble")
    return home


def in_tree(tree: Path, *words: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(tree), "INNOGRAPH_DATA": str(tree / "data")}
    program = [
        sys.executable,
        "-c",
        "import sys; sys.path.insert(0, '.'); from api.cli import main; main()",
        *words,
    ]
    ran = subprocess.run(program, cwd=tree, capture_output=True, text=True, env=environment)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_a_command_is_one_file(tree: Path) -> None:
    assert "hello" in in_tree(tree, "greet")
    assert "greet" in in_tree(tree, "--help")


def test_a_loader_is_one_file(tree: Path) -> None:
    assert "pebbles" in in_tree(tree, "load", "list")
    in_tree(tree, "load", "pebbles", "pebbles.txt")
    assert "Pebble" in in_tree(tree, "search", "pebble")


def test_a_measure_is_one_file(tree: Path) -> None:
    assert "evenness" in in_tree(tree, "rank", "list")


def test_a_route_is_one_file(tree: Path) -> None:
    program = (
        "import sys; sys.path.insert(0, '.')\n"
        "from pathlib import Path\nfrom fastapi.testclient import TestClient\n"
        "from api.app import create_app\nfrom api.deps import Settings\nfrom graph.data_folder import DataFolder\n"
        "print(TestClient(create_app(Settings(DataFolder(Path('none'))))).get('/greet').text)"
    )
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=tree, capture_output=True, text=True, env=environment
    )
    assert "hello" in ran.stdout, ran.stderr
