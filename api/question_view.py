"""How is a saved question shown, with both of its queries to copy?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from graph.ask.table import Table
from graph.questions import TOPICS, Question, label, questions
from graph.questions.values import Value, cypher_parameters, sparql_text

__all__ = ["described", "listed", "queries", "question_view"]


def listed(lang: str) -> Table:
    """All questions, topic by topic."""
    ordered = sorted(questions().values(), key=lambda one: (TOPICS.index(one.topic), one.name))
    rows = [
        (label(one.topic, lang), one.name, one.asked({}, lang), " ".join(map(_example, one.parameters)))
        for one in ordered
    ]
    return Table(("topic", "name", "question", "example"), rows)


def _example(parameter: Any) -> str:
    pair = f"{parameter.name}={parameter.example}"
    return f'"{pair}"' if " " in pair else pair


def queries(question: Question, values: Mapping[str, Value] | None = None) -> dict[str, Any]:
    """The Cypher with its parameters, and the SPARQL with the values in it; without values, both as saved."""
    return {
        "cypher": {
            "query": question.cypher.strip(),
            "parameters": cypher_parameters(values) if values is not None else {},
        },
        "sparql": question.sparql.strip() if values is None else sparql_text(question, values),
    }


def question_view(question: Question, lang: str) -> dict[str, Any]:
    """A question as a resource: what it asks, its parameters and columns, how to read the answer."""
    return {
        "name": question.name,
        "topic": {"id": question.topic, "label": label(question.topic, lang)},
        "question": question.asked({}, lang),
        "text": question.text,
        "read": question.read[lang],
        "parameters": [
            {
                "name": one.name,
                "label": label(one.name, lang),
                "kind": one.kind,
                "required": not one.default,
                "default": one.default or None,
                "example": one.example,
            }
            for one in question.parameters
        ],
        "columns": [
            {"name": one.name, "label": label(one.name, lang), "kind": one.kind} for one in question.columns
        ],
        "ordered": question.ordered,
    }


def described(question: Question, lang: str, values: Mapping[str, Value] | None = None) -> str:
    """A question with its queries as text to copy; with `values`, these are in them."""
    saved = queries(question, values)
    parameters = [
        f"  {one.name} ({one.kind}, {f'default {one.default}' if one.default else 'required'}), e.g. {one.example}"
        for one in question.parameters
    ]
    sent = saved["cypher"]["parameters"]
    lines = [question.asked({}, lang), question.read[lang], "", "Parameters:", *parameters, "", "# Cypher"]
    lines += [f":param {name} => {json.dumps(value, ensure_ascii=False)};" for name, value in sent.items()]
    return "\n".join([*lines, saved["cypher"]["query"], "", "# SPARQL", saved["sparql"]])
