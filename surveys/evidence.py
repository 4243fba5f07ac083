"""What a digest stands on, as the store hands it over."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, tzinfo

from surveys.answering import Response
from surveys.coding import Coding
from surveys.measure_files import library_measures
from surveys.measures import Measures
from surveys.periods import Period
from surveys.population import Expected
from surveys.survey import Survey
from surveys.values import AreaId
from surveys.voice import Voice
from surveys.wave import Invitation, Wave


@dataclass(frozen=True)
class Evidence:
    """Facts of one period. Responses and voices come in no meaningful order.

    *waves* are those that ran in the period or have a response in it; *surveys* the versions they
    asked; *invitations* who was asked in them, which nothing joins to a response.
    *voices* are of all content areas, none of them withdrawn; *withdrawn* are those that were.
    *codings* are of responses and of voices. *as_at* is the day on which it was gathered: what is
    due later is not late yet. *measures* are the definitions by which it is counted.
    """

    surveys: tuple[Survey, ...] = ()
    waves: tuple[Wave, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    responses: tuple[Response, ...] = ()
    codings: tuple[Coding, ...] = ()
    voices: tuple[Voice, ...] = ()
    withdrawn: tuple[Voice, ...] = ()
    population: tuple[Expected, ...] = ()
    as_at: date | None = None
    measures: Measures = field(default_factory=library_measures)


def about(area: AreaId, period: Period, evidence: Evidence, zone: tzinfo) -> Evidence:
    """Of the whole *evidence* of *period*, what a store gives for *area*: about it, or about none.

    So that many areas can share what was read once.
    """
    responses = tuple(one for one in evidence.responses if one.content_area in (area, None))
    kept, known = ({one.id for one in some} for some in (responses, evidence.responses))
    answered = {one.wave for one in responses}
    waves = tuple(
        wave for wave in evidence.waves if wave.id in answered or _ran_in(wave, period, zone)
    )
    named = {wave.id for wave in waves}
    versions = {(wave.survey, wave.survey_version) for wave in waves}
    return replace(
        evidence,
        surveys=tuple(one for one in evidence.surveys if (one.id, one.version) in versions),
        waves=waves,
        invitations=tuple(one for one in evidence.invitations if one.wave in named),
        responses=responses,
        codings=tuple(
            one for one in evidence.codings if one.response in kept or one.response not in known
        ),
    )


def _ran_in(wave: Wave, period: Period, zone: tzinfo) -> bool:
    first = datetime.combine(period.first_day, time(), zone)
    end = datetime.combine(period.next.first_day, time(), zone)
    return wave.opens_at < end and wave.ended_at > first
