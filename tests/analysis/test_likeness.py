from hypothesis import given
from hypothesis import strategies as st

from analysis.figures.likeness import likeness

GROUPS = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 500), min_size=1)


def test_r_is_one_less_half_of_how_far_the_shares_are_apart() -> None:
    assert likeness({"a": 30, "b": 10}, {"a": 50, "b": 50}) == 0.75
    assert likeness({"a": 10}, {"b": 10}) == 0


@given(heard=GROUPS, expected=GROUPS)
def test_r_lies_between_nought_and_one_and_does_not_mind_who_is_compared_with_whom(
    heard: dict[str, int], expected: dict[str, int]
) -> None:
    r = likeness(heard, expected)

    assert -1e-9 <= r <= 1 + 1e-9
    assert abs(r - likeness(expected, heard)) < 1e-9
    assert abs(likeness(heard, heard) - 1) < 1e-9
