"""Which sources does the graph stand on?"""

from __future__ import annotations

from api.cli._options import Data, Format, Output
from api.cli._output import emit
from graph.ask.table import Table
from graph.data_folder import DataFolder

__all__ = ["command"]


def command(data: Data = None, output: Output = Format.TABLE) -> None:
    """List the sources with licence and attribution."""
    from graph.ledger import Ledger

    columns = ("id", "title", "publisher", "licence", "language", "url", "attribution")
    with Ledger.open(DataFolder.chosen(data).require().ledger, create=False) as ledger:
        rows = [tuple(getattr(one, column) for column in columns) for one in ledger.sources()]
    emit(Table(columns, rows), output)
