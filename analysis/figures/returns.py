"""What agencies hand in under their own name: whether they did, and the counts in it.

A return is an agency's own, so who handed one in is told by name. What it counts is people or their
files, and goes through the same gate as everything else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from analysis.disclosure.suppression import TooFew, release_share
from analysis.evidence.facts import Facts
from analysis.evidence.responding import plain
from analysis.evidence.votes import Counted
from analysis.figures.desk import Desk
from analysis.figures.figure import Disclosure, Flag, Subject
from analysis.figures.told import NOTHING, Told, released, told
from analysis.statistics import Share
from surveys.answering import Chosen, Response
from surveys.answering import Counted as Number
from surveys.framework import Perspective
from surveys.measures import Measure, Tally
from surveys.periods import Period
from surveys.survey import Closed, Mode
from surveys.values import QuestionId, ResponseId, WaveId
from surveys.wave import Delivery, Invitation, Wave

TWICE = 2
RETURNS = (Perspective.AUDIT, Perspective.AGENCY_SELF)


class Contributions(NamedTuple):
    """The agencies that owed a return that fell due, and those of them that did not hand in all.

    *again*: of the late, those that did not hand in two or more within twelve months.
    """

    due: tuple[str, ...]
    late: tuple[str, ...]
    again: tuple[str, ...] = ()


def contributions(
    quarters: Sequence[tuple[Facts, Period]],
    invitations: Iterable[Invitation],
    as_at: date | None,
) -> Contributions:
    """Of the waves of returns that ended in the period, the first of *quarters*; *again* of all.

    One answer from an agency is its return.
    """
    ended = [
        {wave.id for wave in facts.waves_of(quarter) if _fell_due(facts, quarter, wave, as_at)}
        for facts, quarter in quarters
    ]
    within = set[WaveId]().union(*ended)
    owed: defaultdict[str, dict[WaveId, bool]] = defaultdict(dict)
    for one in invitations:
        if one.wave in within and (one.answered or one.delivery is Delivery.DELIVERED):
            of_agency = owed[plain(one.agency)]
            of_agency[one.wave] = one.answered or of_agency.get(one.wave, False)
    missed = {
        agency: {wave for wave, is_there in handed_in.items() if not is_there}
        for agency, handed_in in owed.items()
    }
    due = sorted(agency for agency, several in owed.items() if several.keys() & ended[0])
    late = [agency for agency in due if missed[agency] & ended[0]]
    again = [agency for agency in late if len(missed[agency]) >= TWICE]
    return Contributions(tuple(due), tuple(late), tuple(again))


def add_contribution(desk: Desk, measure: Measure, found: Contributions) -> None:
    if found.due:
        base, number = len(found.due), len(found.due) - len(found.late)
        what = Told(Disclosure.SHOWN, value=round(100 * number / base), base=base, numerator=number)
        desk.add(Subject(measure=measure.code), what)


def add_tally(desk: Desk, measure: Measure, facts: Facts) -> None:
    """The counts of all returns together; from a list of which all are drawn, with its length."""
    tally = measure.tally
    assert tally is not None
    asked = {one.split(".")[0] for one in tally.base}
    waves = [wave for wave in facts.waves_of(desk.period) if _may_be_about(facts, wave)]
    if not asked & {wave.survey for wave in waves}:
        return
    counted = list(_counted(facts, desk, tally))
    share = Share(
        favourable=sum(one.good for one in counted), base=sum(one.base for one in counted)
    )
    agencies = Counter[str]()
    for one in counted:
        agencies[one.agency] += one.base
    frames = [one.frame for one in counted]
    frame = sum(one for one in frames if one is not None) if all(frames) else None
    what = told(released(Counted(share, 0, agencies), desk.audience))
    if what.value is not None and frame and frame >= share.base:
        narrow = release_share(share, desk.audience, population=frame)
        what = told(narrow) if not isinstance(narrow, TooFew) else what
    flags = (Flag.NOT_AT_RANDOM,) if frame is None and what.value is not None else ()
    perspective = measure.perspectives[0] if measure.perspectives else Perspective.AUDIT
    desk.add(
        Subject(measure=measure.code, perspective=perspective),
        what,
        rows=sorted(one.response for one in counted),
        counted=() if what == NOTHING else (file for one in counted for file in one.files()),
        flags=flags,
    )


class _Return(NamedTuple):
    response: ResponseId
    by: str
    agency: str
    good: int
    base: int
    frame: int | None

    def files(self) -> Iterator[str]:
        """Each by its number within the return alone, which a corrected return has too."""
        for number in range(self.base):
            yield f"{self.by} {'good' if number < self.good else 'other'} {number}"


def _fell_due(facts: Facts, quarter: Period, wave: Wave, as_at: date | None) -> bool:
    survey = facts.reader(wave).survey if _may_be_about(facts, wave) else None
    return (
        survey is not None
        and survey.mode is Mode.NAMED
        and not survey.with_worker
        and survey.perspective in RETURNS
        and quarter.covers(wave.last_day)
        and (as_at is None or wave.last_day < as_at)
    )


def _may_be_about(facts: Facts, wave: Wave) -> bool:
    """A return asked for on another area is not about this one, though it could have said so."""
    return wave.content_area in (None, facts.area.id) and facts.asks_about_it(wave)


def _counted(facts: Facts, desk: Desk, tally: Tally) -> Iterator[_Return]:
    """Returns whose counts fit together; where nothing was graded there is nothing to count."""
    for response in facts.said_in(desk.period):
        is_known = (response.survey, response.survey_version) in facts.readers
        if response.content_area != desk.area.id or not is_known:
            continue
        base = _sum(response, tally.base)
        frame = _sum(response, (tally.frame,)) if tally.frame else 0
        if base:
            yield _Return(
                response=response.id,
                by=f"{response.wave} {response.respondent}",
                agency=response.agency or "",
                good=_sum(response, tally.good),
                base=base,
                frame=frame if _is_at_random(facts, response, tally) and frame >= base else None,
            )


def _sum(response: Response, names: Sequence[str]) -> int:
    total = 0
    for name in names:
        survey, question = name.split(".")
        answer = response.answers.get(QuestionId(question))
        if response.survey == survey and isinstance(answer, Number):
            total += max(0, answer.number)
    return total


def _is_at_random(facts: Facts, response: Response, tally: Tally) -> bool:
    if tally.chosen is None:
        return True
    survey = facts.readers[response.survey, response.survey_version].survey
    _, name = tally.chosen.split(".")
    answer = response.answers.get(QuestionId(name))
    question = next((one for one in survey.questions if one.id == name), None)
    if not isinstance(question, Closed) or not isinstance(answer, Chosen):
        return False
    return question.labels.get(answer.option) in tally.at_random
