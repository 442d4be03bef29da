"""One stage of a load in a process of its own, so that its memory is its own: prints its costs as JSON.

python -m tests.benchmarks.stages parse FILE
python -m tests.benchmarks.stages load FILE FOLDER          ledger, identity, RDF
python -m tests.benchmarks.stages copies FILE TIMES OUT     the same rows with other ids, so many times
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import deque
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.measuring import Cost, measured


def parse(file: Path) -> dict[str, Cost]:
    """Read the file and make its statements, keeping none."""
    from dataclasses import replace

    from api.cli.load import location_of
    from loaders import cordis
    from ontology import load

    where = replace(location_of(cordis, str(file)), ontology=load())
    with measured() as cost:
        count = 0
        for record in cordis.fetch(where):
            said = deque(cordis.parse(record))
            count += len(said)
        cost.done = count
    return {"parse": cost}


def load(file: Path, root: Path) -> dict[str, Cost]:
    """Parse and ledger, then identity, then RDF, in a new data folder."""
    from api.cli.load import location_of
    from graph.data_folder import DataFolder
    from graph.workspace import Workspace
    from loaders import _run, cordis

    costs: dict[str, Cost] = {}
    with Workspace(DataFolder(root), create=True) as work:
        ontology, ledger = work.ontology, work.ledger
        with measured() as cost:
            report = _run.run(ledger, ontology, cordis, location_of(cordis, str(file)))
        cost.done = report.change.added
        costs["parse and ledger"] = cost
        with measured() as cost:
            again = _run.run(ledger, ontology, cordis, location_of(cordis, str(file)))
            assert again.change.noop
        costs["the same again"] = cost
        with measured() as cost:
            work.catch_up_index()
        cost.done = ledger.count()
        costs["identity and names"] = cost
        with measured() as cost:
            work.catch_up_rdf()
        cost.done = ledger.count()
        costs["RDF"] = cost
    return costs


def copies(file: Path, times: int, out: Path) -> dict[str, Cost]:
    """Write the rows `times` times, projects and organisations renamed in each copy."""
    with measured() as cost, gzip.open(out, "wt", encoding="utf-8", newline="", compresslevel=1) as target:
        writer = None
        for copy in range(times):
            with gzip.open(file, "rt", encoding="utf-8", newline="") as rows:
                for row in csv.DictReader(rows):
                    if writer is None:
                        writer = csv.DictWriter(target, list(row))
                        writer.writeheader()
                    if copy:
                        row["project"] = f"{row['project']}{copy:02d}"
                        row["org"] = f"{row['org']}{copy:02d}"
                    writer.writerow(row)
                    cost.done += 1
    return {"copies": cost}


def main(words: list[str]) -> None:
    """The stage named on the command line."""
    name, *rest = words
    if name == "parse":
        costs = parse(Path(rest[0]))
    elif name == "load":
        costs = load(Path(rest[0]), Path(rest[1]))
    elif name == "copies":
        costs = copies(Path(rest[0]), int(rest[1]), Path(rest[2]))
    else:
        raise SystemExit(f"no stage {name}")
    print(json.dumps({stage: asdict(cost) for stage, cost in costs.items()}))


if __name__ == "__main__":
    main(sys.argv[1:])
