"""Which stores make up one graph, and are they up to date?

A `Workspace` opens the ledger, the index and the projections of a data folder when they are first used, and
brings the projections to the ledger's revision under the projector's lock. It answers no question itself.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.data_folder import DataFolder
from graph.errors import SettingError, StoreUnwritable, UnknownEntity
from graph.index import Index
from graph.ledger import Ledger
from ontology import Ontology, load

if TYPE_CHECKING:
    from graph.engine.bolt import Engine
    from graph.projection.network import Network, NetworkSpec
    from graph.projection.rdf import RdfProjection

__all__ = ["Known", "Settings", "Workspace", "open_graph"]

KEPT_PASTS = 3
Progress = Callable[[str, int], None]  # stage, how many statements


@dataclass(frozen=True, slots=True)
class Known:
    """What was known at a revision: the ledger, an index of that revision, and the revision (None: the
    present)."""

    ledger: Ledger
    index: Index
    ontology: Ontology
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What the case decides: its name, the places in focus, extra ontology files, whether ties are
    derived."""

    case: str = ""
    title: dict[str, str] = field(default_factory=dict)
    focus: tuple[str, ...] = ()  # ids of places
    terms: tuple[str, ...] = ()  # Turtle files with terms of the case's own
    derived: bool = True
    engine: str = ""  # a Bolt address; empty: the embedded engine

    @classmethod
    def read(cls, file: Path) -> Settings:
        """The settings of a data folder; defaults where there are none."""
        if not file.exists():
            return cls()
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
            lists = {name: tuple(found[name]) for name in ("focus", "terms")}
            return cls(**{**found, **lists})
        except (ValueError, KeyError, TypeError) as error:
            raise SettingError(f"{file} is damaged; delete it and run “innograph build” again.") from error

    def write(self, file: Path) -> None:
        """Keep them beside the ledger."""
        file.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")


