"""A board's own measure goes all the way: no program knows the code of any."""

from dataclasses import replace

from analysis.figures.figure import Disclosure
from analysis.figures.status import Status
from analysis.paper.paper import paper
from surveys.evidence import Evidence
from surveys.framework import Perspective
from surveys.measure_files import library_measures
from surveys.measures import Asks, Direction, Formula, Measure, Unit
from tests.analysis.crowds import AFTER, CHILDREN, SAFE, SPRING, crowd, evidence, found, the, told
from tests.builders import a_content_area
from tests.digests import evidence_of

CHILD = Perspective.CHILD
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
    made_paper = paper("A board", SPRING, [made], made_on=AFTER)
    assert OWN in made_paper.measures
    assert made_paper.name_of(figure) == "Knows whom to ring"
    assert figure.id.startswith("NEG-QL20-26Q2-")


def test_a_digest_that_was_kept_still_knows_its_measures_when_the_file_has_changed() -> None:
    made = told(of_sixty())
    kept = type(made).model_validate_json(made.model_dump_json())

    assert (measure := kept.measure(the(kept, "QL20", CHILD)))
    assert measure.name == "Knows whom to ring"


def test_the_boards_own_target_goes_before_that_of_the_statement() -> None:
    high = the(found(of_sixty(OWN.model_copy(update={"target": 95}))), "QL20", CHILD)
    low = the(found(of_sixty(OWN.model_copy(update={"target": 50}))), "QL20", CHILD)

    assert (high.target, high.status) == (95, Status.NOT_MET)
    assert (low.target, low.status) == (50, Status.MET)


def test_where_down_is_good_a_small_share_meets_the_target() -> None:
    down = OWN.model_copy(update={"direction": Direction.DOWN, "target": 30})
    few = with_measure(down, evidence(*crowd(CHILDREN, SAFE, 5, 60)))

    assert the(found(few), "QL20", CHILD).status is Status.MET
    assert the(found(of_sixty(down)), "QL20", CHILD).status is Status.NOT_MET


def test_a_measure_of_practitioners_alone_has_no_figure_of_children() -> None:
    theirs = OWN.model_copy(update={"perspectives": (Perspective.PRACTITIONER,)})

    assert not found(of_sixty(theirs)).of("QL20")


def test_a_boards_own_measure_is_protected_like_any_other() -> None:
    few = with_measure(OWN, evidence(*crowd(CHILDREN, SAFE, 3, 4)))

    assert the(found(few), "QL20", CHILD).disclosure is Disclosure.PROTECTED
