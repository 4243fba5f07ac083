"""Words for where the actual picture stands against the good one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure.suppression import Audience
from analysis.figures.status import (
    SIGNS,
    Cap,
    Clarity,
    Comparison,
    Status,
    Verdict,
    changes,
    clarity,
    gap,
    overall,
    status,
    verdict,
)
from analysis.statistics import Interval, Share
from surveys.framework import Kind, Perspective
from surveys.measures import Direction


def a_share(favourable: int, base: int) -> Share:
    return Share(favourable=favourable, base=base)


def an_interval(estimate: float, lower: float, upper: float) -> Interval:
    return Interval(estimate=estimate, lower=lower, upper=upper)


@pytest.mark.parametrize(
    ("favourable", "base", "expected"),
    [
        (45, 50, Status.MET),
        (41, 50, Status.LEANING_ABOVE),
        (24, 30, Status.LEANING_ABOVE),
        (22, 30, Status.LEANING_BELOW),
        (30, 40, Status.LEANING_ABOVE),
        (12, 22, Status.NOT_MET),
        (8, 10, Status.LEANING_ABOVE),
        (8, 9, Status.TOO_FEW),
        (5, 8, Status.TOO_FEW),
        (5, 5, Status.TOO_FEW),
        (4, 4, Status.PROTECTED),
        (0, 0, Status.PROTECTED),
    ],
)
def test_a_share_gets_the_known_status_against_75_percent(
    favourable: int, base: int, expected: Status
) -> None:
    assert status(a_share(favourable, base), 75) is expected


@pytest.mark.parametrize(
    ("favourable", "expected"),
    [(5, Status.MET), (9, Status.LEANING_ABOVE), (15, Status.LEANING_BELOW), (40, Status.NOT_MET)],
)
def test_status_is_mirrored_where_down_is_good(favourable: int, expected: Status) -> None:
    share = a_share(favourable, 50)

    assert status(share, 25, direction=Direction.DOWN) is expected
    assert status(a_share(share.unfavourable, 50), 75) is expected


def test_the_public_is_not_told_of_a_group_of_nine() -> None:
    assert status(a_share(8, 9), 75, audience=Audience.PUBLIC) is Status.PROTECTED
    assert status(a_share(8, 9), 75, audience=Audience.ANALYST) is Status.TOO_FEW


def test_a_census_on_target_meets_it() -> None:
    assert status(a_share(57, 100), 57, population=100) is Status.MET


def test_status_does_not_say_that_all_of_a_small_group_answered_alike() -> None:
    assert status(a_share(12, 12), 70) is status(a_share(11, 12), 70) is Status.LEANING_ABOVE
    assert status(a_share(0, 12), 30) is status(a_share(1, 12), 30)


@given(st.integers(0, 60), st.integers(1, 60), st.integers(1, 99))
def test_one_more_favourable_answer_never_makes_a_status_worse(
    favourable: int, more: int, target: int
) -> None:
    order = [Status.NOT_MET, Status.LEANING_BELOW, Status.LEANING_ABOVE, Status.MET]
    fewer = status(a_share(favourable, 120), target)

    assert order.index(fewer) <= order.index(status(a_share(favourable + more, 120), target))


def test_every_status_has_words_a_letter_and_an_icon_of_its_own() -> None:
    assert set(SIGNS) == set(Status)
    assert len({sign.letter for sign in SIGNS.values()}) == len(Status)
    assert len({sign.words for sign in SIGNS.values()}) == len(Status)
    assert all(sign.icon for sign in SIGNS.values())


def test_met_with_a_clear_perception_gap_is_held_back_and_says_why() -> None:
    held = verdict(Status.MET, Kind.QUALITY, [Perspective.CHILD], has_clear_gap=True)

    assert held == Verdict(status=Status.LEANING_ABOVE, cap=Cap.PERCEPTION_GAP)


@pytest.mark.parametrize(
    "perspectives",
    [[Perspective.PRACTITIONER], [Perspective.PRACTITIONER, Perspective.AGENCY_SELF], []],
)
def test_practitioners_alone_never_make_an_outcome_met(perspectives: list[Perspective]) -> None:
    held = verdict(Status.MET, Kind.OUTCOME, perspectives)

    assert held == Verdict(status=Status.LEANING_ABOVE, cap=Cap.PRACTITIONERS_ONLY)


@pytest.mark.parametrize(
    ("kind", "perspective"),
    [(Kind.QUALITY, Perspective.PRACTITIONER), (Kind.OUTCOME, Perspective.CHILD)],
)
def test_met_stays_met_on_evidence_that_can_carry_it(kind: Kind, perspective: Perspective) -> None:
    assert verdict(Status.MET, kind, [perspective]) == Verdict(status=Status.MET)


@pytest.mark.parametrize("worse", [one for one in Status if one is not Status.MET])
def test_a_cap_changes_nothing_but_met(worse: Status) -> None:
    held = verdict(worse, Kind.OUTCOME, [Perspective.PRACTITIONER], has_clear_gap=True)

    assert held == Verdict(status=worse)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([Status.MET, Status.NOT_MET, Status.LEANING_ABOVE], Status.NOT_MET),
        ([Status.MET, Status.MET, Status.LEANING_BELOW], Status.LEANING_BELOW),
        ([Status.LEANING_BELOW, Status.MET, Status.NOT_MET], Status.NOT_MET),
        ([Status.MET, Status.LEANING_ABOVE], Status.MET),
        ([Status.TOO_FEW, Status.MET, Status.PROTECTED], Status.MET),
        ([Status.LEANING_ABOVE, Status.LEANING_BELOW, Status.PROTECTED], Status.LEANING_BELOW),
        ([Status.LEANING_ABOVE, Status.TOO_FEW], Status.LEANING_ABOVE),
        ([Status.PROTECTED], Status.PROTECTED),
    ],
)
def test_an_area_is_as_good_as_its_worst_clear_outcome_for_children(
    outcomes: list[Status], expected: Status
) -> None:
    assert overall([Verdict(status=one) for one in outcomes]) == Verdict(status=expected)


def test_an_area_is_not_met_while_one_of_its_outcomes_is_held_back() -> None:
    held = Verdict(status=Status.LEANING_ABOVE, cap=Cap.PERCEPTION_GAP)

    assert overall([Verdict(status=Status.MET), held]) == held
    assert overall([held]) == held
    assert overall([held, Verdict(status=Status.NOT_MET)]) == Verdict(status=Status.NOT_MET)


def test_an_area_without_an_outcome_for_children_is_not_judged_by_others() -> None:
    assert overall([]) is None


@pytest.mark.parametrize(
    ("difference", "survives", "expected"),
    [
        (an_interval(0.195, 0.0176, 0.3586), True, Clarity.CLEAR),
        (an_interval(-0.195, -0.3586, -0.0176), True, Clarity.CLEAR),
        (an_interval(0.195, 0.0176, 0.3586), False, Clarity.POSSIBLE),
        (an_interval(0.1375, -0.0118, 0.2785), True, Clarity.NOT_CLEAR),
        (an_interval(0.049, 0.01, 0.09), True, Clarity.NOT_CLEAR),
        (an_interval(0.55 - 0.5, 0.01, 0.09), True, Clarity.CLEAR),
        (an_interval(0.1, 0.0, 0.2), True, Clarity.NOT_CLEAR),
    ],
)
def test_a_change_is_clear_when_it_is_certain_and_important(
    difference: Interval, expected: Clarity, *, survives: bool
) -> None:
    assert clarity(difference, at_least=5, survives=survives) is expected


def test_the_known_changes_are_judged_as_known() -> None:
    judged = changes(
        [
            Comparison(first=a_share(41, 50), second=a_share(30, 48)),
            Comparison(first=a_share(56, 80), second=a_share(45, 80)),
        ]
    )

    assert [one.clarity for one in judged] == [Clarity.CLEAR, Clarity.NOT_CLEAR]
    assert round(judged[0].difference.estimate, 4) == 0.1950


def test_a_change_that_is_clear_alone_is_only_possible_among_many_that_are_not() -> None:
    clear_alone = Comparison(first=a_share(41, 50), second=a_share(30, 48))
    same = Comparison(first=a_share(30, 50), second=a_share(30, 50))

    assert changes([clear_alone])[0].clarity is Clarity.CLEAR
    assert changes([clear_alone] + [same] * 10)[0].clarity is Clarity.POSSIBLE


def test_a_family_without_members_has_no_changes() -> None:
    assert changes([]) == ()


def test_the_known_gap_is_clear() -> None:
    judged = gap(a_share(53, 60), a_share(15, 24))

    assert judged.clarity is Clarity.CLEAR
    assert round(judged.difference.estimate, 4) == 0.2583


def test_a_gap_under_ten_points_is_not_told_however_certain() -> None:
    assert gap(a_share(9000, 10000), a_share(8010, 10000)).clarity is Clarity.NOT_CLEAR
    assert gap(a_share(9000, 10000), a_share(8000, 10000)).clarity is Clarity.CLEAR


def test_a_gap_does_not_say_that_all_of_a_small_group_answered_alike() -> None:
    assert gap(a_share(12, 12), a_share(5, 12)) == gap(a_share(11, 12), a_share(5, 12))
