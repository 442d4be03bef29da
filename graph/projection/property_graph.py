"""How does the property graph follow the ledger? Written over Bolt, with the same Cypher for Neo4j and the embedded
engine.

    (:Entity)     one node for each entity, labelled with all its classes        (property_graph_nodes)
    -[:TYPE]->    one relationship for each subject, type, object, valid time    (property_graph_ties)
    (:Redirect)   an id that was merged, `to` the one it is now known by
    (:Projection) one node: which ledger and revision this shows; written last, so that a torn graph is seen

Only what happened or is claimed has the plain type of its relation; what is planned or refuted has types of its own
(PLANNED_…, REFUTED_…). Derived ties are marked `derived: true`, and are written for actors in the focus only.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from graph.errors import StoreError
from graph.projection.delta import Delta, delta, resolve, resolved
from graph.projection.derived import DerivedTie, derived_ties
from graph.projection.property_graph_names import Names
from graph.projection.property_graph_nodes import Draft, node_of
from graph.projection.property_graph_said import (
    TieSaid,
    statement_of_entry,
    statements_of_tie,
    tie_said,
)
from graph.projection.property_graph_ties import TieKey, tie_properties
from graph.projection.property_graph_write import Writer

if TYPE_CHECKING:
    from graph.engine.bolt import Engine
    from graph.index import Index
    from graph.ledger import Ledger
    from graph.projection.delta import Resolved
    from graph.statement import Statement
    from ontology import Ontology

__all__ = ["PropertyGraph", "read_statements"]

FORM = 1  # changed with what is written, so that older graphs are made anew
SMALL = 2_000  # statements that are always changed one by one; more only where they are few beside the rest
SHARE = 10

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a property graph shows; `state` is `whole` when the last writer got to its end."""

    epoch: int  # differs from ledger to ledger, and after an erasure
    revision: int
    ontology: str
    rules: str
    focus: str
    form: int = FORM
    state: str = "whole"

    def follows(self, older: Mark) -> bool:
        """True where the difference between the two is one of revision and focus only."""
        same = replace(older, revision=self.revision, focus=self.focus)
        return same == self and older.revision <= self.revision


