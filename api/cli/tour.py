"""What is in the graph, and how is it asked? Three answered questions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from api.cli._options import Data, Lang, Language
from graph.data_folder import DataFolder

if TYPE_CHECKING:
    from graph.workspace import Workspace

__all__ = ["command"]

SHOWN = 8


def command(data: Data = None, lang: Language = Lang.EN) -> None:
    """Print what the graph holds and answer three questions, each with the command that asked it."""
    from graph.workspace import Workspace

    with Workspace(DataFolder.chosen(data)) as work:
        _contents(work, lang.value)
        best = _matters(work, lang.value)
        partner = _advice(work, best, lang.value)
        _path(work, best, partner, lang.value)


def _say(text: str) -> None:
    print(f"\n{text}")


def _contents(work: Workspace, lang: str) -> None:
    ledger = work.ledger
    canonical = work.index.canonicals()
    kinds: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for _, subject, _, stated, _, mode, _ in ledger.attributes(["type"]):
        for kind in work.ontology.ancestors(stated) if mode in ("happened", "claimed") else ():
            one = (canonical.get(subject, subject), kind)
            if kind != "Actor" and one not in seen:
                seen.add(one)
                kinds[kind] += 1
    print(work.settings.title.get(lang, work.settings.case))
    print(f"{ledger.count():,} statements from {len(ledger.sources())} sources, each with what proves it:")
    for kind, count in kinds.most_common(SHOWN):
        print(f"  {count:>7,}  {work.ontology.label(kind, lang)}")


def _matters(work: Workspace, lang: str) -> str:
    from graph.measures import rank
    from graph.projection.network import NetworkSpec

    focus = work.focus()
    network = work.network(NetworkSpec())
    ranking = rank(network, "pagerank", limit=len(network.ids), statement_ids=lambda rows: [])
    near = [one for one in ranking.findings if one.entity in focus][:3]
    _say("1. Who matters most in the network, of those in focus?   innograph rank pagerank")
    names = work.index.names([one.entity for one in near], lang)
    for one in near:
        print(f"  {one.rank:>5}. of {ranking.of:,}  {names[one.entity]}  ({one.of} statements)")
    return near[0].entity if near else network.ids[0]


def _advice(work: Workspace, actor: str, lang: str) -> str:
    from graph.advice import prepare, suggest
    from graph.advice.wishes import wish_for

    name = work.index.name
    ecosystem = prepare(work.ledger, work.index, work.ontology)
    wish = wish_for(work.ontology, work.index)
    advice = suggest(ecosystem, actor, work.ledger, name=name, wish=wish, limit=3)
    _say(f"2. With whom could {name(actor, lang)} collaborate?   innograph suggest {actor}")
    for one in advice.suggestions:
        print(f"  {one.rank}. {name(one.entity, lang)}")
        for reason in one.reasons:
            print(f"       {reason.sentence[lang]} [{reason.of} statements]")
    return advice.suggestions[0].entity if advice.suggestions else actor


def _path(work: Workspace, start: str, end: str, lang: str) -> None:
    from graph.ask.paths import PathFinder

    finder = PathFinder(work.ledger, work.index, work.ontology)
    found = finder.paths(start, end, ledger=work.ledger, index=work.index)
    _say(f"3. How do the two hang together?   innograph path {start} {end}")
    for step in found.paths[0].steps if found.paths else ():
        print(f"  {step.sentence[lang]}")
        proof = work.ledger.statement(step.because[0]).evidence
        print(
            f"       {proof.source}: " + (f"“{proof.quote.text}”" if proof.quote else f"row {proof.record}")
        )
