"""Year less quarters: what is left of a total tells no more than it may tell by itself."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analysis.digest.digest import digest_of
from analysis.disclosure.ledger import Marks, Summed, quarters_of
from analysis.disclosure.remainders import Tally
from analysis.disclosure.suppression import (
    RULES,
    Audience,
    Band,
    Percentage,
    release_share,
)
from analysis.figures.figure import Disclosure, Figure
from analysis.figures.holding import Held, held
from analysis.figures.knowing import Known, Left
from analysis.figures.measuring import picture
from analysis.statistics import Share
from surveys.coding import Sentiment
from surveys.evidence import Evidence
from surveys.framework import Perspective
from surveys.periods import Period
from tests.analysis.crowds import (
    CHILDREN,
    NOTHING,
    PRACTITIONERS,
    SAFE,
    WORDS,
    asked,
    crowd,
    evidence,
    of,
    the,
    wave_of,
)
from tests.analysis.writers import WAITING
from tests.builders import NEGLECT, a_coding, a_content_area, saying

ANALYST, BOARD = Audience.ANALYST, Audience.BOARD
YEAR = Period(year=2026)
QUARTERS = [Period(year=2026, quarter=one) for one in (1, 2, 3, 4)]
DAYS = [date(2026, 2, 5), date(2026, 5, 7), date(2026, 8, 3), date(2026, 11, 3)]
PARTS_FIRST, WHOLE_FIRST = [*QUARTERS, YEAR], [YEAR, *QUARTERS]
MARKS, LATER = Marks(b"s" * 32), date(2027, 1, 5)

YEARS_MOST = 4 * 24
GOOD, BAD = Sentiment.POSITIVE, Sentiment.NEGATIVE

Group = tuple[int, int]  # how many said yes, of how many


def shares(groups: Sequence[Group]) -> dict[Period, Evidence]:
    said = [
        crowd(CHILDREN, SAFE, yes, base, day=day)
        for (yes, base), day in zip(groups, DAYS, strict=True)
    ]
    found = {quarter: evidence(*one) for quarter, one in zip(QUARTERS, said, strict=True)}
    return found | {YEAR: evidence(*(one for several in said for one in several))}


def rates(groups: Sequence[Group]) -> dict[Period, Evidence]:
    waves = [wave_of(PRACTITIONERS, quarter) for quarter in QUARTERS]
    invitations = [
        one
        for (answered, base), wave in zip(groups, waves, strict=True)
        for one in asked("School", answered, base, wave=wave.id)
    ]
    same = evidence(waves=tuple(waves), invitations=tuple(invitations))
    return dict.fromkeys([*QUARTERS, YEAR], same)


def comments(leanings: Sequence[Sequence[tuple[Sentiment, bool]]]) -> dict[Period, Evidence]:
    """By quarter, how each child's comment leans and whether it speaks of waiting; and the year."""
    found = {}
    for quarter, day, several in zip(QUARTERS, DAYS, leanings, strict=True):
        said = [of(CHILDREN, {WORDS: saying("…")}, content_area=NEGLECT, day=day) for _ in several]
        read = tuple(
            a_coding(one, question=WORDS, sentiment=mind, themes=("waiting",) if speaks else ())
            for one, (mind, speaks) in zip(said, several, strict=True)
        )
        found[quarter] = evidence(*said, about=NEGLECT, codings=read, themes=WAITING)
    every = [one for quarter in QUARTERS for one in found[quarter].responses]
    codings = tuple(one for quarter in QUARTERS for one in found[quarter].codings)
    return found | {YEAR: evidence(*every, about=NEGLECT, codings=codings, themes=WAITING)}


def looks(
    found: dict[Period, Evidence], order: Sequence[Period], audience: Audience = ANALYST
) -> Iterator[tuple[Period, Held]]:
    """These periods are asked for one after the other, when all of them are over."""
    earlier: tuple[Left, ...] = ()
    for period in order:
        now = picture(a_content_area(), period, found[period], NOTHING, audience)
        holding = held(now, earlier, MARKS, readers=audience, today=LATER)
        earlier += tuple(holding.left.values())
        yield period, holding


def children(holding: Held) -> Figure:
    return the(holding.picture, "OC1", Perspective.CHILD)


NEARLY_ALL = [(9, 11), (9, 11), (8, 11), (6, 7)]
SIX_OF_26 = [(6, 26), (6, 26), (12, 52), (4, 26)]


def test_a_year_does_not_undo_the_band_of_a_quarter() -> None:
    """32 of 40 less 9, 9 and 8 are 6 of 7: one person against."""
    told = {period: children(one) for period, one in looks(shares(NEARLY_ALL), PARTS_FIRST)}

    assert [told[one].value is None for one in QUARTERS] == [False, False, False, True]
    assert told[QUARTERS[3]].disclosure is Disclosure.BAND
    assert told[YEAR].protected


