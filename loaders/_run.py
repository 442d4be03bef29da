"""How does a source become statements in the ledger, all of it or nothing?

`run` brings the source here, skips it where nothing changed, lets the loader fetch and parse, checks every
statement against the ontology, and replaces the part in the ledger in one go. Whatever goes wrong is one
sentence that names file and line, and the ledger stays as it was. What was not understood is in the `Report`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from itertools import chain
from types import ModuleType

from graph.errors import InnographError, InvalidStatement, SourceError, UsageError
from graph.ledger import Change, Judgement, Ledger
from graph.statement import Document, Statement
from loaders._base import Location, Record
from loaders._check import Checker
from loaders._fetch import contents_hash, here
from ontology import Ontology, UnknownTerm

__all__ = ["Report", "fingerprint", "run"]

_MOST_EXAMPLES = 200


@dataclass(slots=True)
class Report:
    """What a load did: the change in the ledger, and everything it did not understand or had to leave out."""

    change: Change
    records: int = 0
    entities: Counter[str] = field(default_factory=Counter)  # by class, with those of its kinds
    not_understood: Counter[str] = field(default_factory=Counter)  # "column “x”" or "“y” in column “x”"
    skipped: Counter[str] = field(default_factory=Counter)  # reason, with the first place
    violations: list[str] = field(default_factory=list)
    violated: int = 0
    expectations_missed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """True where nothing was left out, misunderstood or missed."""
        return not (self.not_understood or self.skipped or self.violated or self.expectations_missed)

    def sentences(self) -> list[str]:
        """The report, one sentence a line, as the command line shows it."""
        change = self.change
        if change.noop:
            return [f"{change.source}/{change.part}: unchanged, nothing to do."]
        said = [
            f"{change.source}/{change.part}: {self.records:,} records; {change.added:,} statements added, "
            f"{change.closed:,} closed, {change.same:,} as before."
        ]
        if self.records and not (change.added or change.same or change.suppressed):
            said.append("Nothing that we understand was found in it.")
        said += [
            f"Not understood: {what} ({count:,} times)." for what, count in self.not_understood.most_common()
        ]
        said += [f"Skipped: {why} ({count:,} times)." for why, count in self.skipped.most_common()]
        said += [f"Against the ontology: {what}" for what in self.violations]
        said += self.expectations_missed
        return said + self.notes


def fingerprint(loader: ModuleType, ontology: Ontology, where: Location) -> str:
    """A hash of all that decides what a load says: input bytes, loader and its version, ontology, options."""
    settings = json.dumps(
        [_name(loader), _version(loader), ontology.version, dict(where.options), where.url],
        sort_keys=True,
        default=str,
    )
    files = [where.path, *(loader.also_reads(where) if hasattr(loader, "also_reads") else ())]
    contents = "".join(contents_hash(file) for file in files)
    return blake2b((settings + contents).encode(), digest_size=16).hexdigest()


def run(
    ledger: Ledger,
    ontology: Ontology,
    loader: ModuleType,
    location: Location,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Load one part. `progress` is told the number of records read so far, about every thousand.

    Raises SourceError, InvalidStatement or StoreError with the ledger as it was before.
    """
    with here(location) as where:
        by = f"{_name(loader)} {_version(loader)}"
        where = replace(where, ontology=ontology, by=by, secret=ledger.secret())
        mark = fingerprint(loader, ontology, where)
        if ledger.unchanged(where.source.id, where.part, mark):
            return Report(Change(where.source.id, where.part, ledger.revision, noop=True))
        reading = _Reading(loader, ontology, where, progress)
        change = ledger.replace(
            where.source.id,
            where.part,
            reading.statements(),
            documents=reading.documents,
            fingerprint=mark,
            by=where.by,
            catalogue=where.source,
        )
        reading.judge(ledger)
        return reading.report(change)


