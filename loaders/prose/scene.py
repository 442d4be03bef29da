"""Who and what stands in a sentence, in which order, and what is joined by “and”?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders.prose.clauses import finite, mode_of
from loaders.prose.lexicon import Lexicon, fits
from loaders.prose.model import Block, Mention, Sentence, Token

__all__ = ["Found", "Scene"]

_LINKS = frozenset({",", "and", "or", "&", "și", "sau", "plus", "precum", "as", "well", "iar", "/", ";"})


@dataclass(frozen=True, slots=True)
class Found:
    """A relation between two arguments of a sentence, before it is checked and deduplicated."""

    head: Mention
    relation: str
    tail: Mention
    mode: str
    quote: tuple[int, int]
    confidence: float
    rule: str
    qualifiers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Scene:
    """A sentence with its arguments (mentions and nominals) in order, and what the page says around it."""

    sentence: Sentence
    block: Block
    words: Lexicon
    arguments: list[Mention]
    about: Sequence[Mention]  # what a missing argument may mean here, likeliest first
    home: Mention | None = None  # whom or what the page is about
    told: int = (
        0  # how many of `about` come from headings and the page's subject; the others were only the latest
    )
    otherwise: str = "happened"  # the mode where no verb tells one
    inside: list[int] = field(default_factory=list)  # per token: the argument it belongs to, or -1

    def __post_init__(self) -> None:
        self.inside = [-1] * len(self.sentence.tokens)
        for number, argument in enumerate(self.arguments):
            for at in range(argument.first, argument.last):
                self.inside[at] = number

    @property
    def tokens(self) -> list[Token]:
        """The tokens of the sentence."""
        return self.sentence.tokens

    def mode(self, at: int) -> str:
        """The mode of the clause around a token; `otherwise` where no verb tells one."""
        return mode_of(self.sentence, min(at, len(self.tokens) - 1), self.words, self.otherwise)

    def forms(self, first: int, last: int) -> list[str]:
        """The forms of tokens [first, last)."""
        return [token.form for token in self.tokens[first:last]]

    def joined(
        self, argument: Mention, kinds: frozenset[str], backward: bool = False, verb: int = -1
    ) -> list[Mention]:
        """The argument and those joined to it by commas and “and”, forward or backward, of the given types.

        `verb` is the token of the verb that they all are subjects of.
        """
        if argument not in self.arguments or (backward and argument.nominal):
            return [argument]  # a default stands in another sentence; a pronoun begins its own clause
        number, row = self.arguments.index(argument), [argument]
        step = -1 if backward else 1
        at = number + step
        while 0 <= at < len(self.arguments):
            other = self.arguments[at]
            left, right = (other, row[-1]) if backward else (row[-1], other)
            if not self._goes_on(left, right, backward or right.last <= verb):
                break
            if backward and self._apart(left, right):
                break
            if other.type in kinds and not other.nominal and self._item(left, right):
                row.append(other)
            elif not self._aside(other):
                break
            at += step
        return row

    def _goes_on(self, left: Mention, right: Mention, subjects: bool) -> bool:
        gap = self.tokens[left.last : right.first]
        if len(gap) > 14 or any(
            t.text in (";", "–", "—", ":") and not self._list_of_semicolons() for t in gap
        ):
            return False
        if any(finite(token, self.words) for token in gap):
            return False
        after = self.tokens[right.last : right.last + 2]
        new_subject = bool(after) and finite(after[0], self.words) and not subjects
        return not (new_subject and right.type not in ("Vertical", "Place", "Date"))

    def _apart(self, left: Mention, right: Mention) -> bool:
        """“together with A, and B took part”: A hangs on its preposition, B begins a clause."""
        before = self.tokens[left.first - 1].form if left.first else ""
        if before in ("the", "a") and left.first > 1:
            before = self.tokens[left.first - 2].form
        comma = any(t.text == "," for t in self.tokens[left.last : right.first])
        return comma and before in ("with", "by", "from", "in", "at", "to", "for", "cu", "la", "în", "prin")

    def _list_of_semicolons(self) -> bool:
        return self.block.kind in ("label", "item", "row") or sum(t.text == ";" for t in self.tokens) > 1

    def _item(self, left: Mention, right: Mention) -> bool:
        """Whether a comma or “and” stands just before `right`, with at most three plain words between."""
        gap = self.tokens[left.last : right.first]
        kept = list(gap)
        while kept and kept[-1].form not in _LINKS and len(gap) - len(kept) < 4:
            last = kept[-1]
            if last.tag == "ADP" and last.form not in (
                "of",
                "de",
                "on",
                "in",
                "pe",
                "în",
                "al",
                "a",
                "ale",
                "cu",
                "with",
                "by",
                "la",
            ):
                return False
            if last.form in self.words.actions or last.lemma in self.words.actions or last.tag == "VERB":
                return False
            kept.pop()
        return bool(kept) and kept[-1].form in _LINKS

    def _aside(self, other: Mention) -> bool:
        """An argument that may stand inside a list without being an item: in brackets, or a place, role or date."""
        before = self.tokens[other.first - 1].form if other.first else ""
        return before == "(" or (
            other.type in ("Place", "Date", "Vertical", "Group", "Person", "Organisation")
            and (before in ("in", "of", "from", "din", "de", "la", "(", "a", "al"))
        )

    def expanded(self, argument: Mention) -> Iterator[Mention]:
        """The argument itself; for a plural nominal also what else it means."""
        yield argument
        for entity in argument.also:
            yield Mention(
                argument.start,
                argument.end,
                argument.type,
                argument.text,
                argument.rule,
                argument.confidence,
                entity=entity,
                nominal=True,
                sentence=argument.sentence,
                first=argument.first,
                last=argument.last,
            )

    def relate(
        self,
        relation: str,
        heads: Sequence[Mention],
        tails: Sequence[Mention],
        mode: str,
        confidence: float,
        rule: str,
        qualifiers: tuple[tuple[str, str], ...] = (),
    ) -> Iterator[Found]:
        """Every pair of heads and tails whose types fit."""
        if not mode:
            return
        quote = (self.sentence.start, self.sentence.end)
        for head in heads:
            for tail in tails:
                for a in self.expanded(head):
                    for b in self.expanded(tail):
                        if a.entity != b.entity and fits(relation, a.type, b.type):
                            yield Found(
                                a, relation, b, self._lasting(mode, a, b), quote, confidence, rule, qualifiers
                            )

    def _lasting(self, mode: str, head: Mention, tail: Mention) -> str:
        """On a page of plans (an agenda) only what concerns events is planned; offices and seats are as they are."""
        if mode == "planned" and self.otherwise == "planned" and "Event" not in (head.type, tail.type):
            return "happened"
        return mode
