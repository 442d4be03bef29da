"""How are signals said in words, and which statements prove them? One module a reason, found because it is there.

A reason has `BINDING` (whether it is enough for a suggestion; a place alone never is), `evidence(standpoint, other)`,
which names every ledger row that the signals of this reason rest on, and `sentence(evidence, name)`, which says it in
English and Romanian; `name(entity, lang)` gives the names.
"""
