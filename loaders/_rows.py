"""What stands in a table of text, row by row, and is it whole?

Reads CSV with comma, semicolon or tab in UTF-8 (with or without a byte order mark) or a named encoding, never
holding more than one row. A row that does not fit its header, bytes that are not text, and a web page where a
table should be become one SourceError with file and line. Text that looks as if UTF-8 had been read in another
encoding before it came here is kept as it is, and noted.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import chain

from graph.errors import SourceError
from loaders._fetch import Member

__all__ = ["Table", "decimal"]

MOST_COLUMNS = 1_000
MOST_LINE = 2**22  # characters; the longest line of CORDIS has about ten thousand
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_PAGE = re.compile(rb"\s*<(!doctype html|html|head|\?xml[^>]*>\s*<!doctype html)", re.IGNORECASE)
# a lead byte of UTF-8 followed by a continuation byte, both read as cp1252: “Ã‰” for “É”
_MOJIBAKE = re.compile("[Â-ô][€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u00a0-\u00bf]")


class Table:
    """One CSV file: `header`, then `rows()`; `line` is the line read last, from 1.

    Raises SourceError where the file is empty, a web page, not text, or has no usable header.
    """

    def __init__(
        self,
        member: Member,
        *,
        encoding: str = "",
        delimiter: str = "",
        note: Callable[[str], None] = lambda text: None,
    ) -> None:
        self.name = member.name
        self._member = member
        self._note = note
        self._garbled: list[str] = []
        self._garbled_lines = 0
        self._ended = True
        with member.open() as stream:
            start = stream.read(4096)
        if not start.strip():
            raise SourceError(f"{self.name}: the file is empty; fetch it again.")
        if _PAGE.match(start.removeprefix(codecs.BOM_UTF8)):
            raise SourceError(
                f"{self.name}: a web page (HTML) where a CSV table should be; check the address."
            )
        self.encoding = encoding or next((name for bom, name in _BOMS if start.startswith(bom)), "utf-8")
        self._stream: io.BufferedReader | io.TextIOWrapper = member.open()
        try:
            self._begin(delimiter)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; `rows` does so itself when it ends."""
        self._stream.close()

    def _begin(self, delimiter: str) -> None:
        assert isinstance(self._stream, io.BufferedReader)
        try:
            self._stream = text = io.TextIOWrapper(self._stream, encoding=self.encoding, newline="")
            lines = self._lines(text)
            first = next(lines, "")
            self.delimiter = delimiter or max(",;\t", key=first.count)
            self._reader = csv.reader(chain([first], lines), delimiter=self.delimiter, strict=True)
            self.header = tuple(name.strip() for name in next(self._reader, ()))
        except LookupError as error:
            raise SourceError(
                f"{self.name}: there is no encoding “{self.encoding}”; mend the catalogue."
            ) from error
        except UnicodeDecodeError as error:
            raise self._not_text(error) from error
        except csv.Error as error:
            raise self._not_a_row(1, error) from error
        self._check_header()

    @property
    def line(self) -> int:
        """The line of the file at which the row read last ends."""
        return self._reader.line_num

    def rows(self) -> Iterator[list[str]]:
        """The rows, each as long as the header. Raises SourceError at the first that is not."""
        reader, width = self._reader, len(self.header)
        try:
            for row in reader:
                if len(row) != width:
                    if not row:
                        continue
                    row = self._fitted(row, width)
                yield row
        except UnicodeDecodeError as error:
            raise self._not_text(error) from error
        except csv.Error as error:
            raise self._not_a_row(self.line, error) from error
        finally:
            self.close()
        self._note_oddities()

    def _fitted(self, row: list[str], width: int) -> list[str]:
        if len(row) > width and not any(row[width:]):
            return row[:width]
        raise SourceError(
            f"{self.name}, line {self.line}: {len(row)} columns where the header has {width}; the file is "
            "cut off or damaged there, fetch it again or mend the row."
        )

    def _check_header(self) -> None:
        if not any(self.header):
            raise SourceError(f"{self.name}, line 1: no names of columns stand there; check the file.")
        if len(self.header) > MOST_COLUMNS:
            raise SourceError(
                f"{self.name}, line 1: {len(self.header):,} columns; no table here has that many."
            )
        twice = sorted({name for name in self.header if name and self.header.count(name) > 1})
        if twice:
            raise SourceError(f"{self.name}, line 1: the column “{twice[0]}” stands there twice; rename one.")

    def _lines(self, text: io.TextIOWrapper) -> Iterator[str]:
        while line := text.readline(MOST_LINE):
            if len(line) == MOST_LINE:
                raise SourceError(
                    f"{self.name}: a line of more than {MOST_LINE:,} characters; that is no table."
                )
            if not line.isascii() and (found := _MOJIBAKE.search(line)):
                self._garbled_lines += 1
                if len(self._garbled) < 3:
                    self._garbled.append(line[max(found.start() - 12, 0) : found.end() + 12].strip())
            self._ended = line.endswith(("\n", "\r"))
            yield line

    def _note_oddities(self) -> None:
        if self._garbled_lines:
            examples = ", ".join(f"“{text}”" for text in self._garbled)
            self._note(
                f"{self.name}: {self._garbled_lines} lines look like UTF-8 once read in another encoding (near "
                f"{examples}); kept as published."
            )
        if not self._ended:
            self._note(f"{self.name}: the last line has no end; the file may be cut off.")

    def _not_a_row(self, line: int, error: csv.Error) -> SourceError:
        return SourceError(
            f"{self.name}, line {line}: not a readable row ({error}); the file may be cut off or use another "
            f"separator than “{self.delimiter}”."
        )

    def _not_text(self, error: UnicodeDecodeError) -> SourceError:
        with self._member.open() as stream:
            line = next((n for n, read in enumerate(stream, 1) if not _decodes(read, self.encoding)), 1)
        return SourceError(
            f"{self.name}, line {line}: the byte 0x{error.object[error.start]:02X} is not {self.encoding}; name "
            'the encoding in the catalogue (for example encoding = "cp1252") or convert the file to UTF-8.'
        )


@lru_cache(maxsize=16_384)
def decimal(text: str) -> str | None:
    """A number with point or comma in one plain form (“183454,8” -> “183454.8”); None if it is none."""
    plain = text.replace("\u00a0", "").replace(" ", "")
    if "," in plain:
        plain = plain.replace(".", "") if plain.rfind(",") > plain.rfind(".") else plain.replace(",", "")
        plain = plain.replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    return format(value.normalize(), "f")


def _decodes(read: bytes, encoding: str) -> bool:
    try:
        read.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
