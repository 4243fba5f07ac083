"""The short form tells what matters most, and nothing that the whole digest does not tell."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.digest.digest import Digest
from analysis.digest.lines import Line, Row, SinceLastTime
from analysis.digest.narrative import share_line
from analysis.digest.short import in_brief, in_short
from analysis.figures.figure import Change, Disclosure, Figure, Flag
from analysis.figures.series import Point, Series
from analysis.figures.status import Clarity, Status
from analysis.phrases import LONGEST_QUOTE
from analysis.statistics import process
from analysis.wording import spoken
from surveys.framework import Perspective
from surveys.measures import Direction, Unit
from tests.analysis.crowds import (
    BETTER,
    CHILDREN,
    PRACTITIONERS,
    SAFE,
    asked,
    crowd,
    evidence,
    told,
)
from tests.digests import a_digest, a_figure, a_protected_figure, a_row, an_overall, questions
from tests.languages import shouted

PARENTS = Perspective.PARENT_CARER
NOT_MET, LEANING = Status.NOT_MET, Status.LEANING_ABOVE
IDS = [f"NEG-OC1-26Q2-{number:04x}" for number in range(12)]
IDS_OF_QUALITY = [f"NEG-QL1-26Q2-{number:04x}" for number in range(2)]
FIGURES = st.lists(
    st.tuples(
        st.sampled_from(Perspective),
        st.sampled_from([Status.MET, NOT_MET, LEANING, Status.TOO_FEW, Status.PROTECTED]),
        st.booleans(),
    ),
    max_size=len(IDS),
)


def made_of(*figures: Figure, **changes: Any) -> Digest:
    """A row of each figure: children's as what they say, all of them as how well it was done."""
    rows = tuple(a_row_of(one) for one in figures)
    children = tuple(row for row in rows if row.perspective is Perspective.CHILD)
    none, _, also = questions()
    asked = (none, questions(*rows)[1], also)
    return a_digest(**{"figures": figures, "children": children, "questions": asked} | changes)


def a_row_of(figure: Figure) -> Row:
    told: dict[str, Any] = {"name": figure.id, "change": "moved"}
    told |= {"perspective": figure.perspective, "status": figure.status}
    return a_row(figure.id, **told, line=Line(rest=f"{figure.id}.", figures=(figure.id,)))


def drawn(several: list[tuple[Perspective, Status, bool]]) -> list[Figure]:
    return [
        a_protected_figure(one, perspective=who)
        if status is Status.PROTECTED
        else a_figure(one, perspective=who, status=status, unit=Unit.NET if leans else Unit.PERCENT)
        for one, (who, status, leans) in zip(IDS, several, strict=False)
    ]


def texts(lines: Iterable[Line]) -> list[str]:
    return [line.text for line in lines]


def changed(*leads: str) -> Digest:
    """In whose whole these clear changes stand, in this order."""
    clear, figures = [], []
    for lead in leads:
        one, points = CHANGES[lead]
        change = Change(points=points, low=0, high=0, clarity=Clarity.CLEAR, since="2026-Q1")
        figures.append(a_figure(one, change=change))
        clear.append(Line(rest=lead, figures=(one,)))
    since = SinceLastTime(since="March", clear=tuple(clear), others=Line(rest="No other."))
    return a_digest(figures=tuple(figures), since_last_time=since)


def names(rows: tuple[Row, ...]) -> list[str]:
    return [row.name for row in rows]


@given(FIGURES)
def test_every_row_of_the_short_form_stands_in_the_whole_digest(
    several: list[tuple[Perspective, Status, bool]],
) -> None:
    made = made_of(*drawn(several))

    short = in_short(made)

    assert set(names(short.children)) <= set(names(made.children))
    for section, whole in zip(short.questions, made.questions, strict=True):
        assert set(names(section.rows)) <= set(names(whole.rows))
        assert bool(section.rows) == bool(whole.rows)
    assert short.figures == made.figures


@given(FIGURES)
def test_what_may_not_be_told_takes_the_place_of_nothing_that_may(
    several: list[tuple[Perspective, Status, bool]],
) -> None:
    made = made_of(*drawn(several))
    kept = [one for one in made.figures if not one.protected]

    short, without = in_short(made), in_short(made_of(*kept))

    protected = {one.id for one in made.figures if one.protected}
    told = [name for name in names(short.children) if name not in protected]
    assert told == names(without.children)


@given(FIGURES)
def test_the_short_form_of_a_short_form_is_the_same(
    several: list[tuple[Perspective, Status, bool]],
) -> None:
    short = in_short(made_of(*drawn(several)))

    assert names(in_short(short).children) == names(short.children)
    assert in_short(short).challenges == short.challenges


