"""Does the README tell the truth? Every command and code block in it is run, and its answer checked."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands() -> list[tuple[str, str]]:
    """Each `$ command` of the console blocks with the output that the README promises."""
    found = []
    for kind, block in BLOCKS:
        if kind == "console":
            for said in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, promised = said.partition("\n")
                found.append((command, promised.strip()))
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readme")


def environment(place: Path) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "INNOGRAPH_DATA": str(place / "data")}


@pytest.mark.embedded
def test_every_command_answers_what_the_readme_promises(place: Path) -> None:
    assert commands()
    for command, promised in commands():
        words = shlex.split(command)
        assert words[0] == "innograph"
        ran = subprocess.run(words, cwd=place, env=environment(place), capture_output=True, text=True)
        assert ran.returncode == 0, f"{command}\n{ran.stderr}"
        pieces = [re.escape(piece.strip()) for piece in promised.split("…") if piece.strip()]
        said = re.sub(r"\s+", " ", ran.stdout + ran.stderr)
        wanted = ".*".join(re.sub(r"(\\\s|\s)+", r"\\s+", piece) for piece in pieces)
        assert pieces, f"the README promises nothing for: {command}"
        assert re.search(wanted, said, re.DOTALL), f"{command}\npromised: {promised}\nanswered: {said[:2000]}"


@pytest.mark.embedded
def test_the_python_of_the_readme_runs(place: Path) -> None:
    blocks = [block for kind, block in BLOCKS if kind == "python"]
    assert blocks
    subprocess.run(
        ["innograph", "build", "--no-property-graph"], cwd=place, env=environment(place), check=True
    )
    for block in blocks:
        ran = subprocess.run(
            [sys.executable, "-c", block], cwd=place, env=environment(place), capture_output=True, text=True
        )
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout.strip()


def test_the_make_targets_of_the_readme_exist() -> None:
    named = set(re.findall(r"\bmake ([a-z]+)\b", " ".join(block for kind, block in BLOCKS if kind == "sh")))
    assert named
    for target in named:
        subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, check=True)


def test_links_of_the_readme_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links
    assert not [link for link in links if "://" not in link and not (ROOT / link).exists()]
