"""What did a piece of work cost? CPU seconds, wall seconds and peak memory, of a process and its children."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Cost:
    """CPU and wall in seconds, peak resident memory in MB, and how many things were done."""

    cpu: float = 0.0
    wall: float = 0.0
    peak: float = 0.0
    done: int = 0

    def row(self, name: str) -> str:
        """A line of a Markdown table."""
        rate = f"{self.done / self.cpu:,.0f}" if self.done and self.cpu else ""
        return f"| {name} | {self.cpu:.1f} | {self.wall:.1f} | {self.peak:.0f} | {f'{self.done:,}' if self.done else ''} | {rate} |"


@contextmanager
def measured() -> Iterator[Cost]:
    """The cost of a block in this process; the peak is that of the process so far."""
    cost = Cost()
    cpu, wall = time.process_time(), time.perf_counter()
    yield cost
    cost.cpu = time.process_time() - cpu
    cost.wall = time.perf_counter() - wall
    cost.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def stage(*words: str) -> dict[str, dict[str, float]]:
    """Run `tests.benchmarks.stages` in a process of its own; what it printed as JSON."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.stages", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: dict[str, dict[str, float]] = json.loads(ran.stdout.splitlines()[-1])
    return found


def process_cpu(pid: int) -> float:
    """CPU seconds a running process has used, with its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
