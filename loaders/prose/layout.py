"""What do labels, table rows, agendas and titles say without a verb? (“Seat: Cluj”, “Partner | Role | Country”)"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from loaders.prose.lexicon import Label, Lexicon, fits, lexicon
from loaders.prose.model import ACTORS, Mention
from loaders.prose.scene import Found, Scene

__all__ = ["from_agenda", "from_labels", "from_row", "from_title", "labels_of"]


@cache
def _by_word(words: Lexicon) -> dict[str, tuple[Label, ...]]:
    table: dict[str, tuple[Label, ...]] = {}
    for label in words.labels:
        for word in label.words.exact:
            table[word] = (*table.get(word, ()), label)
    return table


def labels_of(words: str, lang: str) -> tuple[Label, ...]:
    """The labels that a heading, column or word before a colon stands for; a trailing number or bracket is passed over."""
    table = _by_word(lexicon(lang))
    key = re.sub(r"\s+", " ", words.strip().rstrip(":").lower().replace("ş", "ș").replace("ţ", "ț"))
    for candidate in (
        key,
        re.sub(r"\s*(?:\(.*\)|[a-z]?\d+)$", "", key),
        re.sub(r"^(?:the|our|its)\s+", "", key),
    ):
        if candidate in table:
            return table[candidate]
    other = "ro" if lang == "en" else "en"
    return _by_word(lexicon(other)).get(key, ())


def _subject(scene: Scene, label: Label, value: Mention) -> Mention | None:
    """What the label speaks of: the first default whose type fits."""
    for candidate in scene.about:
        pair = (value.type, candidate.type) if label.turned else (candidate.type, value.type)
        if candidate.entity != value.entity and fits(label.relation, *pair):
            return candidate
    return None


def _first(scene: Scene, kind: str) -> Mention | None:
    return next((candidate for candidate in scene.about if candidate.type == kind), None)


def from_labels(scene: Scene, labels: Sequence[Label]) -> Iterator[Found]:
    """What the values of a label say of the page's subject."""
    if any(label.sense in ("negated", "skip", "name", "acronym") for label in labels):
        return
    for label in labels:
        for value in scene.arguments:
            if value.type not in label.values or value.nominal or not label.relation:
                continue
            if label.relation == "affiliatedWith" and _has_own_house(scene, value):
                continue
            if (
                value.type in ACTORS
                and _in_bracket(scene, value)
                and label.id.endswith(("partner", "members"))
            ):
                continue
            subject = _subject(scene, label, value)
            if subject is None:
                continue
            mode = label.mode or scene.mode(value.first)
            if label.id.endswith(("label.projects", "planned_projects")) and value.type == "Project":
                yield from _project_role(scene, subject, value, mode)
                continue
            ends = ([value], [subject]) if label.turned else ([subject], [value])
            yield from scene.relate(label.relation, *ends, mode, 0.8, label.id)


def _in_bracket(scene: Scene, value: Mention) -> bool:
    return value.first > 0 and scene.tokens[value.first - 1].form == "("


def _has_own_house(scene: Scene, person: Mention) -> bool:
    """“Contact: X, UGAL”: the organisation is said in the line itself."""
    following = [a for a in scene.arguments if a.first >= person.last]
    return bool(following) and following[0].type in ACTORS and following[0].first - person.last <= 2


def _project_role(scene: Scene, subject: Mention, project: Mention, mode: str) -> Iterator[Found]:
    """“GridPrint (partner), NanoShield (leader)”, “BioVill East – coordinator, 2016-2019, Horizon 2020”."""
    stop = next(
        (a.first for a in scene.arguments if a.first > project.last and a.type == "Project"),
        len(scene.tokens),
    )
    forms = scene.forms(project.last, stop)
    leads = any(form in scene.words.words["leading_roles"] for form in forms)
    if any(form in scene.words.words["failed"] for form in forms):
        return
    if leads:
        yield from scene.relate("organisedBy", [project], [subject], mode, 0.8, "layout.project-role")
    elif subject.type in ACTORS:
        yield from scene.relate("participatedIn", [subject], [project], mode, 0.75, "layout.project-role")
    for other in scene.arguments:
        if not project.last <= other.first < stop:
            continue
        if other.type == "Date":
            yield from scene.relate("hasDate", [project], [other], mode, 0.75, "layout.project-date")
        if other.type == "Programme" and not _funded(scene, other):
            yield from scene.relate("partOf", [project], [other], mode, 0.7, "layout.project-programme")
        if other.type == "Programme" and _funded(scene, other):
            yield from scene.relate("fundedBy", [project], [other], mode, 0.8, "layout.project-funding")


def _funded(scene: Scene, other: Mention) -> bool:
    near = scene.forms(max(0, other.first - 3), other.first)
    return any(form.startswith(("financ", "fund", "finanț")) for form in near)