def test_a_quarter_is_held_back_that_would_undo_the_band_of_another_beside_the_year() -> None:
    told = {period: children(one) for period, one in looks(shares(NEARLY_ALL), WHOLE_FIRST)}

    assert told[YEAR].base == 40
    assert [told[one].disclosure for one in QUARTERS] == [
        Disclosure.SHOWN,
        Disclosure.SHOWN,
        Disclosure.PROTECTED,
        Disclosure.BAND,
    ]


@pytest.mark.parametrize("order", [PARTS_FIRST, WHOLE_FIRST])
@pytest.mark.parametrize("in_the_last", [0, 4])
def test_a_year_does_not_tell_how_few_answered_of_those_who_were_asked(
    order: Sequence[Period], in_the_last: int
) -> None:
    """28 of 130 less 6, 6 and 12 are 4 of 26, which are protected by themselves."""
    found = rates([*SIX_OF_26[:3], (in_the_last, 26)])
    told = {period: the(one.picture, "QN3") for period, one in looks(found, order)}

    assert told[QUARTERS[3]].protected
    assert sum(not one.protected for one in told.values()) == 3


def test_a_year_is_told_beside_its_quarters_when_each_may_be() -> None:
    found = shares([(9, 11), (5, 11), (8, 11), (5, 7)])
    told = [children(one) for _, one in looks(found, PARTS_FIRST)]

    assert all(one.is_shown for one in told)


@pytest.mark.parametrize("order", [PARTS_FIRST, WHOLE_FIRST])
@pytest.mark.parametrize("few", [0, 2, 4])
def test_a_year_does_not_tell_how_few_spoke_of_a_theme_in_a_quarter(
    order: Sequence[Period], few: int
) -> None:
    """In each of the others six of twenty did, and in this one so few that nothing is said."""
    numbers = [6, 6, 6, few]
    found = comments([[(BAD, place < number) for place in range(20)] for number in numbers])
    told = [period for period, one in looks(found, order) if one.picture.of("QL11")]

    assert QUARTERS[3] not in told
    assert not {YEAR, *QUARTERS[:3]} <= {*told}
    assert told == QUARTERS[:3] if order is PARTS_FIRST else told[0] == YEAR


def test_a_year_is_told_beside_its_quarters_where_enough_spoke_of_the_theme_in_each() -> None:
    found = comments([[(BAD, place < 9) for place in range(20)]] * 4)

    assert all(one.picture.of("QL11") for _, one in looks(found, PARTS_FIRST))


@pytest.mark.parametrize("order", [PARTS_FIRST, WHOLE_FIRST])
@pytest.mark.parametrize("mind", [Sentiment.NEGATIVE, Sentiment.POSITIVE])
def test_a_year_does_not_tell_that_a_few_were_all_of_one_mind(
    order: Sequence[Period], mind: Sentiment
) -> None:
    """Of twelve who lean alike a word is told by themselves, and of nine not even that."""
    mixed = [(GOOD, False), (BAD, False)] * 10
    found = comments([mixed, mixed, mixed, [(mind, False)] * 4])
    told = {
        period: the(one.picture, "QL3", Perspective.CHILD) for period, one in looks(found, order)
    }

    assert not (told[YEAR].is_shown and all(told[one].is_shown for one in QUARTERS[:3]))
    found = comments([mixed, mixed, mixed, [(mind, False)] * 12])
    told = {
        period: the(one.picture, "QL3", Perspective.CHILD) for period, one in looks(found, order)
    }
    assert not (told[YEAR].is_shown and all(told[one].is_shown for one in QUARTERS[:3]))


def test_of_what_is_held_back_nobody_says_that_few_answered() -> None:
    *_, (_, year) = looks(shares(NEARLY_ALL), PARTS_FIRST)
    [(_, few)] = looks(shares([(1, 3)] * 4), QUARTERS[:1])

    assert sentences_about_the_safe(year) == {
        ": whether children say they feel safe. Held back, because together with what was told "
        "before it could show how a few answered."
    }
    assert sentences_about_the_safe(few) == {
        ": whether children say they feel safe. Few or none answered."
    }


def test_a_perspective_that_is_held_back_is_not_among_those_whom_nobody_heard() -> None:
    """Two were heard in the last quarter, and so the year is held back."""
    *_, (_, year) = looks(shares([(9, 20), (9, 20), (9, 20), (1, 2)]), PARTS_FIRST)
    lines = {one.lead: one.rest for one in digest_of(year.picture, as_at=LATER).not_heard}

    assert "hildren" not in lines["Few or none heard:"]
    held_back = "Held back, because together with what was told before it could show how a few"
    assert "hildren" in lines[f"{held_back} answered:"]


def sentences_about_the_safe(holding: Held) -> set[str]:
    digest = digest_of(holding.picture, as_at=LATER)
    rows = [*digest.children, *(row for section in digest.questions for row in section.rows)]
    return {row.line.rest for row in rows if children(holding).id in row.figures}


