"""Which numbers speak for a partnership? One module a signal, found because it is there.

A signal has `REASON` (the module of `graph.advice.reasons` that says it in words and names its statements) and
`values(standpoint)`: one number for each of the standpoint's others, zero where nothing speaks, growing with what
does. How much a unit of each counts is learned (`graph.advice.model`).
"""
