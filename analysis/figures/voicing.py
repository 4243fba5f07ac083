"""What workers logged about a content area: how many were heard, how fully, and told in time."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from analysis.disclosure.suppression import PROTECTED, Audience, release_count
from analysis.evidence.facts import Facts
from analysis.evidence.votes import Counted
from analysis.figures.desk import Desk
from analysis.figures.figure import Subject
from analysis.figures.told import released, told, told_count
from analysis.statistics import Share
from surveys.evidence import Evidence
from surveys.framework import Perspective
from surveys.measures import Measure
from surveys.periods import Period
from surveys.population import Expected
from surveys.values import ResponseId
from surveys.voice import (
    AgeBand,
    CannotBeTold,
    GotItRight,
    GroupSession,
    Reuse,
    Told,
    Voice,
    still_open,
)

CLOSED_WITHIN = timedelta(days=90)


@dataclass(frozen=True)
class Logged:
    """The voices about the area in the period, and those whose reply fell due in it.

    Of *closing* the days within which a loop is closed ended in the period.

    *expected* are the children there are to hear in the area. Of all areas together, so that
    nothing shows in which there was one: *everywhere* is how many voices count in the period,
    *withdrawn* how many that may have been counted before no longer do.
    """

    voices: tuple[Voice, ...] = ()
    due: tuple[Voice, ...] = ()
    closing: tuple[Voice, ...] = ()
    expected: tuple[Expected, ...] = ()
    everywhere: int = 0
    withdrawn: int = 0

    def is_told(self, audience: Audience) -> bool:
        """Whether there are figures of voices at all: in all areas, or in none.

        A voice that was withdrawn counts here: its going must not take all figures away.
        """
        return not _is_few(self.everywhere + self.withdrawn, audience)

    @property
    def children(self) -> tuple[Voice, ...]:
        """One voice of each child, the latest; no group session."""
        latest = {
            voice.reference or voice.id: voice
            for voice in self.voices
            if voice.perspective is Perspective.CHILD
            and not isinstance(voice.speaker, GroupSession)
        }
        return tuple(latest.values())

    @property
    def typical_days(self) -> int | None:
        """How soon half of those due a reply were told. None while half are not."""
        waits = sorted(
            (one.feedback.day - one.day).days for one in self.due if isinstance(one.feedback, Told)
        )
        half = (len(self.due) + 1) // 2
        return waits[half - 1] if 0 < half <= len(waits) else None

    @property
    def sessions(self) -> tuple[Voice, ...]:
        return tuple(one for one in self.voices if isinstance(one.speaker, GroupSession))


def logged_in(facts: Facts, period: Period, evidence: Evidence, earlier: Evidence) -> Logged:
    """In the order of days, whatever order they came in."""
    about = [
        voice
        for voice in sorted(facts.voices.values(), key=lambda voice: (voice.day, voice.id))
        if facts.area.id in voice.content_areas
    ]
    withdrawn = {voice.id: voice for one in (earlier, evidence) for voice in one.withdrawn}
    return Logged(
        voices=tuple(voice for voice in about if period.covers(voice.day)),
        due=tuple(voice for voice in about if _fell_due(voice, period, evidence.as_at)),
        closing=tuple(voice for voice in about if _ends(voice, period, evidence.as_at)),
        expected=tuple(
            one for one in evidence.population if one.content_area == facts.area.id and one.expected
        ),
        everywhere=sum(_is_in(voice, period, evidence.as_at) for voice in facts.voices.values()),
        withdrawn=sum(_matters(voice, period) for voice in withdrawn.values()),
    )


def children_heard(desk: Desk, measure: Measure, logged: Logged) -> None:
    """A group session is never told as children."""
    _add_count(desk, Subject(measure=measure.code, perspective=Perspective.CHILD), logged.children)


def group_sessions(desk: Desk, measure: Measure, logged: Logged) -> None:
    _add_count(desk, Subject(measure=measure.code), logged.sessions)


def heard_in_full(desk: Desk, measure: Measure, logged: Logged) -> None:
    in_full = [one for one in logged.voices if one.reuse is not Reuse.NONE]
    _add_share(desk, measure.code, in_full, {one.id for one in in_full if not still_open(one)})


def timely_reply(desk: Desk, measure: Measure, logged: Logged) -> None:
    _add_share(desk, measure.code, logged.due, {one.id for one in logged.due if _in_time(one)})


def loop_closed(desk: Desk, measure: Measure, logged: Logged) -> None:
    """Told what happened, or why it could not: both close a loop. A session is one loop."""
    closed = {one.id for one in logged.closing if _was_closed(one)}
    _add_share(desk, measure.code, logged.closing, closed)


def got_it_right(desk: Desk, measure: Measure, logged: Logged) -> None:
    """Of the loops that were closed, as they said themselves. "In part" is not right."""
    answers = {
        one.id: one.feedback.got_it_right
        for one in logged.closing
        if _was_closed(one) and isinstance(one.feedback, Told) and one.feedback.got_it_right
    }
    asked = [one for one in logged.closing if one.id in answers]
    right = {name for name, said in answers.items() if said is GotItRight.YES}
    _add_share(desk, measure.code, asked, right)


def few_or_none(logged: Logged, audience: Audience) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The age bands and the agencies in which children were expected and few or none were heard."""
    heard = logged.children
    ages = Counter(band for one in heard for band in one.age_bands)
    agencies = Counter(one.agency.casefold() for one in heard if one.agency)
    bands = dict.fromkeys(one.age_band for one in logged.expected)
    names = {one.agency.casefold(): one.agency for one in reversed(logged.expected)}
    return (
        tuple(band for band in AgeBand if band in bands and _is_few(ages[band], audience)),
        tuple(names[name] for name in sorted(names) if _is_few(agencies[name], audience)),
    )


