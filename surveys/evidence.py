"""What a digest stands on, as the store hands it over."""

from dataclasses import dataclass, field
from datetime import date

from surveys.answering import Response
from surveys.coding import Coding
from surveys.measure_files import library_measures
from surveys.measures import Measures
from surveys.population import Expected
from surveys.survey import Survey
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
