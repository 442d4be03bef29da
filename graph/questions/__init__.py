"""What do people ask again and again, and what is the answer in Cypher and in SPARQL?

    chosen = question("members-of")
    values = bind(chosen, {"group": "Cluj IT Cluster"}, index, ontology)
    ask(chosen, values, engine, ontology)      # Cypher
    ask(chosen, values, snapshot, ontology)    # SPARQL: the same rows

*.toml   the questions, one file each, found because it is there
saved    how such a file is read
values   what a reader's words for a parameter mean, and how a query gets them
asking   the answer to a question, in either language
words    which question somebody means by free words; given: the names, dates and numbers in them
"""

from graph.questions.asking import agree, ask, named
from graph.questions.saved import TOPICS, Column, Parameter, Question, label, question, questions
from graph.questions.values import Value, bind, shown, sparql_text

__all__ = [
    "TOPICS",
    "Column",
    "Parameter",
    "Question",
    "Value",
    "agree",
    "ask",
    "bind",
    "label",
    "named",
    "question",
    "questions",
    "shown",
    "sparql_text",
]
