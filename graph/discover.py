"""Which loaders, measures, questions, routes or commands are there? The folder is the registry.

A module counts because its file is in the folder; a leading underscore hides it.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

__all__ = ["discover", "names"]


def names(package: str) -> tuple[str, ...]:
    """The names of a package's public modules, sorted, without importing them."""
    path = import_module(package).__path__
    return tuple(sorted(module.name for module in iter_modules(path) if not module.name.startswith("_")))


def discover(package: str) -> dict[str, ModuleType]:
    """The public modules of a package by name, imported. Raises ImportError where one of them does."""
    return {name: import_module(f"{package}.{name}") for name in names(package)}
