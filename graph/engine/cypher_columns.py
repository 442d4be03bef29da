"""What are the columns of a query called, when no row came to tell? Read off its last RETURN."""

from __future__ import annotations

from graph.engine.cypher_tokens import Token, tokens_of

__all__ = ["columns_of"]

_BEGINS = frozenset({"RETURN", "YIELD"})
_ENDS = frozenset({"ORDER", "SKIP", "OFFSET", "LIMIT", "UNION"})


def columns_of(query: str) -> tuple[str, ...]:
    """The names of the columns of a checked query; none where they cannot be told (`RETURN *`)."""
    tokens = list(tokens_of(query))
    depth, begins = 0, -1
    for at, token in enumerate(tokens):
        depth += (token.text in "([{") - (token.text in ")]}")
        if (
            not depth
            and token.word in ("RETURN", "YIELD")
            and (not at or tokens[at - 1].text not in (".", ":"))
        ):
            begins = at + 1
            if token.word == "RETURN":
                break  # the first RETURN of a UNION names its columns
    if begins < 0:
        return ()
    if begins < len(tokens) and tokens[begins].word == "DISTINCT":
        begins += 1
    return _named(query, tokens, begins)


def _is_clause(tokens: list[Token], at: int, words: frozenset[str]) -> bool:
    """True where one of these words stands, and not as the name of a property or label."""
    return tokens[at].word in words and (not at or tokens[at - 1].text not in (".", ":"))


def _named(query: str, tokens: list[Token], begins: int) -> tuple[str, ...]:
    names: list[str] = []
    depth, item = 0, begins
    for at in range(begins, len(tokens) + 1):
        token = tokens[at] if at < len(tokens) else None
        ended = token is None or (not depth and _is_clause(tokens, at, _ENDS))
        if ended or (not depth and token and token.text == ","):
            names.append(_name(query, tokens[item:at], token))
            item = at + 1
            if ended:
                break
        elif token:
            depth += (token.text in "([{") - (token.text in ")]}")
    return () if "*" in names else tuple(names)


def _name(query: str, item: list[Token], following: Token | None) -> str:
    if len(item) > 2 and item[-2].word == "AS":
        return item[-1].name
    if len(item) == 1:
        return item[0].name
    if not item:
        return ""
    return query[item[0].start : following.start if following else len(query)].strip()
