"""What can speak for a partnership? One module a signal, found because it is there.

A signal has `signal(network, actor, ledger, ontology)`, which gives for each candidate a strength and the
ledger rows that show it, and `sentence(evidence, name)`, which says it in English and Romanian.
"""
