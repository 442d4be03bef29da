"""Who may write, and who may read from elsewhere: tokens."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli._options import Data
from api.cli._output import note
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
        print(ledger.new_token(role, label))
    note("Keep it: it is not shown again.")


@app.command()
def revoke(
    token: Annotated[str, typer.Argument(help="The token itself.")],
    data: Data = None,
) -> None:
    """Make a token worthless."""
    from graph.ledger import Ledger

    with Ledger.open(DataFolder.chosen(data).require().ledger) as ledger:
        ledger.revoke_token(token)
    note("revoked")
