"""Is what is shipped what was promised: top level, licence, lock?"""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOP_LEVEL = {
    "ontology", "graph", "loaders", "api", "notebooks", "tests", "docker-compose.yml", "pyproject.toml",
    "README.md", "LICENSE", "NOTICE", "Makefile", "Dockerfile", "requirements.lock",
}  # fmt: skip


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def test_the_top_level_holds_what_the_design_says() -> None:
    top = {name.split("/")[0] for name in tracked()}
    assert {name for name in top if not name.startswith(".")} == TOP_LEVEL


def test_the_main_dependencies_are_the_promised_ones() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {line.split(">")[0].split("=")[0].split("<")[0] for line in project["dependencies"]}
    assert {"neo4j", "rdflib", "networkx", "fastapi", "pyvis"} <= names
    assert project["license"] == "Apache-2.0"


def test_the_locks_name_hashes_and_no_index() -> None:
    for lock in (ROOT / "requirements.lock", ROOT / "tests" / "requirements.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "index-url" not in text
        assert "://" not in text
        pinned = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert all("==" in line for line in pinned)
        assert text.count("--hash=sha256:") >= len(pinned)


def test_every_locked_runtime_package_is_a_tested_one() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return {line.split(" ")[0] for line in lines if line and not line.startswith((" ", "#"))}

    assert pins("requirements.lock") <= pins("tests/requirements.lock")


def test_no_path_or_address_of_a_machine_is_in_the_repository() -> None:
    forbidden = ("/home/", "/root/", "/Users/", "files.pythonhosted", "cdn.jsdelivr", "unpkg.com", "cdnjs")
    texts = [
        name
        for name in tracked()
        if name.endswith((".py", ".toml", ".yml", ".html", ".css", ".lock", ".md", ".ttl"))
    ]
    found = [
        f"{name}: {word}"
        for name in texts
        if name != "tests/test_packaging.py"
        for word in forbidden
        if word in (ROOT / name).read_text(encoding="utf-8")
    ]
    assert not found
