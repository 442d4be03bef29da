"""How does a picture become one file that can be mailed, and opened without network?

pyvis builds the network (`builder`), our own template makes the page: data travels as JSON inside a script
element that is never run, two scripts are allowed by their hash and nothing else is, and every text reaches
the page as text. Nothing is asked of any address.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, replace
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, Template
from markupsafe import Markup

from graph.view.builder import network, options, vis_script
from graph.view.look import as_data, bends
from graph.view.picture import Node, Picture, Proof, Receipt, Tie
from graph.view.spec import ViewSpec
from graph.view.texts import LANGUAGES, Texts, in_language, texts_of

__all__ = ["POLICY", "csp_hash", "embed", "page", "page_data", "page_script"]

# one script in several files; each says in its first line what it does
SCRIPTS = (
    "data",
    "words",
    "state",
    "filters",
    "geometry",
    "labels",
    "canvas",
    "legend",
    "thresholds",
    "proofs",
    "panel",
    "search",
    "table",
    "drawing",
    "files",
    "keys",
    "start",
)
POLICY = (
    "default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; script-src {hashes}; "
    "base-uri 'none'; form-action 'none'"
)


def page(picture: Picture, spec: ViewSpec | None = None, lang: str = "") -> str:
    """The one-file page of a picture.

    `spec` is the view to open with (filters and selection are applied by the page), `lang` its language;
    both default to those of the picture.
    """
    opened = spec or picture.spec
    if lang:
        opened = replace(opened, lang=lang)
    vis, ours = vis_script(), page_script()
    texts = Texts(opened.lang)
    rendered: str = _template().render(
        lang=opened.lang,
        title=in_language(picture.title, opened.lang),
        say=texts.say,
        policy=POLICY.format(hashes=f"{csp_hash(vis)} {csp_hash(ours)}"),
        style=Markup(_part("page.css")),  # ours, and without any data in it
        vis=Markup(vis),
        script=Markup(ours),
        data=Markup(embed(page_data(picture, opened))),
    )
    return rendered


def embed(data: object) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text.encode("utf-8", "replace").decode()


def csp_hash(script: str) -> str:
    """The source expression that lets exactly this script run."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{digest}'"


@cache
def page_script() -> str:
    """Our script: its files in order, inside one function."""
    parts = [_part(f"script/{name}.js") for name in SCRIPTS]
    return "(() => {\n'use strict';\n" + "\n".join(parts) + "\n})();\n"


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_part("template.html"))


@cache
def _part(name: str) -> str:
    return (files("graph.view") / name).read_text(encoding="utf-8")


def page_data(picture: Picture, spec: ViewSpec) -> dict[str, Any]:
    """Everything the page shows, as plain JSON values; a receipt that proves several ties stands there once."""
    receipts = _Receipts()
    built = network(picture)
    return {
        "spec": spec.to_dict(full=True),
        "form": ViewSpec.form(),
        "title": picture.title,
        "day": picture.day,
        "revision": picture.revision,
        "held": [max(picture.held_nodes, len(picture.nodes)), max(picture.held_ties, len(picture.ties))],
        "crowded": picture.is_crowded,
        "left": [{lang: left.words(lang) for lang in LANGUAGES} for left in picture.left_out],
        "types": {name: asdict(look) for name, look in picture.types.items()},
        "relations": {name: asdict(words) for name, words in picture.relations.items()},
        "attributes": picture.attributes,
        "concepts": picture.concepts,
        "sources": {
            name: {"title": it.title, "publisher": it.publisher, "licence": it.licence, "url": it.url}
            for name, it in picture.sources.items()
        },
        "network": {"nodes": built.nodes, "edges": built.edges, "options": options(picture)},
        "nodes": [_node(node, receipts) for node in picture.nodes],
        "ties": [
            _tie(tie, bend, receipts) for tie, bend in zip(picture.ties, bends(picture.ties), strict=True)
        ],
        "receipts": receipts.listed,
        "look": as_data(),
        "texts": {lang: texts_of(lang) for lang in LANGUAGES},
    }


class _Receipts:
    """Each receipt once, by number."""

    def __init__(self) -> None:
        self._numbers: dict[Receipt, int] = {}
        self.listed: list[dict[str, Any]] = []

    def number(self, receipt: Receipt) -> int:
        if receipt not in self._numbers:
            self._numbers[receipt] = len(self.listed)
            self.listed.append({name: value for name, value in asdict(receipt).items() if value})
        return self._numbers[receipt]


def _node(node: Node, receipts: _Receipts) -> dict[str, Any]:
    said: dict[str, Any] = {"id": node.id, "names": node.names, "type": node.type}
    said |= {"degree": node.degree, "weight": node.weight, "community": node.community}
    if node.verticals:
        said["verticals"] = node.verticals
    if node.places:
        said["places"] = node.places
    if node.seed:
        said["seed"] = True
    if node.unnamed:
        said["unnamed"] = True
    if node.facts:
        said["facts"] = [
            [fact.attribute, fact.value, fact.lang, _proof(fact.proof, receipts)] for fact in node.facts
        ]
    return said


def _tie(tie: Tie, bend: float, receipts: _Receipts) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": tie.id,
        "subject": tie.subject,
        "relation": tie.relation,
        "object": tie.object,
        "mode": str(tie.mode),
        "weight": tie.weight,
        "confidence": round(tie.confidence, 4),
        "proofs": [_proof(proof, receipts) for proof in tie.proofs],
    }
    if tie.dated:
        said["when"] = [tie.start, tie.end]
    if tie.inferred:
        said["inferred"] = True
    if bend:
        said["bend"] = bend
    return said


def _proof(proof: Proof, receipts: _Receipts) -> list[Any]:
    """[statement, receipt, valid time, confidence, extractor, qualifiers]."""
    return [
        proof.statement,
        receipts.number(proof.receipt),
        proof.when,
        round(proof.confidence, 4),
        proof.by,
        proof.qualifiers,
    ]
