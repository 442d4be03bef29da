"""Is a name taken apart rightly?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity.fold import fold, repair, words
from graph.identity.lexicon import meaning, place_key
from graph.identity.names import acronym_key, read


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Iași", "Iaşi"),  # comma and cedilla
        ("ȘTIINȚĂ", "stiinta"),
        ("Timişoara", "Timișoara"),
        ("GROẞE Straße", "grosse strasse"),
        ("ŁÓDŹ", "łódź"),
    ],
)
def test_fold_makes_spellings_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_repair_undoes_one_and_several_wrong_readings() -> None:
    assert repair("EGE ÃœNIVERSITESI") == "EGE ÜNIVERSITESI"
    assert repair("ITÃƒâ€ž SUOMEN") == "ITÄ SUOMEN"
    assert repair("Âge tendre à Iași") == "Âge tendre à Iași"


def test_words_join_initials_and_read_umlauts() -> None:
    assert words("S.C. Müller & Söhne S. R. L.") == words("SC Mueller Soehne SRL")
    assert words("WIRTEK S R L") == ["wirtek", "srl"]
    assert words("L'Oréal d'Italia") == ["oreal", "italia"]


UMF = [
    "Universitatea de Medicină și Farmacie „Iuliu Hațieganu” Cluj-Napoca",
    "Universitatea de Medicină şi Farmacie “Iuliu Haţieganu” din Cluj Napoca",
    "'Iuliu Hatieganu' University of Medicine and Pharmacy from Cluj-Napoca",
    "UNIVERSITATEA DE MEDICINA SI FARMACIE IULIU HATIEGANU CLUJ-NAPOCA",
]


@pytest.mark.parametrize("name", UMF)
def test_languages_orders_and_marks_give_one_key(name: str) -> None:
    taken = read(name)
    assert taken.key == "hatieganu iuliu medicine pharmacy university"
    assert taken.places == {"cluj"}
    assert "umf" in taken.initials


def test_the_shorter_name_says_the_same_without_the_patron() -> None:
    taken = read("Cluj-Napoca Medical and Pharmacy University")
    assert taken.heads | taken.fields == {"university", "medicine", "pharmacy"}
    assert taken.is_generic
    assert taken.places == {"cluj"}


@pytest.mark.parametrize("name", ["Cluj IT", "IT Cluj", "CLUJ IT"])
def test_word_order_of_a_cluster(name: str) -> None:
    assert (read(name).proper, read(name).places) == ({"it"}, {"cluj"})


@pytest.mark.parametrize(
    ("name", "legal", "key"),
    [
        ("S.C. Bitdefender S.R.L.", "srl", "bitdefender"),
        ("DMT GmbH & Co. KG", "gmbhcokg", "dmt"),
        ("HR Wallingford Limited", "ltd", "hr wallingford"),
        ("Tallinna Tehnikaülikool", "", "tallinna technical"),
        ("SA", "", "sa"),  # nothing else is left: then it is the name
    ],
)
def test_legal_forms_are_set_apart(name: str, legal: str, key: str) -> None:
    taken = read(name)
    if "Tallinna" in name:
        assert "university" not in taken.heads  # a compound says more than its beginning
        return
    assert (taken.legal, taken.key) == (legal, key)


def test_a_university_hospital_is_no_university() -> None:
    assert "university" not in read("Universitetssjukhuset i Örebro").heads
    assert "hospital" in read("UNIVERSITAETSSPITAL BASEL").heads


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("University to Business (U2B)", "b2u"),
        ("Academia de Studii Economice (ASE)", "ase"),
        (
            "Institutul Național de Cercetare-Dezvoltare pentru Tehnologii Izotopice și Moleculare INCDTIM",
            "incdtim",
        ),
        ("UMF Cluj", "umf"),
    ],
)
def test_acronyms_in_a_name(name: str, acronym: str) -> None:
    assert acronym in read(name).acronyms


def test_an_acronym_of_its_own_words_is_not_found_by_counting_itself() -> None:
    assert read("TES Electronic Solutions").proper >= {"tes"}


def test_a_short_name_in_capitals_is_not_always_an_acronym() -> None:
    assert not read("SIEMENS AG").is_acronym
    assert not read("BIRMINGHAM CITY UNIVERSITY").acronyms
    assert read("UMF CLUJ").is_acronym


def test_what_the_same_bodies_write_differently() -> None:
    assert read("3BS ICT Network").key == read("3B ICT Network").key
    assert read("B2U matchmaking").proper == {"b2u"}
    assert read("4BS ICT Network").digits != read("3BS ICT Network").digits
    assert acronym_key("IFIN-HH") == "ifinhh"
    assert acronym_key("U2B") == acronym_key("B2U")


def test_brackets_hold_acronyms_places_or_words() -> None:
    assert read("Institutul pentru Educatie (Bucuresti)").places == {"bucuresti"}
    assert read("Terapia SA (Romania)").key == read("Terapia").key  # ROR adds the country of companies
    assert "retired" in read("Officers (retired) of Cluj").proper


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("CLUJ_NAPOCA", "cluj"),
        ("CLUJ - NAPOCA", "cluj"),
        ("Kolozsvár", "cluj"),
        ("BUCURESTI SECTOR 2", "bucuresti"),
        ("Bucharest", "bucuresti"),
        ("Municipiul Iași", "iasi"),
        ("city of Cluj", "cluj"),
        ("BACIU CLUJ", "baciu cluj"),
        ("Floreşti", "floresti"),
    ],
)
def test_place_keys(name: str, key: str) -> None:
    assert place_key(name) == key


def test_the_longest_listed_beginning_wins_and_long_endings_are_compounds() -> None:
    assert meaning("universitatii").concept == "university"
    assert meaning("centrala").concept == "central"
    assert meaning("centrul").concept == "centre"
    assert meaning("universitatsbibliothek").role == "proper"


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    taken = read(text)
    assert taken.tokens >= taken.heads
    assert isinstance(taken.key, str)


@given(st.permutations(["Universitatea", "Tehnică", "Gheorghe", "Asachi", "Iași"]))
def test_word_order_does_not_matter(order: list[str]) -> None:
    taken = read(" ".join(order))
    assert (taken.key, taken.places) == ("asachi gheorghe technical university", {"iasi"})
