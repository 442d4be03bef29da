"""Do imports point one way, and do the light commands stay light?"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("ontology", "graph", "loaders", "api")
MODULES = sorted(path.relative_to(ROOT) for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))
LARGEST = 400


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_point_down(path: Path) -> None:
    allowed = set(LAYERS[: LAYERS.index(path.parts[0]) + 1])
    imported = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: name the package that you import from"
            imported.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
    assert imported & set(LAYERS) <= allowed


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    lines = (ROOT / path).read_text(encoding="utf-8").count("\n")
    assert lines <= LARGEST, f"{path} has {lines} lines: split it by question"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_module_says_what_it_answers(path: Path) -> None:
    assert ast.get_docstring(ast.parse((ROOT / path).read_text(encoding="utf-8"))), f"{path} has no docstring"


@pytest.mark.parametrize("layer", LAYERS)
def test_the_packages_are_ours(layer: str) -> None:
    module = __import__(layer)
    assert Path(module.__file__ or "").resolve().parent == ROOT / layer