@pytest.mark.parametrize(
    ("figures", "first"),
    [
        # told before protected, even a child's
        ([a_protected_figure(IDS[0]), a_figure(IDS[1], perspective=PARENTS)], IDS[1]),
        # too few to say is not told
        (
            [
                a_figure(IDS[0], disclosure=Disclosure.TOO_FEW, value=None, perspective=PARENTS),
                a_figure(IDS[1], perspective=PARENTS),
            ],
            IDS[1],
        ),
        # answers before how comments lean
        ([a_figure(IDS[0], unit=Unit.NET), a_figure(IDS[1], perspective=PARENTS)], IDS[1]),
        # clearly below before the rest
        (
            [
                a_figure(IDS[0], perspective=PARENTS, status=LEANING),
                a_figure(IDS[1], perspective=PARENTS, status=NOT_MET),
            ],
            IDS[1],
        ),
        # children's before others', also where others are clearly below
        (
            [
                a_figure(IDS[0], perspective=PARENTS, status=NOT_MET),
                a_figure(IDS[1], status=LEANING),
            ],
            IDS[1],
        ),
        # else as in the digest
        ([a_figure(IDS[0], perspective=PARENTS), a_figure(IDS[1], perspective=PARENTS)], IDS[0]),
    ],
)
def test_of_each_question_the_most_telling_row_is_chosen(figures: list[Figure], first: str) -> None:
    short = in_short(made_of(*figures, children=()))

    assert names(short.questions[1].rows) == [first]


def test_what_children_say_is_not_said_again_where_there_is_something_else() -> None:
    child, parent = a_figure(IDS[0], status=NOT_MET), a_figure(IDS[1], perspective=PARENTS)

    assert names(in_short(made_of(child, parent)).questions[1].rows) == [parent.id]
    assert names(in_short(made_of(child)).questions[1].rows) == [child.id]


def test_who_of_the_children_was_not_heard_comes_before_agencies() -> None:
    agencies = Line(lead="Low response:", rest=" Police.")
    children = Line(lead="Children:", rest=" under 4.", perspective=Perspective.CHILD)

    short = in_short(a_digest(not_heard=(agencies, children)))

    assert [line.text for line in short.not_heard] == [
        "Children: under 4.",
        "And 1 more in the whole digest.",
    ]


def test_low_response_is_said_though_the_row_of_how_much_speaks_of_families() -> None:
    crowds = (*crowd(CHILDREN, SAFE, 60, 60), *crowd(PRACTITIONERS, SAFE, 53, 60))
    low = evidence(*crowds, invitations=asked("Health", 10, 120))
    enough = evidence(*crowds, invitations=asked("Health", 100, 120))

    assert [row.name for row in in_short(told(low)).questions[0].rows] == ["Heard"]
    assert texts(in_short(told(low)).data_quality) == ["Low response: All agencies (8% of 120)."]
    assert in_short(told(enough)).data_quality == ()


def test_that_the_children_who_were_heard_are_unlike_the_others_is_said() -> None:
    def heard(flag: Flag) -> list[str]:
        one = a_figure("NEG-QN4-26Q2-aa11", flags=(flag,), target=None, status=None)
        return texts(in_short(a_digest(figures=(one,))).data_quality)

    assert heard(Flag.NOT_REPRESENTATIVE) == ["Not representative: the children who were heard."]
    assert heard(Flag.CAUTION) == []


CHANGES = {  # figure, and by how many points
    "safer": ("NEG-OC1-26Q2-0001", 12),
    "sadder": ("NEG-OC4-26Q2-0002", -10),
    "much sadder": ("NEG-OC4-26Q2-0003", -30),
    "much safer": ("NEG-OC1-26Q2-0004", 34),
}


@pytest.mark.parametrize(
    ("leads", "first"),
    [
        (["safer", "much sadder"], "much sadder"),
        (["sadder", "much sadder"], "much sadder"),
        (["much safer", "sadder"], "sadder"),
        (["safer", "much safer"], "much safer"),
        (["safer"], "safer"),
    ],
)
def test_of_what_changed_the_worst_is_told_and_how_much_is_left_out(
    leads: list[str], first: str
) -> None:
    short = in_short(changed(*leads)).since_last_time

    assert texts(short.clear) == [first]
    left = len(leads) - 1
    others = f"And {left} more in the whole digest." if left else "No other."
    assert short.others.text == others


def test_of_what_had_better_be_rare_a_rise_is_the_worse() -> None:
    made = changed("sadder", "much safer")
    rare = [
        one.model_copy(update={"direction": Direction.DOWN})
        for one in made.register.all()
        if one.code in ("OC1", "OC4")
    ]

    short = in_short(made.model_copy(update={"measures": tuple(rare)}))

    assert texts(short.since_last_time.clear) == ["much safer"]


