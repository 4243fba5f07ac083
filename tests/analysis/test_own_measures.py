"""A board's own measure goes all the way: no program knows the code of any."""

from dataclasses import replace

import pytest

from analysis.digest.digest import Digest
from analysis.digest.rows import line_of
from analysis.digest.trends import trends_of
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Disclosure
from analysis.figures.measuring import Picture
from analysis.figures.series import Point, Series
from analysis.figures.status import SIGNS, Status
from analysis.paper.paper import paper
from analysis.statistics import process
from analysis.wording import say
from surveys.evidence import Evidence
from surveys.framework import Agreement, Perspective
from surveys.measure_files import library_measures
from surveys.measures import Asks, Direction, Formula, Measure, Unit
from tests.analysis.crowds import (
    AFTER,
    CHILDREN,
    IN_WINTER,
    SAFE,
    SPRING,
    crowd,
    evidence,
    found,
    scores,
    the,
    told,
)
from tests.builders import a_content_area
from tests.digests import evidence_of

CHILD = Perspective.CHILD
AGREED = Agreement(day=SPRING.last_day, minute="Board, item 1")
OWN = Measure(
    code="QL20",
    name="Knows whom to ring",
    asks=Asks.HOW_WELL,
    formula=Formula.SHARE,
    unit=Unit.PERCENT,
    counted="children who know whom to ring / children who answered",
    questions=("child-views.safe",),
    says=dict.fromkeys(Perspective, "know whom to ring"),
)


def with_measure(measure: Measure, now: Evidence) -> Evidence:
    return replace(now, measures=library_measures().with_([measure]))


def of_sixty(measure: Measure = OWN) -> Evidence:
    return with_measure(measure, evidence(*crowd(CHILDREN, SAFE, 50, 60)))


def test_a_boards_own_measure_is_in_digest_chart_evidence_and_paper() -> None:
    made = told(of_sixty())
    figure = the(made, "QL20", CHILD)

    assert figure.value == 83
    assert figure.id in [row.figure for row in made.chart.rows]
    assert any("know whom to ring" in row.line.text for row in made.children)
    traced = evidence_of(figure.id, a_content_area(), SPRING, of_sixty(), Evidence())
    assert traced.definition == "Knows whom to ring (QL20)"
    assert traced.formula == "children who know whom to ring / children who answered (share)"
    made_paper = paper("A board", SPRING, [made], made_on=AFTER)
    assert OWN in made_paper.measures
    assert made_paper.name_of(figure) == "Knows whom to ring"
    assert figure.id.startswith("NEG-QL20-26Q2-")


def test_a_digest_that_was_kept_still_knows_its_measures_when_the_file_has_changed() -> None:
    made = told(of_sixty())
    kept = type(made).model_validate_json(made.model_dump_json())

    assert (measure := kept.measure(the(kept, "QL20", CHILD)))
    assert measure.name == "Knows whom to ring"


def test_the_target_of_the_statement_goes_before_the_boards_own_whichever_is_higher() -> None:
    high = the(found(of_sixty(OWN.model_copy(update={"target": 95}))), "QL20", CHILD)
    low = the(found(of_sixty(OWN.model_copy(update={"target": 50}))), "QL20", CHILD)

    [target] = [one.target for one in a_content_area().good if one.id == high.statement]
    assert high.target == low.target == target
    assert high.status is low.status


def test_where_down_is_good_a_small_share_meets_the_target() -> None:
    down = OWN.model_copy(update={"direction": Direction.DOWN, "target": 30, "agreed": AGREED})
    few = with_measure(down, evidence(*crowd(CHILDREN, SAFE, 5, 60)))

    assert the(found(few), "QL20", CHILD).status is Status.MET
    assert the(found(few), "QL20", CHILD).target == 30
    assert the(found(of_sixty(down)), "QL20", CHILD).status is Status.NOT_MET


def before_and_now(measure: Measure, before: int, now: int) -> Digest:
    """So many of sixty children say that it is so."""
    earlier = with_measure(measure, evidence(*crowd(CHILDREN, SAFE, before, 60, day=IN_WINTER)))
    return told(with_measure(measure, evidence(*crowd(CHILDREN, SAFE, now, 60))), earlier)


def by_rule(made: Digest) -> tuple[str, str]:
    """What the chair's significant risks and key improvements say of the measure."""
    found = paper("A board", SPRING, [made], made_on=AFTER)
    own = the(made, "QL20", CHILD).id
    risks, better = (
        " ".join(line.text for line in one.by_rule if own in line.figures)
        for one in (found.risks, found.improvements)
    )
    return risks, better


def words_of(made: Digest) -> str:
    own = the(made, "QL20", CHILD).id
    return " ".join(row.line.text for row in made.children if own in row.figures)


def asked_of(made: Digest) -> str:
    own = the(made, "QL20", CHILD).id
    return " ".join(line.text for line in made.challenges if own in line.figures)


FEARFUL = OWN.model_copy(
    update={
        "name": "Afraid at home",
        "says": dict.fromkeys(Perspective, "are afraid at home"),
        "direction": Direction.DOWN,
        "target": 30,
        "agreed": AGREED,
    }
)


def test_where_down_is_good_a_rise_is_a_risk_and_a_fall_an_improvement() -> None:
    risen, fallen = before_and_now(FEARFUL, 15, 50), before_and_now(FEARFUL, 50, 5)

    assert "A clear rise of 58" in by_rule(risen)[0]
    assert by_rule(risen)[1] == ""
    assert "A clear fall of 75" in by_rule(fallen)[1]
    assert by_rule(fallen)[0] == ""
    assert "Above our target of at most 30%." in words_of(risen)
    assert "Meets our target of at most 30%." in words_of(fallen)
    assert "target at most 30%" in [row.target for row in risen.children]


