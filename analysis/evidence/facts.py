"""The evidence on one content area, in the one order that everything is read from.

A response about one area feeds that area and the organisational and wider ones; a response about no
area feeds whatever its questions link to.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from analysis.evidence.linking import Linked, Reader, reader_of
from analysis.evidence.spoken import FEWEST_HEARD, is_log, logs_behind, responses_in
from surveys.answering import Answer, Response
from surveys.evidence import Alike, Answers, Evidence
from surveys.framework import ContentArea, Tier
from surveys.indicators import latest
from surveys.measure_files import library_measures
from surveys.periods import Period
from surveys.survey import Mode, Survey
from surveys.values import AreaId, QuestionId, ResponseId, SurveyId
from surveys.wave import Wave

Version = tuple[SurveyId, int]
Commented = tuple[Response, Sequence[QuestionId]]


class Facts:
    """The evidence in the order that every reading of it uses, whatever order it came in.

    *responses* are those that say something of the area, and those that nobody can read any more.
    """

    def __init__(self, area: ContentArea, *evidences: Evidence) -> None:
        self.area = area
        self.indicators = latest(one for several in evidences for one in several.indicators)
        self.measures = evidences[-1].measures if evidences else library_measures()
        self.voices = {voice.id: voice for one in evidences for voice in one.voices}
        voices = tuple(self.voices.values())
        logs = tuple(logs_behind(voices, area))
        self.surveys = {
            (survey.id, survey.version): survey
            for survey in (
                *(survey for one in evidences for survey in one.surveys),
                *(survey for survey, _ in logs),
            )
        }
        self.waves = {
            wave.id: wave
            for wave in sorted(
                (
                    *(wave for one in evidences for wave in one.waves),
                    *(wave for _, wave in logs),
                ),
                key=lambda wave: (wave.opens_at, wave.id),
            )
        }
        self._places = {wave: place for place, wave in enumerate(self.waves)}
        self._said = [one.answers for one in evidences]
        self._said.append(Answers(responses_in(voices, area)))
        self._running: dict[Period, tuple[Wave, ...]] = {}
        self._answered: dict[Period, Mapping[Version, int]] = {}
        self._commented: dict[Period, Sequence[Commented]] = {}
        self.readers: dict[Version, Reader] = {
            version: reader_of(survey, area, self.measures)
            for version, survey in sorted(self.surveys.items())
        }
        self.responses = self._in_order(self._speaking())

    def _speaking(self) -> Iterator[Response]:
        for (survey, version, about), several in self._alike():
            reader = self.readers.get((survey, version))
            if reader is None or about == self.area.id:
                yield from several
            elif reader.feeding and self.may_feed(about):
                feeding = reader.feeding
                yield from (one for one in several if not feeding.isdisjoint(one.answers))

    def _alike(self) -> Iterator[tuple[Alike, Sequence[Response]]]:
        return (alike for said in self._said for alike in said.alike.items())

    def _in_order(self, responses: Iterable[Response]) -> Sequence[Response]:
        """Each once."""
        return sorted({one.id: one for one in responses}.values(), key=self._order)

    def _order(self, response: Response) -> tuple[int, int, str]:
        return response.day.toordinal(), self._places.get(response.wave, -1), response.id

    def reader(self, wave: Wave) -> Reader:
        return self.readers[wave.survey, wave.survey_version]

    def said_in(self, period: Period) -> Sequence[Response]:
        """The responses of *period*, by day and the opening of their wave."""
        start = bisect_left(self.responses, period.first_day, key=_day)
        return self.responses[start : bisect_right(self.responses, period.last_day, key=_day)]

    def answers_to(self, *surveys: str) -> Sequence[Response]:
        """All responses to these surveys, whatever they are about."""
        return self._in_order(
            one for alike, several in self._alike() if alike[0] in surveys for one in several
        )

    @cached_property
    def everything(self) -> frozenset[ResponseId]:
        """All responses, whatever they speak of."""
        return frozenset[ResponseId]().union(*(said.ids for said in self._said))

    def answered_in(self, period: Period) -> Mapping[Version, int]:
        """How many of the responses of *period* are to each version of a survey."""
        if period not in self._answered:
            said = self.said_in(period)
            self._answered[period] = Counter((one.survey, one.survey_version) for one in said)
        return self._answered[period]

    @cached_property
    def answering(self) -> Mapping[Version, frozenset[str]]:
        """By each version of a survey, the responses that answer it."""
        found: defaultdict[Version, list[str]] = defaultdict(list)
        for one in self.responses:
            found[one.survey, one.survey_version].append(one.id)
        return {version: frozenset(several) for version, several in found.items()}

    def waves_of(self, period: Period) -> tuple[Wave, ...]:
        """Those that ran in *period* or have a response in it, by opening."""
        if period not in self._running:
            self._running[period] = tuple(
                wave
                for wave in self.waves.values()
                if _ran_in(wave, period) or self._is_answered(wave, period)
            )
        return self._running[period]

    def open_in(self, period: Period) -> Iterator[Wave]:
        """All that could have been answered in *period*, logs of voices always."""
        running = {wave.id for wave in self.waves_of(period)}
        for wave in self.waves.values():
            if wave.id in running or is_log(self.surveys[wave.survey, wave.survey_version]):
                yield wave

    def _is_answered(self, wave: Wave, period: Period) -> bool:
        survey = self.surveys[wave.survey, wave.survey_version]
        if is_log(survey):
            return self._is_spoken(survey, period)
        return any(period.covers(day) for said in self._said for day in said.days.get(wave.id, ()))

    def _is_spoken(self, log: Survey, period: Period) -> bool:
        """By enough, of whatever area: that the log asks at all would tell one voice of none."""
        heard = (
            voice
            for voice in self.voices.values()
            if voice.perspective is log.perspective and period.covers(voice.day)
        )
        return sum(1 for _ in heard) >= FEWEST_HEARD

    def asks_about_it(self, wave: Wave) -> bool:
        """Whether the questions of this wave could be about the area."""
        reader = self.readers.get((wave.survey, wave.survey_version))
        if reader is None:
            return False
        if wave.content_area == self.area.id or reader.asks_for_area:
            return True
        return bool(reader.linked) and self.may_feed(wave.content_area)

    def asks_directly(self, wave: Wave) -> bool:
        """Whether those asked answer for themselves: no child's worker, no agency's lead."""
        if not self.asks_about_it(wave):
            return False
        survey = self.reader(wave).survey
        return not survey.with_worker and survey.mode is not Mode.NAMED

    def may_feed(self, about: AreaId | None) -> bool:
        """Whether what is said about *about* counts towards statements of the area."""
        return about is None or about == self.area.id or self.area.tier is not Tier.PRACTICE

    def could_be_about(self, wave: Wave) -> frozenset[AreaId | None]:
        """What answers of this wave that count towards the area could be about."""
        reader = self.reader(wave)
        if is_log(reader.survey):
            return frozenset({self.area.id})
        found = {wave.content_area, *(reader.areas if reader.asks_for_area else ())}
        return frozenset(one for one in found if self.may_feed(one))

    def feeds(self, response: Response) -> Iterator[tuple[Linked, Answer]]:
        """The answers of *response* that are votes on the area, with their questions."""
        reader = self.readers.get((response.survey, response.survey_version))
        if reader is None or not self.may_feed(response.content_area):
            return
        answers = response.answers
        for linked in reader.linked:
            if (answer := answers.get(linked.question)) is not None:
                yield linked, answer

    def comments_on_it(self, response: Response) -> Sequence[QuestionId]:
        """The questions whose comments in *response*, the person's own, speak of the area."""
        reader = self.readers.get((response.survey, response.survey_version))
        if reader is None or not reader.comments:
            return ()
        if response.content_area == self.area.id:
            return [one for one in reader.comments if one in response.answers]
        if not self.may_feed(response.content_area):
            return ()
        return [one for one in reader.linked_comments if one in response.answers]

    def commented_in(self, period: Period) -> Sequence[Commented]:
        """The responses of *period* with comments that speak of the area, and these comments."""
        if period not in self._commented:
            self._commented[period] = [
                (response, comments)
                for response in self.said_in(period)
                if (comments := self.comments_on_it(response))
            ]
        return self._commented[period]

    def asks_for_comments(self, wave: Wave) -> bool:
        """Whether comments given in this wave could speak of the area."""
        reader = self.readers.get((wave.survey, wave.survey_version))
        if reader is None or not reader.comments:
            return False
        if reader.asks_for_area or wave.content_area == self.area.id:
            return True
        return any(reader.comments.values()) and self.may_feed(wave.content_area)


def _day(response: Response) -> date:
    return response.day


def _ran_in(wave: Wave, period: Period) -> bool:
    """By days of the zone it was opened in."""
    return wave.opens_at.date() <= period.last_day and wave.last_day >= period.first_day
