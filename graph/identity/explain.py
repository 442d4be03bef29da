"""Why were two ids taken for one, or kept apart? In words, in English and Romanian."""

from __future__ import annotations

from graph.identity.decision import Decision, Feature

__all__ = ["RULES", "feature_row", "table", "why"]

RULES: dict[str, dict[str, str]] = {
    "identifier": {
        "en": "A source states the other as its identifier.",
        "ro": "O sursă îl indică pe celălalt drept identificator al său.",
    },
    "judged": {"en": "A person judged so.", "ro": "Așa a hotărât o persoană."},
    "name": {
        "en": "The names say the same, and nothing speaks against it.",
        "ro": "Numele spun același lucru și nimic nu se opune.",
    },
    "part": {
        "en": "Same kind, field and place; one name adds only whom it is named after.",
        "ro": "Același fel, domeniu și loc; un nume adaugă doar pe cine evocă.",
    },
    "proper": {
        "en": "The distinctive words are the same; one name only says more about the field.",
        "ro": "Cuvintele distinctive coincid; un nume spune doar mai mult despre domeniu.",
    },
    "acronym": {
        "en": "The acronym fits, and place and kind support it.",
        "ro": "Acronimul se potrivește, iar locul și felul îl susțin.",
    },
    "close": {
        "en": "The names differ by a few letters only.",
        "ro": "Numele diferă doar prin câteva litere.",
    },
    "domain": {
        "en": "They share a web domain, and at most some words of their names.",
        "ro": "Au același domeniu web și cel mult câteva cuvinte din nume.",
    },
    "event": {
        "en": "Same day and same subject, and place, series or organiser agree.",
        "ro": "Aceeași zi și același subiect, iar locul, seria sau organizatorul coincid.",
    },
    "person": {
        "en": "The same full name at the same organisation.",
        "ro": "Același nume complet la aceeași organizație.",
    },
    "ambiguous": {
        "en": "More than one entity fits, and these exclude each other: a person must choose.",
        "ro": "Se potrivesc mai multe entități, care se exclud între ele: trebuie să aleagă o persoană.",
    },
    "chain": {
        "en": "Joining them would also join entities that must stay apart.",
        "ro": "Unirea lor ar uni și entități care trebuie să rămână separate.",
    },
    "type": {"en": "Their types exclude each other.", "ro": "Tipurile lor se exclud."},
    "place": {"en": "They are in different places.", "ro": "Sunt în locuri diferite."},
    "authority": {
        "en": "One authority gave them different identifiers.",
        "ro": "Aceeași autoritate le-a dat identificatori diferiți.",
    },
    "date": {"en": "They were on different days.", "ro": "Au avut loc în zile diferite."},
    "unit": {
        "en": "One is a unit or branch, the other the whole.",
        "ro": "Unul este o unitate sau filială, celălalt întregul.",
    },
    "digits": {"en": "The numbers in their names differ.", "ro": "Numerele din denumiri diferă."},
}

FEATURES: dict[str, dict[str, str]] = {
    "name": {"en": "name", "ro": "nume"},
    "place": {"en": "place", "ro": "loc"},
    "kind": {"en": "kind", "ro": "fel"},
    "domain": {"en": "web domain", "ro": "domeniu web"},
    "legal": {"en": "legal form", "ro": "formă juridică"},
    "context": {"en": "series, organiser, parent", "ro": "serie, organizator, instituție superioară"},
    "date": {"en": "date", "ro": "data"},
    "prior": {"en": "before looking", "ro": "înainte de comparare"},
}

SAYS: dict[str, dict[str, str]] = {
    "same": {"en": "same", "ro": "la fel"},
    "common": {"en": "same, but of common words", "ro": "la fel, dar din cuvinte comune"},
    "core": {
        "en": "same but for words that say little",
        "ro": "la fel, în afara unor cuvinte puțin grăitoare",
    },
    "letters": {"en": "same letters, other spaces", "ro": "aceleași litere, alte spații"},
    "part": {"en": "one holds the other", "ro": "unul îl cuprinde pe celălalt"},
    "proper": {"en": "same distinctive words", "ro": "aceleași cuvinte distinctive"},
    "acronym": {"en": "acronym of the other", "ro": "acronimul celuilalt"},
    "extra": {"en": "one word more", "ro": "un cuvânt în plus"},
    "initials": {
        "en": "acronym of the other, of four letters or more",
        "ro": "acronimul celuilalt, cu cel puțin patru litere",
    },
    "close": {"en": "a few letters differ", "ro": "diferă câteva litere"},
    "near": {"en": "near", "ro": "apropiat"},
    "country": {"en": "same country", "ro": "aceeași țară"},
    "topic": {"en": "same subject", "ro": "același subiect"},
    "none": {"en": "nothing in common", "ro": "nimic în comun"},
    "unknown": {"en": "unknown", "ro": "necunoscut"},
    "different": {"en": "different", "ro": "diferit"},
}


def why(decision: Decision, lang: str = "en") -> str:
    """The reason of a decision in one sentence: a person's own words, or the rule's in "en" or "ro"."""
    if decision.by != "machine":
        return decision.why
    return RULES[decision.rule][lang]


def feature_row(feature: Feature, lang: str = "en") -> tuple[str, str, str, str, float]:
    """One line of the table: what was compared, both values, what they say, and the weight."""
    return (
        FEATURES[feature.name][lang],
        feature.left,
        feature.right,
        SAYS[feature.says][lang],
        round(feature.weight, 2),
    )


def table(decision: Decision, lang: str = "en") -> list[tuple[str, str, str, str, float]]:
    """A decision as a table of named features: the weights add up to the log-odds of its confidence."""
    return [feature_row(feature, lang) for feature in decision.features]
