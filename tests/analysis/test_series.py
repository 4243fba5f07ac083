"""Over the quarters: a true change is found, noise is refused, and other words break a series."""

from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.digest.digest import Digest, digest, points_kept
from analysis.digest.trends import trends_of
from analysis.disclosure.suppression import Audience
from analysis.evidence.facts import Facts
from analysis.evidence.votes import votes_in
from analysis.figures.series import Points, Series, points_of
from analysis.statistics import Variation
from surveys.evidence import Evidence
from surveys.measure_files import library_measures
from surveys.periods import Period
from surveys.survey import Survey
from surveys.values import QuestionId
from tests.analysis.crowds import (
    AFTER,
    BETTER,
    CHILDREN,
    NOTHING,
    SAFE,
    SPRING,
    crowd,
    wave_of,
)
from tests.builders import OPENING, a_content_area, a_framework, an_agree_question

NOISE = (19, 21, 18, 20, 22, 20, 19, 21, 20, 18, 22, 21)  # of thirty children, a quarter each


def quarters(latest: Period, number: int) -> list[Period]:
    found = [latest]
    while len(found) < number:
        found.insert(0, found[0].previous)
    return found


def heard(
    quarter: Period,
    favourable: int,
    base: int = 30,
    survey: Survey = CHILDREN,
    question: QuestionId = SAFE,
) -> Evidence:
    """So many of the children asked in a quarter feel safe."""
    opens_at = OPENING.replace(year=quarter.year, month=quarter.first_day.month)
    wave = wave_of(survey, quarter, opens_at=opens_at, closes_at=opens_at + timedelta(days=30))
    children = crowd(survey, question, favourable, base, day=quarter.first_day, wave=wave.id)
    return Evidence(surveys=(survey,), waves=(wave,), responses=children)


def told_after(*shares: int | Evidence, audience: Audience = Audience.BOARD) -> Digest:
    """The digest of the latest of these quarters; each a number of thirty children, or evidence."""
    periods = quarters(SPRING, len(shares))
    evidences = [
        heard(period, one) if isinstance(one, int) else one
        for period, one in zip(periods, shares, strict=True)
    ]
    past: list[Points] = [
        points_of(votes_in(Facts(a_content_area(), one), period), period, audience)
        for period, one in zip(periods[:-1], evidences[:-1], strict=True)
    ]
    return digest(
        a_framework(),
        a_content_area(),
        SPRING,
        evidences[-1],
        evidences[-2] if len(evidences) > 1 else NOTHING,
        past=past,
        audience=audience,
        as_at=AFTER,
    )


def safe(made: Digest) -> Series:
    return next(one for one in made.series if one.measure == "OC1")


def test_a_true_change_over_the_quarters_is_found() -> None:
    made = told_after(*(8, 9, 7, 8, 10, 9, 8, 7, 9), *(20, 22, 21, 20, 23, 21, 22))

    assert safe(made).reading.variation is Variation.IMPROVEMENT
    assert any(line.lead == "A real improvement" for line in made.over_time)


def both(quarter: Period, safe: int, better: int) -> Evidence:
    """Of thirty children so many feel safe, and for so many things are better."""
    about_safe, about_better = heard(quarter, safe), heard(quarter, better, question=BETTER)
    return replace(about_safe, responses=(*about_safe.responses, *about_better.responses))


def test_what_gets_worse_over_the_quarters_is_told_before_what_gets_better() -> None:
    early, late = (8, 9, 7, 8, 10, 9, 8, 7, 9), (20, 22, 21, 20, 23, 21, 22)
    shares = zip((*early, *late), (*late, *early), strict=True)
    rising = zip(quarters(SPRING, 16), shares, strict=True)
    made = told_after(*(both(quarter, *one) for quarter, one in rising))

    assert [line.lead for line in made.over_time] == ["A real worsening", "A real improvement"]


def test_where_neither_way_is_better_a_true_change_is_no_improvement() -> None:
    neither = library_measures()["OC1"].model_copy(update={"direction": None})
    measures = library_measures().with_([neither])
    shares = (8, 9, 7, 8, 10, 9, 8, 7, 9, 20, 22, 21, 20, 23, 21, 22)
    made = told_after(
        *(
            replace(heard(quarter, share), measures=measures)
            for quarter, share in zip(quarters(SPRING, len(shares)), shares, strict=True)
        )
    )

    assert safe(made).reading.variation is Variation.CHANGE
    assert "A real change" in [line.lead for line in made.over_time]
    assert [
        mark.words for one in trends_of(made) for mark in one.marks if one.series == safe(made)
    ] == ["a real change"]


def test_noise_over_the_quarters_is_refused() -> None:
    made = told_after(*NOISE)

    assert safe(made).reading.variation is Variation.COMMON
    assert all(line.lead == "No more than the usual ups and downs" for line in made.over_time)


def test_a_rise_through_five_quarters_is_no_trend_and_says_so() -> None:
    made = told_after(10, 13, 16, 19, 22)

    assert safe(made).reading.limits is None
    assert [line.text for line in made.over_time] == [
        "No trend is read into 5 quarters: it takes 6 for trial limits, 12 to judge."
    ]


def test_a_quarter_with_few_children_is_no_point_and_looks_like_one_with_none() -> None:
    few, none = heard(SPRING.previous, 2, 3), heard(SPRING.previous, 0, 0)

    told, silent = told_after(20, few, 21), told_after(20, none, 21)

    assert [point.value for point in safe(told).points] == [67, None, 70]
    assert safe(told).points[1].base is None
    assert safe(told).points[0] == safe(silent).points[0]
    assert trends_of(told) == trends_of(silent) == ()


def test_quarters_that_asked_in_other_words_are_left_out() -> None:
    other = CHILDREN.model_copy(
        update={
            "questions": (
                an_agree_question(
                    SAFE, text="Is home a safe place?", good=("NEG-O1",), measures=("OC1",)
                ),
                *CHILDREN.questions[1:],
            )
        }
    )
    early = [heard(period, 5, survey=other) for period in quarters(SPRING, 8)[:4]]

    made = told_after(*early, 20, 21, 20, 22)

    assert len(safe(made).points) == 4
    assert safe(made).cut


def test_the_points_of_a_kept_quarter_are_those_that_it_told() -> None:
    kept = told_after(*NOISE)

    assert points_kept(kept)["OC1", "NEG-O1", "child"] == safe(kept).points[-1]  # type: ignore[index]


def test_a_running_quarter_is_no_point_yet() -> None:
    evidence = heard(SPRING, 20)
    made = digest(
        a_framework(),
        a_content_area(),
        SPRING,
        evidence,
        NOTHING,
        audience=Audience.ANALYST,
        as_at=SPRING.last_day,
    )

    assert made.series == ()


@pytest.mark.parametrize("audience", list(Audience))
def test_a_series_tells_each_quarter_what_its_own_digest_tells(audience: Audience) -> None:
    made = told_after(*NOISE[:3], audience=audience)
    alone = told_after(NOISE[2], audience=audience)

    (figure,) = (
        one for one in alone.figures if one.measure == "OC1" and one.perspective == "child"
    )
    assert safe(made).points[-1].value == figure.value
    assert safe(made).points[-1].base == figure.base
