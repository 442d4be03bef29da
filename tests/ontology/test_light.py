"""Is the ontology cheap to ask? It must not drag in what its users are told to import late."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "rdflib",
    "spacy",
    "fastapi",
    "neo4j",
    "networkx",
    "numpy",
    "scipy",
    "pyvis",
    "yaml",
    "graph",
    "loaders",
    "api",
)


def test_reading_it_imports_nothing_heavy_and_nothing_of_ours() -> None:
    asked = (
        "import sys; from ontology import load; o = load(); o.concept_named('AI'); o.shapes(); "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_terms_are_known_without_reading_the_schemes() -> None:
    asked = "from ontology import load; o = load(); o.relation('memberOf'); print('concepts' in vars(o))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
