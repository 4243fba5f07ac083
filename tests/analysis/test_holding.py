"""What of a picture may be told beside what was told before."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analysis.digest.digest import digest_of
from analysis.digest.standing import changed_figures, ledger_note
from analysis.disclosure.ledger import Marks
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Disclosure, Figure
from analysis.figures.holding import Held, held
from analysis.figures.knowing import Left
from analysis.figures.measuring import picture
from surveys.answering import Response
from surveys.framework import Perspective
from surveys.periods import Period
from tests.analysis.crowds import (
    BETTER,
    CHILDREN,
    IN_SPRING,
    IN_WINTER,
    NOTHING,
    PRACTITIONERS,
    SAFE,
    SPRING,
    asked,
    crowd,
    evidence,
    opting_out,
    the,
)
from tests.builders import a_content_area

CHILD, BOARD = Perspective.CHILD, Audience.BOARD
MARKS = Marks(b"s" * 32)
JULY, AUGUST = date(2026, 7, 20), date(2026, 8, 20)
YEAR = Period(year=2026)
IN_SUMMER, IN_AUTUMN = date(2026, 8, 3), date(2026, 11, 3)


def leaving(
    *responses: Response,
    earlier: tuple[Left, ...] = (),
    period: Period = SPRING,
    readers: Audience = BOARD,
    audience: Audience = BOARD,
    today: date = JULY,
) -> Held:
    found = picture(a_content_area(), period, evidence(*responses), NOTHING, audience)
    return held(found, earlier, MARKS, readers=readers, today=today)


def left(*holdings: Held) -> tuple[Left, ...]:
    return tuple(one for holding in holdings for one in holding.left.values())


def safe(holding: Held) -> Figure:
    return the(holding.picture, "OC1", CHILD)


EIGHTY = crowd(CHILDREN, SAFE, 50, 80)


@pytest.mark.parametrize("more", [0, 1, 9])
def test_nobody_more_and_a_few_more_look_the_same(more: int) -> None:
    before = leaving(*EIGHTY)
    came = crowd(CHILDREN, SAFE, 0, more)

    now = leaving(*EIGHTY, *came, earlier=left(before), today=AUGUST)

    assert safe(now) == safe(before)
    assert safe(now).base == 80
    assert now.standing[safe(now).id] == JULY
    share = {one for one in now.standing if "-QN2-" not in one}
    assert share == {one for one in before.left if "-QN2-" not in one}


def test_those_who_opt_out_do_not_hide_the_one_who_answered() -> None:
    before = leaving(*EIGHTY)
    came = (*crowd(CHILDREN, SAFE, 0, 1), *opting_out(CHILDREN, SAFE, 9))

    now = leaving(*EIGHTY, *came, earlier=left(before), today=AUGUST)

    assert (safe(now).base, safe(now).value) == (80, safe(before).value)


def test_a_share_is_told_anew_once_a_share_of_those_who_came_could_be() -> None:
    before = leaving(*EIGHTY)
    came = crowd(CHILDREN, SAFE, 4, 10)

    now = leaving(*EIGHTY, *came, earlier=left(before), today=AUGUST)

    assert safe(now).base == 90
    assert safe(now).id not in now.standing
    assert the(now.picture, "QN2", CHILD).base == 90


@pytest.mark.parametrize("favourable", [0, 1, 9, 10])
def test_those_who_came_and_nearly_all_answered_alike_wait_for_others(favourable: int) -> None:
    """Of them alone a band would be told, and the two editions would tell it exactly."""
    before = leaving(*EIGHTY)
    came = crowd(CHILDREN, SAFE, favourable, 10)

    now = leaving(*EIGHTY, *came, earlier=left(before), today=AUGUST)
    later = leaving(
        *EIGHTY, *came, *crowd(CHILDREN, SAFE, 4, 10), earlier=left(before, now), today=AUGUST
    )

    assert safe(now) == safe(before)
    assert safe(later).base == 100


def test_what_only_the_qa_team_has_looked_at_keeps_nothing_from_the_board() -> None:
    looked = leaving(*EIGHTY[:78], readers=Audience.ANALYST)

    for_board = leaving(*EIGHTY, earlier=left(looked))
    for_team = leaving(*EIGHTY, earlier=left(looked), readers=Audience.ANALYST)

    assert safe(for_board).base == 80
    assert safe(for_team).base == 78


def test_what_the_board_knows_counts_for_the_public_too() -> None:
    board = leaving(*EIGHTY)

    same = leaving(*EIGHTY, earlier=left(board), readers=Audience.PUBLIC, audience=Audience.PUBLIC)
    more = leaving(
        *EIGHTY,
        *crowd(CHILDREN, SAFE, 0, 3),
        earlier=left(board),
        readers=Audience.PUBLIC,
        audience=Audience.PUBLIC,
    )

    assert safe(same).base == 80
    assert safe(more).protected
    assert safe(more).id in more.kept_back


def quarters() -> tuple[tuple[Response, ...], tuple[Response, ...], tuple[Response, ...]]:
    return (
        crowd(CHILDREN, SAFE, 10, 20, day=IN_WINTER),
        crowd(CHILDREN, SAFE, 10, 20, day=IN_SPRING),
        crowd(CHILDREN, SAFE, 10, 20, day=IN_SUMMER),
    )


@pytest.mark.parametrize(("in_autumn", "is_told"), [(0, False), (4, False), (9, False), (10, True)])
def test_a_year_does_not_give_away_the_quarter_in_which_few_or_none_answered(
    in_autumn: int,
    is_told: bool,  # noqa: FBT001 - a parameter of the table above
) -> None:
    three = quarters()
    told: tuple[Left, ...] = ()
    for quarter, responses in enumerate(three, start=1):
        period = Period(year=2026, quarter=quarter)
        told += left(leaving(*responses, earlier=told, period=period))
    everybody = (*(one for some in three for one in some),)
    autumn = crowd(CHILDREN, SAFE, 5, in_autumn, day=IN_AUTUMN)

    year = leaving(*everybody, *autumn, earlier=told, period=YEAR)

    assert safe(year).protected is not is_told
    assert (safe(year).id in year.kept_back) is not is_told


def test_zero_and_a_few_in_the_hidden_quarter_give_the_same_year_to_the_byte() -> None:
    three = quarters()
    told = left(
        *(
            leaving(*responses, period=Period(year=2026, quarter=quarter))
            for quarter, responses in enumerate(three, start=1)
        )
    )
    everybody = [one for some in three for one in some]
    digests = {
        digest_of(
            leaving(
                *everybody,
                *crowd(CHILDREN, SAFE, 1, number, day=IN_AUTUMN),
                earlier=told,
                period=YEAR,
            ).picture,
            as_at=AUGUST,
        ).model_dump_json()
        for number in (0, 1, 4)
    }

    assert len(digests) == 1


def rates(earlier: tuple[Left, ...] = (), **answered: int) -> Held:
    invitations = [one for agency, number in answered.items() for one in asked(agency, number, 60)]
    now = evidence(invitations=tuple(invitations))
    found = picture(a_content_area(), SPRING, now, NOTHING, BOARD)
    return held(found, earlier, MARKS, readers=BOARD, today=JULY)


def test_a_total_does_not_give_away_the_part_that_stands() -> None:
    """Health stands at 20; the total less the police would tell of the four who answered since."""
    before = rates(Health=20, Police=20)

    now = rates(left(before), Health=24, Police=40)

    assert the(now.picture, "QN3", agency="Health").numerator == 20
    assert the(now.picture, "QN3", agency="Police").numerator == 40
    assert the(now.picture, "QN3") == the(before.picture, "QN3")


def test_a_response_rate_does_not_tell_who_answered_last() -> None:
    before = rates(Health=20)

    assert the(rates(left(before), Health=24).picture, "QN3").numerator == 20
    assert the(rates(left(before), Health=30).picture, "QN3").numerator == 30


def test_a_gap_stands_as_long_as_one_of_its_sides_does() -> None:
    """Fresh, it would give away the side that stands."""
    first = (*crowd(CHILDREN, BETTER, 10, 40), *crowd(PRACTITIONERS, BETTER, 40, 40))
    before = leaving(*first)
    [old] = [one.figure for one in before.picture.gaps if one.figure.is_shown]
    more = crowd(PRACTITIONERS, BETTER, 0, 30)
    few, many = crowd(CHILDREN, BETTER, 0, 3), crowd(CHILDREN, BETTER, 20, 20)

    def gap_with(*came: Response) -> Figure:
        now = leaving(*first, *came, earlier=left(before), today=AUGUST)
        return next(one.figure for one in now.picture.gaps if one.figure.id == old.id)

    assert gap_with(*few) == old
    assert gap_with(*more, *few).protected
    assert gap_with(*more, *many).is_shown
    assert gap_with(*more, *many) != old


def test_a_change_is_left_out_when_it_would_tell_of_the_period_before() -> None:
    """Spring beside a winter to which two came after winter was told."""
    winter = crowd(CHILDREN, SAFE, 20, 40, day=IN_WINTER)
    late = crowd(CHILDREN, SAFE, 0, 2, day=IN_WINTER)
    told = left(leaving(*winter, period=Period(year=2026, quarter=1)))

    as_told = leaving(*winter, *EIGHTY, earlier=told)
    with_late = leaving(*winter, *late, *EIGHTY, earlier=told)

    assert safe(as_told).change is not None
    assert safe(with_late).change is None
    assert safe(with_late).base == 80


def test_what_changed_since_is_told_by_name_and_only_where_it_may_be() -> None:
    before = leaving(*EIGHTY)
    few = leaving(*EIGHTY, *crowd(CHILDREN, SAFE, 0, 4), earlier=left(before))
    many = leaving(*EIGHTY, *crowd(CHILDREN, SAFE, 0, 40), earlier=left(before))
    released, unchanged, changed = (
        digest_of(one.picture, as_at=JULY) for one in (before, few, many)
    )

    assert changed_figures(released, unchanged) == ()
    assert {one.figure.split("-")[1] for one in changed_figures(released, changed)} >= {
        "OC1",
        "QN2",
    }
    assert "stand as they were told before" in ledger_note(few, BOARD)[0].rest
    assert ledger_note(before, BOARD) == ()


def test_what_was_told_earlier_on_the_same_day_is_no_news() -> None:
    before = leaving(*EIGHTY)
    again = leaving(*EIGHTY, earlier=left(before))
    [told_on] = set(again.standing.values())

    assert ledger_note(again, BOARD, today=told_on) == ()
    [told] = ledger_note(again, BOARD, today=told_on + timedelta(days=1))
    assert "stand as they were told" in told.rest


@given(
    some.lists(some.integers(0, 12), min_size=2, max_size=5), some.randoms(use_true_random=False)
)
@settings(max_examples=15)
def test_however_often_somebody_looks_nothing_moves_by_a_few(
    steps: list[int], chance: Random
) -> None:
    """An analyst asks for a running quarter again and again, while people come and go."""
    people = list(crowd(CHILDREN, SAFE, 20, 30))
    told: tuple[Left, ...] = ()
    bases = []
    for step in steps:
        people += crowd(CHILDREN, SAFE, step // 2, step)
        for _ in range(step // 3):
            people.pop(chance.randrange(len(people)))
        now = leaving(*people, earlier=told, readers=Audience.ANALYST, audience=Audience.ANALYST)
        told += left(now)
        bases.append(frozenset(now.left[safe(now).id].counted))

    for one in bases:
        for other in bases:
            assert len(one ^ other) == 0 or len(one ^ other) >= 5
    assert all(one.figure.disclosure is not Disclosure.PROTECTED for one in told)


@pytest.mark.parametrize(("more", "base"), [(2, 7), (4, 7), (5, 12)])
def test_of_too_few_for_a_share_only_the_number_was_told(more: int, base: int) -> None:
    """So a share of twelve gives nobody away, where seven were told as too few to say."""
    seven = crowd(CHILDREN, SAFE, 4, 7)
    before = leaving(*seven)

    now = leaving(*seven, *crowd(CHILDREN, SAFE, 0, more), earlier=left(before))

    assert safe(before).disclosure is Disclosure.TOO_FEW
    assert safe(now).base == base
    assert safe(now).is_shown is (base > 7)
