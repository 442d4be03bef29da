import pytest

from loaders.prose import extract


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("It took place on June 28-29, 2018 in Cluj.", "June 28-29, 2018", "2018-06-28/2018-06-29"),
        ("It was held from 29 to 31 May 2023.", "29 to 31 May 2023", "2023-05-29/2023-05-31"),
        ("Founded on 15.06.2010 in Bucharest.", "15.06.2010", "2010-06-15"),
        ("The contract of 04/06/2018 was signed.", "04/06/2018", "2018-06-04"),
        (
            "Proiectul se derulează în perioada iunie 2022 – mai 2024.",
            "iunie 2022 – mai 2024",
            "2022-06/2024-05",
        ),
        ("Forumul a avut loc în 20-21 septembrie 2022.", "20-21 septembrie 2022", "2022-09-20/2022-09-21"),
        ("It opens in the second quarter of 2025.", "second quarter of 2025", "2025-04/2025-06"),
        ("Proiect, în primăvara lui 2024.", "primăvara lui 2024", "2024"),
        ("The project runs 2016-2019.", "2016-2019", "2016/2019"),
    ],
)
def test_dates_keep_their_precision(text: str, words: str, value: str) -> None:
    assert [(m.text, m.value) for m in extract(text).mentions if m.type == "Date"] == [(words, value)]


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert not [
        m for m in extract("The forum was held on 31 February 2020.").mentions if m.value == "2020-02-31"
    ]


def test_the_year_of_a_heading_is_inferred_and_marked() -> None:
    text = "Stage 1 (2018) had these meetings:\n\n• The U2B forum was held on September 27th\n"
    (date,) = [m for m in extract(text).mentions if m.text == "September 27th"]
    assert (date.value, date.inferred) == ("2018-09-27", True)


def test_a_date_by_reference_is_never_invented() -> None:
    found = extract("A seminar on Business Development was organised on the same date.")
    assert not [m for m in found.mentions if m.type == "Date"]
    assert not [r for r in found.relations if r.relation == "hasDate"]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        (
            "We met 4 research centers and 4 private companies.",
            [(4, "ResearchCentre", "4 research centers"), (4, "Company", "4 private companies")],
        ),
        (
            "Au venit 18 reprezentanți și două spitale.",
            [(18, "Person", "18 reprezentanți"), (2, "Hospital", "două spitale")],
        ),
        ("Li se vor alătura șase firme agricole.", [(6, "Company", "șase firme agricole")]),
        ("Asociația numără 71 de firme.", [(71, "Company", "71 de firme")]),
        ("No more than 120 students will be admitted.", [(120, "Person", "120 students")]),
        ("The two clusters met in 2018 companies of all kinds.", []),
    ],
)
def test_counts_become_groups_and_never_names(text: str, groups: list[tuple[int, str, str]]) -> None:
    found = extract(text)
    assert [(m.count, m.kind, m.text) for m in found.mentions if m.type == "Group"] == groups
