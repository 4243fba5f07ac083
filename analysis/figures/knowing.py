"""What readers know: every figure that has left for them, of whatever content area and period.

Figures may add up when they are numbers of the same thing: of one measure on one statement, or of
the answers to the same questions, in whatever areas these are asked.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from analysis.disclosure.ledger import Family, Rows, place_of, quarters_of
from analysis.disclosure.suppression import RULES, Audience
from analysis.figures.asked import Place
from analysis.figures.figure import Disclosure, Figure
from surveys.measures import Unit
from surveys.periods import Period


@dataclass(frozen=True)
class Left:
    """A figure as it left: the rows behind its numbers, and those that its change compares.

    A gap compares the rows of its two sides. *of* stands for what its numbers are numbers of;
    *asked* is where those behind it were asked, in all quarters that it counts or compares.
    """

    figure: Figure
    counted: Rows
    compared: tuple[Rows, ...] = ()
    of: frozenset[str] = frozenset()
    asked: frozenset[Place] = frozenset()
    on: date = date.min
    readers: Audience = Audience.ANALYST
    release: str = ""

    @property
    def placed(self) -> list[Rows]:
        """Its sets with the places that each stands for: the counted rows, then the compared."""
        period = Period.parse(self.figure.period)
        now, before = _places(self.asked, period), _places(self.asked, period.previous)
        if self.figure.pooled:
            now |= _places(self.asked, Period.parse(self.figure.pooled))
        sets = (self.counted, *self.compared)
        return [rows | place for rows, place in zip(sets, (now, before, now), strict=False)]


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
        if self.readers is not Audience.ANALYST and one.readers is Audience.ANALYST:
            return
        self.remember(one, again)
        for rows in one.placed:
            self.learn(one, rows)

    def remember(self, one: Left, again: Callable[[], Left] | None = None) -> None:
        """As the last that was told of this figure."""
        self._latest[one.figure.id] = again or (lambda: one)

    def learn(self, one: Left, rows: Rows) -> None:
        """The sum over one of its sets is known. A gap tells nothing that its two sides do not."""
        if not one.figure.derived_from:
            self.family(one.of).note(rows, is_share=tells_a_share(one.figure))

    def latest(self, figure: str) -> Left | None:
        found = self._latest.get(figure)
        return found() if found else None

    def family(self, of: Collection[str]) -> Family:
        """All that may add up with a figure of these."""
        several = list({id(one): one for name in of if (one := self._families.get(name))}.values())
        several.sort(key=lambda one: one.people)
        family = several.pop() if several else Family()
        for one in several:
            family.take_in(one)
        merged = {id(one) for one in several}
        for name, one in self._families.items():
            if id(one) in merged:
                self._families[name] = family
        self._families |= dict.fromkeys(of, family)
        return family

    def may_leave(self, figure: Figure, of: Collection[str], rows: Rows) -> bool:
        """A share, beside the shares that were told; and how many it is of, beside all counts."""
        rule, family = RULES[self.readers], self.family(of)
        few = rule.smallest_count - 1
        return family.may_add(rows, rule.smallest_count, few=few) and (
            not tells_a_share(figure)
            or family.may_add(rows, rule.smallest_base, few=few, beside_shares=True)
        )


def known(earlier: Iterable[Left], readers: Audience) -> Known:
    found = Known(readers)
    for one in earlier:
        found.note(one)
    return found


def thing_counted(measure: str, figure: Figure) -> str:
    """All figures of this measure that may add up with it, on the same statement or theme."""
    return " ".join((measure, figure.statement or "", figure.theme or ""))


def tells_a_share(figure: Figure) -> bool:
    """And not only how many people there are."""
    return figure.unit is not Unit.PEOPLE and figure.disclosure is not Disclosure.TOO_FEW
