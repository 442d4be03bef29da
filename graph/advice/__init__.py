"""Who could collaborate, and why?

A suggestion is an actor that is not known yet, with reasons that each name the statements they rest on. The score is
the sum of the contributions of its reasons, nothing else; partners, departments and owners are never suggested, and
where nothing strong enough speaks for anyone the answer is that there is no suggestion.

    candidates.py   whom to look at: random walk with restart, and whoever is active
    signals/        numbers that speak for a partnership, one file each
    model.py        how much each counts (weights.json, learned by training.py from the past), and what a score means
    reasons/        what signals say in words, and the statements behind them, one file each
    suggesting.py   puts them together
    spread.py       keeps the same few from being advised to all
    backtest.py     how good the advice would have been
"""

from __future__ import annotations

from graph.advice.ecosystem import Ecosystem, ecosystem_of
from graph.advice.model import Model, default_model
from graph.advice.suggesting import (
    DEFAULT_KINDS,
    Advice,
    Reason,
    Suggestion,
    Wish,
    prepare,
    suggest,
)

__all__ = [
    "DEFAULT_KINDS",
    "Advice",
    "Ecosystem",
    "Model",
    "Reason",
    "Suggestion",
    "Wish",
    "default_model",
    "ecosystem_of",
    "prepare",
    "suggest",
]
