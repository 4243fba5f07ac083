"""Whether the children who were heard are like those there are, and whether learning lasted."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.figures.figure import Disclosure, Figure, Flag
from analysis.figures.likeness import likeness
from analysis.figures.measuring import picture
from analysis.figures.status import Clarity
from analysis.statistics import mcnemar
from surveys.answering import Chosen, Response
from surveys.evidence import Evidence
from surveys.framework import Perspective
from surveys.measure_files import library_measures
from surveys.population import Expected
from surveys.values import OptionKey, Respondent
from surveys.voice import AgeBand, CannotBeTold, GotItRight, OnePerson, Told, Voice, Whose
from tests.analysis.crowds import (
    CONFIDENT,
    COURSE,
    IN_SPRING,
    IN_WINTER,
    SPRING,
    evidence,
    found,
    of,
    the,
    wave_of,
)
from tests.builders import NEGLECT, a_content_area, a_scale_question, a_survey, a_voice

CHILD, STAFF = Perspective.CHILD, Perspective.PRACTITIONER
GROUPS = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 500), min_size=1)
YOUNG, OLDER = AgeBand.FROM_4, AgeBand.FROM_12


def heard(**bands: int) -> tuple[Voice, ...]:
    of_band = {"young": YOUNG, "older": OLDER}
    return tuple(
        a_voice(
            id=f"{name}-{number}",
            day=IN_SPRING,
            replied_by=IN_SPRING + timedelta(days=28),
            speaker=OnePerson(whose=Whose.CHILD, age_bands=(of_band[name],)),
        )
        for name, count in bands.items()
        for number in range(count)
    )


def like(voices: tuple[Voice, ...], *, young: int = 50, older: int = 50) -> Figure:
    there_are = tuple(
        Expected(content_area=NEGLECT, age_band=band, agency="Health", expected=number)
        for band, number in ((YOUNG, young), (OLDER, older))
    )
    now = Evidence(voices=voices, population=there_are)
    return the(picture(a_content_area(), SPRING, now, Evidence()), "QN4", CHILD)


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


@pytest.mark.parametrize(
    ("young", "older", "percent", "flag"),
    [
        (20, 20, 100, Flag.REPRESENTATIVE),
        (26, 14, 85, Flag.REPRESENTATIVE),
        (27, 13, 82, Flag.CAUTION),
        (32, 8, 70, Flag.CAUTION),
        (33, 7, 68, Flag.NOT_REPRESENTATIVE),
    ],
)
def test_children_heard_are_representative_to_be_read_with_caution_or_not(
    young: int, older: int, percent: int, flag: Flag
) -> None:
    figure = like(heard(young=young, older=older))

    assert (figure.value, figure.flags) == (percent, (flag,))


@pytest.mark.parametrize("few", [0, 1, 4])
def test_where_an_age_band_is_small_only_the_word_is_told(few: int) -> None:
    figure = like(heard(young=30, older=few))

    assert (figure.disclosure, figure.value) == (Disclosure.BAND, None)
    assert figure.band == Flag.NOT_REPRESENTATIVE


@pytest.mark.parametrize("few", [0, 1, 4])
def test_the_word_does_not_depend_on_who_was_few(few: int) -> None:
    figure = like(heard(young=15, older=few), young=80, older=20)

    assert figure.band == Flag.CAUTION


def test_of_fewer_than_ten_children_nothing_is_said() -> None:
    assert like(heard(young=9)).protected


def test_without_a_population_file_there_is_no_such_figure() -> None:
    now = Evidence(voices=heard(young=30))

    assert not picture(a_content_area(), SPRING, now, Evidence()).of("QN4")


# The loop closed


def closing(number: int, feedback: Told | CannotBeTold | None, **changes: object) -> list[Voice]:
    day = SPRING.first_day - timedelta(days=30)
    usual = {"day": day, "replied_by": day + timedelta(days=28), "feedback": feedback} | changes
    return [a_voice(**{"id": f"{feedback}-{place}", **usual}) for place in range(number)]


def test_a_loop_is_closed_within_ninety_days_with_what_happened_or_why_not() -> None:
    day = SPRING.first_day - timedelta(days=30)
    in_time = Told(
        day=day + timedelta(days=90), what="The visit was moved.", how="On the telephone"
    )
    late = Told(day=day + timedelta(days=91), what="Moved.", how="By phone")
    why_not = CannotBeTold(day=day + timedelta(days=40), why="They have moved away.")
    voices = [*closing(8, in_time), *closing(5, late), *closing(4, why_not), *closing(7, None)]
    now = Evidence(voices=tuple(voices), as_at=SPRING.next.first_day)
    (figure,) = picture(a_content_area(), SPRING, now, Evidence()).of("OC7")

    assert (figure.numerator, figure.base) == (12, 24)


def told_and_said(number: int, said: GotItRight | None) -> list[Voice]:
    day = SPRING.first_day - timedelta(days=10)
    return closing(number, Told(day=day, what="Moved.", how="By phone", got_it_right=said))


def test_of_those_who_were_asked_it_says_how_many_say_that_we_got_it_right() -> None:
    too_late = Told(day=SPRING.last_day, what="Moved.", how="By phone", got_it_right=GotItRight.YES)
    voices = [
        *told_and_said(12, GotItRight.YES),
        *told_and_said(5, GotItRight.IN_PART),
        *told_and_said(7, GotItRight.NO),
        *told_and_said(6, None),
        *closing(3, too_late),
        *closing(9, None),
    ]
    now = Evidence(voices=tuple(voices), as_at=SPRING.next.first_day)
    (figure,) = picture(a_content_area(), SPRING, now, Evidence()).of("OC10")

    assert (figure.numerator, figure.base, figure.value) == (12, 24, 50)


@pytest.mark.parametrize("asked", [0, 4])
def test_nobody_and_a_few_who_were_asked_if_we_got_it_right_look_alike(asked: int) -> None:
    voices = (*told_and_said(asked, GotItRight.YES), *told_and_said(30 - asked, None))
    now = Evidence(voices=voices, as_at=SPRING.next.first_day)
    (figure,) = picture(a_content_area(), SPRING, now, Evidence()).of("OC10")

    assert figure.protected


def test_a_loop_whose_days_are_not_over_is_not_open_yet() -> None:
    now = Evidence(voices=tuple(closing(24, None)), as_at=SPRING.first_day)

    assert not picture(a_content_area(), SPRING, now, Evidence()).of("OC7")


# What learning became


AFTER_COURSE = a_survey(
    a_scale_question(CONFIDENT, good=("NEG-Q1",), favourable={"7", "8", "9", "10"}),
    id="course-after",
    title="Three months later",
    mode="linked",
    series="training",
)
LASTED = library_measures()["OC5"].model_copy(
    update={"questions": ("course.confident", "course-after.confident")}
)


def pairs(*counts: tuple[int, int, int]) -> list[Response]:
    """So many people with this score before and that one after."""
    return [
        of(
            survey,
            {CONFIDENT: Chosen(option=OptionKey(str(score)))},
            respondent=Respondent(f"{before}-{after}-{number}"),
            day=day,
        )
        for number_of, before, after in counts
        for number in range(number_of)
        for survey, score, day in ((COURSE, before, IN_WINTER), (AFTER_COURSE, after, IN_SPRING))
    ]


def lasted(*counts: tuple[int, int, int]) -> Figure:
    return lasted_of(pairs(*counts))


def lasted_of(responses: list[Response]) -> Figure:
    waves = (wave_of(COURSE, SPRING.previous), wave_of(AFTER_COURSE))
    now = evidence(
        *responses,
        surveys=(COURSE, AFTER_COURSE),
        waves=waves,
        measures=library_measures().with_([LASTED]),
    )
    return the(found(now), "OC5", STAFF, "NEG-Q1")


def test_learning_became_practice_in_those_who_gained_it_and_kept_it() -> None:
    figure = lasted((20, 3, 8), (10, 8, 9), (6, 4, 5))

    assert (figure.numerator, figure.base) == (20, 36)
    assert figure.scale is not None
    assert figure.scale.clarity is Clarity.CLEAR


def test_as_many_who_lost_it_as_gained_it_is_no_clear_change() -> None:
    figure = lasted((9, 3, 8), (8, 9, 2), (12, 8, 8))

    assert figure.scale is not None
    assert (figure.scale.improved, figure.scale.worse, figure.scale.unchanged) == (9, 8, 12)
    assert figure.scale.clarity is Clarity.NOT_CLEAR


def test_who_was_asked_only_once_is_never_compared() -> None:
    only_after = [one for one in pairs((30, 3, 8)) if one.survey == AFTER_COURSE.id]

    assert lasted_of([*only_after, *pairs((4, 2, 9))]).protected


def test_twelve_who_gained_and_four_who_lost_may_be_chance() -> None:
    assert round(mcnemar(12, 4), 4) == 0.0768
