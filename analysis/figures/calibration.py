"""An agency's own grade beside what its staff say on the same 'good' statement."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import inf, sqrt
from statistics import NormalDist
from typing import NamedTuple

from analysis.disclosure.suppression import RULES, Audience, Percentage, release_groups
from analysis.evidence.facts import Version
from analysis.evidence.linking import Topic
from analysis.evidence.votes import Ballot, Votes
from analysis.figures.asked import Behind
from analysis.figures.desk import Desk
from analysis.figures.figure import Disclosure, Subject
from analysis.figures.shares import Tested
from analysis.figures.status import CLEAR_GAP, Clarity
from analysis.figures.told import NOTHING, Told
from analysis.statistics import Share
from surveys.framework import Perspective
from surveys.measures import Measure
from surveys.values import ResponseId

OWN, STAFF = Perspective.AGENCY_SELF, Perspective.PRACTITIONER
ELSEWHERE = ""  # staff whose agency is not known, or who are of none that graded itself


class Calibration(NamedTuple):
    """One agency on one statement: its standards met, in percent, and its staff as may be told.

    *rows* has the agency's own grades too, *counted* only the people: a grade is nobody's secret.
    *votes_on* as in `Votes`.
    """

    subject: Subject
    met: float
    staff: Percentage | None
    exact: Share
    rows: tuple[ResponseId, ...]
    counted: tuple[ResponseId, ...]
    votes_on: Mapping[Version, str]


def calibrations(desk: Desk, measure: Measure, votes: Votes) -> tuple[Calibration, ...]:
    """Each agency that graded itself. Not for the public: an agency is named only to its board."""
    if desk.audience is Audience.PUBLIC:
        return ()
    twins = [
        topic
        for topic in sorted(votes.asked, key=lambda topic: desk.place(*topic))
        if topic.measure in measure.compares and topic.perspective is OWN
    ]
    return tuple(one for topic in twins for one in _on(desk, measure, votes, topic))


def chance(one: Calibration) -> float | None:
    """The two-sided p value of the score test that staff are as favourable as the grade claims.

    z = |p - s| / √(s(1-s)/n): it agrees with the Wilson interval of the staff. The grade is the
    agency's word and no sample, so it has no error of its own.
    """
    if one.staff is None:
        return None
    claimed, found = one.met / 100, one.exact.estimate
    if claimed == found:
        return 1.0
    spread = sqrt(claimed * (1 - claimed) / one.exact.base)
    return 2 * NormalDist().cdf(-abs(found - claimed) / spread if spread else -inf)


def add_calibrations(
    desk: Desk, found: tuple[Calibration, ...], clear: Mapping[Tested, Clarity]
) -> None:
    for one in found:
        what, clarity = NOTHING, None
        if one.staff:
            what = _told(desk, one, one.staff)
            clarity = clear.get(one.subject, Clarity.NOT_CLEAR)
            if abs(what.value or 0) < CLEAR_GAP:
                clarity = Clarity.NOT_CLEAR
        desk.add(
            one.subject,
            what,
            rows=one.rows,
            counted=one.counted,
            behind=Behind((one.votes_on,)),
            clarity=clarity,
        )


def _told(desk: Desk, one: Calibration, staff: Percentage) -> Told:
    met = round(one.met) if RULES[desk.audience].is_whole_percent else round(one.met, 1)
    return Told(
        Disclosure.SHOWN,
        value=met - staff.percent,
        base=staff.base,
        low=met - staff.upper,
        high=met - staff.lower,
    )


def _on(desk: Desk, measure: Measure, votes: Votes, own: Topic) -> Iterator[Calibration]:
    beside = own._replace(perspective=STAFF)
    if beside not in votes.asked:
        return
    grades = _by_agency(votes.ballots.get(own, {}).values())
    staff = _by_agency(votes.ballots.get(beside, {}).values())
    shares = {agency: _share(staff.get(agency, [])) for agency in sorted(grades) if agency}
    others = [one for agency, several in staff.items() if agency not in shares for one in several]
    rest = {ELSEWHERE: _share(others)} if others else {}
    told = release_groups(shares | rest, desk.audience)
    for agency, share in shares.items():
        marks = [mark for one in grades[agency] for _, mark in one.marks if mark is not None]
        if marks:
            released = told[agency]
            yield Calibration(
                subject=Subject(
                    measure=measure.code,
                    statement=own.statement,
                    perspective=OWN,
                    agency=agency,
                ),
                met=100 * sum(marks) / len(marks),
                staff=released if isinstance(released, Percentage) else None,
                exact=share,
                rows=tuple(sorted(one.response for one in (*grades[agency], *staff[agency])))
                if agency in staff
                else (),
                counted=tuple(
                    sorted(one.response for one in staff.get(agency, ()) if one.vote is not None)
                ),
                votes_on=votes.votes_on(beside),
            )


def _by_agency(ballots: Iterable[Ballot]) -> dict[str, list[Ballot]]:
    found: defaultdict[str, list[Ballot]] = defaultdict(list)
    for ballot in ballots:
        found[ballot.agency or ELSEWHERE].append(ballot)
    return dict(found)


def _share(ballots: list[Ballot]) -> Share:
    votes = [ballot.vote for ballot in ballots if ballot.vote is not None]
    return Share(favourable=sum(votes), base=len(votes))
