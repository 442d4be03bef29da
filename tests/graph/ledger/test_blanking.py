import json
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ledger.blanking import BLOCK, Names, blanked, keyed, merged

SECRET = "ab" * 32


def names(*said: str) -> Names:
    return Names(SECRET, [name for text in said if (name := Names.keep(SECRET, text))])


@pytest.mark.parametrize(
    "text",
    [
        "Ion Ștefănescu",
        "ION ŞTEFĂNESCU",
        "Stefanescu, Ion",
        "ion\nstefanescu",
        normalize("NFD", "Ștefănescu Ion"),
        "Ion. Ștefănescu",
    ],
)
def test_a_name_is_found_however_it_is_written(text) -> None:
    assert names("Ion Ștefănescu").ranges(f"Seen: {text}!") == [(6, 6 + len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Ion",
        "Ștefănescu",
        "Ion Pop Ștefănescu",
        "Ionuț Ștefănescu",
        "Ion Ștefănescuu",
        "",
        "Ion ---- Ștefănescu",
    ],
)
def test_what_is_not_the_name_stays(text) -> None:
    assert names("Ion Ștefănescu").blank(text) == text


def test_a_longer_name_is_blanked_as_a_whole() -> None:
    both = names("Ion Pop", "Ion Pop Marin", "0000-0001-2345-6789")
    assert (
        both.blank("by Ion Pop Marin; or Ion Pop, orcid:0000-0001-2345-6789.")
        == f"by {BLOCK * 13}; or {BLOCK * 7}, orcid:{BLOCK * 19}."
    )


def test_json_stays_json_and_loses_escaped_names() -> None:
    row = json.dumps({"Ion Ștefănescu": ["Ion Ștefănescu", {"n": '\n"Ștefănescu Ion"'}], "x": 1})
    clean = names("Ion Ștefănescu").blank_json(row)
    assert json.loads(clean) == {BLOCK * 14: [BLOCK * 14, {"n": f'\n"{BLOCK * 14}"'}], "x": 1}
    assert names("Ion Ștefănescu").blank_json('{"broken \\u') == '{"broken \\u'


def test_without_names_nothing_is_sought() -> None:
    assert not names()
    assert names().ranges("Ion Pop") == []
    assert Names.keep(SECRET, " -- ") is None


def test_ranges_are_joined() -> None:
    assert merged([(5, 7), (0, 2), (1, 3), (3, 4), (9, 10)]) == [(0, 4), (5, 7), (9, 10)]
    assert blanked("abcdef", [(0, 2), (4, 5)]) == f"{BLOCK * 2}cd{BLOCK}f"


def test_a_keyed_hash_means_nothing_with_another_secret() -> None:
    assert keyed(SECRET, "a", "b") == keyed(SECRET, "a", "b")
    assert (
        len(
            {
                keyed(SECRET, "a", "b"),
                keyed("cd" * 32, "a", "b"),
                keyed(SECRET, "ab", ""),
                keyed(SECRET, "b", "a"),
            }
        )
        == 4
    )


words = st.text(st.characters(categories=["L"]), min_size=1, max_size=5)


@given(st.lists(words, min_size=2, max_size=3), st.text(max_size=20), st.text(max_size=20))
def test_a_name_never_survives_and_places_stay(name, before, after) -> None:
    said = normalize("NFC", " ".join(name))
    text = normalize("NFC", f"{before} {said} {after}")
    clean = names(said).blank(text)
    assert len(clean) == len(text)
    assert f" {said} " not in clean
    assert normalize("NFC", clean) == clean
    assert names(said).blank(clean) == clean
