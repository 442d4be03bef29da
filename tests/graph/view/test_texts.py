"""Do both languages say the same things, in their own grammar?"""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from graph.view.texts import LANGUAGES, Texts, in_language, plural_form, texts_of

SCRIPTS = sorted((files("graph.view") / "script").iterdir(), key=lambda file: file.name)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    english, romanian = texts_of("en"), texts_of("ro")
    assert english.keys() == romanian.keys()
    for key, said in english.items():
        other = romanian[key]
        assert isinstance(said, dict) == isinstance(other, dict), key
        if isinstance(said, dict):
            assert set(said) == {"one", "other"}, key
            assert set(other) == {"one", "few", "other"}, key
            assert (
                placeholders(said["other"]) == placeholders(other["other"]) == placeholders(other["few"])
            ), key
        else:
            assert placeholders(said) == placeholders(other), key


def test_romanian_is_written_with_comma_and_is_not_english() -> None:
    romanian = texts_of("ro")
    assert not re.search("[şţŞŢ]", str(romanian))
    same = {key for key, said in texts_of("en").items() if said == romanian[key]}
    assert same == {"proof.document", "filter.relations"} & same
    assert "ș" in str(romanian)
    assert "ț" in str(romanian)


def test_every_text_the_page_asks_for_exists_and_none_is_left_over() -> None:
    known = texts_of("en").keys()
    template = (files("graph.view") / "template.html").read_text(encoding="utf-8")
    code = "".join(file.read_text(encoding="utf-8") for file in SCRIPTS)
    python = "".join(
        file.read_text(encoding="utf-8")
        for file in files("graph.view").iterdir()
        if file.name.endswith(".py")
    )
    asked = set(re.findall(r"\bsay\('([a-z_.]+)'", code))
    asked |= set(re.findall(r'\bt\("([a-z_.]+)"\)', template))
    asked |= set(re.findall(r'data-t-label="([a-z_.]+)"', template))
    assert asked <= known
    built = [
        *re.findall(r"`((?:filter|mode|colour|size|look|column|table|left)\.)", code),
        "left.",
        "mode.",
        "title.",
    ]
    idle = {
        key
        for key in known - asked
        if f"'{key}'" not in code
        and f'"{key}"' not in python
        and f'say("{key}")' not in template
        and not key.startswith(tuple(built))
    }
    assert not idle


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "0 noduri"),
        (1, "1 nod"),
        (2, "2 noduri"),
        (19, "19 noduri"),
        (20, "20 de noduri"),
        (21, "21 de noduri"),
        (100, "100 de noduri"),
        (101, "101 noduri"),
        (119, "119 noduri"),
        (120, "120 de noduri"),
        (2340, "2.340 de noduri"),
    ],
)
def test_romanian_counts(n: int, said: str) -> None:
    assert Texts("ro").say("count.nodes", n=n) == said


def test_english_counts_and_dates() -> None:
    english = Texts("en")
    assert [english.say("count.nodes", n=n) for n in (0, 1, 2340)] == ["0 nodes", "1 node", "2,340 nodes"]
    assert english.period("2018-06-28/2018-06-29") == "28 June 2018 – 29 June 2018"
    assert english.period("2018/2018~") == "2018 (date worked out from the context)"
    assert english.period("2018-09/..") == "September 2018 – …"
    assert english.period("") == "undated"
    assert Texts("ro").period("2018-09-27/2018-09-27") == "27 septembrie 2018"


def test_plural_forms_and_languages() -> None:
    assert plural_form("en", 0) == "other"
    assert LANGUAGES == ("en", "ro")
    assert in_language({"ro": "Sănătate"}, "en") == "Sănătate"
    assert in_language({"": "ICIA"}, "ro") == "ICIA"
    assert in_language({}, "ro") == ""
