"""Which objects stand in a JSON file, one after the other, however large it is?"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from graph.errors import SourceError
from loaders._fetch import Member

__all__ = ["objects"]

_CHUNK = 2**20
MOST_CHARACTERS = 2**26  # of one object; an organisation of ROR has some thousands


def objects(member: Member) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of an array, or of a file with one object after another, numbered from 1.

    Raises SourceError where the file is cut off, is no UTF-8, no JSON, or holds something else than objects.
    """
    decoder = json.JSONDecoder()
    number, buffer, at = 0, "", 0
    with member.open() as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig")
        opened = ended = False
        while True:
            at = _skip(buffer, at, " \t\r\n,")
            if at >= len(buffer):
                buffer, at = _read(text, member), 0
                if not buffer:
                    break
                continue
            if number == 0 and buffer[at] == "<":
                raise SourceError(f"{member.name}: a web page where JSON should be; check the address.")
            if not opened and buffer[at] == "[" and number == 0:
                opened, at = True, at + 1
                continue
            if opened and buffer[at] == "]":
                ended, at = True, at + 1
                continue
            try:
                value, at = decoder.raw_decode(buffer, at)
            except (json.JSONDecodeError, RecursionError) as error:
                more = _read(text, member)
                if not more or len(buffer) - at > MOST_CHARACTERS:
                    raise _broken(member, number, error) from error
                buffer, at = buffer[at:] + more, 0
                continue
            number += 1
            if ended or not isinstance(value, dict):
                raise SourceError(f"{member.name}: value {number} is no JSON object; check the file.")
            yield number, value
    if opened and not ended:
        raise SourceError(f"{member.name}: cut off within its list, after {number} objects; fetch it again.")


def _skip(text: str, at: int, characters: str) -> int:
    while at < len(text) and text[at] in characters:
        at += 1
    return at


def _read(text: io.TextIOWrapper, member: Member) -> str:
    try:
        return text.read(_CHUNK)
    except UnicodeDecodeError as error:
        raise SourceError(f"{member.name}: not UTF-8 ({error.reason}); convert the file to UTF-8.") from error


def _broken(member: Member, number: int, error: Exception) -> SourceError:
    return SourceError(
        f"{member.name}: not readable as JSON behind {number} objects ({error}); the file may be cut off, or be "
        "no JSON at all. Fetch it again."
    )
