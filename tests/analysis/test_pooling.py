"""Two quarters together, where each alone is too few to say: and never where that would tell."""

from typing import Any

import pytest

from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Disclosure, Figure, Flag
from surveys.answering import Response
from surveys.framework import Perspective
from surveys.survey import Survey
from tests.analysis.crowds import (
    CHILDREN,
    IN_WINTER,
    PARENTS,
    SAFE,
    SPRING,
    crowd,
    evidence,
    found,
    the,
    told,
)
from tests.builders import a_content_area, an_agree_question
from tests.digests import evidence_of

CHILD = Perspective.CHILD


def spring(favourable: int, base: int, survey: Survey = CHILDREN) -> tuple[Response, ...]:
    return crowd(survey, SAFE, favourable, base)


def winter(favourable: int, base: int, **changes: Any) -> tuple[Response, ...]:
    return crowd(CHILDREN, SAFE, favourable, base, day=IN_WINTER, **changes)


def safe(now: int, before: int, audience: Audience = Audience.BOARD) -> Figure:
    earlier = evidence(*winter(before // 2, before))
    return the(found(evidence(*spring(now // 2, now)), earlier, audience), "OC1", CHILD)


@pytest.mark.parametrize(("now", "before"), [(5, 5), (9, 5), (8, 9)])
def test_two_quarters_that_are_each_too_few_to_say_are_told_together(now: int, before: int) -> None:
    figure = safe(now, before)

    assert (figure.disclosure, figure.base) == (Disclosure.SHOWN, now + before)
    assert (figure.pooled, figure.flags) == ("2026-Q1", (Flag.POOLED,))
    assert figure.change is None


@pytest.mark.parametrize("before", [0, 1, 4, 10, 30])
def test_a_few_are_not_pooled_with_fewer_still_nor_with_a_quarter_that_is_told_alone(
    before: int,
) -> None:
    assert safe(8, before).model_dump() == safe(8, 0).model_dump()
    assert safe(8, before).disclosure is Disclosure.TOO_FEW


@pytest.mark.parametrize("now", [0, 1, 4])
def test_a_protected_quarter_stays_protected_whatever_came_before(now: int) -> None:
    assert safe(now, 9).protected


def test_a_quarter_that_has_enough_stands_alone() -> None:
    assert safe(10, 9).pooled is None


def test_for_the_public_nothing_below_ten_is_pooled() -> None:
    assert safe(8, 8, Audience.PUBLIC).protected


def test_another_perspective_never_makes_up_for_children() -> None:
    parents = crowd(PARENTS, PARENTS.questions[0].id, 4, 8)
    figure = the(found(evidence(*spring(4, 8), *parents)), "OC1", CHILD)

    assert (figure.disclosure, figure.base) == (Disclosure.TOO_FEW, 8)


def test_what_was_asked_in_other_words_is_not_pooled() -> None:
    questions = tuple(
        an_agree_question(SAFE, text="Are you safe?", good=("NEG-O1",), measures=("OC1",))
        if one.id == SAFE
        else one
        for one in CHILDREN.questions
    )
    reworded = CHILDREN.model_copy(update={"version": 2, "questions": questions})
    now = evidence(*spring(4, 8, reworded), surveys=(reworded,))
    figure = the(found(now, evidence(*winter(4, 8))), "OC1", CHILD)

    assert figure.disclosure is Disclosure.TOO_FEW


def test_a_pooled_figure_says_so_wherever_it_is_told() -> None:
    now, earlier = evidence(*spring(4, 8)), evidence(*winter(4, 8))
    (row,) = (row for row in told(now, earlier).children if row.name == "Feels safe")
    traced = evidence_of(row.figures[0], a_content_area(), SPRING, now, earlier)

    assert "Pooled: January to March 2026 and April to June 2026" in row.line.text
    assert row.change == "pooled over two quarters"
    assert "days: 1 January 2026 to 30 June 2026" in traced.filters
