import pytest

from graph.errors import NothingFound, UsageError


def test_a_token_has_its_role_until_it_is_revoked(ledger, path) -> None:
    token = ledger.new_token("editor", "ana's laptop")
    other = ledger.new_token("reader", "ana's phone")
    assert token != other
    assert (ledger.role_of(token), ledger.role_of(other)) == ("editor", "reader")
    assert [ledger.role_of(wrong) for wrong in ("", token[:-1], token + "x", "\ud800", "inno_")] == [None] * 5
    assert ledger.revoke_token("ana's laptop") == 1
    assert (ledger.role_of(token), ledger.role_of(other)) == (None, "reader")
    assert [(each.label, bool(each.revoked_at)) for each in ledger.tokens()] == [
        ("ana's laptop", True),
        ("ana's phone", False),
    ]
    with pytest.raises(NothingFound):
        ledger.revoke_token("ana's laptop")
    with pytest.raises(UsageError):
        ledger.new_token("editor", "")


def test_a_token_is_nowhere_in_the_file(ledger, path) -> None:
    token = ledger.new_token("editor", "ana")
    held = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert token.encode() not in held
    assert token.removeprefix("inno_").encode() not in held
