"""Learning that became practice: the same people before a course and months after it."""

from collections.abc import Mapping

from analysis.disclosure.suppression import Percentage, release_row
from analysis.evidence.facts import Facts
from analysis.evidence.linking import as_one
from analysis.evidence.practice import Practice, practice_in
from analysis.figures.asked import Behind
from analysis.figures.desk import Desk
from analysis.figures.figure import ScaleChange, Subject
from analysis.figures.shares import Tested
from analysis.figures.status import Clarity
from analysis.figures.told import moves_as_told, numbers_of, released, told
from analysis.statistics import mcnemar
from surveys.framework import Perspective
from surveys.measures import Measure
from surveys.values import SurveyId


def add_practice(
    desk: Desk, measure: Measure, found: Practice, clear: Mapping[Tested, Clarity]
) -> None:
    """On each 'good' statement of the area that the question before speaks for."""
    clarity = clear.get(subject_of(measure))
    moved = {"improved": found.gained, "unchanged": found.unchanged, "worse": found.lost}
    scale = None
    if clarity:
        numbers = numbers_of(release_row(moved, desk.audience))
        scale = ScaleChange(**numbers, clarity=clarity)
    # the same people and the same answers, on whatever statement they are told
    surveys = frozenset(SurveyId(one.split(".")[0]) for one in measure.questions)
    behind = Behind(all_alike=as_one(measure.questions), also=surveys)
    for statement in desk.area.good:
        if statement.id in found.statements:
            desk.add(
                subject_of(measure).model_copy(update={"statement": statement.id}),
                told(released(found.counted, desk.audience)),
                rows=sorted(found.rows),
                counted=found.pairs.values(),
                behind=behind,
                scale=scale,
            )


def practice_of(desk: Desk, measure: Measure, facts: Facts) -> Practice | None:
    """None where it was not asked, or where no statement of the area is asked about."""
    before, after = measure.questions
    found = practice_in(facts, desk.period, before, after)
    own = {statement.id for statement in desk.area.good}
    return found if found and own & found.statements else None


def subject_of(measure: Measure) -> Subject:
    return Subject(measure=measure.code, perspective=Perspective.PRACTITIONER)


def practice_chance(desk: Desk, found: Practice) -> float | None:
    """McNemar's exact p of what is told, where the share may be told."""
    if not isinstance(released(found.counted, desk.audience), Percentage):
        return None
    return mcnemar(*moves_as_told(found.counted, found.lost, desk.audience))