class Workspace:
    """The stores of one graph. Use it as a context manager, or call `close`."""

    def __init__(self, folder: DataFolder, *, create: bool = False) -> None:
        self.folder = folder.create() if create else folder.require()
        self._create = create
        self._pasts: dict[int, Index] = {}

    @cached_property
    def ontology(self) -> Ontology:
        """The terms, with those of the case."""
        return load(*map(Path, self.settings.terms))

    @cached_property
    def settings(self) -> Settings:
        """What the case decided when it was built."""
        return Settings.read(self._settings_file)

    @property
    def _settings_file(self) -> Path:
        return self.folder.root / "settings.json"

    def choose(self, settings: Settings) -> None:
        """Keep what a case decides; to be done before anything else is opened."""
        settings.write(self._settings_file)
        self.__dict__["settings"] = settings

    @cached_property
    def ledger(self) -> Ledger:
        """The truth."""
        return Ledger.open(self.folder.ledger, create=self._create)

    @cached_property
    def index(self) -> Index:
        """Identity, names and search, at the ledger's revision."""
        found = Index.open(self.folder.index)
        if not self._fresh(found):
            with self.folder.projecting("index"):
                self._update_index(found)
        return found

    @cached_property
    def rdf(self) -> RdfProjection:
        """The RDF store; `catch_up_rdf` brings it to the ledger's revision."""
        from graph.projection.rdf import RdfProjection

        return RdfProjection(self.folder.rdf)

    def _fresh(self, index: Index) -> bool:
        from graph.identity.rules import rules_version

        shown = (index.epoch, index.revision, index.rules)
        return shown == (self.ledger.epoch, self.ledger.revision, rules_version(self.ontology))

    def _update_index(self, index: Index) -> None:
        proposals = index.update(self.ledger, self.ontology)
        if proposals:
            self.ledger.propose(proposals)

    def catch_up_index(self) -> None:
        """Bring identity, names and search to the ledger's revision."""
        if not self._fresh(self.index):
            with self.folder.projecting("index"):
                self._update_index(self.index)

    def catch_up_rdf(self, progress: Progress | None = None) -> None:
        """Bring the RDF store to the ledger's revision and publish a snapshot."""
        self.catch_up_index()
        if self.rdf.shows(self.ledger, self.ontology):
            return
        with self.folder.projecting("rdf"):
            self.rdf.update(
                self.ledger,
                self.index,
                self.ontology,
                focus=self.focus() if self.settings.derived else None,
                progress=_stage(progress, "RDF"),
            )

    def catch_up_property_graph(self, engine: Engine, progress: Progress | None = None) -> None:
        """Bring the property graph behind an engine to the ledger's revision."""
        from graph.projection.property_graph import PropertyGraph

        self.catch_up_index()
        with self.folder.projecting("property-graph"):
            PropertyGraph(engine, self.ontology).update(
                self.ledger,
                self.index,
                focus=self.focus() if self.settings.derived else None,
                progress=_stage(progress, "property graph"),
            )

    def engine(self, url: str = "", *, owner: bool = False) -> Engine:
        """The engine that answers Cypher: at this Bolt address, else of the settings, else embedded.

        The login of an address comes from INNOGRAPH_ENGINE_USER and INNOGRAPH_ENGINE_PASSWORD. With `owner` an
        embedded engine ends with this process.
        """
        from graph.engine import connect

        return connect(url or self.settings.engine, folder=self.folder.engine, owner=owner)

    def focus(self) -> frozenset[str]:
        """The canonical ids of the actors in the places that the case is about."""
        from graph.focus import actors_in

        return actors_in(self.settings.focus, self.ledger, self.index, self.ontology)

    def find(self, asked: str) -> str:
        """The canonical id of what is named by id, exact name or unambiguous part.

        Raises AmbiguousEntity, UnknownEntity with similar names, or Erased with date and reason.
        """
        try:
            return self.index.find(asked)
        except UnknownEntity:
            if erased := self.ledger.erased(asked):
                raise erased from None
            raise

    def known(self, as_of: date | None) -> Known:
        """What was known at the end of a day; None for the present."""
        if as_of is None or (revision := self.ledger.revision_at(as_of)) >= self.ledger.revision:
            return Known(self.ledger, self.index, self.ontology)
        return Known(self.ledger, self._past(revision), self.ontology, revision)

    def _past(self, revision: int) -> Index:
        if revision not in self._pasts:
            home = self.folder.past / str(revision)
            try:
                home.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreUnwritable(f"{home} cannot be made: {error.strerror}.") from error
            found = Index.open(home / "index.sqlite")
            if found.revision != revision or found.epoch != self.ledger.epoch:
                with self.folder.projecting("past"):
                    found.update(self.ledger, self.ontology, revision=revision)
            self._pasts[revision] = found
            self._forget_pasts()
        return self._pasts[revision]

    def _forget_pasts(self) -> None:
        homes = sorted(self.folder.past.iterdir(), key=lambda home: home.stat().st_mtime, reverse=True)
        for home in homes[KEPT_PASTS:]:
            if int(home.name) not in self._pasts:
                shutil.rmtree(home, ignore_errors=True)

    def network(self, spec: NetworkSpec) -> Network:
        """The network of a choice; `spec.as_of` is a revision that `known` gave."""
        from graph.projection.network import build_network

        index = self.index if spec.as_of is None else self._past(spec.as_of)
        return build_network(self.ledger, index, self.ontology, spec)

    def close_projections(self) -> None:
        """Let go of what follows the ledger; it is opened again when it is next asked for."""
        opened: dict[str, Any] = self.__dict__
        if "index" in opened:
            opened.pop("index").close()
        opened.pop("rdf", None)
        for past in self._pasts.values():
            past.close()
        self._pasts.clear()

    def close(self) -> None:
        """Close what was opened."""
        self.close_projections()
        if "ledger" in self.__dict__:
            self.__dict__.pop("ledger").close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _stage(progress: Progress | None, name: str) -> Callable[[int], None] | None:
    return None if progress is None else lambda done: progress(name, done)


def open_graph(path: str | Path | None = None) -> Workspace:
    """The graph of a data folder, for notebooks and scripts: `open_graph()` takes INNOGRAPH_DATA or
    .innograph."""
    return Workspace(DataFolder.chosen(Path(path) if path is not None else None))
