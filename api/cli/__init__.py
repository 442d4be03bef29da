"""What can be asked on the command line? Every public module of this folder is a command.

A command is a module with a function `command` (its docstring is the help), or with a Typer `app` for a group
of commands. Modules are imported only when their command runs, so that `innograph show` stays quick; heavy
imports stand inside the functions.

Exit codes: 0 ok, 1 failure, 2 the call cannot be carried out as it stands, 3 nothing found.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from graph.discover import names
from graph.errors import InnographError, NothingFound, UsageError
from ontology import OntologyError, UnknownTerm

__all__ = ["EXIT", "app", "main"]

# error -> exit code, only here; the first class that fits counts
EXIT: dict[type[Exception], int] = {
    NothingFound: 3,
    UsageError: 2,
    UnknownTerm: 2,
    OntologyError: 1,
    InnographError: 1,
}


class Commands(TyperGroup):
    """The folder as a group of commands; each is imported when it is named."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All commands by name."""
        return list(names(__name__))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name, or None."""
        if cmd_name not in names(__name__):
            return None
        module = import_module(f"{__name__}.{cmd_name}")
        if hasattr(module, "app"):
            return typer.main.get_group(module.app)
        single = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_show_locals=False)
        single.command(cmd_name)(module.command)
        return typer.main.get_command(single)


app = typer.Typer(
    cls=Commands,
    name="innograph",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"innograph {version('innograph')}")
        raise typer.Exit


@app.callback()
def innograph(
    version: bool = typer.Option(
        False, "--version", help="Print the version.", callback=_version, is_eager=True
    ),
) -> None:
    """A knowledge graph of an innovation ecosystem: every edge shows the sentence or row that proves it.

    Start with “innograph build”, then try “innograph search TEXT”, “innograph show ENTITY” and
    “innograph path A B”.
    Data go to standard output, notes and progress to standard error.
    Exit codes: 0 ok, 1 failure, 2 a call that cannot be carried out as it stands, 3 nothing found.
    """


def main() -> None:
    """Run the command line; every error that we can explain is one sentence on standard error."""
    try:
        app()
    except tuple(EXIT) as error:
        print(f"innograph: {error}", file=sys.stderr)
        sys.exit(next(code for kind, code in EXIT.items() if isinstance(error, kind)))
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone: nothing is wrong with us
        sys.exit(0)
    except KeyboardInterrupt:
        print("innograph: stopped; what was acknowledged is kept.", file=sys.stderr)
        sys.exit(130)