def expected_in(logged: Logged) -> int:
    return sum(one.expected for one in logged.expected)


def _is_few(number: int, audience: Audience) -> bool:
    return release_count(number, audience) == PROTECTED


def _add_count(desk: Desk, subject: Subject, voices: Collection[Voice]) -> None:
    what = told_count(len(voices), _agencies(voices), desk.audience)
    desk.add(subject, what, rows=_rows(voices))


def _add_share(desk: Desk, measure: str, base: Collection[Voice], good: set[str]) -> None:
    share = Share(favourable=len(good), base=len(base))
    counted = Counted(share=share, opted_out=0, agencies=_agencies(base))
    desk.add(Subject(measure=measure), told(released(counted, desk.audience)), rows=_rows(base))


def _agencies(voices: Iterable[Voice]) -> Counter[str]:
    return Counter(voice.agency for voice in voices if voice.agency is not None)


def _rows(voices: Iterable[Voice]) -> tuple[ResponseId, ...]:
    return tuple(sorted(ResponseId(voice.id) for voice in voices))


def _is_in(voice: Voice, period: Period, as_at: date | None) -> bool:
    is_due = _fell_due(voice, period, as_at) or _ends(voice, period, as_at)
    return is_due or period.covers(voice.day)


def _fell_due(voice: Voice, period: Period, as_at: date | None) -> bool:
    """Within the period, and not only later on the day it is looked at."""
    is_over = as_at is None or voice.replied_by < as_at
    is_owed = voice.reuse is not Reuse.NONE and not isinstance(voice.feedback, CannotBeTold)
    return is_owed and period.covers(voice.replied_by) and (is_over or _in_time(voice))


def _ends(voice: Voice, period: Period, as_at: date | None) -> bool:
    last_day = voice.day + CLOSED_WITHIN
    is_over = as_at is None or last_day < as_at or _was_closed(voice)
    return voice.reuse is not Reuse.NONE and period.covers(last_day) and is_over


def _was_closed(voice: Voice) -> bool:
    return voice.feedback is not None and voice.feedback.day <= voice.day + CLOSED_WITHIN


def _in_time(voice: Voice) -> bool:
    return isinstance(voice.feedback, Told) and voice.feedback.day <= voice.replied_by


def _matters(voice: Voice, period: Period) -> bool:
    withdrawn = voice.withdrawn or voice.day
    return period.covers(voice.day) or period.covers(withdrawn)