def from_row(scenes: Sequence[Scene], header: Sequence[str], lang: str) -> Iterator[Found]:
    """The cells of a row: the first names who it is about, the header says what the others are."""
    main = next(
        (
            a
            for scene in scenes[:3]
            for a in scene.arguments
            if not a.nominal and a.type in (*ACTORS, "Person", "Project", "Event")
        ),
        None,
    )
    if main is None:
        return
    first = scenes[0]
    columns = [labels_of(words, lang) for words in header]
    text = [form for scene in scenes[1:] for form in scene.forms(0, len(scene.tokens))]
    gone = any(form in first.words.words["failed"] for form in text)
    leads = any(form in first.words.words["leading_roles"] for form in text)
    project = _first(first, "Project") or _first(first, "Event")
    partners = any(label.id.endswith("partner") for column in columns[:3] for label in column)
    roles = any(label.sense == "role" for column in columns for label in column)
    if project is not None and main.type in ACTORS and not gone and (partners or roles):
        if leads:
            yield from first.relate(
                "organisedBy", [project], [main], first.otherwise, 0.85, "layout.row-role"
            )
        else:
            yield from first.relate(
                "participatedIn", [main], [project], first.otherwise, 0.85, "layout.row-partner"
            )
    for number, scene in enumerate(scenes):
        if main in scene.arguments:
            continue
        column = columns[number] if number < len(columns) else ()
        for value in scene.arguments:
            yield from _cell(first, main, value, column)


def _cell(scene: Scene, main: Mention, value: Mention, column: Sequence[Label]) -> Iterator[Found]:
    if value.type == "Place":
        yield from scene.relate("locatedIn", [main], [value], scene.otherwise, 0.8, "layout.row-place")
    elif value.type == "Date" and main.type in ("Event", "Project"):
        yield from scene.relate("hasDate", [main], [value], scene.otherwise, 0.8, "layout.row-date")
    elif value.type == "Person" and main.type in ACTORS:
        yield from scene.relate("affiliatedWith", [value], [main], scene.otherwise, 0.75, "layout.row-person")
    elif value.type in ACTORS and main.type == "Person":
        yield from scene.relate("affiliatedWith", [main], [value], scene.otherwise, 0.75, "layout.row-person")
    elif value.type == "Vertical" and column:
        yield from scene.relate("focusesOn", [main], [value], scene.otherwise, 0.75, "layout.row-field")
    else:
        for label in column:
            if label.relation and not label.turned and value.type in label.values:
                yield from scene.relate(
                    label.relation, [main], [value], label.mode or scene.otherwise, 0.7, label.id
                )


def from_agenda(scene: Scene, day: Mention | None) -> Iterator[Found]:
    """A line with an hour: who speaks takes part in its session, or in the event of the page."""
    event = _first(scene, "Event")
    session = next((a for a in scene.arguments if a.type == "Event" and not a.nominal), None)
    mode = scene.otherwise
    if session is not None and event is not None and session.entity != event.entity:
        yield from scene.relate("partOf", [session], [event], mode, 0.8, "layout.session")
        if day is not None:
            yield from scene.relate("hasDate", [session], [day], mode, 0.75, "layout.session-day")
        topics = [a for a in scene.arguments if a.type == "Vertical"]
        yield from scene.relate("focusesOn", [session], topics, mode, 0.75, "layout.session-topic")
    stage = session or event
    if stage is not None:
        people = [a for a in scene.arguments if a.type == "Person"]
        yield from scene.relate("participatedIn", people, [stage], mode, 0.75, "layout.speaker")


def from_title(scene: Scene, event: Mention | None, subtitle: str) -> Iterator[Found]:
    """“AgriFood Brokerage Day, Iași, 17 October 2023”: places and dates of a heading belong to its event.

    `subtitle` is the mode in which fields of the heading are the page's own; empty where they are not.
    """
    own = [a for a in scene.arguments if a.type == "Event" and not a.nominal]
    projects = [a for a in scene.arguments if a.type == "Project" and not a.nominal]
    main = own[0] if own else event
    topics = [a for a in scene.arguments if a.type == "Vertical"]
    if main is not None:
        dated = [a for a in scene.arguments if a.type == "Date"]
        places = [a for a in scene.arguments if a.type == "Place"]
        yield from scene.relate("hasDate", [main], dated, scene.otherwise, 0.85, "layout.title-date")
        yield from scene.relate("locatedIn", [main], places, scene.otherwise, 0.8, "layout.title-place")
        if projects and projects[0].entity != main.entity:
            yield from scene.relate("partOf", [main], projects[:1], "happened", 0.75, "layout.title-project")
        yield from scene.relate(
            "focusesOn",
            [main],
            [t for t in topics if own and t.first >= main.last],
            scene.otherwise,
            0.6,
            "layout.title-topic",
        )
    elif subtitle and (project := _first(scene, "Project")) is not None:
        yield from scene.relate("focusesOn", [project], topics, subtitle, 0.75, "layout.subtitle-topic")
