"""The peer: Morph-KGC writes the same facts as plain N-Quads, without evidence or history.

    PEER/bin/python tests/benchmarks/morph_kgc_peer.py FILE.csv.gz OUT.nq

Prints CPU seconds, wall seconds, peak MB and quads as JSON.
"""

from __future__ import annotations

import gzip
import json
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

MAPPING = """
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix inno: <https://w3id.org/innograph/ontology#> .

<#participation> rml:logicalSource [ rml:source "{csv}" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "https://w3id.org/innograph/id/org-{{org}}" ; rr:class inno:Organisation ;
                  rr:graph <https://w3id.org/innograph/source/cordis> ] ;
  rr:predicateObjectMap [ rr:predicate inno:participatedIn ;
    rr:objectMap [ rr:template "https://w3id.org/innograph/id/cordis-{{project}}" ] ] ;
  rr:predicateObjectMap [ rr:predicate inno:locatedIn ;
    rr:objectMap [ rr:template "https://w3id.org/innograph/id/country-{{country}}" ] ] ;
  rr:predicateObjectMap [ rr:predicate inno:activityType ; rr:objectMap [ rml:reference "activity_type" ] ] .

<#project> rml:logicalSource [ rml:source "{csv}" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "https://w3id.org/innograph/id/cordis-{{project}}" ; rr:class inno:Project ;
                  rr:graph <https://w3id.org/innograph/source/cordis> ] ;
  rr:predicateObjectMap [ rr:predicate inno:partOf ;
    rr:objectMap [ rr:template "https://w3id.org/innograph/id/programme-{{programme}}" ] ] ;
  rr:predicateObjectMap [ rr:predicate inno:hasDate ; rr:objectMap [ rml:reference "start_year" ] ] .
"""


def main(source: Path, out: Path) -> None:
    """Unpack, map, write."""
    home = Path(tempfile.mkdtemp())
    csv = home / "rows.csv"
    with gzip.open(source, "rb") as packed, csv.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    (home / "mapping.ttl").write_text(MAPPING.format(csv=csv))
    config = home / "config.ini"
    config.write_text(
        "[CONFIGURATION]\noutput_format=N-QUADS\nlogging_level=ERROR\nnumber_of_processes=1\n"
        f"output_file={out}\n[rows]\nmappings={home / 'mapping.ttl'}\n"
    )
    import morph_kgc

    began, cpu = time.perf_counter(), time.process_time()
    triples = morph_kgc.materialize_set(str(config))
    with out.open("w", encoding="utf-8") as written:
        written.writelines(f"{triple} .\n" for triple in triples)
    print(
        json.dumps(
            {
                "cpu": time.process_time() - cpu,
                "wall": time.perf_counter() - began,
                "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "done": len(triples),
            }
        )
    )
    shutil.rmtree(home)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
