"""Where does the knowledge come from? One file a kind of source; the folder is the registry."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from graph.discover import discover, names
from graph.errors import UsageError

__all__ = ["available", "named"]


def available() -> dict[str, ModuleType]:
    """Every loader by name: the modules of this package that have `SOURCE`, `fetch` and `parse`."""
    return {name: module for name, module in discover(__name__).items() if _is_loader(module)}


def named(name: str) -> ModuleType:
    """The loader of this name, the only one imported. Raises UsageError with the list of those there are."""
    if name in names(__name__):
        module = import_module(f"{__name__}.{name}")
        if _is_loader(module):
            return module
    raise UsageError(f"There is no loader “{name}”. There are: {', '.join(available())}.")


def _is_loader(module: ModuleType) -> bool:
    return all(hasattr(module, part) for part in ("SOURCE", "fetch", "parse"))
