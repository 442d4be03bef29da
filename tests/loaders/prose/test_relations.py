import pytest

from loaders.prose import extract

from .conftest import Reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A first Digital Pathology Bootcamp, organised by ROHEALTH with the backing of EIT Health, took place in Coimbra.",
            ("Digital Pathology Bootcamp", "organisedBy", "ROHEALTH", "happened"),
        ),
        (
            "Medivolt will join the Health Working Group.",
            ("Medivolt", "memberOf", "Health Working Group", "planned"),
        ),
        (
            "Birgit Hoffmann, head of development at Marquart, spoke.",
            ("Birgit Hoffmann", "affiliatedWith", "Marquart", "happened"),
        ),
        (
            "Fraunhofer ENAS, a Chemnitz institute that has been at home in micro-sensors for decades, came.",
            ("Fraunhofer ENAS", "focusesOn", "micro-sensors", "happened"),
        ),
        (
            "eAxle, a project financed by UEFISCDI, ended in 2021.",
            ("eAxle", "fundedBy", "UEFISCDI", "happened"),
        ),
        (
            "Firma Termo a semnat un acord cu Universitatea Tehnică.",
            ("Termo", "collaboratesWith", "Universitatea Tehnică", "happened"),
        ),
        (
            "Clusterul Euronest va organiza Zilele Energiei la Bacău.",
            ("Zilele Energiei", "organisedBy", "Clusterul Euronest", "planned"),
        ),
        (
            "Adina Moldovan, președinta TFC, a vorbit.",
            ("Adina Moldovan", "affiliatedWith", "TFC", "happened"),
        ),
        (
            "Skyfarm, care se recomandă drept lider în senzori optici, vine.",
            ("Skyfarm", "focusesOn", "senzori optici", "claimed"),
        ),
        (
            "Solvara claims to be working with Aerolith.",
            ("Solvara", "collaboratesWith", "Aerolith", "claimed"),
        ),
    ],
)
def test_verbs_nouns_and_neighbours_in_both_languages(
    relations: Reader, text: str, expected: tuple[str, str, str, str]
) -> None:
    assert expected in relations(text)


@pytest.mark.parametrize(
    "text",
    [
        "Prime Robotics did not join Cluj IT Cluster.",
        "If it is approved, Solvara would coordinate GreenFab.",
        "Universitatea Sapientia ar putea adera la Cluj IT.",
        "Dacă bugetul ajunge, Skyfarm va adera la Cluj IT.",
        "Ostrava Steel Labs denied a report that it had joined Cluj IT Cluster.",
    ],
)
def test_negation_and_hypotheticals_say_nothing(relations: Reader, text: str) -> None:
    assert relations(text) == set()


def test_coordination_is_expanded_on_both_sides(relations: Reader) -> None:
    text = "Nordlys Software, Medivolt and Codru Sensors joined Cluj IT Cluster."
    assert {head for head, relation, *_ in relations(text) if relation == "memberOf"} == {
        "Nordlys Software",
        "Medivolt",
        "Codru Sensors",
    }


def test_members_of_a_plural_subject_work_together(relations: Reader) -> None:
    text = "ICT Cluster Plovdiv and Silicon Saxony signed a memorandum of understanding."
    assert ("ICT Cluster Plovdiv", "collaboratesWith", "Silicon Saxony", "happened") in relations(text) or (
        "Silicon Saxony",
        "collaboratesWith",
        "ICT Cluster Plovdiv",
        "happened",
    ) in relations(text)


def test_labels_rows_and_titles_speak_of_the_subject_of_the_page(relations: Reader) -> None:
    text = (
        "Name: Green Wood Cluster\nSeat: Sibiu\nYear of foundation: 2011\nMembers: 38 companies; 3 universities\n"
        "Fields: biomass; energy efficiency\nNot a member of: Silicon Saxony\n"
    )
    cluster = "Green Wood Cluster"
    assert relations(text) == {
        (cluster, "locatedIn", "Sibiu", "happened"),
        (cluster, "hasDate", "2011", "happened"),
        ("38 companies", "memberOf", cluster, "happened"),
        ("3 universities", "memberOf", cluster, "happened"),
        (cluster, "focusesOn", "biomass", "happened"),
        (cluster, "focusesOn", "energy efficiency", "happened"),
    }


def test_a_partner_table_tells_coordinator_partners_and_countries(relations: Reader) -> None:
    text = (
        "SmartDock\n\nProgramme: Horizon Europe\nFunding: European Union\n\nPartner | Role | Country\n"
        "University of Ruse | Coordinator | Bulgaria\nDonaulog GmbH | Partner | Austria\nKvarner Data | Left in May 2024 | Croatia\n"
    )
    found = relations(text)
    assert ("SmartDock", "organisedBy", "University of Ruse", "happened") in found
    assert ("Donaulog GmbH", "participatedIn", "SmartDock", "happened") in found
    assert ("Donaulog GmbH", "locatedIn", "Austria", "happened") in found
    assert not [r for r in found if r[0] == "Kvarner Data" and r[1] == "participatedIn"]


def test_one_event_under_two_names_is_one_entity() -> None:
    text = (
        "Report on 2018\n\n• The University to Business (U2B) brokerage event was held on September 27th\n\n\n"
        "B2U matchmaking: projects for all, September 27th 2018\n\nThe day went well for everybody who was there.\n"
    )
    events = {m.text: m.entity for m in extract(text).mentions if m.type == "Event"}
    assert events["University to Business"] == events["U2B"] == events["B2U matchmaking"]


def test_reading_is_deterministic_and_independent_of_what_was_read_before() -> None:
    text = "Codru Sensors joined Cluj IT Cluster in 2019. The firm works in robotics."
    first = [(m.start, m.end, m.type, m.entity, m.rule) for m in extract(text).mentions]
    extract("Codru Sensors is a project of the European Union.")
    assert [(m.start, m.end, m.type, m.entity, m.rule) for m in extract(text).mentions] == first