class PropertyGraph:
    """The property graph behind one engine. One process at a time may call `update`."""

    def __init__(self, engine: Engine, ontology: Ontology) -> None:
        self._engine = engine
        self._ontology = ontology
        self._names = Names(ontology)

    @property
    def revision(self) -> int:
        """The ledger's revision that it shows; 0 where there is none or it is torn."""
        mark = self._mark()
        return mark.revision if mark and mark.state == "whole" else 0

    def update(
        self,
        ledger: Ledger,
        index: Index,
        *,
        focus: Collection[str] | None = None,
        revision: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Bring it to the ledger's revision, or build it for an older one; the index shows the same revision.

        `focus` are the canonical ids of the actors whose derived ties are written; None writes none. `progress`
        hears how many statements were written. StoreError where a Neo4j holds what Innograph did not write.
        """
        until = ledger.revision if revision is None else revision
        wanted = Mark(ledger.epoch, until, self._ontology.version, index.rules, _hash_of(focus))
        held = self._mark()
        if held == wanted:
            return
        known = _Known(ledger, index, self._names, until)
        ties = derived_ties(ledger, index, self._ontology, focus, as_of=revision)
        with Writer(self._engine, progress) as writer:
            if held is None or not wanted.follows(held) or not self._follow(held, known, writer):
                with _no_collection():
                    self._build(wanted, known, writer)
            self._derive(ties, writer)
        self._set_mark(wanted)

    # ------------------------------------------------------------ all of it

    def _build(self, mark: Mark, known: _Known, writer: Writer) -> None:
        self._refuse_foreign()
        self._engine.clear()
        self._set_mark(replace(mark, state="building"))
        writer.constrain()
        drafts, ties = known.gather(resolved(known.ledger, known.index, as_of=known.revision))
        canonicals = known.index.canonicals(known.revision)
        writer.create_nodes(known.nodes(drafts, _members(canonicals)))
        drafts.clear()
        writer.create_ties(known.ties(ties))
        writer.late()
        writer.create_redirects(canonicals)

    def _refuse_foreign(self) -> None:
        if self._engine.kind == "embedded" or self._mark() is not None:
            return
        if self._engine.run("MATCH (n) RETURN 1 AS found LIMIT 1"):
            raise StoreError(
                f"The database {self._engine.database} at {self._engine.address} holds what Innograph did not write; "
                "name an empty one."
            )

    # ------------------------------------------------------------ what changed

    def _follow(self, held: Mark, known: _Known, writer: Writer) -> bool:
        """Write what changed since an older revision; false where writing all is the shorter way."""
        if held.revision == known.revision:
            return True
        change = delta(known.ledger, known.index, held.revision, known.revision)
        size = len(change.removed) + len(change.added)
        if size > SMALL and size * SHARE > known.ledger.count(as_of=known.revision):
            return False
        moved = list(known.index.moved(held.revision, known.revision))
        if not change and not moved:
            return True
        self._set_mark(replace(held, state="changing"))
        ends = change.touched.union(*((then, now) for _, then, now in moved))
        drafts, ties = known.present(ends, change)
        self._delete_ties(change, writer)
        here = writer.labels(ends)
        nodes = list(known.nodes(drafts))
        writer.create_nodes(node for node in nodes if node[1]["id"] not in here)
        writer.update_nodes((node for node in nodes if node[1]["id"] in here), here)
        writer.create_ties(known.ties(ties))
        writer.late()
        writer.redirect({id: now for id, _, now in moved})
        gone = ends - drafts.keys()
        perhaps_bare = {id for id, draft in drafts.items() if not draft.said}
        derived = f"UNWIND $rows AS id MATCH (:Entity {{id: id}})-[r:{self._names.derived}]-() DELETE r"
        writer.run(derived, sorted(gone | perhaps_bare))  # else one that nothing else ties would not be bare
        writer.delete_nodes(gone, only_bare=False)
        writer.delete_nodes(perhaps_bare, only_bare=True)
        return True

    def _delete_ties(self, change: Delta, writer: Writer) -> None:
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for type, subject, object, valid in _keys(change, self._names):
            rows[type].append({"s": subject, "o": object, "valid": valid})
        for type, some in rows.items():
            writer.delete_ties(type, some)

    # ------------------------------------------------------------ derived ties

    def _derive(self, wanted: Collection[DerivedTie], writer: Writer) -> None:
        """Make the derived ties those that are wanted, touching only what differs."""
        writer.flush()
        type = self._names.derived
        query = (
            f"MATCH (a:Entity)-[r:{type}]->(b:Entity) "
            "RETURN a.id AS a, b.id AS b, r.count AS count, r.statements AS statements, r.of AS of"
        )
        held = {
            DerivedTie(row["a"], row["b"], row["count"], tuple(row["statements"]), row["of"])
            for row in self._engine.stream(query)
        }
        stale = [{"s": tie.a, "o": tie.b, "valid": ""} for tie in held.difference(wanted)]
        writer.delete_ties(type, stale)
        writer.create_ties((type, tie.a, tie.b, _derived(tie)) for tie in wanted if tie not in held)

    # ------------------------------------------------------------ mark

    def _mark(self) -> Mark | None:
        rows = self._engine.run("MATCH (p:Projection) RETURN properties(p) AS mark")
        if len(rows) != 1:
            return None
        try:
            return Mark(**rows[0]["mark"])
        except TypeError:
            return Mark(0, 0, "", "", "", form=0, state="older")  # ours, of another form

    def _set_mark(self, mark: Mark) -> None:
        if not self._engine.run("MATCH (p:Projection) SET p = $mark RETURN 1 AS found", mark=asdict(mark)):
            self._engine.run("CREATE (p:Projection) SET p = $mark", mark=asdict(mark))


@dataclass(frozen=True, slots=True)
class _Known:
    """What the graph is made of: the ledger and index at a revision, and the names of its terms."""

    ledger: Ledger
    index: Index
    names: Names
    revision: int

    def gather(self, statements: Iterable[Resolved]) -> tuple[dict[str, Draft], dict[TieKey, list[TieSaid]]]:
        """What the nodes and the relationships will be made of."""
        drafts: defaultdict[str, Draft] = defaultdict(Draft)
        ties: defaultdict[TieKey, list[TieSaid]] = defaultdict(list)
        for one in statements:
            draft = drafts[one.subject]
            if key := _key(one, self.names):
                drafts[key[2]]
                ties[key].append(tie_said(one))
            else:
                draft.take(one, self.names)
        return drafts, ties

    def present(
        self, ends: Iterable[str], change: Delta
    ) -> tuple[dict[str, Draft], dict[TieKey, list[TieSaid]]]:
        """The same of these entities and of the relationships that a change touches, as they now are."""
        members = {
            id: self.index.members(id, at=self.revision)
            for id in ends
            if self.index.canonical(id, at=self.revision) == id
        }
        canonical = {member: id for id, all_of_it in members.items() for member in all_of_it}
        subjects = list(canonical)

        def said() -> Iterator[Resolved]:
            for subject in subjects:
                for statement in self.ledger.match(subject=subject, as_of=self.revision):
                    end = statement.object
                    if isinstance(end, str) and end not in canonical:
                        canonical[end] = self.index.canonical(end, at=self.revision)
                    yield resolve(statement, canonical)

        drafts, ties = self.gather(said())
        touched = set(_keys(change, self.names))
        return (
            {id: drafts.get(id) or Draft() for id in members},
            {key: found for key, found in ties.items() if key in touched},
        )

    def nodes(
        self, drafts: dict[str, Draft], members: dict[str, list[str]] | None = None
    ) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
        """Labels and properties of the nodes; `members` are the other ids of each, asked of the index without."""
        for id, draft in drafts.items():
            if members is None:
                ids = list(self.index.members(id, at=self.revision))
            else:
                ids = [id, *sorted(members.get(id, ()))]
            yield node_of(id, draft, self.index.entity(id), ids, self.names)

    def ties(self, ties: dict[TieKey, list[TieSaid]]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
        """Type, ends and properties of the relationships; what is written is forgotten."""
        while ties:
            key, said = ties.popitem()
            yield key[0], key[1], key[2], tie_properties(key, said, self.names)


def read_statements(engine: Engine, ontology: Ontology) -> Iterator[Statement]:
    """All statements that a property graph holds, with evidence, dates, qualifiers, confidence and extractor.

    The inverse of `PropertyGraph.update`; only rows as they were read are left to the ledger. StoreError where
    something does not fit its own id.
    """
    names = Names(ontology)
    for record in engine.stream("MATCH (n:Entity) RETURN n.id AS id, n.said AS said"):
        for entry in record["said"]:
            yield statement_of_entry(record["id"], entry, names.datatypes)
    query = "MATCH (a:Entity)-[r]->(b:Entity) WHERE r.evidence IS NOT NULL "
    query += "RETURN a.id AS a, type(r) AS type, b.id AS b, properties(r) AS held"
    for record in engine.stream(query):
        predicate = names.predicates.get(record["type"])
        if predicate:
            yield from statements_of_tie(record["a"], predicate, record["b"], record["held"])


def _key(one: Resolved, names: Names) -> TieKey | None:
    """Which relationship a statement belongs to; None where it is none."""
    if not isinstance(one.object, str):
        return None
    statement = one.statement
    type = names.type_of(statement.predicate, statement.mode)
    if type is None:
        return None
    return type, one.subject, one.object, statement.when.key if statement.when else ""


def _keys(change: Delta, names: Names) -> Iterator[TieKey]:
    """The relationships that a change touches, each once."""
    keys = (_key(one, names) for one in (*change.removed, *change.added))
    yield from dict.fromkeys(key for key in keys if key)


def _members(canonicals: dict[str, str]) -> dict[str, list[str]]:
    members: defaultdict[str, list[str]] = defaultdict(list)
    for id, canonical in canonicals.items():
        members[canonical].append(id)
    return members


def _derived(tie: DerivedTie) -> dict[str, Any]:
    return {"derived": True, "count": tie.count, "of": tie.of, "statements": list(tie.statements)}


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without the garbage collector: it would look again and again at all that is gathered, and find none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _hash_of(names: Collection[str] | None) -> str:
    joined = "\n".join(sorted(names or ()))
    return blake2b(joined.encode(), digest_size=8).hexdigest() if joined else ""
