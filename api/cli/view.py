"""Make a picture of a part of the graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli._options import Data
from api.cli._output import note, write_bytes
from api.dates import day
from graph.data_folder import DataFolder

__all__ = ["command"]

Many = list[str] | None


def command(
    out: Annotated[Path, typer.Option("--out", "-o", help="The HTML file to write.")] = Path("view.html"),
    seed: Annotated[Many, typer.Option(help="An entity to start from; may be given again.")] = None,
    question: Annotated[str, typer.Option(help="Words to look up and start from.")] = "",
    type: Annotated[Many, typer.Option(help="Only this class.")] = None,
    vertical: Annotated[Many, typer.Option(help="Only what this vertical touches.")] = None,
    relation: Annotated[Many, typer.Option(help="Only this relation.")] = None,
    place: Annotated[Many, typer.Option(help="Only what lies there.")] = None,
    mode: Annotated[Many, typer.Option(help="planned, claimed, happened or refuted.")] = None,
    source: Annotated[Many, typer.Option(help="Only what this source says.")] = None,
    during: Annotated[str, typer.Option(metavar="D..D", help="What was true in this period.")] = "",
    undated: Annotated[bool, typer.Option("--undated", help="With --during: keep what has no date.")] = False,
    as_of: Annotated[str, typer.Option(metavar="DATE", help="What was known at the end of this day.")] = "",
    weight: Annotated[int, typer.Option(min=1, help="At least so many statements behind a tie.")] = 1,
    confidence: Annotated[float, typer.Option(min=0, max=1, help="At least so sure.")] = 0.0,
    depth: Annotated[int, typer.Option(min=0, max=6, help="Steps around the seeds.")] = 2,
    limit: Annotated[int, typer.Option(min=1, help="At most so many nodes (2,000 is the most).")] = 300,
    layout: Annotated[str, typer.Option(help="spring or rings.")] = "spring",
    colour: Annotated[str, typer.Option(help="type, vertical or community.")] = "type",
    size: Annotated[str, typer.Option(help="degree, weight or same.")] = "degree",
    select: Annotated[str, typer.Option(help="A node or tie to open with.")] = "",
    lang: Annotated[str, typer.Option(help="en or ro.")] = "en",
    data: Data = None,
) -> None:
    """Write one self-contained page: it opens without network or server, and shows what proves each tie.

    Example: innograph view --out cluj-it.html --seed "Cluj IT Cluster" --depth 1 --lang ro
    """
    from graph.view.page import page
    from graph.view.spec import ViewSpec
    from graph.view.subgraph import build_picture
    from graph.workspace import Workspace

    spec = ViewSpec(
        seeds=tuple(seed or ()), question=question, types=tuple(type or ()), verticals=tuple(vertical or ()),
        relations=tuple(relation or ()), places=tuple(place or ()), modes=tuple(mode or ()),
        sources=tuple(source or ()), during=during, undated=undated, as_of=as_of, weight=weight,
        confidence=confidence, depth=depth, limit=limit, layout=layout, colour=colour, size=size, lang=lang,
        select=select,
    )  # fmt: skip
    with Workspace(DataFolder.chosen(data)) as work:
        known = work.known(day(as_of or None, "--as-of"))
        picture = build_picture(
            known.ledger,
            known.index,
            known.ontology,
            spec,
            focus=work.settings.focus,
            as_of=known.revision,
            cache=work.folder.cache,
            title=work.settings.title or None,
        )
        write_bytes(out, page(picture, spec, lang).encode())
    note(picture.summary(lang))
