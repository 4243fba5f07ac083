"""What people speak of: from comments that a machine and a person read to a figure and its row."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from analysis.digest.theme_rows import MOST_THEMES
from analysis.disclosure.ledger import Marks
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Figure, Flag
from analysis.figures.holding import held
from surveys.evidence import Evidence
from surveys.framework import Perspective
from surveys.measures import Formula
from surveys.reviewed import PersonsCoding
from tests.analysis.crowds import (
    AFTER,
    CHILDREN,
    PRACTITIONERS,
    SPRING,
    WORDS,
    found,
    of,
    the,
    told,
)
from tests.analysis.writers import SIX, VECTOR, Seen, written
from tests.builders import GETS_IN_THE_WAY, NEGLECT, a_coding, a_content_area, saying
from tests.digests import evidence_of

CHILD = Perspective.CHILD


def machine_only(number: int, base: int) -> Sequence[Seen]:
    return [(place < number, None) for place in range(base)]


def themes(now: Evidence, audience: Audience = Audience.BOARD) -> list[Figure]:
    return list(found(now, audience=audience).of("QL11"))


def test_a_theme_is_told_corrected_by_the_sample_that_a_person_read_again() -> None:
    now = written(VECTOR)

    figure = the(found(now, audience=Audience.ANALYST), "QL11", CHILD)
    on_the_board = the(found(now), "QL11", CHILD)

    assert figure.value == pytest.approx(37.5)
    assert (round(figure.low or 0, 1), round(figure.high or 0, 1)) == (23.1, 51.9)
    assert (figure.base, figure.audited, figure.flags) == (200, 40, ())
    assert (on_the_board.value, on_the_board.low, on_the_board.high) == (38, 23, 52)


def test_the_row_says_the_share_its_range_and_how_many_were_audited() -> None:
    (row,) = told(written(VECTOR)).themes

    assert row.line.text == (
        "Children, Waiting for help: 38% (of 200); likely 23–52%; 40 of them audited."
    )


@pytest.mark.parametrize("audience", [Audience.BOARD, Audience.PUBLIC])
def test_with_fewer_than_twenty_audited_a_theme_is_barred_from_the_board(
    audience: Audience,
) -> None:
    one_short = [*[(True, True)] * 10, *[(False, False)] * 9, *machine_only(20, 60)]
    enough = [*one_short[:-1], (False, False)]

    assert themes(written(one_short), audience) == []
    assert [one.audited for one in themes(written(enough), audience)] == [20]


def test_the_qa_team_is_told_what_nobody_has_checked_and_that_nobody_has() -> None:
    figure = the(found(written(machine_only(30, 100)), audience=Audience.ANALYST), "QL11", CHILD)

    assert (figure.value, figure.base, figure.low, figure.high) == (30, 100, None, None)
    assert (figure.audited, figure.flags) == (None, (Flag.MACHINE_ONLY,))


def test_a_coding_that_was_not_drawn_by_lot_corrects_nothing() -> None:
    now = written(VECTOR)
    chosen = tuple(one.model_copy(update={"sampled": None}) for one in now.codings)

    assert themes(replace(now, codings=chosen)) == []


def asked_for(now: Evidence, *themes: str, of_the_first: int) -> Evidence:
    """The same, where so many of the codings by people are from when there were only *themes*."""
    people = [one for one in now.codings if one.sampled]
    codings = [one for one in now.codings if not one.sampled]
    for number, one in enumerate(people):
        asked = frozenset(themes) if number < of_the_first else None
        codings.append(PersonsCoding(**dict(one), asked=asked))
    return replace(now, codings=tuple(codings))


def test_a_sample_that_was_coded_before_there_was_a_theme_does_not_say_nobody_speaks_of_it() -> (
    None
):
    """The machine finds it in everybody; 25 were coded blind, and could not have named it."""
    now = written([(True, False)] * 25 + [(True, None)] * 75)
    since = [*[(True, True)] * 15, *[(False, False)] * 8, *machine_only(30, 60)]

    assert themes(asked_for(now, "speed", of_the_first=25)) == []
    few = asked_for(written(since), "speed", of_the_first=4)  # 19 of 23 could
    enough = asked_for(written(since), "speed", of_the_first=3)
    assert themes(few) == []
    assert [one.audited for one in themes(enough, Audience.ANALYST)] == [20]
    same = asked_for(now, "speed", "waiting", of_the_first=25)
    assert themes(same) == themes(now)


@pytest.mark.parametrize("few", [1, 4, 96, 99, 100])
@pytest.mark.parametrize("audited", [False, True])
def test_nobody_a_few_and_nearly_all_look_alike(few: int, *, audited: bool) -> None:
    def digest_of(number: int) -> str:
        seen = [(place < number, place < number if audited else None) for place in range(100)]
        now = written(seen)
        made = told(now, audience=Audience.ANALYST)
        return made.model_dump_json()

    assert digest_of(few) == digest_of(0)


@pytest.mark.parametrize("base", [0, 1, 4])
def test_among_so_few_writers_no_theme_is_told(base: int) -> None:
    assert themes(written(machine_only(base, base)), Audience.ANALYST) == []


@pytest.mark.parametrize(("of_health", "is_told"), [(8, True), (9, False)])
def test_a_theme_that_one_agency_speaks_for_is_judged_by_that_agency_alone(
    of_health: int, *, is_told: bool
) -> None:
    seen = [*[(True, True)] * 10, *[(False, False)] * 20, *machine_only(0, 70)]
    now = written(seen, PRACTITIONERS, GETS_IN_THE_WAY)
    agencies = ["Health"] * of_health + ["Police", "Schools"] * 50
    responses = [
        one.model_copy(update={"agency": agency})
        for one, agency in zip(now.responses, agencies, strict=False)
    ]

    judged = themes(replace(now, responses=tuple(responses)), Audience.PUBLIC)

    assert bool(judged) is is_told


def test_of_each_perspective_the_five_largest_are_shown_children_first() -> None:
    children = written(VECTOR, names=SIX)
    staff = written(VECTOR, PRACTITIONERS, GETS_IN_THE_WAY, names=SIX)
    both = replace(
        children,
        responses=(*staff.responses, *children.responses),
        codings=(*staff.codings, *children.codings),
    )

    made = told(both)

    assert [row.name for row in made.themes] == [f"Theme {n}" for n in range(MOST_THEMES)] * 2
    assert [row.who for row in made.themes] == ["Children"] * 5 + ["Practitioners"] * 5
    assert len({one.id for one in made.by(Formula.THEMES)}) == 12


def test_the_same_evidence_in_another_order_gives_the_same_themes() -> None:
    now = written(VECTOR, names=SIX)
    turned = replace(now, responses=now.responses[::-1], codings=now.codings[::-1])

    assert told(now).model_dump_json() == told(turned).model_dump_json()


def test_evidence_says_by_which_codebook_and_how_many_were_audited() -> None:
    now = written(VECTOR)
    figure = the(found(now), "QL11", CHILD)

    made = evidence_of(figure.id, a_content_area(), SPRING, now, Evidence())

    assert "theme: Waiting for help, of codebook 0a1b2c3d" in made.filters
    assert made.checked == "by a person, blind: 40 of 200 people, drawn by lot"
    assert "words-1" in made.engines
    assert made.row_set


def test_two_people_more_do_not_change_a_theme_that_was_told() -> None:
    marks = Marks(b"secret of this test")
    now = written(VECTOR)
    more = of(CHILDREN, {WORDS: saying("…")}, content_area=NEGLECT)
    later = replace(
        now,
        responses=(*now.responses, more),
        codings=(*now.codings, a_coding(more, question=WORDS, themes=("waiting",))),
    )

    first = held(found(now), [], marks, readers=Audience.BOARD, today=AFTER)
    second = held(
        found(later), list(first.left.values()), marks, readers=Audience.BOARD, today=AFTER
    )
    (figure,) = first.picture.of("QL11")

    assert second.picture.of("QL11") == (figure,)
    assert figure.id in second.standing


def test_a_theme_that_the_ledger_holds_back_looks_like_one_that_nobody_speaks_of() -> None:
    marks = Marks(b"secret of this test")
    now = written(VECTOR)
    told_before = held(found(now), [], marks, readers=Audience.BOARD, today=AFTER)
    others = [
        replace(one, figure=one.figure.model_copy(update={"id": f"{one.figure.id[:-4]}ffff"}))
        for one in told_before.left.values()
    ]
    less = replace(now, responses=now.responses[:-2])

    after = held(found(less), others, marks, readers=Audience.BOARD, today=AFTER)

    assert not after.picture.of("QL11")