def test_where_down_is_good_the_board_is_asked_about_a_rise_and_never_about_a_fall() -> None:
    untargeted = FEARFUL.model_copy(update={"target": None, "agreed": None})
    risen, fallen = before_and_now(untargeted, 15, 50), before_and_now(untargeted, 50, 5)

    assert "Clearly more children than the period before are afraid at home." in asked_of(risen)
    assert asked_of(fallen) == ""
    above = before_and_now(FEARFUL, 15, 50)
    assert "above our target of at most 30%" in asked_of(above)
    assert any(one.brief.startswith("Children put us above our target") for one in above.challenges)


def test_where_down_is_good_the_target_of_the_statement_is_none_of_it() -> None:
    """Three in four are to feel safe: not, at most three in four are to be afraid."""
    figure = the(
        before_and_now(FEARFUL.model_copy(update={"target": None, "agreed": None}), 15, 25),
        "QL20",
        CHILD,
    )

    assert (figure.target, figure.status) == (None, None)


def test_where_neither_way_is_good_it_is_only_said_that_it_changed() -> None:
    neither = FEARFUL.model_copy(update={"direction": None})

    for before, now in ((15, 50), (50, 5)):
        made = before_and_now(neither, before, now)
        figure = the(made, "QL20", CHILD)
        assert (figure.target, figure.status) == (None, None)
        assert by_rule(made) == ("", "")
        assert asked_of(made) == ""
        assert "target" not in words_of(made)
        assert "A clear " in words_of(made)


def test_a_measure_of_practitioners_alone_has_no_figure_of_children() -> None:
    theirs = OWN.model_copy(update={"perspectives": (Perspective.PRACTITIONER,)})

    assert not found(of_sixty(theirs)).of("QL20")


def test_a_boards_own_measure_is_protected_like_any_other() -> None:
    few = with_measure(OWN, evidence(*crowd(CHILDREN, SAFE, 3, 4)))

    assert the(found(few), "QL20", CHILD).disclosure is Disclosure.PROTECTED


# A scale on which less is better

WORRY = Measure(
    code="OC20",
    name="Less worried",
    asks=Asks.DIFFERENCE,
    formula=Formula.PAIRED_CHANGE,
    unit=Unit.PERCENT,
    counted="people two or more points lower than at first / people who scored twice",
    questions=("course.confident",),
    direction=Direction.DOWN,
    says=dict.fromkeys(Perspective, "are less worried than at first"),
)


def worried(rose: int, fell: int, alike: int, *, audience: Audience = Audience.BOARD) -> Picture:
    moves = [(2, 6)] * rose + [(6, 2)] * fell + [(4, 4)] * alike
    scored = [one for n, (first, last) in enumerate(moves) for one in scores(f"{n}", first, last)]
    return found(with_measure(WORRY, evidence(*scored)), audience=audience)


def test_the_typical_change_is_not_told_where_counts_are_rounded() -> None:
    scales = {}
    for audience in Audience:
        made = worried(rose=20, fell=20, alike=20, audience=audience)
        scales[audience] = the(made, "OC20", Perspective.PRACTITIONER).scale

    is_told = {
        one: scale is not None and scale.typical is not None for one, scale in scales.items()
    }
    assert is_told == {Audience.ANALYST: True, Audience.BOARD: True, Audience.PUBLIC: False}
    assert scales[Audience.PUBLIC] is not None


def test_on_a_scale_of_which_less_is_better_those_improved_who_went_down() -> None:
    made = worried(rose=6, fell=20, alike=7)
    figure = the(made, "OC20", Perspective.PRACTITIONER)

    assert figure.scale is not None
    assert (figure.numerator, figure.base) == (20, 33)
    assert (figure.scale.improved, figure.scale.worse, figure.scale.unchanged) == (20, 6, 7)
    assert figure.scale.typical == -2
    told_of_it = line_of(made, figure).text
    assert "6 score two or more points higher, 7 about the same." in told_of_it


def test_a_paired_change_needs_a_better_way() -> None:
    with pytest.raises(ValueError, match="gets better up or down"):
        Measure.model_validate(WORRY.model_dump() | {"direction": None})


def test_the_signs_are_explained_in_words_that_hold_also_where_less_is_better() -> None:
    told = say("note.legend")

    assert all(sign.icon in told and sign.letter in told for sign in SIGNS.values())
    assert "below" not in told
    assert "above" not in told


def test_the_word_of_a_status_says_the_right_side_of_an_at_most() -> None:
    made = before_and_now(FEARFUL, 15, 50)
    figure = the(made, "QL20", CHILD)
    [row] = [one for one in made.chart.rows if one.figure == figure.id]

    assert figure.sign is not None
    assert figure.sign.words == "Above our target"
    assert "target at most 30%: above our target" in row.text
    near = the(before_and_now(FEARFUL, 15, 17), "QL20", CHILD).sign
    assert near is not None
    assert near.words == "Not yet clear - leaning within"


def test_the_arrow_of_a_trend_points_where_its_values_went() -> None:
    made = told(of_sixty())
    falling = [50.0, 52, 51, 49, 50, 51, 30, 30, 29, 28, 27, 26, 25]
    one = Series(
        figure=the(made, "QL20", CHILD).id,
        measure="QL20",
        perspective=CHILD,
        points=tuple(
            Point(period=f"{2023 + place // 4}-Q{place % 4 + 1}", asked="same", value=value)
            for place, value in enumerate(falling)
        ),
        reading=process(falling, up_is_good=False),
    )
    [trend] = trends_of(made.model_copy(update={"series": (one,)}))

    assert (trend.marks[0].icon, trend.marks[0].colour) == ("▼", "green")
