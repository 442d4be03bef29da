"""What does a document say, and in which words? (HTML, Markdown, plain text: statements with quotes)

Each file is one part: its statements are replaced together, and its canonical text is kept so that every quote can
be shown in its place. Options: `language` fixes the language, `title` the title.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph.errors import SourceError
from graph.statement import Document, Source, Statement
from loaders._base import Location, Record
from loaders.document.canonical import Page, read

__all__ = ["SOURCE", "VERSION", "fetch", "parse"]

SOURCE = Source(
    id="document",
    title="Documents",
    publisher="as the document says",
    licence="as the document says",
    loader="document",
)
VERSION = "prose/1"
ENDINGS = (".html", ".htm", ".xhtml", ".md", ".markdown", ".txt")


def fetch(where: Location) -> Iterator[Record]:
    """One record a file; a folder gives its documents in the order of their names."""
    path = where.path
    if path is None:
        raise SourceError(f"{where.name}: a document is read from a file; fetch it first.")
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix.lower() in ENDINGS)
        if not files:
            raise SourceError(f"{path}: no HTML, Markdown or text file in this folder.")
    else:
        files = [path]
    for file in files:
        yield _record(where, file, path)


def _record(where: Location, file: Path, root: Path) -> Record:
    page = read(file)
    language = str(where.options.get("language", "") or "")
    document = Document(
        text=page.text,
        source=where.source.id,
        part=where.part,
        title=str(where.options.get("title", "") or page.title),
        language=language,
        media_type=page.media_type,
        url=where.url,
    )
    key = file.name if file == root else file.relative_to(root).as_posix()
    data = {"page": page, "salt": where.secret, "folder": file != root}
    return where.record(key, data, kind="document", row="", document=document, file=str(file))


def parse(record: Record) -> Iterator[Statement]:
    """What the reader understands of one document; pure."""
    from loaders.prose.read import extract
    from loaders.prose.statements import statements

    page: Page = record.data.pop("page")
    salt: str = record.data.pop("salt")
    address = f"{record.key}#" if record.data.pop("folder") else ""
    document = record.document
    if document is None:
        raise SourceError(f"{record.place}: a record of a document without its text.")
    found = extract(document, lang=document.language or None, hints=page.hints)
    classes = record.ontology.classes
    yield from statements(
        found,
        document,
        retrieved=record.retrieved,
        by=VERSION,
        kinds=lambda name: name in classes,
        salt=salt,
        address=address,
    )
