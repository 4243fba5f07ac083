"""Where those behind a figure were asked, and what its numbers are numbers of: for the ledger.

To it nobody looks the same as a few: wherever somebody could have answered is a place, whether
anybody has or not.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from analysis.evidence.facts import Facts, Version
from analysis.evidence.responding import IN_RATE
from analysis.figures.figure import Figure
from surveys.periods import Period
from surveys.values import SurveyId


class Place(NamedTuple):
    """A quarter, the content area that answers were about (or ""), and by what they were asked."""

    quarter: str
    about: str
    survey: str


class Behind(NamedTuple):
    """What somebody's answers count as in a figure: by the version that they answered, or alike.

    One set after the other, as the ledger compares them: those counted, then those compared.
    """

    by_version: tuple[Mapping[Version, str], ...] = ()
    all_alike: str = ""
    also: frozenset[SurveyId] = frozenset()

    @property
    def surveys(self) -> frozenset[SurveyId]:
        return self.also | {survey for one in self.by_version for survey, _ in one}

    def name(self, place: int, version: Version | None) -> str:
        """Of a row of the set in this place."""
        if not self.by_version:
            return self.all_alike
        return self.by_version[place].get(version, "") if version else ""


class Places:
    """Wherever those behind the figures of these periods could have answered."""

    def __init__(self, facts: Facts, periods: Collection[Period]) -> None:
        self._facts = facts
        self._quarters = [quarter for period in periods for quarter in period.quarters]

    def of(self, figure: Figure, behind: Behind) -> frozenset[Place]:
        """By the surveys that are *behind* it; if it has none, by all of its perspective."""
        surveys: Collection[str] = behind.surveys or [
            one.id for one in self._facts.surveys.values() if one.perspective is figure.perspective
        ]
        return frozenset(one for one in self._answered if not surveys or one.survey in surveys)

    def of_rate(self, tokens: Iterable[str]) -> frozenset[Place]:
        """Who was asked in a wave, by agency: whatever their answers are about."""
        asked: defaultdict[str, set[str]] = defaultdict(set)
        for token in tokens:
            agency, wave, *_ = token.split(IN_RATE)
            asked[wave].add(agency)
        return frozenset(
            Place(str(quarter), "", f"{wave.id} {agency}")
            for quarter in self._quarters
            for wave in self._facts.waves_of(quarter)
            for agency in asked[wave.id]
        )

    @cached_property
    def _answered(self) -> frozenset[Place]:
        facts = self._facts
        return frozenset(
            Place(str(quarter), about or "", wave.survey)
            for quarter in self._quarters
            for wave in facts.open_in(quarter)
            if facts.asks_about_it(wave) or facts.asks_for_comments(wave)
            for about in facts.could_be_about(wave)
        )


def thing_counted(figure: Figure) -> str:
    """What figures count that are no votes: theirs may add up in whatever area."""
    return " ".join((figure.measure, figure.statement or "", figure.theme or ""))
