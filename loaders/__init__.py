"""Where does the knowledge come from? One file a kind of source; the folder is the registry."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from graph import discover
from graph.errors import UsageError

__all__ = ["available", "named", "names"]

_HAS_SOURCE = re.compile(r"^SOURCE\b|^from .* import .*\bSOURCE\b", re.MULTILINE)


def names() -> tuple[str, ...]:
    """The names of the loaders: the modules of this package whose text has a `SOURCE`.

    None is imported, for some bring large libraries with them.
    """
    return tuple(name for name in discover.names(__name__) if _HAS_SOURCE.search(_text(name)))


def available() -> dict[str, ModuleType]:
    """Every loader by name, imported."""
    return {name: import_module(f"{__name__}.{name}") for name in names()}


def named(name: str) -> ModuleType:
    """The loader of this name, the only one imported. Raises UsageError with the list of those there are."""
    if name not in (known := names()):
        raise UsageError(f"There is no loader “{name}”. There are: {', '.join(known)}.")
    return import_module(f"{__name__}.{name}")


def _text(name: str) -> str:
    spec = find_spec(f"{__name__}.{name}")
    return Path(spec.origin).read_text("utf-8") if spec and spec.origin else ""
