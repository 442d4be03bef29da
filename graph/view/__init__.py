"""How is a piece of the graph shown: which part of it, laid out how, on which kind of page?

`ViewSpec` says what is asked for, `build_picture` answers with a `Picture`, `page` makes the one-file page of it
and `svg` the drawing for print. Nothing heavy is imported before a picture is made.
"""

from graph.view.picture import LeftOut, Node, Picture, Proof, Tie
from graph.view.spec import ViewSpec
from graph.view.subgraph import build_picture

__all__ = ["LeftOut", "Node", "Picture", "Proof", "Tie", "ViewSpec", "build_picture"]
