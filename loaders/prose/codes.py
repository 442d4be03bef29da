"""Which contract numbers and project codes does a text give its project? (day and month as Europe writes them)"""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.prose.model import Code, Mention, Relation, Sentence

__all__ = ["codes", "in_programme"]

_CONTRACT = re.compile(
    r"(?:contract|grant agreement|grant)[ \t]*(?:no|nr|number|numărul|num[ăa]r)?\.?[ \t]*:?[ \t]*"
    r"(?P<number>(?=[A-Z0-9./-]*\d)[A-Z0-9][A-Z0-9./-]{2,})"
    r"(?:[ \t]*(?:of|from|dated|din|/)[ \t]*(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>(?:19|20)\d\d))?",
    re.I,
)
_PROJECT_CODE = re.compile(
    r"(?<![\w-])(?P<code>(?:PN-?I{1,3}V?-[A-Z0-9.-]*\d{2,}|[A-Z]{2}-[A-Z]{2}-\d{4}-\d{3,}))(?![\w-])"
)
_PLAN = re.compile(r"PN-?(?P<number>I{1,3}V?|IV)-")


def codes(text: str, sentences: list[Sentence], mentions: list[Mention], home: int) -> Iterator[Code]:
    """The codes of each sentence, for the project named in it, else for the project the page is about."""
    page = next((m.entity for m in mentions if m.entity == home and m.type == "Project"), -1)
    for number, sentence in enumerate(sentences):
        local = [m.entity for m in mentions if m.sentence == number and m.type == "Project"]
        entity = local[0] if local else page
        if entity < 0:
            continue
        for found in _CONTRACT.finditer(text, sentence.start, sentence.end):
            yield Code(entity, "contractNumber", found["number"].rstrip("./-"), "string", found.span())
            if found["y"] and 1 <= int(found["m"]) <= 12:
                day = f"{found['y']}-{int(found['m']):02}-{int(found['d']):02}"
                yield Code(entity, "signed", day, "edtf", found.span())
        for found in _PROJECT_CODE.finditer(text, sentence.start, sentence.end):
            yield Code(entity, "code", found["code"], "string", found.span("code"))


def in_programme(
    text: str, sentences: list[Sentence], mentions: list[Mention], home: int
) -> Iterator[Relation]:
    """The project is part of the national plan that its code begins with (“PN-III-P2-…”)."""
    project = next((m for m in mentions if m.entity == home and m.type == "Project"), None)
    for number, sentence in enumerate(sentences):
        for found in _PROJECT_CODE.finditer(text, sentence.start, sentence.end):
            plan = _PLAN.match(found["code"])
            if plan is None or project is None:
                continue
            start, end = found.start("code"), found.start("code") + plan.end() - 1
            known = next(
                (
                    m
                    for m in mentions
                    if m.type == "Programme" and m.text.replace("-", " ") == f"PN {plan['number']}"
                ),
                None,
            )
            programme = known or Mention(
                start,
                end,
                "Programme",
                text[start:end],
                "code.programme",
                0.75,
                value=f"known:PN {plan['number']}",
                sentence=number,
                entity=-1,
            )
            quote = (start, found.end("code"))
            yield Relation(project, "partOf", programme, "happened", quote, 0.75, "code.programme")
