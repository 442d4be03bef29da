"""How is a piece of the graph shown: which part of it, laid out how, on which kind of page?

`ViewSpec` says what is asked for, `build_picture` answers with a `Picture`, `graph.view.page.page` makes the
one-file page of it and `svg` the drawing for print. A module is imported when one of its names is first used: a view can be read and
written without numpy, rustworkx or pyvis.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.view.drawing import svg
    from graph.view.picture import Picture
    from graph.view.spec import ViewSpec
    from graph.view.subgraph import build_picture

__all__ = ["Picture", "ViewSpec", "build_picture", "svg"]

_HOMES = {
    "Picture": "picture",
    "ViewSpec": "spec",
    "build_picture": "subgraph",
    "page": "page",
    "svg": "drawing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"graph.view has no “{name}”")
    return getattr(import_module(f"graph.view.{_HOMES[name]}"), name)
