"""What is counted over two quarters, by agency, in files, or not at all: beside what was told."""

from datetime import date

import pytest

from analysis.digest.recomputing import Since, what_came_since
from analysis.disclosure.ledger import Marks
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Disclosure, Figure, Flag
from analysis.figures.holding import Held, held
from analysis.figures.knowing import Left
from analysis.figures.measuring import picture
from surveys.answering import Response
from surveys.evidence import Evidence
from surveys.framework import Perspective
from surveys.measure_files import library_measures
from surveys.periods import Period
from tests.analysis.crowds import (
    CHILDREN,
    IN_WINTER,
    NOTHING,
    PRACTITIONERS,
    SAFE,
    SPRING,
    SURE,
    crowd,
    evidence,
    the,
)
from tests.analysis.test_indicator_figures import TOOL, an_indicator
from tests.analysis.test_returns import AUDIT, GRADES, audited, graded
from tests.builders import a_content_area

CHILD, BOARD = Perspective.CHILD, Audience.BOARD
MARKS = Marks(b"s" * 32)
JULY, AUGUST = date(2026, 7, 20), date(2026, 8, 20)
IN_SUMMER = date(2026, 8, 3)
YEAR = Period(year=2026)


def leaving(
    now: Evidence,
    before: Evidence = NOTHING,
    *,
    period: Period = SPRING,
    earlier: tuple[Left, ...] = (),
    today: date = JULY,
) -> Held:
    found = picture(a_content_area(), period, now, before, BOARD)
    return held(found, earlier, MARKS, readers=BOARD, today=today)


def left(holding: Held) -> tuple[Left, ...]:
    return tuple(holding.left.values())


def safe(holding: Held) -> Figure:
    return the(holding.picture, "OC1", CHILD)


WINTERS = crowd(CHILDREN, SAFE, 4, 9, day=IN_WINTER)
SPRINGS = crowd(CHILDREN, SAFE, 5, 9)


@pytest.mark.parametrize(("few", "is_told"), [(0, False), (3, False), (9, False), (10, True)])
def test_a_year_is_held_back_beside_two_of_its_quarters_that_were_told_together(
    few: int, *, is_told: bool
) -> None:
    pooled = leaving(evidence(*SPRINGS), evidence(*WINTERS))
    rest = crowd(CHILDREN, SAFE, few // 2, few, day=IN_SUMMER)

    year = leaving(evidence(*WINTERS, *SPRINGS, *rest), period=YEAR, earlier=left(pooled))

    assert (safe(pooled).flags, safe(pooled).base) == ((Flag.POOLED,), 18)
    assert safe(year).protected is not is_told


@pytest.mark.parametrize("few", [0, 2, 4])
def test_quarters_that_were_told_together_stand_beside_a_few_who_came_since(few: int) -> None:
    winter = evidence(*WINTERS[:5])
    before = leaving(evidence(*SPRINGS[:5]), winter)

    now = leaving(evidence(*SPRINGS[: 5 + few]), winter, earlier=left(before), today=AUGUST)

    assert (safe(before).pooled, safe(before).base) == ("2026-Q1", 10)
    assert safe(now) == safe(before)
    assert now.standing[safe(now).id] == JULY


GRADE = graded("Health", met=2)


def graded_health(*staff: Response) -> Evidence:
    return evidence(GRADE, *staff, surveys=(PRACTITIONERS, GRADES))


@pytest.mark.parametrize(("others", "is_new"), [(0, True), (1, False), (10, True)])
def test_staff_beside_their_agencys_grade_do_not_tell_how_a_few_others_answered(
    others: int, *, is_new: bool
) -> None:
    health, police = crowd(PRACTITIONERS, SURE, 8, 20), police_staff(12)
    before = leaving(graded_health(*health, *police))
    came = (*crowd(PRACTITIONERS, SURE, 4, 10), *police_staff(others))

    now = leaving(graded_health(*health, *police, *came), earlier=left(before), today=AUGUST)

    all_staff = the(now.picture, "QL1", Perspective.PRACTITIONER, "NEG-Q1")
    own = the(now.picture, "QL5", Perspective.AGENCY_SELF, agency="Health")
    assert all_staff.base == 42 + others
    assert own.base == (30 if is_new else 20)


def police_staff(number: int) -> tuple[Response, ...]:
    return crowd(PRACTITIONERS, SURE, 0, number, agency="Police")


RETURN = audited(25, 5)


@pytest.mark.parametrize(("more", "is_new"), [(0, False), (3, False), (12, True)])
def test_files_count_as_people_and_a_return_is_many_of_them(more: int, *, is_new: bool) -> None:
    corrected = RETURN.model_copy(update={"answers": audited(25 + more, 5).answers})
    before = leaving(evidence(RETURN, surveys=(AUDIT,)))

    again = leaving(evidence(corrected, surveys=(AUDIT,)), earlier=left(before), today=AUGUST)

    [was], [now] = (holding.picture.of("QL8") for holding in (before, again))
    assert was.disclosure is Disclosure.SHOWN
    assert (now != was) is is_new
    assert (now.id in again.standing) is not is_new


def test_an_agencys_own_number_is_told_as_it_was_handed_in_last() -> None:
    measures = library_measures().with_([TOOL])
    first, second = an_indicator(61, 88), an_indicator(62, 88)

    before = leaving(Evidence(indicators=(first,), measures=measures))
    now = leaving(Evidence(indicators=(second,), measures=measures), earlier=left(before))

    [told], [again] = before.picture.of(TOOL.code), now.picture.of(TOOL.code)
    assert (told.numerator, again.numerator) == (61, 62)
    assert told.id not in before.left


def test_what_is_not_of_people_says_so_when_it_is_made_again() -> None:
    nothing = frozenset[int]()
    since = Since(nothing, nothing, nothing, nothing, smallest=10, is_of_people=False)

    assert what_came_since(since) == (
        "It stands on what agencies handed in, or on how many sources there are."
    )
