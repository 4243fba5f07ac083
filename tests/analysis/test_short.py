"""The short form tells what matters most, and nothing that the whole digest does not tell."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.digest.digest import Digest
from analysis.digest.lines import Line, Row
from analysis.digest.narrative import share_line
from analysis.digest.short import in_brief, in_short
from analysis.figures.figure import Change, Disclosure, Figure, Flag
from analysis.figures.status import Clarity, Status
from analysis.phrases import LONGEST_QUOTE
from analysis.wording import spoken
from surveys.framework import Perspective
from surveys.measures import Unit
from tests.analysis.crowds import BETTER, CHILDREN, PRACTITIONERS, SAFE, crowd, evidence, told
from tests.digests import a_digest, a_figure, a_protected_figure, a_row, questions
from tests.languages import shouted

PARENTS = Perspective.PARENT_CARER
NOT_MET, LEANING = Status.NOT_MET, Status.LEANING_ABOVE
IDS = [f"NEG-OC1-26Q2-{number:04x}" for number in range(12)]
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


def names(rows: tuple[Row, ...]) -> list[str]:
    return [row.name for row in rows]


@given(FIGURES)
def test_every_row_of_the_short_form_stands_in_the_whole_digest(
    several: list[tuple[Perspective, Status, bool]],
) -> None:
    made = made_of(*drawn(several))

    short = in_short(made)

    assert set(names(short.children)) <= set(names(made.children))
    for asked, whole in zip(short.questions, made.questions, strict=True):
        assert set(names(asked.rows)) <= set(names(whole.rows))
        assert bool(asked.rows) == bool(whole.rows)
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

    assert [line.text for line in short.not_heard] == ["Children: under 4."]


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
    assert short.challenges[0].rest.endswith("what would we see if children were right?")


def test_the_short_form_is_said_in_the_words_of_the_board() -> None:
    now = evidence(*crowd(CHILDREN, SAFE, 24, 30), *crowd(PRACTITIONERS, SAFE, 38, 40))
    with spoken(shouted()):
        short = in_short(told(now))

    for line in (*short.challenges, *short.not_heard, *short.footnotes):
        assert line.text.replace("Neglect", "").isupper()