class _Reading:
    """One pass over a source: its statements, and what is to be reported about it."""

    def __init__(
        self,
        loader: ModuleType,
        ontology: Ontology,
        where: Location,
        progress: Callable[[int], None] | None,
    ) -> None:
        self._loader, self._where, self._progress = loader, where, progress
        self._checker = Checker(ontology)
        self._records = 0
        self._unclear = where.unclear
        self._skipped: Counter[str] = Counter()
        self._first_places: dict[str, str] = {}
        self._judgements: list[Judgement] = []
        self._fetched, self.documents = self._ahead()

    def statements(self) -> Iterator[Statement]:
        """The checked statements of all records. Raises as `run` does."""
        passes = self._checker.passes
        parse, judge = self._loader.parse, getattr(self._loader, "judge", None)
        record: Record | None = None
        try:
            for record in self._fetched:
                if judge and (judgement := judge(record)):
                    self._judgements.append(judgement)
                for statement in parse(record):
                    if passes(statement, record):
                        yield statement
                self._finish(record)
        except (InvalidStatement, UnknownTerm, KeyError, ValueError, TypeError) as error:
            raise self._explained(error, record) from error
        yield from self._checker.waiting()
        if self._progress:
            self._progress(self._records)

    def report(self, change: Change) -> Report:
        """What there is to say once all was read."""
        entities = self._checker.count()
        missed = [
            f"Expected at least {least:,} of {name}, found {entities[name]:,}: {self._where.name} may "
            "be incomplete."
            for name, least in self._where.expect.items()
            if entities[name] < least
        ]
        skipped = Counter({f"{why} ({self._first_places[why]})": n for why, n in self._skipped.items()})
        return Report(
            change,
            self._records,
            entities,
            self._unclear,
            skipped,
            self._checker.violations,
            self._checker.violated,
            missed,
            list(self._where.notes),
        )

    def judge(self, ledger: Ledger) -> None:
        """Record the judgements of this part, and undo those of its that it no longer holds.

        One that contradicts another is refused by the ledger and stands in the report; the rest holds.
        """
        mark = f" [{self._where.source.id}/{self._where.part}]"
        new = {(*sorted((one.a, one.b)), one.verdict): one for one in self._judgements}
        for old in ledger.judgements():
            if old.by.endswith(mark) and (old.a, old.b, old.verdict) not in new:
                ledger.undo(old.id, old.by, "No longer in the table.")
        for one in new.values():
            try:
                ledger.judge(replace(one, by=one.by + mark))
            except UsageError as error:
                self._checker.violation(f"{self._where.name}: the judgement is refused: {error}")

    def _ahead(self) -> tuple[Iterator[Record], list[Document]]:
        """All records, and the documents: these are read at once, for the ledger takes them first."""
        fetched = self._guarded(self._loader.fetch(self._where))
        first = next(fetched, None)
        if first is None:
            return iter(()), []
        if first.document is None:
            return chain([first], fetched), []
        records = [first, *fetched]
        return iter(records), [record.document for record in records if record.document]

    def _guarded(self, records: Iterator[Record]) -> Iterator[Record]:
        try:
            yield from records
        except OSError as error:
            raise SourceError(f"{self._where.name}: cannot be read ({error.strerror or error}).") from error

    def _finish(self, record: Record) -> None:
        self._records += 1
        if record.skipped:
            self._skipped[record.skipped] += 1
            self._first_places.setdefault(record.skipped, record.place)
        elif record.data and (left := record.leftovers()):
            self._unclear.update(f"column “{name}”" for name in left)
        for column, value in record.unclear:
            if len(self._unclear) < _MOST_EXAMPLES:
                self._unclear[f"“{value}” in column “{column}”"] += 1
        if self._progress and self._records % 1_000 == 0:
            self._progress(self._records)

    def _explained(self, error: Exception, record: Record | None) -> InnographError | Exception:
        place = record.place if record else self._where.name
        if isinstance(error, InvalidStatement) and str(error).startswith(place):
            return error
        if isinstance(error, (InvalidStatement, UnknownTerm)):
            return InvalidStatement(f"{place}: {error}")
        if isinstance(error, KeyError):
            return SourceError(f"{place}: “{error.args[0]}” is missing; the layout is not the one expected.")
        return SourceError(f"{place}: {error}")


def _name(loader: ModuleType) -> str:
    return loader.__name__.rpartition(".")[2]


def _version(loader: ModuleType) -> str:
    return str(getattr(loader, "VERSION", "1"))
