"""What a digest stands on, as the store hands it over."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, tzinfo
from functools import cached_property

from surveys.action import Action
from surveys.answering import Response
from surveys.coding import Coding, ThemeNames
from surveys.indicators import Indicator
from surveys.measure_files import library_measures
from surveys.measures import Measures
from surveys.periods import Period
from surveys.population import Expected
from surveys.reviewed import CodedApart
from surveys.safety_net import Acknowledgement
from surveys.survey import Survey
from surveys.values import AreaId, SurveyId, WaveId
from surveys.voice import Voice
from surveys.wave import Invitation, Wave

Alike = tuple[SurveyId, int, AreaId | None]


@dataclass(frozen=True)
class Evidence:
    """Facts of one period. Responses and voices come in no meaningful order.

    *waves* are those that ran in the period or have a response in it; *surveys* the versions they
    asked; *invitations* who was asked in them, which nothing joins to a response.
    *voices* are of all content areas, none of them withdrawn; *withdrawn* are those that were.
    *codings* are of responses and of voices. *as_at* is the day on which it was gathered: what is
    due later is not late yet. *apart* is what two people read in the same comments, of those that
    people have *coded* at all. *actions* stand in the plans of that time. *measures* are the
    definitions by which it is counted, *themes* those that comments are read for.
    """

    surveys: tuple[Survey, ...] = ()
    waves: tuple[Wave, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    responses: tuple[Response, ...] = ()
    codings: tuple[Coding, ...] = ()
    voices: tuple[Voice, ...] = ()
    withdrawn: tuple[Voice, ...] = ()
    population: tuple[Expected, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()
    actions: tuple[Action, ...] = ()
    apart: tuple[CodedApart, ...] = ()
    coded: int = 0
    as_at: date | None = None
    measures: Measures = field(default_factory=library_measures)
    themes: ThemeNames = field(default_factory=ThemeNames)

    @cached_property
    def answers(self) -> "Answers":
        return Answers(self.responses)


class Answers:
    """Responses as every content area asks for them, so that they are gone through once for all.

    *alike* are those to one version of a survey that are about the same content area, or none;
    *days* those on which there is a response in a wave.
    """

    def __init__(self, responses: Iterable[Response]) -> None:
        alike: defaultdict[Alike, list[Response]] = defaultdict(list)
        days: defaultdict[WaveId, set[date]] = defaultdict(set)
        for one in responses:
            alike[one.survey, one.survey_version, one.content_area].append(one)
            days[one.wave].add(one.day)
        self.alike: Mapping[Alike, Sequence[Response]] = alike
        self.days: Mapping[WaveId, Collection[date]] = days
        self.ids = frozenset(one.id for several in alike.values() for one in several)


class Divided:
    """The whole evidence of *period*, read once, and what it holds about each content area."""

    def __init__(self, evidence: Evidence, period: Period, zone: tzinfo) -> None:
        self.whole = evidence
        self._ran = {one.id for one in evidence.waves if _ran_in(one, period, zone)}
        self._responses: defaultdict[AreaId | None, list[Response]] = defaultdict(list)
        for response in evidence.responses:
            self._responses[response.content_area].append(response)
        self._codings: defaultdict[str, list[Coding]] = defaultdict(list)
        for coding in evidence.codings:
            self._codings[coding.response].append(coding)
        self._said = {response.id for response in evidence.responses}

    def about(self, area: AreaId) -> Evidence:
        """What a store gives for *area* alone: about it, or about none."""
        responses = (*self._responses.get(area, ()), *self._responses.get(None, ()))
        shown = self._ran | {one.wave for one in responses}
        waves = tuple(wave for wave in self.whole.waves if wave.id in shown)
        named = {wave.id for wave in waves}
        versions = {(wave.survey, wave.survey_version) for wave in waves}
        coded = [one.id for one in responses if one.id in self._codings]
        of_voices = [name for name in self._codings if name not in self._said]
        return replace(
            self.whole,
            surveys=tuple(one for one in self.whole.surveys if (one.id, one.version) in versions),
            waves=waves,
            invitations=tuple(one for one in self.whole.invitations if one.wave in named),
            responses=responses,
            codings=tuple(one for name in (*coded, *of_voices) for one in self._codings[name]),
        )


def _ran_in(wave: Wave, period: Period, zone: tzinfo) -> bool:
    first = datetime.combine(period.first_day, time(), zone)
    end = datetime.combine(period.next.first_day, time(), zone)
    return wave.opens_at < end and wave.ended_at > first
