"""Machine counts corrected by what a person read again, and answers needed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from analysis.statistics import Audited, answers_needed, prevalence, smallest_rise


@st.composite
def audits(draw: st.DrawFn) -> Audited:
    counts = st.integers(0, 60)
    drawn = [draw(counts) for _ in range(4)]
    return Audited(both=drawn[0], only_machine=drawn[1], only_person=drawn[2], neither=drawn[3])


@st.composite
def read_and_audited(draw: st.DrawFn) -> tuple[int, int, Audited]:
    """Of some people, at least the audited, the machine found the theme in some."""
    audited = draw(audits())
    found, others = draw(st.integers(0, 300)), draw(st.integers(0, 300))
    found += audited.both + audited.only_machine
    people = found + others + audited.only_person + audited.neither
    return found, max(people, 1), audited


def test_corrected_prevalence_gives_the_known_range() -> None:
    read = prevalence(60, 200, Audited(both=8, only_machine=2, only_person=5, neither=25))

    assert read.corrected is not None
    assert round(read.corrected.estimate, 4) == 0.375
    assert (round(read.corrected.lower, 4), round(read.corrected.upper, 4)) == (0.2310, 0.5190)


@pytest.mark.parametrize(("audited", "is_corrected"), [(19, False), (20, True)])
def test_fewer_than_twenty_audited_people_correct_nothing(
    audited: int, *, is_corrected: bool
) -> None:
    read = prevalence(60, 200, Audited(neither=audited))

    assert (read.corrected is not None) is is_corrected
    assert read.machine == 0.3


def test_precision_and_recall_are_of_the_audited_and_unknown_where_nothing_was_found() -> None:
    audited = Audited(both=6, only_machine=2, only_person=4, neither=20)

    assert (audited.precision, audited.recall) == (0.75, 0.6)
    assert (Audited(neither=20).precision, Audited(neither=20).recall) == (None, None)


@given(read_and_audited())
def test_a_corrected_share_lies_in_its_range_and_between_0_and_1(
    read: tuple[int, int, Audited],
) -> None:
    corrected = prevalence(*read).corrected

    if corrected is not None:
        assert 0 <= corrected.lower <= corrected.estimate <= corrected.upper <= 1
        assert corrected.upper > corrected.lower


@given(st.integers(0, 50), st.integers(50, 400))
def test_where_machine_and_person_agree_the_share_stays_as_it_was(found: int, people: int) -> None:
    read = prevalence(found, people, Audited(both=10, neither=30))

    assert read.corrected is not None
    assert read.corrected.estimate == pytest.approx(read.machine)


@given(read_and_audited(), st.integers(2, 5))
def test_more_people_audited_make_the_range_shorter(
    read: tuple[int, int, Audited], times: int
) -> None:
    found, people, audited = read
    more = Audited(**{name: times * count for name, count in audited.model_dump().items()})
    few = prevalence(found * times, people * times, audited).corrected
    many = prevalence(found * times, people * times, more).corrected

    if few is not None and many is not None and few.lower > 0 and few.upper < 1:
        assert many.upper - many.lower < few.upper - few.lower


@pytest.mark.parametrize(("found", "people"), [(5, 4), (-1, 4), (0, 0)])
def test_impossible_counts_are_refused(found: int, people: int) -> None:
    with pytest.raises(ValueError, match="some of the people"):
        prevalence(found, people, Audited())


def test_more_people_audited_than_read_are_refused() -> None:
    with pytest.raises(ValidationError):
        prevalence(1, 10, Audited(neither=11))


@pytest.mark.parametrize(
    ("before", "after", "needed"), [(0.6, 0.7, 356), (0.6, 0.8, 82), (0.5, 0.8, 39)]
)
def test_the_known_numbers_of_answers_find_a_change(
    before: float, after: float, needed: int
) -> None:
    assert answers_needed(before, after) == answers_needed(after, before) == needed


@pytest.mark.parametrize(("before", "after"), [(0.6, 0.6), (0, 0.5), (0.5, 1.2)])
def test_no_number_of_answers_finds_what_is_no_change(before: float, after: float) -> None:
    with pytest.raises(ValueError, match="two different shares"):
        answers_needed(before, after)


@given(before=st.integers(1, 98), answers=st.integers(1, 5000))
def test_the_smallest_rise_is_found_and_one_point_less_is_not(before: int, answers: int) -> None:
    rise = smallest_rise(before, answers)

    if rise is not None:
        assert answers_needed(before / 100, rise / 100) <= answers
    less = 99 if rise is None else rise - 1
    assert less == before or answers_needed(before / 100, less / 100) > answers


def test_with_about_eighty_answers_a_rise_of_twenty_points_is_found() -> None:
    assert (smallest_rise(60, 356), smallest_rise(60, 82), smallest_rise(50, 39)) == (70, 80, 80)
    assert smallest_rise(60, 8) is None


@given(before=st.integers(1, 98), answers=st.integers(1, 50_000), least=st.integers(1, 30))
def test_no_rise_is_promised_that_would_mostly_be_seen_as_less_than_counts(
    before: int, answers: int, least: int
) -> None:
    rise, any_rise = smallest_rise(before, answers, least), smallest_rise(before, answers)

    assert rise is None or (any_rise is not None and rise >= max(any_rise, before + least))


def test_with_thousands_of_answers_less_than_the_least_difference_is_still_not_promised() -> None:
    assert (smallest_rise(60, 5000), smallest_rise(60, 5000, 5)) == (63, 66)
    assert smallest_rise(60, 10**9, 5) == 66
    assert smallest_rise(60, 356, 5) == 70


def _is_in_the_middle(read: tuple[int, int, Audited]) -> bool:
    """Where no end of the range is cut off at 0 or 1."""
    corrected = prevalence(*read).corrected
    return corrected is not None and corrected.lower > 0 and corrected.upper < 1
