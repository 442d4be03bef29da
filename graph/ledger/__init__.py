"""What was said, by whom, since when, and who changed what: the one place where it is all kept."""

from graph.ledger.answers import Change, Judgement, Proposal, Receipt, Removal, Run, Sighting
from graph.ledger.ledger import Ledger

__all__ = ["Change", "Judgement", "Ledger", "Proposal", "Receipt", "Removal", "Run", "Sighting"]
