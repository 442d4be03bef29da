"""What does the ecosystem look like from one actor, towards some others?

A `Standpoint` computes once what several signals need. All its arrays follow `others`.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.advice.candidates import closeness_of
from graph.advice.ecosystem import Ecosystem

__all__ = ["Standpoint"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Standpoint:
    """An actor and the others it might work with, as rows of the ecosystem."""

    def __init__(
        self, ecosystem: Ecosystem, actor: int, others: Ints, closeness: NDArray[np.float32] | None = None
    ) -> None:
        self.ecosystem = ecosystem
        self.actor = actor
        self.others = others
        self._closeness = closeness  # over all actors, where it was computed for many at once

    @cached_property
    def is_newcomer(self) -> bool:
        """True where it has worked with nobody that we know of."""
        return int(self.ecosystem.degree[self.actor]) == 0

    @cached_property
    def closeness(self) -> Floats:
        """How often a walker who keeps returning to the actor comes by each of the others."""
        if self._closeness is None:
            self._closeness = closeness_of(self.ecosystem, np.array([self.actor]))[:, 0]
        return self._closeness[self.others].astype(np.float64)

    @cached_property
    def common(self) -> Floats:
        """For each of the others: common partners as a count, after Adamic and Adar, and by resource allocation."""
        return self._common(self.ecosystem.partners, self.ecosystem.degree)

    @cached_property
    def recent_common(self) -> Floats:
        """The same among partners of the last three years."""
        return self._common(self.ecosystem.recent_partners, self.ecosystem.recent_degree)

    def _common(self, partners: object, degree: Ints) -> Floats:
        mine = partners.indices[partners.indptr[self.actor] : partners.indptr[self.actor + 1]]  # type: ignore[attr-defined]  # csr_array
        weigh = np.zeros((self.ecosystem.size, 3), np.float32)
        reach = np.maximum(degree[mine], 1)
        weigh[mine] = np.stack([np.ones(len(mine)), 1 / np.log1p(reach), 1 / reach], axis=1)
        found: Floats = np.asarray(partners[self.others] @ weigh, np.float64)  # type: ignore[index]  # csr_array
        return found

    def common_partners(self, other: int) -> Ints:
        """The partners that the actor and another have in common, those with few partners first."""
        shared = np.intersect1d(
            self.ecosystem.partner_rows(self.actor), self.ecosystem.partner_rows(other), assume_unique=True
        )
        return shared[np.argsort(self.ecosystem.degree[shared], kind="stable")]
