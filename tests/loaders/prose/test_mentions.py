from collections.abc import Callable

import pytest

from loaders.prose import Entry, Gazetteer, extract

Mentions = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Iași University of Life Sciences was the host.",
            ("Organisation", "Iași University of Life Sciences"),
        ),
        ("It is led by Pannon Wood and Furniture Cluster.", ("Cluster", "Pannon Wood and Furniture Cluster")),
        ("The Members' Breakfast is near.", ("Event", "Members' Breakfast")),
        ("Radu Oltean, who manages the cluster, spoke.", ("Person", "Radu Oltean")),
        ("Grippa S.r.l. of Modena is a partner.", ("Organisation", "Grippa S.r.l.")),
        ("Universitatea de Artă și Design a aderat.", ("Organisation", "Universitatea de Artă și Design")),
        ("Centrul de Energie Inteligentă va fi deschis.", ("Organisation", "Centrul de Energie Inteligentă")),
        ("Clusterul Maritim Român are 20 de membri.", ("Cluster", "Clusterul Maritim Român")),
        ("The firm works in cold chain logistics.", ("Vertical", "cold chain logistics")),
        ("GL Sănătate va fi condus de Electromobil.", ("WorkingGroup", "GL Sănătate")),
        ("It was held on the Mărăști campus.", ("Place", "Mărăști campus")),
    ],
)
def test_names_are_found_whole_and_typed(mentions: Mentions, text: str, expected: tuple[str, str]) -> None:
    assert expected in mentions(text)


def test_headings_in_capitals_and_small_words_are_no_names(mentions: Mentions) -> None:
    assert mentions("PRESS RELEASE\n\nIt is what it is, and nobody minds.") == []


def test_the_city_is_not_the_cluster() -> None:
    found = extract(
        "IT Cluj met in Cluj. Cluj IT Cluster, or Cluj IT, is at home in the city of Cluj-Napoca."
    )
    clusters = {m.entity for m in found.mentions if m.type == "Cluster"}
    places = {m.entity for m in found.mentions if m.type == "Place"}
    assert len(clusters) == 1
    assert clusters.isdisjoint(places)


def test_acronyms_short_forms_and_surnames_are_the_same_entity() -> None:
    text = (
        "Lucian Blaga University of Sibiu (LBUS) and Codru Sensors signed. Eva Horvath opened the day.\n"
        "Later LBUS thanked Codru, and E. Horvath closed it."
    )
    entity = {m.text: m.entity for m in extract(text).mentions}
    assert entity["LBUS"] == entity["Lucian Blaga University of Sibiu"]
    assert entity["Codru"] == entity["Codru Sensors"]
    assert entity["E. Horvath"] == entity["Eva Horvath"]


def test_a_given_gazetteer_names_what_it_knows_and_nothing_is_learnt_from_prose() -> None:
    known = Gazetteer.of([("Zorile Rosii", Entry("Cluster", id="wikidata-q1"))])
    (mention,) = [
        m for m in extract("We met zorile roșii Zorile Roșii.", gazetteer=known).mentions if m.value
    ]
    assert (mention.type, mention.value) == ("Cluster", "wikidata-q1")
    extract("The Zumbax cluster met.")
    assert [m.rule for m in extract("Zumbax met them in spring.").mentions if m.text == "Zumbax"] == [
        "name.untold"
    ]


def test_without_the_model_rules_still_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from loaders.prose import tagging

    monkeypatch.setattr(tagging, "_model", lambda: None)
    found = extract("Cluj IT Cluster organised the Health Forum in Cluj-Napoca on 12 May 2023.")
    assert ("Health Forum", "organisedBy", "Cluj IT Cluster") in {
        (r.head.text, r.relation, r.tail.text) for r in found.relations
    }
