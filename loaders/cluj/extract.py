"""How were the bundled CORDIS and ROR files made, and how are they made again?

    python loaders/cluj/extract.py FOLDER

where FOLDER holds h2020_ro_until_2018.csv, fp7_ro.csv, fp7_ro_briefs.csv, organisations.csv and
ror_RO_native.json. Writes cordis_h2020.csv.gz, cordis_fp7.csv.gz and ror_romania.json.gz beside this file, the same
bytes from the same input. Facts only: no objective, no teaser, no street, no contact. Of partners abroad the town and
the region are left out: they would be a third of all statements and answer no question about Cluj.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROR_FIELDS = ["id", "names", "types", "status", "established", "locations", "links", "external_ids"]
ROR_FIELDS += [
    "relationships",
    "name",
    "aliases",
    "acronyms",
    "labels",
    "addresses",
    "country",
]  # of schema 1


def rows(path: Path) -> list[dict[str, str]]:
    """All rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def at_home(row: dict[str, str], *columns: str) -> dict[str, str]:
    """The row, with these columns empty where the organisation is not in Romania."""
    return row if row["country"] == "RO" else row | dict.fromkeys(columns, "")


def h2020(folder: Path) -> Iterable[dict[str, str]]:
    """Participations of H2020 with the short names and websites of the organisations."""
    organisations = {row["pic"]: row for row in rows(folder / "organisations.csv")}
    for row in rows(folder / "h2020_ro_until_2018.csv"):
        more = organisations.get(row["pic"], {})
        yield at_home(row, "city") | {"short_name": more.get("short_name", ""), "url": more.get("url", "")}


def fp7(folder: Path) -> Iterable[dict[str, str]]:
    """Participations of FP7 with the titles of the projects where they are known."""
    titles = {row["project_rcn"]: row["title"] for row in rows(folder / "fp7_ro_briefs.csv")}
    for row in rows(folder / "fp7_ro.csv"):
        yield at_home(row, "city", "nuts3") | {"title": titles.get(row["rcn"], "")}


def ror(folder: Path) -> list[dict[str, Any]]:
    """The organisations of ROR in Romania, with the fields that the loader reads."""
    found = json.loads((folder / "ror_RO_native.json").read_text("utf-8"))
    return [{name: row[name] for name in ROR_FIELDS if name in row} for row in found]


def write(name: str, content: bytes) -> None:
    """A gzip without time and name, so that the same content gives the same bytes."""
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as file:
        file.write(content)
    (HERE / name).write_bytes(packed.getvalue())


def as_csv(found: Iterable[dict[str, str]]) -> bytes:
    """Rows as CSV with a header, in UTF-8."""
    table = list(found)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(table[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    return text.getvalue().encode()


def main(source: Path) -> None:
    """Write the three files."""
    write("cordis_h2020.csv.gz", as_csv(h2020(source)))
    write("cordis_fp7.csv.gz", as_csv(fp7(source)))
    write("ror_romania.json.gz", json.dumps(ror(source), ensure_ascii=False, separators=(",", ":")).encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
