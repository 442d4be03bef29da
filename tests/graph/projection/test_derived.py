from graph.projection.derived import derived_collaboration


def test_a_pair_with_one_end_in_focus_is_tied_by_each_thing_it_shares() -> None:
    said = [(1, "b", "project"), (2, "a", "project"), (3, "a", "event"), (4, "b", "event"), (5, "c", "event")]
    assert list(derived_collaboration(said, {"a"})) == [("a", "b", 2, (1, 2, 3, 4)), ("a", "c", 1, (3, 5))]


def test_no_tie_without_an_end_in_focus() -> None:
    said = [(1, "a", "project"), (2, "b", "project"), (3, "c", "project")]
    assert list(derived_collaboration(said, set())) == []
    assert [pair[:2] for pair in derived_collaboration(said, {"c"})] == [("a", "c"), ("b", "c")]


def test_a_large_consortium_ties_nobody_and_one_more_member_makes_it_large() -> None:
    said = [(number, f"org{number:02}", "project") for number in range(20)]
    assert len(list(derived_collaboration(said, {"org00"}, largest=20))) == 19
    assert list(derived_collaboration([*said, (20, "org20", "project")], {"org00"}, largest=20)) == []


def test_an_actor_named_twice_in_one_thing_is_no_partner_of_itself() -> None:
    said = [(1, "a", "project"), (2, "a", "project"), (3, "b", "project")]
    assert list(derived_collaboration(said, {"a"})) == [("a", "b", 1, (1, 2, 3))]


def test_the_order_of_input_does_not_matter() -> None:
    said = [(1, "b", "p"), (2, "a", "p"), (3, "a", "q"), (4, "c", "q"), (5, "b", "q")]
    assert list(derived_collaboration(said, {"b"})) == list(derived_collaboration(said[::-1], {"b"}))
