"""What speaks against a suggestion, what is not known, and who could introduce?

Doubts do not change the score: what is missing adds nothing to it, and that is all. They are said so that a reader
can weigh them.
"""

from __future__ import annotations

from graph.advice.evidence import work_rows
from graph.advice.standpoint import Standpoint

__all__ = ["doubts", "introducers", "unknowns"]

STALE = 4.0  # years without a beginning
CROWD = 50  # members of a joint work in which partners hardly meet
INTRODUCERS = 3
Words = dict[str, str]


def doubts(point: Standpoint, other: int) -> list[tuple[str, Words, list[int]]]:
    """(kind, sentence, ledger rows) of what the ledger shows against it."""
    ecosystem = point.ecosystem
    found: list[tuple[str, Words, list[int]]] = []
    last = int(ecosystem.last[other])
    rows = work_rows(ecosystem, other)
    if last and (ecosystem.today - last) / 365.25 > STALE:
        day = ecosystem.day(last)
        words = {
            "en": f"The last thing that we know it began was on {day}.",
            "ro": f"Ultimul lucru pe care știm că l-a început este din {day}.",
        }
        found.append(("stale", words, rows[:1]))
    mine = ecosystem.network.cells(other)
    size = ecosystem.members[ecosystem.network.incidence.indices[mine]]
    if len(size) and int(size.min()) > CROWD:
        words = {
            "en": f"It only took part in works of more than {CROWD} members, where partners hardly meet.",
            "ro": f"A participat doar la lucrări cu peste {CROWD} de membri, în care partenerii abia se cunosc.",
        }
        found.append(("crowd", words, rows[:20]))
    return found


def unknowns(point: Standpoint, other: int) -> list[tuple[str, Words]]:
    """(kind, sentence) of what we do not know of the pair."""
    ecosystem = point.ecosystem
    entity = ecosystem.network.ids[other]
    found: list[tuple[str, Words]] = []
    if not ecosystem.around.places.get(entity):
        found.append(("place", {"en": "We do not know where it is.", "ro": "Nu știm unde se află."}))
    if ecosystem.kinds[1][other] < 0:
        found.append(("kind", {"en": "We do not know of which kind it is.", "ro": "Nu știm de ce fel este."}))
    profiles = ecosystem.having
    if not profiles.shape[1] or profiles.indptr[other] == profiles.indptr[other + 1]:
        found.append(("topics", {"en": "We know no topic of it.", "ro": "Nu îi cunoaștem niciun subiect."}))
    if not ecosystem.last[other]:
        found.append(
            ("dates", {"en": "Nothing that it did is dated.", "ro": "Nimic din ce a făcut nu este datat."})
        )
    if entity not in ecosystem.around.offers and entity not in ecosystem.around.needs:
        found.append(
            (
                "offers and needs",
                {
                    "en": "No source says what it offers or needs now.",
                    "ro": "Nicio sursă nu spune ce oferă sau de ce are nevoie acum.",
                },
            )
        )
    return found


def introducers(point: Standpoint, other: int) -> tuple[str, ...]:
    """Common partners, those with few partners first: they know both best."""
    ids = point.ecosystem.network.ids
    return tuple(ids[one] for one in point.common_partners(other)[:INTRODUCERS].tolist())
