"""Does a property graph that followed the ledger equal one that was built anew, and is a torn one repaired?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.errors import StoreError
from graph.ledger import Judgement
from graph.projection.property_graph import PropertyGraph, read_statements
from graph.statement import Literal, Mode, Statement
from graph.when import When
from tests.graph.projection.property_graphs import World, kind, says, state, text, world

if TYPE_CHECKING:
    from graph.engine.bolt import Engine

FIRST = When("2015", "2017")


def register() -> list[Statement]:
    """Three organisations in two projects, in a cluster, in a town."""
    found = [
        says(entity, "type", kind(name))
        for entity, name in (("a", "Company"), ("b", "University"), ("c", "Cluster"))
    ]
    found += [
        says(entity, "name", text(name))
        for entity, name in (("a", "Alpha SRL"), ("b", "Beta University"), ("c", "Gamma Cluster"))
    ]
    found += [says("x", "type", kind("Project")), says("y", "type", kind("Project"))]
    found += [says("a", "participatedIn", "x", when=FIRST), says("b", "participatedIn", "x", when=FIRST)]
    return [*found, says("a", "memberOf", "c"), says("a", "locatedIn", "place-cluj-napoca")]


def _with(
    here: World, *more: Statement, without: Callable[[Statement], bool] = lambda statement: False
) -> None:
    here.load("p", *(statement for statement in register() if not without(statement)), *more)


def _grow(here: World) -> None:
    """New nodes, a new statement on an old relationship, a second valid time, an edge between old nodes."""
    _with(
        here,
        says("d", "type", kind("Hospital")),
        says("d", "memberOf", "c", mode=Mode.PLANNED),
        says("a", "participatedIn", "x", "again", when=FIRST, qualifiers=(("role", "coordinator"),)),
        says("a", "participatedIn", "x", "later", when=When("2018")),
        says("b", "participatedIn", "y"),
        says("a", "participatedIn", "y"),
    )


def _shrink(here: World) -> None:
    """Nodes that nothing speaks of any more, and one relationship less."""
    _with(here, without=lambda statement: statement.subject == "b" or statement.predicate == "memberOf")


def _change_type(here: World) -> None:
    """Other labels on a node that has relationships."""
    _with(
        here,
        says("a", "type", kind("University")),
        without=lambda said: (said.subject, said.predicate) == ("a", "type"),
    )


def _merge(here: World) -> None:
    here.load(
        "q",
        *(
            says("e", *rest, source="t", part="q")
            for rest in (
                ("type", kind("Company")),
                ("name", text("Epsilon")),
                ("memberOf", "c"),
                ("participatedIn", "y"),
            )
        ),
        source="t",
    )
    here.ledger.judge(Judgement("a", "e", "same", "tester", "they are one"))
    here.catch_up()


def _split(here: World) -> None:
    (judgement,) = here.ledger.judgements()
    here.ledger.undo(judgement.id, "tester", "they are two")
    here.catch_up()


def _empty(here: World) -> None:
    here.load("p")
    here.load("q", source="t")


STEPS = [_grow, _merge, _change_type, _shrink, _split, _grow, _empty, _grow]


def test_every_change_is_followed(engine: Engine, tmp_path: Path) -> None:
    """Added, closed, merged, split, emptied and filled again: each time as if it were built anew."""
    with world(tmp_path) as here:
        _with(here)
        graph = PropertyGraph(engine, here.ontology)
        graph.update(here.ledger, here.index, focus={"a"})
        for step in STEPS:
            step(here)
            engine.run(
                "MATCH (p:Projection) SET p.form = $form", form=1
            )  # as it was: proves that nothing is rebuilt
            focus = {here.index.canonical("a")}
            graph.update(here.ledger, here.index, focus=focus)
            followed = state(engine)
            assert {said.id for said in read_statements(engine, here.ontology)} == {
                said.id for said in here.ledger.match()
            }
            engine.run("MATCH (p:Projection) SET p.state = 'torn'")
            assert graph.revision == 0
            graph.update(here.ledger, here.index, focus=focus)
            assert graph.revision == here.ledger.revision
            assert state(engine) == followed, step.__name__


def test_a_merge_redirects_and_keeps_what_was_said(engine: Engine, tmp_path: Path) -> None:
    with world(tmp_path) as here:
        _with(here)
        graph = PropertyGraph(engine, here.ontology)
        graph.update(here.ledger, here.index)
        _merge(here)
        graph.update(here.ledger, here.index)
        one = here.index.canonical("e")
        other = "e" if one == "a" else "a"
        assert engine.run("MATCH (r:Redirect) RETURN r.id AS id, r.to AS to") == [{"id": other, "to": one}]
        assert engine.run("MATCH (n:Entity) WHERE $id IN n.ids RETURN n.id AS id", id=other) == [{"id": one}]
        (tie,) = engine.run("MATCH (n {id: $id})-[r:MEMBER_OF]->() RETURN r.saidSubject AS said", id=one)
        assert sorted(tie["said"]) == ["a", "e"]
        _split(here)
        graph.update(here.ledger, here.index)
        assert engine.run("MATCH (r:Redirect) RETURN r.id AS id") == []
        assert len(engine.run("MATCH (n:Entity) WHERE n.id IN ['a', 'e'] RETURN n.id AS id")) == 2


def test_derived_ties_follow_the_focus_and_can_be_off(engine: Engine, tmp_path: Path) -> None:
    def ties() -> list[list[object]]:
        query = (
            "MATCH (a)-[r:DERIVED_COLLABORATION]->(b) RETURN a.id AS a, b.id AS b, r.count AS n ORDER BY a"
        )
        return [list(row.values()) for row in engine.run(query)]

    with world(tmp_path) as here:
        _with(here)
        graph = PropertyGraph(engine, here.ontology)
        graph.update(here.ledger, here.index, focus={"b"})
        assert ties() == [["a", "b", 1]]
        graph.update(here.ledger, here.index, focus={"c"})
        assert ties() == []
        _grow(here)
        graph.update(here.ledger, here.index, focus={"a"})
        assert ties() == [["a", "b", 2]]
        graph.update(here.ledger, here.index)
        assert ties() == []
        plain = engine.run("MATCH ()-[r]->() WHERE r.derived IS NULL RETURN count(r) AS n")
        assert plain[0]["n"] == len(
            {
                (s.subject, s.predicate, s.object, s.when, s.mode)
                for s in here.ledger.match()
                if isinstance(s.object, str)
            }
        )


def test_nothing_to_do_touches_nothing_and_a_small_change_little(engine: Engine, tmp_path: Path) -> None:
    with world(tmp_path) as here:
        _with(here)
        graph = PropertyGraph(engine, here.ontology)
        graph.update(here.ledger, here.index)
        engine.run("MATCH (n:Entity {id: 'b'}) SET n.seen = true")
        graph.update(here.ledger, here.index)
        here.load("p2", says("a", "acronym", Literal("AS"), part="p2"))
        graph.update(here.ledger, here.index)
        assert engine.run("MATCH (n:Entity) WHERE n.seen RETURN n.id AS id") == [{"id": "b"}]
        assert engine.run("MATCH (n:Entity {id: 'a'}) RETURN n.acronym AS acronym") == [{"acronym": "AS"}]


def test_an_erasure_builds_anew(engine: Engine, tmp_path: Path) -> None:
    with world(tmp_path) as here:
        _with(here)
        graph = PropertyGraph(engine, here.ontology)
        graph.update(here.ledger, here.index)
        engine.run("MATCH (n:Entity {id: 'b'}) SET n.seen = true")
        here.ledger.erase(["b"], "asked to", "tester")
        here.catch_up()
        graph.update(here.ledger, here.index)
        assert engine.run("MATCH (n) WHERE n.seen OR n.id = 'b' RETURN n") == []
        assert "Beta" not in str(state(engine))


def test_another_ledger_with_the_same_numbers_is_not_mistaken_for_this_one(
    engine: Engine, tmp_path: Path
) -> None:
    with world(tmp_path / "one") as here, world(tmp_path / "two") as there:
        _with(here)
        there.load("p", says("z", "name", text("Zeta")))
        assert here.ledger.revision == there.ledger.revision
        PropertyGraph(engine, here.ontology).update(here.ledger, here.index)
        PropertyGraph(engine, there.ontology).update(there.ledger, there.index)
        assert engine.run("MATCH (n:Entity) RETURN n.id AS id") == [{"id": "z"}]


def test_a_failure_in_the_middle_is_told_and_repaired(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graph.engine.bolt import Engine as Face

    with world(tmp_path) as here:
        _with(here)
        graph = PropertyGraph(engine, here.ontology)
        whole = Face.run

        def breaks(self: Engine, query: str, **parameters: object) -> list[dict[str, object]]:
            if "MATCH (b:Entity" in query or "MATCH (a:Entity" in query:
                raise StoreError("The cable was pulled.")
            return whole(self, query, **parameters)

        with monkeypatch.context() as patched:
            patched.setattr(Face, "run", breaks)
            with pytest.raises(StoreError, match="cable"):
                graph.update(here.ledger, here.index)
        assert graph.revision == 0
        graph.update(here.ledger, here.index)
        assert graph.revision == here.ledger.revision
        assert len(list(read_statements(engine, here.ontology))) == here.ledger.count()


@pytest.mark.neo4j
def test_what_others_keep_in_a_neo4j_is_left_alone(neo4j_engine: Engine, tmp_path: Path) -> None:
    neo4j_engine.clear()
    neo4j_engine.run("CREATE (:Guest {id: 'not ours'})")
    try:
        with world(tmp_path) as here:
            _with(here)
            graph = PropertyGraph(neo4j_engine, here.ontology)
            with pytest.raises(StoreError, match="holds what Innograph did not write; name an empty one"):
                graph.update(here.ledger, here.index)
            neo4j_engine.clear()
            assert neo4j_engine.run("MATCH (n:Guest) RETURN n.id AS id") == [{"id": "not ours"}]
    finally:
        neo4j_engine.run("MATCH (n:Guest) DELETE n")
