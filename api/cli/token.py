"""Who may write, and who may read from elsewhere: tokens."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from api.cli._options import Data, Format, Output
from api.cli._output import emit, note
from graph.ask.table import Table
from graph.data_folder import DataFolder
from graph.errors import UsageError

__all__ = ["app"]

app = typer.Typer(
    help="Make and revoke tokens for the HTTP API; only their hashes are kept.", no_args_is_help=True
)


@app.command()
def new(
    role: Annotated[str, typer.Option(help="reader, reviewer or admin.")] = "reader",
    label: Annotated[str, typer.Option(help="Whose it is, for the list.")] = "",
    data: Data = None,
) -> None:
    """Make a token and print it once."""
    from graph.ledger import Ledger

    roles = ("reader", "reviewer", "admin")
    if role not in roles:
        raise UsageError(f"--role: “{role}” is no role; there are {', '.join(roles)}.")
    with Ledger.open(DataFolder.chosen(data).require().ledger) as ledger:
        print(ledger.new_token(role, label or role, by=getpass.getuser()))
    note("Keep it: it is not shown again.")


@app.command()
def revoke(
    label: Annotated[str, typer.Argument(help="The label of the tokens, as “list” shows it.")],
    data: Data = None,
) -> None:
    """Make the tokens of a label worthless."""
    from graph.errors import NothingFound
    from graph.ledger import Ledger

    with Ledger.open(DataFolder.chosen(data).require().ledger) as ledger:
        count = ledger.revoke_token(label, by=getpass.getuser())
    if not count:
        raise NothingFound(f"No valid token has the label “{label}”; “innograph token list” shows them.")
    note(f"{count} revoked")


@app.command("list")
def tokens(data: Data = None, output: Output = Format.TABLE) -> None:
    """List the tokens, never their words."""
    from graph.ledger import Ledger

    with Ledger.open(DataFolder.chosen(data).require().ledger) as ledger:
        rows = [(one.id, one.role, one.label, one.made_at, one.revoked_at) for one in ledger.tokens()]
    emit(Table(("id", "role", "label", "made", "revoked"), rows), output)