@some.composite
def years(draw: some.DrawFn) -> list[Group]:
    bases = draw(some.lists(some.integers(3, 24), min_size=4, max_size=4))
    few = [draw(some.integers(0, min(3, base))) for base in bases]
    most = [draw(some.booleans()) for _ in bases]
    return [
        (base - number if is_most else number, base)
        for base, number, is_most in zip(bases, few, most, strict=True)
    ]


@given(
    years(),
    some.sampled_from([*permutations(range(5))]),
    some.sampled_from([ANALYST, BOARD]),
    some.booleans(),
)
@settings(max_examples=150)
def test_no_quarter_that_is_not_told_by_itself_can_be_solved_from_its_year(
    groups: list[Group],
    order: tuple[int, ...],
    audience: Audience,
    is_rate: bool,  # noqa: FBT001 - drawn
) -> None:
    """To a reader who knows of how many each share is, and which quarters may not be told."""
    known, told = Known(audience), dict[int, Tally]()
    asked_for = [*groups, (sum(yes for yes, _ in groups), sum(base for _, base in groups))]
    for place in order:
        tally = _as_told(asked_for[place], audience, is_rate=is_rate)
        summed = _summed(asked_for, place, tally)
        if tally and known.may_leave(summed, is_share=True, is_cell=is_rate):
            known.know(summed, is_share=True)
            told[place] = tally

    year = told.pop(4, None)
    if year is None or year.least == 0 or year.most == year.base or not told:
        return  # that all are alike, the year tells by itself
    for place, group in enumerate(groups):
        by_itself = _as_told(group, audience, is_rate=is_rate)
        if by_itself is None or by_itself.is_band:
            bounds = [
                told.get(one, _unknown(each, audience, is_rate=is_rate))
                for one, each in enumerate(groups)
            ]
            least, most = _solved(bounds, year, place)
            assert least < most


@given(
    some.integers(10, 60),
    some.integers(10, 30),
    some.booleans(),
    some.data(),
)
@settings(max_examples=100)
def test_of_those_between_two_editions_no_more_is_known_than_a_figure_of_them_would_tell(
    stayed: int,
    moved: int,
    came: bool,  # noqa: FBT001 - drawn; else they went
    data: some.DataObject,
) -> None:
    """Two editions of one figure, of which each number is told: subtract them."""
    yes = data.draw(some.integers(2, stayed - 2)), data.draw(some.integers(0, moved))
    small, large = (yes[0], stayed), (sum(yes), stayed + moved)
    known, told = Known(BOARD), []
    for favourable, base in (small, large) if came else (large, small):
        rows = frozenset(range(1, base + 1))
        tally = _as_told((favourable, base), BOARD, is_rate=False)
        summed = Summed({"": rows}, quarters_of(QUARTERS[0]), tally)
        if tally and not tally.is_band and known.may_leave(summed, is_share=True):
            known.know(summed, is_share=True)
            told.append(tally)

    if len(told) == 2:
        between = Share(favourable=yes[1], base=moved)
        assert isinstance(release_share(between, BOARD), Percentage)


def _as_told(group: Group, audience: Audience, *, is_rate: bool) -> Tally | None:
    """By itself, as the gate would."""
    yes, base = group
    shown = release_share(Share(favourable=yes, base=base), audience)
    if is_rate and yes < RULES[audience].smallest_count:
        return None
    if isinstance(shown, Band):
        edge = 0 if shown.end == "low" else base - 1
        return Tally(base, edge, edge + 1, is_band=True)
    return Tally(base, yes, yes) if isinstance(shown, Percentage) else None


def _summed(groups: Sequence[Group], place: int, tally: Tally | None) -> Summed:
    starts = [100 * one + 1 for one in range(4)]
    rows = [frozenset(range(start, start + groups[one][1])) for one, start in enumerate(starts)]
    if place == len(rows):
        return Summed({"": frozenset[int]().union(*rows)}, quarters_of(YEAR), tally)
    return Summed({"": rows[place]}, quarters_of(QUARTERS[place]), tally)


def _unknown(group: Group, audience: Audience, *, is_rate: bool) -> Tally:
    """What is known of a quarter that is not told: if it is protected by itself, that it is few."""
    yes, base = group
    few = RULES[audience].smallest_count - 1
    if is_rate:  # of how many nobody says
        return Tally(base, 0, few if yes <= few else YEARS_MOST)
    return Tally(base, 0, base)


def _solved(bounds: Sequence[Tally], year: Tally, place: int) -> tuple[int, int]:
    """The least and the most who can have said yes in one quarter: its year less the others."""
    others = [one for number, one in enumerate(bounds) if number != place]
    return (
        max(bounds[place].least, year.least - sum(one.most for one in others)),
        min(bounds[place].most, year.most - sum(one.least for one in others)),
    )
