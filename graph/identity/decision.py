"""What does a decision about two ids consist of?"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["ACCEPT", "REVIEW", "Decision", "Feature"]

ACCEPT = 0.90  # from here on the machine decides by itself
REVIEW = 0.70  # from here on it asks a person


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that was compared: the two values, what they say, and its weight in log-odds (natural)."""

    name: str  # "name", "place", "kind", "domain", …; texts in `explain.py`
    left: str
    right: str
    says: str  # "same", "near", "part", "acronym", "unknown", "different" …; texts in `explain.py`
    weight: float


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether two ids mean one entity, who decided it, and what it rests on.

    `verdict` is "same", "different", "unsure" or "review" (a machine's question to a person). `rule` names the
    reason; `why` says it in words (a person's own, or the machine's in English; `explain.why` also in Romanian).
    """

    a: str
    b: str
    verdict: str
    rule: str
    why: str
    features: tuple[Feature, ...] = field(default=())
    by: str = "machine"
    confidence: float = 1.0
