"""What readers know: every figure that has left for them, of whatever content area and period.

Figures may add up when somebody counts as the same in them: by the answers to the same questions,
or in the same measure, in whatever areas.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from analysis.disclosure.ledger import Family, Marks, Rows, Summed, place_of, quarters_of
from analysis.disclosure.suppression import RULES, Audience
from analysis.evidence.facts import Facts
from analysis.figures.asked import Behind, Place
from analysis.figures.figure import Disclosure, Figure
from analysis.figures.tallies import tallies_of
from surveys.measures import Unit
from surveys.periods import Period


@dataclass(frozen=True)
class Left:
    """A figure as it left: the rows behind its numbers, and those that its change compares.

    A gap compares the rows of its two sides. *named* has the same sets in the same order, by what
    of these people is counted; *asked* is where they were asked, in all quarters together.
    """

    figure: Figure
    counted: Rows
    compared: tuple[Rows, ...] = ()
    named: tuple[Mapping[str, Rows], ...] = ()
    asked: frozenset[Place] = frozenset()
    on: date = date.min
    readers: Audience = Audience.ANALYST
    release: str = ""

    @property
    def sums(self) -> list[Summed]:
        """What its numbers are the sums of: those of the counted rows, then of the compared."""
        period = Period.parse(self.figure.period)
        now, before = _places(self.asked, period), _places(self.asked, period.previous)
        if self.figure.pooled:
            now |= _places(self.asked, Period.parse(self.figure.pooled))
        places, tallies = (now, before, now), tallies_of(self.figure, self.counted, self.compared)
        return [
            Summed(named, place, tally)
            for named, place, tally in zip(self.named, places, tallies, strict=False)
        ]


@lru_cache(maxsize=512)
def _places(asked: frozenset[Place], period: Period) -> Rows:
    """A quarter in which nobody was asked looks as if it had been asked what the others were."""
    found: set[int] = set()
    for quarter in period.quarters:
        places = [one for one in asked if one.quarter == str(quarter)] or asked
        found.update(place_of(quarter, one.about, one.survey) for one in places)
    return frozenset(found) or quarters_of(period)


class Known:
    """Takes in figures as they leave, and finds those that may add up with another."""

    def __init__(self, readers: Audience) -> None:
        """Whoever reads any release is taken to have read all others, for whatever audience.

        Only what the QA team alone has looked at does not count for those outside it: or a look at
        the wrong moment would keep a figure from the board.
        """
        self.readers = readers
        self._latest: dict[str, Callable[[], Left]] = {}
        self._families: dict[str, Family] = {}

    def note(self, one: Left, again: Callable[[], Left] | None = None) -> None:
        """It has left. *again* brings it back, so that its rows need not be kept here."""
        if not self.counts(one.readers):
            return
        self.remember(one, again)
        for summed in one.sums:
            self.learn(one.figure, summed)

    def counts(self, readers: str) -> bool:
        """Whether what those others were told is known."""
        return self.readers is Audience.ANALYST or readers != Audience.ANALYST

    def remember(self, one: Left, again: Callable[[], Left] | None = None) -> None:
        """As the last that was told of this figure."""
        self._latest[one.figure.id] = again or (lambda: one)

    def learn(self, figure: Figure, summed: Summed) -> None:
        """One of its numbers is known. A gap tells nothing that its two sides do not."""
        if not figure.derived_from:
            self.know(summed, is_share=tells_a_share(figure))

    def know(self, summed: Summed, *, is_share: bool) -> None:
        self._family(summed.people).note(summed, is_share=is_share)

    def latest(self, figure: Figure) -> Left | None:
        """As it was told last. A short id may have stood for another figure."""
        left = found() if (found := self._latest.get(figure.id)) else None
        return left if left and _subject(left.figure) == _subject(figure) else None

    def _family(self, names: Collection[str]) -> Family:
        """All that may add up with what counts under one of these."""
        found = {id(one): one for name in names if (one := self._families.get(name))}
        *smaller, family = sorted(found.values(), key=lambda one: one.size) or [Family()]
        for one in smaller:
            family.take_in(one)
        moved = [name for name, one in self._families.items() if one in smaller]
        self._families |= dict.fromkeys((*moved, *names), family)
        return family

    def may_leave(
        self,
        summed: Summed,
        *,
        is_share: bool,
        told_as: Audience | None = None,
        is_cell: bool = False,
    ) -> bool:
        """A share, beside the shares that were told; and how many it is of, beside all counts.

        *told_as*: by whose rule, if not by its readers'. *is_cell* as in `Family.may_tell`.
        """
        rule, family = RULES[told_as or self.readers], self._family(summed.people)
        few = rule.smallest_count - 1
        return family.may_add(summed, rule.smallest_count, few=few) and (
            not is_share
            or (
                family.may_add(summed, rule.smallest_base, few=few, beside_shares=True)
                and family.may_tell(summed, told_as or self.readers, is_cell=is_cell)
            )
        )


def named(
    facts: Facts, behind: Behind, sets: Iterable[Iterable[str]], mark: Marks
) -> tuple[Mapping[str, Rows], ...]:
    """The rows of each set by what they count as there."""
    return tuple(
        {name: mark(alike) for name, alike in _by_name(facts, behind, place, set(tokens)).items()}
        for place, tokens in enumerate(sets)
    )


def _by_name(facts: Facts, behind: Behind, place: int, tokens: set[str]) -> Mapping[str, set[str]]:
    """Those that are no single response of some version are of none."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for version, responses in facts.answering.items():
        if alike := tokens & responses:
            found[behind.name(place, version)] |= alike
            tokens -= alike
    if tokens:
        found[behind.name(place, None)] |= tokens
    return found


def all_of(names: Mapping[str, Rows]) -> Rows:
    """The rows of a set, whatever they count as."""
    return (
        next(iter(names.values())) if len(names) == 1 else frozenset[int]().union(*names.values())
    )


def known(earlier: Iterable[Left], readers: Audience) -> Known:
    found = Known(readers)
    for one in earlier:
        found.note(one)
    return found


def _subject(figure: Figure) -> tuple[object, ...]:
    return figure.measure, figure.statement, figure.perspective, figure.agency, figure.theme


def tells_a_share(figure: Figure) -> bool:
    """And not only how many people there are."""
    return figure.unit is not Unit.PEOPLE and figure.disclosure is not Disclosure.TOO_FEW
