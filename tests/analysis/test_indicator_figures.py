from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.digest.dashboard import tells
from analysis.disclosure.suppression import RULES, Audience, Band
from analysis.figures.figure import Disclosure, Figure, Flag
from analysis.figures.indicators import told_indicator
from analysis.figures.measuring import picture
from analysis.figures.status import Cap, Status
from surveys.evidence import Evidence
from surveys.framework import Agreement, Method
from surveys.indicators import Indicator
from surveys.measure_files import library_measures
from surveys.measures import Measure, Unit
from surveys.periods import Period
from tests.analysis.crowds import AFTER, SPRING, told
from tests.builders import NEGLECT, a_content_area

TOOL, ON_A_PLAN, AGAIN = (library_measures()[code] for code in ("QL102", "QN101", "OC101"))

AGREED = Agreement(day=SPRING.last_day, minute="Board 30 June 2026, item 2")


def an_indicator(numerator: int = 61, denominator: int = 88, **changes: object) -> Indicator:
    usual: dict[str, object] = {
        "id": "",
        "measure": TOOL.code,
        "content_area": NEGLECT,
        "period": SPRING,
        "source": Method.MANAGEMENT_RECORDS,
        "owner": "Health",
        "numerator": numerator,
        "denominator": denominator,
        "imported_on": AFTER,
    }
    return Indicator.model_validate(usual | changes).as_version(1)


def figure(
    indicator: Indicator, measure: Measure = TOOL, audience: Audience = Audience.BOARD
) -> Figure:
    measures = library_measures().with_([measure])
    now = Evidence(indicators=(indicator,), measures=measures)
    (found,) = picture(a_content_area(), SPRING, now, Evidence(), audience).of(measure.code)
    return found


def test_an_agencys_number_is_a_figure_with_its_source_and_owner() -> None:
    one = figure(an_indicator())

    assert (one.value, one.base, one.numerator) == (69, 88, 61)
    assert (one.agency, one.source) == ("Health", Method.MANAGEMENT_RECORDS)
    assert one.low is None


def test_a_rate_is_told_of_as_many_as_its_measure_says() -> None:
    one = figure(an_indicator(143, 43_210, measure=ON_A_PLAN.code), ON_A_PLAN)

    assert (one.value, one.unit, one.per) == (33.1, Unit.RATE, 10_000)
    (row,) = (
        row
        for row in told(Evidence(indicators=(an_indicator(143, 43_210, measure="QN101"),))).measured
        if row.name == ON_A_PLAN.name
    )
    assert row.value == "33.1 per 10,000"
    assert "agency data" not in row.line.text
    assert "management records" in row.line.text


def test_where_neither_way_is_better_a_number_is_held_against_no_target() -> None:
    neither = ON_A_PLAN.model_copy(update={"target": 40})
    one = figure(an_indicator(143, 43_210, measure=ON_A_PLAN.code), neither)

    assert (one.value, one.target, one.status) == (33.1, None, None)


@given(numerator=st.integers(10, 5_000), more=st.integers(10, 50_000))
def test_of_an_indicator_the_public_is_told_nothing_that_rounded_counts_do_not_tell(
    numerator: int, more: int
) -> None:
    exact = an_indicator(numerator, numerator + more)
    counts = [5 * round(one / 5) for one in (exact.numerator, exact.denominator)]
    rounded = an_indicator(*counts)

    for measure in (TOOL, ON_A_PLAN):
        told_of = told_indicator(exact, measure, Audience.PUBLIC)
        assert told_of == told_indicator(rounded, measure, Audience.PUBLIC)
        assert told_of.numerator is None


def test_no_rate_gives_the_public_a_number_to_one_person() -> None:
    one = figure(an_indicator(139, 43_210, measure="QN101"), ON_A_PLAN, Audience.PUBLIC)

    assert (one.value, one.base, one.numerator) == (32.4, 43_210, None)


@pytest.mark.parametrize("numerator", [0, 1, 4])
def test_nobody_and_a_few_look_the_same_in_an_imported_count(numerator: int) -> None:
    assert figure(an_indicator(numerator, 88)).band == Band(
        end="low", limit=10, is_included=False, base=88
    )
    assert figure(an_indicator(numerator, 30)).disclosure is Disclosure.PROTECTED
    assert figure(an_indicator(88 - numerator, 88)).band == Band(
        end="high", limit=90, is_included=False, base=88
    )
    rate = figure(an_indicator(numerator, 43_210, measure="QN101"), ON_A_PLAN)
    assert rate.disclosure is Disclosure.PROTECTED


@given(
    few=st.tuples(st.integers(0, 4), st.integers(0, 4)),
    base=st.integers(5, 50_000),
    audience=st.sampled_from(Audience),
    measure=st.sampled_from((TOOL, ON_A_PLAN)),
    from_above=st.booleans(),
)
def test_no_output_tells_one_small_number_from_another(
    few: tuple[int, int], base: int, audience: Audience, measure: Measure, *, from_above: bool
) -> None:
    first, second = (an_indicator(base - one if from_above else one, base) for one in few)

    assert told_indicator(first, measure, audience) == told_indicator(second, measure, audience)


def test_a_base_below_the_smallest_is_protected() -> None:
    smallest = RULES[Audience.BOARD].smallest_base

    assert figure(an_indicator(5, smallest - 1)).disclosure is Disclosure.PROTECTED
    assert figure(an_indicator(5, smallest)).disclosure is Disclosure.SHOWN


