"""What a listener works with: values and ports, handed over, never fetched from the side."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from analysis.reading.codebook import Codebook
from analysis.signals import Signals, read_or_flag
from bot.board import Board
from bot.keeping.inbox import Inbox
from bot.pseudonym import Pseudonyms
from bot.reading.codebooks import Codebooks
from bot.reading.models import Models
from bot.roles import Roles
from bot.telling.papers_at_work import PapersAtWork
from bot.workers.vitals import Vitals
from storage.interface import Store
from surveys.framework import Framework
from surveys.measure_files import library_measures
from surveys.measures import Measures
from surveys.population import Expected
from surveys.survey import Survey
from surveys.values import PersonId, SurveyId
from surveys.wave import Person


@dataclass(frozen=True, repr=False)
class Deps:
    """*clock* gives aware times. The events and the queue wake the workers.

    It is never written out: it holds all people who may be asked, and asyncio writes out what a
    task gave.
    """

    store: Store
    board: Board
    framework: Framework
    surveys: Mapping[SurveyId, Survey]
    codebooks: Codebooks
    people: tuple[Person, ...]
    pseudonyms: Pseudonyms
    roles: Roles
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    pace: float  # seconds between two messages, each of which goes to another channel
    population: tuple[Expected, ...] = ()  # the children there are to hear
    measures: Measures = field(default_factory=library_measures)
    models: Models = field(default_factory=Models)
    net: Callable[[str], Signals] = read_or_flag
    to_send: asyncio.Event = field(default_factory=asyncio.Event)
    to_read: asyncio.Event = field(default_factory=asyncio.Event)
    to_watch: asyncio.Event = field(default_factory=asyncio.Event)
    homes_to_refresh: asyncio.Queue[PersonId] = field(default_factory=asyncio.Queue)
    inbox: Inbox = field(default_factory=Inbox)
    papers: PapersAtWork = field(default_factory=PapersAtWork)
    vitals: Vitals = field(default_factory=Vitals)

    @property
    def codebook(self) -> Codebook:
        """The one that counts now, as far as this process has looked."""
        return self.codebooks.now.codebook

    def today(self) -> date:
        """The day in the board's zone, which is all that is kept of the time of an answer."""
        return self.clock().astimezone(self.board.zone).date()
