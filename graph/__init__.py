"""What is known: statements, the ledger that keeps them, identity, and all that is derived from them."""