def test_an_indicator_meets_its_target_or_does_not_because_everybody_was_counted() -> None:
    aims = TOOL.model_copy(update={"target": 69, "agreed": AGREED})
    falls = AGAIN.model_copy(update={"target": 20, "agreed": AGREED})

    assert figure(an_indicator(), aims).status is Status.MET
    assert figure(an_indicator(60, 88), aims).status is Status.NOT_MET
    assert figure(an_indicator(10, 62, measure="OC101"), falls).status is Status.MET
    assert figure(an_indicator(20, 62, measure="OC101"), falls).status is Status.NOT_MET


@pytest.mark.parametrize(
    "agreed", [None, AGREED.model_copy(update={"day": SPRING.last_day + timedelta(days=1)})]
)
def test_a_target_that_nobody_agreed_by_the_end_of_the_period_is_neither_met_nor_not_met(
    agreed: Agreement | None,
) -> None:
    aims = TOOL.model_copy(update={"target": 69, "agreed": agreed})

    for numerator, leaning in ((61, Status.LEANING_ABOVE), (60, Status.LEANING_BELOW)):
        one = figure(an_indicator(numerator, 88), aims)
        assert (one.status, one.cap) == (leaning, Cap.NOT_AGREED)
        assert Flag.NOT_AGREED in one.flags
    now = Evidence(indicators=(an_indicator(),), measures=library_measures().with_([aims]))
    [row] = [row for row in told(now).measured if row.name == TOOL.name]
    assert row.target == "draft target 69%, proposed, not yet agreed"


def test_a_corrected_number_takes_the_place_of_the_earlier() -> None:
    now = Evidence(indicators=(an_indicator(70).as_version(2), an_indicator(61)))
    (one,) = picture(a_content_area(), SPRING, now, Evidence()).of(TOOL.code)

    assert one.numerator == 70


def test_a_number_of_a_year_belongs_to_the_quarter_in_which_the_year_ends() -> None:
    year = Evidence(indicators=(an_indicator(period=Period(year=2026)),))
    autumn = Period(year=2026, quarter=4)

    assert picture(a_content_area(), autumn, year, Evidence()).of(TOOL.code)
    assert not picture(a_content_area(), SPRING, year, Evidence()).of(TOOL.code)


def test_an_indicator_alone_does_not_make_an_area_one_on_which_people_were_heard() -> None:

    assert not tells(told(Evidence(indicators=(an_indicator(),))))


YEAR = Period(year=2026)
SOONER, LATER = date(2027, 1, 10), date(2027, 2, 10)
BEFORE_LAST = (40, 42, 45)  # of a hundred in each of the first three quarters


def a_year_of(last: int, *, year_on: date = LATER, quarters_on: date = SOONER) -> list[Indicator]:
    numbers = (*BEFORE_LAST, last)
    return [
        *(
            an_indicator(number, 100, period=quarter, imported_on=quarters_on)
            for quarter, number in zip(YEAR.quarters, numbers, strict=True)
        ),
        an_indicator(sum(numbers), 400, period=YEAR, imported_on=year_on),
    ]


def told_of_each(indicators: list[Indicator]) -> dict[str, int | None]:
    measures = library_measures().with_([TOOL])
    now = Evidence(indicators=tuple(indicators), measures=measures)
    return {
        str(period): found.numerator
        for period in (*YEAR.quarters, YEAR)
        for found in picture(a_content_area(), period, now, Evidence()).of(TOOL.code)
    }


@pytest.mark.parametrize("last", [0, 4, 96, 100])
def test_a_year_does_not_give_away_the_quarter_that_is_protected(last: int) -> None:
    told = told_of_each(a_year_of(last))

    assert told["2026-Q1"] == 40
    assert told["2026-Q4"] is None
    assert told["2026"] is None


def test_a_year_is_told_beside_quarters_that_all_may_be() -> None:
    assert told_of_each(a_year_of(30))["2026"] == 157


@pytest.mark.parametrize("last", [0, 3])
def test_a_quarter_that_nobody_handed_in_looks_like_one_that_is_protected(last: int) -> None:
    *others, _, year = a_year_of(last)

    assert told_of_each([*others, year])["2026"] is None


def test_quarters_that_come_after_their_year_do_not_give_the_last_away() -> None:
    told = told_of_each(a_year_of(3, year_on=SOONER, quarters_on=LATER))

    assert told["2026"] == 130
    assert [told[str(quarter)] for quarter in YEAR.quarters] == [None] * 4


@pytest.mark.parametrize("last", [0, 3])
def test_a_correction_neither_withdraws_what_was_read_nor_tells_what_was_not(last: int) -> None:
    before = a_year_of(last)
    first, *_, fourth, _ = before
    later = {"imported_on": date(2027, 3, 10)}
    corrected = [
        first.as_version(2).model_copy(update={**later, "numerator": 41}),
        fourth.as_version(2).model_copy(update={**later, "numerator": last + 1}),
    ]

    told = told_of_each([*corrected, *before])

    assert [told[str(quarter)] for quarter in YEAR.quarters] == [41, 42, 45, None]
    assert told["2026"] is None


def test_a_year_alone_is_told() -> None:
    assert told_of_each(a_year_of(3)[-1:])["2026"] == 130
