"""Does search answer what was asked, and say where it stopped?"""

from __future__ import annotations

import pytest

from graph.ask.search import search
from graph.errors import UsageError
from graph.index import Index
from ontology import Ontology, UnknownTerm


def test_hits_with_kinds(index: Index, ontology: Ontology) -> None:
    found = search(index, ontology, "babes", type="Organisation")
    assert [hit.id for hit in found.hits] == ["ror-02rmd1t30"]
    assert (found.truncated, found.corrected) == (False, False)
    assert search(index, ontology, "babes", type="Company").hits == ()


def test_truncation_and_correction_are_said(index: Index, ontology: Ontology) -> None:
    assert search(index, ontology, "cluj", limit=1).truncated
    assert search(index, ontology, "bolyay").corrected


def test_what_cannot_be_asked(index: Index, ontology: Ontology) -> None:
    with pytest.raises(UsageError):
        search(index, ontology, " ")
    with pytest.raises(UnknownTerm, match="Organisation"):
        search(index, ontology, "x", type="Organization")
