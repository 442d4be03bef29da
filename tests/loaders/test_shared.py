"""The loaders on the real files beside the project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.ledger import Ledger
from loaders import cordis, ror
from loaders._run import Report
from loaders.catalogue import CLUJ

pytestmark = pytest.mark.shared
Into = Callable[..., Report]


@pytest.mark.parametrize(
    ("file", "organisations", "projects", "participations"),
    [
        ("dev/h2020_ro_until_2018.csv", 4919, 521, 9398),
        ("dev/fp7_ro.csv", 6621, 887, 14333),
        ("dev/organisations.csv", 4919, 0, 0),
        ("dev/organization_sample.csv", 531, 0, 635),
        ("dev/organization_df_100.csv", 92, 0, 100),
        ("dev/project_df_100.csv", 0, 100, 0),
    ],
)
def test_each_real_layout_of_cordis_is_understood_to_the_last_column(
    file: str,
    organisations: int,
    projects: int,
    participations: int,
    into: Into,
    shared: Path,
    ledger: Ledger,
) -> None:
    report = into(cordis, shared / "data" / file)
    assert report.clean, report.sentences()
    assert (report.entities["Organisation"], report.entities["Project"]) == (organisations, projects)
    assert sum(1 for _ in ledger.match(predicate="participatedIn")) == participations


def test_ror_as_published_for_romania_is_understood_to_the_last_field(into: Into, shared: Path) -> None:
    report = into(ror, shared / "data" / "dev" / "ror_RO_native.json")
    assert report.clean, report.sentences()
    assert report.entities["Organisation"] == 182


def test_the_bundled_files_are_what_the_script_makes_of_the_data_beside_the_project(shared: Path) -> None:
    script: dict[str, object] = {"__name__": "extract", "__file__": str(CLUJ / "extract.py")}
    exec(compile((CLUJ / "extract.py").read_text("utf-8"), "extract.py", "exec"), script)
    made: dict[str, bytes] = {}
    script["HERE"] = _Written(made)
    script["main"](shared / "data" / "dev")  # type: ignore[operator]
    assert sorted(made) == ["cordis_fp7.csv.gz", "cordis_h2020.csv.gz", "ror_romania.json.gz"]
    for name, content in made.items():
        assert content == (CLUJ / name).read_bytes(), f"{name} is not what extract.py makes"


class _Written:
    """A folder that keeps what is written into it."""

    def __init__(self, made: dict[str, bytes]) -> None:
        self._made = made

    def __truediv__(self, name: str) -> _Written:
        self._name = name
        return self

    def write_bytes(self, content: bytes) -> None:
        self._made[self._name] = content
