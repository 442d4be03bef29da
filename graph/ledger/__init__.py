"""What was said, by whom, since when, and who changed what: the one place where it is all kept.

ledger.py       the face: everything below, behind one class
answers.py      what it answers with
schema.py       the tables          connection.py   opening the file, and what its failures mean
loading.py      a load: staging.py and texts.py (into temporary tables), then switch.py (into the ledger)
reading.py      what was held at a revision; assembly.py makes statements of rows; documents.py
judgements.py   review.py  tokens.py   what people decide, and who may
runs.py         the book of runs; chain.py covers each by a hash; verify.py recomputes them
erasure.py      removing somebody: rewriting.py (rows), blanking.py (names in texts), forgotten.py (later loads)
"""

from graph.ledger.answers import Change, Judgement, Proposal, Receipt, Removal, Run, Sighting
from graph.ledger.ledger import Ledger

__all__ = ["Change", "Judgement", "Ledger", "Proposal", "Receipt", "Removal", "Run", "Sighting"]
