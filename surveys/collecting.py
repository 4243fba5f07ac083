"""Which content areas a survey is about. Nothing is collected without one."""

from datetime import date

from surveys.errors import NoContentArea
from surveys.framework import ContentArea, Framework
from surveys.survey import ContentAreaQuestion, Survey
from surveys.values import AreaId


def require_area(
    survey: Survey, framework: Framework, content_area: AreaId | None, day: date
) -> None:
    """That this survey may be asked from *day* on: about this area, or those that it speaks of.

    Raises Unknown for an area that is not the board's, AreaNotActive for one that has not begun or
    has ended (of several, when all have), and NoContentArea.
    """
    if content_area is not None:
        framework.area(content_area).require_active(day)
        return
    about = areas_of(survey, framework)
    if not about:
        raise NoContentArea(survey.title)
    if not any(area.is_active(day) for area in about):
        about[0].require_active(day)


def areas_of(survey: Survey, framework: Framework) -> tuple[ContentArea, ...]:
    """Those whose statements its questions are linked to; every one, if it asks for the area."""
    if any(isinstance(question, ContentAreaQuestion) for question in survey.questions):
        return framework.areas
    linked = {link for question in survey.questions for link in question.good}
    return tuple(
        area for area in framework.areas if linked.intersection(one.id for one in area.good)
    )
