"""The load benchmark: each stage's cost next to Morph-KGC, and the property graph next to a bare script.

    python -m tests.benchmarks [--times 1] [--peer PEER/bin/python] [--cluj] [--engine]

`--peer` is the interpreter of an environment with tests/benchmarks/requirements.txt. CPU seconds are of whole
processes, the interpreter's start and imports included; ratios are within this one run.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.measuring import ROOT, Cost, stage

FILE = ROOT.parent / "shared" / "data" / "perf" / "participation_fp7_h2020_until_2018.csv.gz"
HEAD = "| what | CPU s | wall s | peak MB | done | a CPU second |\n|---|---|---|---|---|---|"


def peer(python: str, file: Path, folder: Path) -> Cost:
    """Morph-KGC on the same rows, the whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    script = str(ROOT / "tests" / "benchmarks" / "morph_kgc_peer.py")
    ran = subprocess.run(
        [python, script, str(file), str(folder / "peer.nq")], stdout=subprocess.PIPE, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = json.loads(ran.stdout.splitlines()[-1])
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, time.perf_counter() - began, said["peak"], said["done"])


def load(times: int, python: str | None) -> None:
    """Every stage on the rows of the participation file, so many times over."""
    folder = Path(tempfile.mkdtemp(prefix="innograph-bench-"))
    try:
        file = FILE
        if times > 1:
            file = folder / f"participation_{times}x.csv.gz"
            stage("copies", str(FILE), str(times), str(file))
        theirs = peer(python, file, folder) if python else None
        costs = {name: Cost(**cost) for name, cost in stage("parse", str(file)).items()}
        costs |= {name: Cost(**cost) for name, cost in stage("load", str(file), str(folder / "data")).items()}
        print(f"\n{file.name}, {times} times the rows\n\n{HEAD}")
        if theirs:
            print(theirs.row("Morph-KGC: plain N-Quads, no evidence, no history"))
        for name, cost in costs.items():
            print(cost.row(name))
        if theirs:
            ledger, rdf = costs["parse and ledger"].cpu, costs["RDF"].cpu
            print(f"\nparse and ledger: {ledger / theirs.cpu:.1f} times Morph-KGC (bar 3, goal 2)")
            print(f"with RDF: {(ledger + rdf) / theirs.cpu:.1f} times Morph-KGC (bar 8, goal 5)")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def cluj() -> None:
    """The bundled case: built, then asked, each as a process of its own."""
    folder = Path(tempfile.mkdtemp(prefix="innograph-bench-"))
    environment = {**os.environ, "INNOGRAPH_DATA": str(folder / "data")}
    program = [sys.executable, "-c", "from api.cli import main; main()"]
    bare = _seconds([sys.executable, "-c", "pass"], environment)
    print("\nThe Cluj case\n\n| command | wall s |\n|---|---|")
    try:
        # the engine's start is apart: it is started, and kept by its idle time, before the clock runs
        subprocess.run([*program, "build"], env=environment, check=True, capture_output=True)
        for name in ("ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "index.sqlite"):
            (folder / "data" / name).unlink(missing_ok=True)
        shutil.rmtree(folder / "data" / "rdf")
        print(
            f"| build (engine already started) | {_seconds([*program, 'build'], environment, runs=1):.1f} |"
        )
        for words in (
            ["show", "Cluj IT Cluster"],
            ["search", "universitatea cluj"],
            ["path", "Cluj IT Cluster", "UEFISCDI"],
        ):
            wall = _seconds([*program, *words], environment)
            print(f"| {' '.join(words)} (beyond interpreter start) | {wall - bare:.2f} |")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _seconds(words: list[str], environment: dict[str, str], runs: int = 5) -> float:
    """The median wall time of a command."""
    walls = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(words, env=environment, check=True, capture_output=True)
        walls.append(time.perf_counter() - began)
    return sorted(walls)[len(walls) // 2]


def main() -> None:
    """The benchmarks asked for, as Markdown on standard output."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, nargs="*", default=[1], help="how many times the rows")
    parser.add_argument("--peer", help="interpreter with Morph-KGC")
    parser.add_argument("--cluj", action="store_true", help="also the bundled case")
    parser.add_argument("--engine", action="store_true", help="also the property graph")
    asked = parser.parse_args()
    for times in asked.times:
        load(times, asked.peer)
    if asked.cluj:
        cluj()
    if asked.engine:
        from tests.benchmarks.property_graph import compare

        compare()


if __name__ == "__main__":
    main()
