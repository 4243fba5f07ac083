"""What people speak of: the share of them who do, corrected for what the machine gets wrong."""

from analysis.disclosure.suppression import (
    PROTECTED,
    RULES,
    Audience,
    Percentage,
    release_count,
    release_share,
)
from analysis.evidence.speaking import Speaking
from analysis.figures.desk import Desk
from analysis.figures.figure import Disclosure, Flag, MachineRead, Rate, Subject
from analysis.figures.told import told_theme
from analysis.statistics import Audited, Share
from surveys.framework import Perspective
from surveys.measures import Measure
from surveys.values import Slug


def add_themes(
    desk: Desk,
    measure: Measure,
    perspective: Perspective,
    people: Speaking,
    theme: Slug,
    *,
    is_barred: bool = False,
) -> None:
    """A theme that may not be told has no figure: nobody, a few and not yet checked look alike.

    *is_barred*: people who code it agree too little for a headline.
    """
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
        flags=(
            *(() if is_checked else (Flag.MACHINE_ONLY,)),
            *((Flag.INDICATIVE,) if is_barred else ()),
        ),
        audited=_audited(spoken.audited.people, desk.audience) if is_checked else None,
        machine=_machine(spoken.audited, desk.audience) if is_checked else None,
    )


def _machine(audited: Audited, audience: Audience) -> MachineRead | None:
    precision = _rate(audited.both, audited.both + audited.only_machine, audited.people, audience)
    recall = _rate(audited.both, audited.both + audited.only_person, audited.people, audience)
    if precision and not _may_all_be_known(audited, audience):
        recall = None
    return MachineRead(precision=precision, recall=recall) if precision or recall else None


def _may_all_be_known(audited: Audited, audience: Audience) -> bool:
    """Precision and recall, beside how many were audited, tell the other two shares as well.

    Of those in whom the machine found nothing, how many it missed; of those in whom nothing is, in
    how many it found something; and so in how many neither did.
    """
    missed, false, neither = audited.only_person, audited.only_machine, audited.neither
    others = (Share(favourable=one, base=one + neither) for one in (missed, false))
    return release_count(neither, audience) != PROTECTED and all(
        isinstance(release_share(one, audience), Percentage) for one in others
    )


def _rate(both: int, base: int, audited: int, audience: Audience) -> Rate | None:
    """None where the base or the rest of the audited are few, or nearly all of it are alike."""
    if PROTECTED in (release_count(base, audience), release_count(audited - base, audience)):
        return None
    match release_share(Share(favourable=both, base=base), audience):
        case Percentage(percent=percent, lower=low, upper=high, base=told):
            return Rate(percent=percent, low=low, high=high, base=told)
        case _:
            return None


def _audited(people: int, audience: Audience) -> int:
    """Twenty at least, so never small; rounded down, so never more than the base that is told."""
    step = RULES[audience].step
    return people // step * step