def test_a_worsening_over_the_quarters_comes_before_what_got_better() -> None:
    def told_first(lead: str) -> list[str]:
        figure = "NEG-QL1-26Q2-0009"
        reading = process([60, 62, 61, 63, 60, 62, 61, 62, 60, 63, 62, 20], up_is_good=True)
        several = tuple(Point(period="2026-Q2", value=20, base=30, asked="a") for _ in range(12))
        series = (Series(figure=figure, measure="QL1", points=several, reading=reading),)
        lines = (Line(lead="worse", rest=" over quarters.", figures=(figure,)),)
        made = changed(lead).model_copy(update={"series": series, "over_time": lines})
        return texts(in_short(made).since_last_time.clear)

    assert told_first("much safer") == ["worse over quarters."]
    assert told_first("sadder") == ["sadder"]


def test_the_children_s_sentences_have_their_target_and_a_clear_change() -> None:
    change = Change(points=12, low=3, high=20, clarity=Clarity.CLEAR, since="2026-Q1")
    small = a_protected_figure(IDS[1])
    made = made_of(a_figure(IDS[0], change=change), small, a_figure(IDS[2]))
    hidden = made_of(small)

    assert texts(row.line for row in in_short(made).children) == [
        f"{IDS[0]}. Target 70%, moved.",
        f"{IDS[2]}. Target 70%.",
    ]
    assert texts(row.line for row in in_short(hidden).children) == [f"{small.id}."]


def test_what_decided_the_status_of_the_area_is_among_what_children_say() -> None:
    quality = [a_figure(one, statement="NEG-Q1", status=NOT_MET) for one in IDS_OF_QUALITY]
    outcome = a_figure(IDS[0], status=LEANING)
    made = made_of(*quality, outcome, overall=an_overall(LEANING))

    assert names(in_short(made).children)[0] == outcome.id


@pytest.mark.parametrize("figures", [(a_figure(),), (a_figure(), a_protected_figure())])
def test_that_withdrawn_voices_are_in_no_figure_is_said_always(figures: tuple[Figure]) -> None:
    [footnote] = in_short(a_digest(figures=figures)).footnotes

    assert "ithdrawn voices are in no" in footnote.text


def test_only_a_clear_change_is_told() -> None:
    def told_of(clarity: Clarity) -> list[str]:
        change = Change(points=12, low=3, high=20, clarity=clarity, since="2026-Q1")
        short = in_short(made_of(a_figure(IDS[0], change=change)))
        return [row.change for row in short.questions[1].rows]

    assert told_of(Clarity.CLEAR) == ["moved"]
    assert told_of(Clarity.POSSIBLE) == told_of(Clarity.NOT_CLEAR) == [""]


def test_what_a_machine_counted_says_so_and_so_does_what_is_pooled() -> None:
    machine = a_figure(IDS[0], unit=Unit.NET, flags=(Flag.MACHINE_ONLY,))
    pooled = a_figure(IDS[0], pooled="2026-Q1")

    [row] = in_short(made_of(machine, children=())).questions[1].rows
    assert row.change == "machine count, not yet checked"
    [row] = in_short(made_of(pooled, children=())).questions[1].rows
    assert row.change == "moved"
    assert "Pooled: " in share_line(pooled, "feel safe").brief


def test_a_quotation_is_shortened_and_what_stands_around_it_is_not() -> None:
    statement = "Children say home is warm, clean enough and safe, and they have enough to eat"
    line = Line(lead="Children", rest=f" on our statement “{statement}”. Who will act?")

    brief = in_brief(line)

    assert brief.lead == "Children"
    assert brief.rest.startswith(" on our statement “Children say home is warm, clean")
    assert brief.rest.endswith("…”. Who will act?")
    assert len(brief.rest) <= len(line.rest) - len(statement) + LONGEST_QUOTE


def test_a_gap_is_told_with_both_its_bases_and_asked_about_without_saying_it_again() -> None:
    now = evidence(*crowd(CHILDREN, BETTER, 10, 30), *crowd(PRACTITIONERS, BETTER, 38, 40))

    short = in_short(told(now))

    [gap] = short.gaps
    assert gap.lead.startswith("Practitioners are 62 points more positive than children")
    assert " of 40 beside 10 of 30; likely " in gap.text
    assert short.challenges[0].rest.startswith("What would we see if children were right about “")


def test_the_short_form_is_said_in_the_words_of_the_board() -> None:
    now = evidence(*crowd(CHILDREN, SAFE, 24, 30), *crowd(PRACTITIONERS, SAFE, 38, 40))
    with spoken(shouted()):
        short = in_short(told(now))

    for line in (*short.challenges, *short.not_heard, *short.footnotes):
        assert line.text.replace("Neglect", "").isupper()
