import pytest

from analysis.digest.gap_rows import gap_rows
from analysis.digest.rows import predicate_of
from analysis.figures.gaps import clear_gaps
from analysis.figures.measuring import Picture
from analysis.figures.status import Cap, Clarity, Status
from surveys.framework import GoodStatement, Kind, Perspective
from surveys.values import StatementId
from tests.analysis.crowds import (
    BETTER,
    CHILDREN,
    IN_WINTER,
    PARENTS,
    PRACTITIONERS,
    SAFE,
    SURE,
    crowd,
    evidence,
    found,
    the,
    told,
)
from tests.builders import a_survey, an_agree_question


def views(practitioners: tuple[int, int], children: tuple[int, int]) -> Picture:
    """So many of so many who say that things are better."""
    return found(
        evidence(*crowd(PRACTITIONERS, BETTER, *practitioners), *crowd(CHILDREN, BETTER, *children))
    )


def test_a_gap_is_practitioners_less_children_on_the_same_statement() -> None:
    figure = the(views((53, 60), (15, 24)), "QL4", Perspective.CHILD)

    assert (figure.value, figure.low, figure.high) == (26, 6, 46)
    assert figure.clarity is Clarity.CLEAR
    assert figure.base == 24


def test_a_gap_names_the_two_figures_it_lies_between() -> None:
    picture = views((53, 60), (15, 24))

    (gap,) = clear_gaps(picture.gaps)

    assert gap.figure.derived_from == (gap.practitioner.id, gap.other.id)
    assert (gap.practitioner.perspective, gap.other.perspective) == (
        Perspective.PRACTITIONER,
        Perspective.CHILD,
    )


@pytest.mark.parametrize(
    ("practitioners", "children"),
    [((56, 80), (45, 80)), ((900, 1000), (810, 1000))],
    ids=["may be chance", "nine points"],
)
def test_a_gap_that_may_be_chance_or_is_small_is_not_clear(
    practitioners: tuple[int, int], children: tuple[int, int]
) -> None:
    picture = views(practitioners, children)

    assert clear_gaps(picture.gaps) == ()
    assert the(picture, "QL4", Perspective.CHILD).clarity is Clarity.NOT_CLEAR


def test_ten_points_are_enough() -> None:
    assert clear_gaps(views((900, 1000), (800, 1000)).gaps)


@pytest.mark.parametrize(
    ("practitioners", "children"),
    [((53, 60), (3, 9)), ((8, 9), (3, 30)), ((53, 60), (0, 0)), ((53, 60), (0, 15))],
    ids=["few children", "few practitioners", "no children", "children of one mind"],
)
def test_no_gap_is_told_that_would_give_a_side_away(
    practitioners: tuple[int, int], children: tuple[int, int]
) -> None:
    figure = the(views(practitioners, children), "QL4", Perspective.CHILD)

    assert figure.protected
    assert (figure.value, figure.base, figure.clarity) == (None, None, None)


def test_practitioners_are_compared_with_nobody_who_was_asked_nothing_on_it() -> None:
    picture = found(evidence(*crowd(PRACTITIONERS, SURE, 30, 60)))

    assert {one.figure.statement for one in picture.gaps} == {"NEG-O1"}


def test_childrens_gap_comes_first() -> None:
    picture = found(
        evidence(
            *crowd(PRACTITIONERS, BETTER, 95, 100),
            *crowd(PARENTS, BETTER, 10, 60),
            *crowd(CHILDREN, BETTER, 30, 60),
        )
    )

    assert [gap.other.perspective for gap in clear_gaps(picture.gaps)] == [
        Perspective.CHILD,
        Perspective.PARENT_CARER,
    ]


def test_a_met_outcome_is_held_back_while_views_on_it_clearly_differ() -> None:
    picture = views((60, 100), (98, 100))
    figure = the(picture, "OC4", Perspective.CHILD)

    assert (figure.status, figure.cap) == (Status.LEANING_ABOVE, Cap.PERCEPTION_GAP)


