"""What all tests share: the real components they run on, and what happens when one is absent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from graph.data_folder import DataFolder

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

pytest_plugins = ["tests.stores"]

# in CI the same examples every time; at home new ones
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests on ../shared say why they are skipped where it is not beside the project."""
    if SHARED.is_dir():
        return
    absent = pytest.mark.skip(
        reason="no ../shared beside the project: its real data and texts are not shipped"
    )
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(absent)


_skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember every skip, for the end of a run that must not have any."""
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        _skipped.append(f"{report.nodeid}: {reason}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI every component is there, so a skip for want of one is a failure."""
    wanting = [line for line in _skipped if "no ../shared" not in line]
    if os.environ.get("INNOGRAPH_ALL_COMPONENTS") and wanting and exitstatus == 0:
        print("\nSkipped although every component should be here:\n" + "\n".join(wanting))
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the project; tests that use it carry the mark `shared`."""
    return SHARED


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """The small ecosystem of tests/sample.py; tests that write make their own with `tests.sample.build`."""
    from tests.sample import build

    return build(tmp_path_factory.mktemp("sample") / "data")


@pytest.fixture(scope="session")
def cluj(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """The bundled Cluj case: ledger, identity and RDF; read only. Tests that write copy the folder."""
    import subprocess
    import sys

    root = tmp_path_factory.mktemp("cluj") / "data"
    program = "from api.cli import main; main()"
    words = ["build", "--offline", "--no-property-graph", "--data", str(root)]
    built = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return DataFolder(root)


@pytest.fixture(scope="session", autouse=True)
def no_engine_outlives_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Commands run by tests leave their embedded engine idling for the next command; end them all."""
    yield
    from graph.engine import embedded

    for state in tmp_path_factory.getbasetemp().rglob("engine/state.json"):
        embedded.kill(state.parent)
