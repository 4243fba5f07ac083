"""What people speak of: the share of them who do, corrected for what the machine gets wrong."""

from analysis.disclosure.suppression import RULES, Audience
from analysis.evidence.speaking import Speaking
from analysis.figures.desk import Desk
from analysis.figures.figure import Disclosure, Flag, Subject
from analysis.figures.told import told_theme
from surveys.framework import Perspective
from surveys.measures import Measure
from surveys.values import Slug


def add_themes(
    desk: Desk, measure: Measure, perspective: Perspective, people: Speaking, theme: Slug
) -> None:
    """A theme that may not be told has no figure: nobody, a few and not yet checked look alike."""
    what = told_theme(people, theme, desk.audience)
    if what.disclosure is not Disclosure.SHOWN:
        return
    spoken = people.of(theme)
    is_checked = spoken.corrected is not None
    desk.add(
        Subject(measure=measure.code, perspective=perspective, theme=theme),
        what,
        rows=people.rows,
        counted=(f"{one.response.id} {one.found(theme)}" for one in people.writers),
        flags=() if is_checked else (Flag.MACHINE_ONLY,),
        audited=_audited(spoken.audited.people, desk.audience) if is_checked else None,
    )


def _audited(people: int, audience: Audience) -> int:
    """Twenty at least, so never small; rounded down, so never more than the base that is told."""
    step = RULES[audience].step
    return people // step * step