def test_a_digest_tells_only_clear_gaps_and_says_so_if_there_are_none() -> None:
    none = told(evidence(*crowd(PRACTITIONERS, BETTER, 45, 80), *crowd(CHILDREN, BETTER, 45, 80)))
    nobody = told(evidence())

    assert (none.gaps, nobody.gaps) == ((), ())
    assert none.no_gaps == "No clear gap between the views of practitioners and others."
    assert nobody.no_gaps == "The views of practitioners and others could not be compared."


def test_a_gap_among_many_comparisons_may_be_only_possible() -> None:
    """Alone it is clear; among others that show nothing, chance is a likelier reason."""
    alone = found(evidence(*crowd(PRACTITIONERS, BETTER, 36, 50), *crowd(PARENTS, BETTER, 26, 50)))
    noise = evidence(
        *crowd(CHILDREN, SAFE, 25, 50),
        *crowd(CHILDREN, BETTER, 36, 50),
        *crowd(PRACTITIONERS, BETTER, 36, 50),
        *crowd(PARENTS, BETTER, 26, 50),
    )
    before = evidence(
        *crowd(CHILDREN, SAFE, 25, 50, day=IN_WINTER),
        *crowd(CHILDREN, BETTER, 36, 50, day=IN_WINTER),
        *crowd(PRACTITIONERS, BETTER, 36, 50, day=IN_WINTER),
        *crowd(PARENTS, BETTER, 26, 50, day=IN_WINTER),
    )

    among_others = found(noise, before)

    assert the(alone, "QL4", Perspective.PARENT_CARER).clarity is Clarity.CLEAR
    assert the(among_others, "QL4", Perspective.PARENT_CARER).clarity is Clarity.POSSIBLE


LONG = (
    "Children say home is warm, clean enough and safe, they have enough to eat, and things have "
    "got better for them."
)


def test_a_gap_names_what_was_measured_where_nobody_was_asked_the_whole_statement() -> None:
    good = (GoodStatement(id=StatementId("NEG-O1"), kind=Kind.OUTCOME, text=LONG, target=75),)
    now = evidence(*crowd(PRACTITIONERS, BETTER, 53, 60), *crowd(CHILDREN, BETTER, 15, 24))

    made = told(now, good=good)

    about = "“Getting better”, asked in different words"
    assert f"than children on {about} (likely" in made.gaps[0].text
    assert f"than children on {about}. What" in made.challenges[0].text
    assert gap_rows(made)[0].label == about


def test_a_gap_names_the_statement_where_that_is_what_both_were_asked_about() -> None:
    seen = an_agree_question(SURE, text="They see what is wrong.")
    children = a_survey(seen, id="seen", perspective=Perspective.CHILD, with_worker=True)
    now = crowd(PRACTITIONERS, SURE, 53, 60), crowd(children, SURE, 15, 24)

    made = told(evidence(*now[0], *now[1], surveys=(PRACTITIONERS, children)))

    [gap] = made.gaps
    assert gap.about.startswith("our statement “")
    assert gap.about.endswith("”, asked in different words")


def test_a_gap_names_the_question_that_both_were_asked() -> None:
    alike = PRACTITIONERS.model_copy(
        update={
            "questions": tuple(
                one.model_copy(update={"text": "Are things better?"}) if one.id == BETTER else one
                for one in PRACTITIONERS.questions
            )
        }
    )
    now = crowd(alike, BETTER, 53, 60), crowd(CHILDREN, BETTER, 15, 24)

    made = told(evidence(*now[0], *now[1], surveys=(alike, CHILDREN)))

    assert "than children on the question “Are things better?” (likely" in made.gaps[0].text
    assert gap_rows(made)[0].label == "The question “Are things better?”"


def test_a_share_of_several_questions_names_the_whole_statement_as_ours() -> None:
    good = (GoodStatement(id=StatementId("NEG-O1"), kind=Kind.OUTCOME, text=LONG, target=75),)
    now = evidence(*crowd(CHILDREN, SAFE, 15, 24), *crowd(CHILDREN, BETTER, 15, 24))
    picture = found(now, good=good)

    says = predicate_of(picture, the(picture, "QL1", Perspective.CHILD))

    assert says.endswith(f"on our statement “{LONG[:-1]}”")
