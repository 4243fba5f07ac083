"""What of a picture may leave beside what has left before: each figure as it may be told today.

A figure is told anew once enough more people stand behind it. Until then it stands as it was told:
whether nobody has answered since or a few have, looks the same. Where nothing was told of it
before, it is protected. So no digest is refused as a whole.

What is no sum over people's rows is outside: numbers that agencies hand in, whether they handed in
a return, and from how many sources there is evidence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from analysis.disclosure.ledger import Marks, Rows, people_in
from analysis.disclosure.suppression import RULES, Audience
from analysis.figures.asked import Place, places_of
from analysis.figures.figure import Disclosure, Figure
from analysis.figures.gaps import gap
from analysis.figures.knowing import Known, Left, known, tells_a_share, thing_counted
from analysis.figures.measuring import Picture
from analysis.figures.status import Status
from surveys.measures import Formula

OUTSIDE = (Formula.INDICATOR, Formula.CONTRIBUTION, Formula.SOURCES, Formula.MAIN_SOURCES)


@dataclass(frozen=True)
class Held:
    """A picture whose figures may be told. *left* is what of them the ledger is to keep.

    *news* are those of them that the ledger does not have yet; *standing* are told as on that day
    before; *kept_back* are protected for the ledger's sake.
    """

    picture: Picture
    left: Mapping[str, Left]
    news: frozenset[str]
    standing: Mapping[str, date]
    kept_back: frozenset[str]


def smallest_difference(figure: Figure, readers: Audience) -> int:
    """How many people two releases must differ by: what a figure of them alone would need."""
    rule = RULES[readers]
    return rule.smallest_base if tells_a_share(figure) else rule.smallest_count


def held(
    found: Picture, earlier: Iterable[Left], mark: Marks, *, readers: Audience, today: date
) -> Held:
    """*found* as *readers* may see it, beside the *earlier* figures of all content areas."""
    return held_beside(found, known(earlier, readers), mark, today=today)


def held_beside(found: Picture, before: Known, mark: Marks, *, today: date) -> Held:
    """The same, beside what its readers know; *before* takes in what they are told now."""
    desk = _HoldingDesk(found, before, mark, today)
    for figure in sorted(found.figures, key=_whole_last):
        desk.hold(figure)
    return desk.done()


def _whole_last(figure: Figure) -> tuple[bool, bool]:
    """Parts before what they add up to, and gaps after their sides."""
    is_whole = figure.perspective is None and figure.agency is None
    return bool(figure.derived_from), is_whole


@dataclass
class _HoldingDesk:
    found: Picture
    known: Known
    mark: Marks
    today: date
    told: dict[str, Figure] = field(default_factory=dict)
    left: dict[str, Left] = field(default_factory=dict)
    standing: dict[str, date] = field(default_factory=dict)
    kept_back: set[str] = field(default_factory=set)
    places: dict[Formula, frozenset[Place]] = field(default_factory=dict)
    news: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)

    def hold(self, figure: Figure) -> None:
        if figure.protected or self._is_outside(figure):
            self.told[figure.id] = figure
            return
        candidate = self._candidate(figure)
        before = self.known.latest(figure.id)
        if self._is_new(candidate, before):
            self._tell_anew(candidate, before)
        elif before is None or (figure.derived_from and not self._has_same_sides(before)):
            self.kept_back.add(figure.id)
            self.told[figure.id] = protected(figure)
        else:
            self._tell(before)
        if before and figure.id not in self.kept_back and not self._differs(before):
            self.standing[figure.id] = before.on

    def _is_outside(self, figure: Figure) -> bool:
        return self.found.measure(figure).formula in OUTSIDE

    def _candidate(self, figure: Figure) -> Left:
        return Left(
            figure,
            self._counted(figure),
            self._compared(figure),
            of=self._of(figure),
            asked=self._asked(figure),
            on=self.today,
            readers=self.known.readers,
        )

    def _of(self, figure: Figure) -> frozenset[str]:
        """What its numbers are numbers of: its measure on its statement, and all that is asked.

        An agency's staff, beside its own grade, are part of what all staff say.
        """
        measure = self.found.measures.get(figure.measure)
        is_part = measure is not None and measure.formula is Formula.CALIBRATION
        names = measure.compares if measure and is_part else (figure.measure,)
        own = (thing_counted(name, figure) for name in names)
        return frozenset((*own, *self.found.questions.get(figure.id, ())))

    def _asked(self, figure: Figure) -> frozenset[Place]:
        formula, surveys = self.found.measure(figure).formula, self._surveys(figure)
        if formula not in self.places:
            periods = (self.found.period.previous, self.found.period)
            self.places[formula] = places_of(self.found.facts, periods, formula)
        places = self.places[formula]
        return frozenset(one for one in places if not surveys or one.survey in surveys)

    def _surveys(self, figure: Figure) -> frozenset[str]:
        """In which its questions are, or else all of its perspective; none: in whatever survey."""
        if questions := self.found.questions.get(figure.id):
            return frozenset(questions.values())
        surveys = self.found.facts.surveys.values()
        return frozenset(one.id for one in surveys if one.perspective is figure.perspective)

    def done(self) -> Held:
        told = (self.told[one.id] for one in self.found.figures)
        # a theme that may not be told has no figure, whatever the reason
        figures = tuple(one for one in told if not (one.theme and one.protected))
        gaps = tuple(gap(self.told[one.figure.id], self.told) for one in self.found.gaps)
        return Held(
            picture=replace(
                self.found,
                figures=figures,
                gaps=gaps,
                standing=frozenset(self.standing),
                stale=frozenset(self.left) - self.new,
            ),
            left=self.left,
            news=frozenset(self.news),
            standing=self.standing,
            kept_back=frozenset(self.kept_back),
        )

    def _tell_anew(self, one: Left, before: Left | None) -> None:
        is_news = before is None or one.counted != before.counted
        if is_news:
            self.known.learn(one, one.placed[0])
        told = self._without_what_would_tell(one, before)
        if before is None or is_news or told.compared != before.compared:
            self.news.add(one.figure.id)
            for rows in told.placed[1:]:
                self.known.learn(one, rows)
        self._tell(told)
        self.new.add(one.figure.id)

    def _tell(self, one: Left) -> None:
        self.told[one.figure.id] = one.figure
        self.left[one.figure.id] = one
        self.known.remember(one)

    def _counted(self, figure: Figure) -> Rows:
        if figure.derived_from:
            return frozenset[int]().union(*self._sides(figure))
        return self.mark(self.found.counted[figure.id])

    def _compared(self, figure: Figure) -> tuple[Rows, ...]:
        if figure.derived_from:
            return self._sides(figure)
        return tuple(self.mark(one) for one in self.found.compared[figure.id])

    def _sides(self, figure: Figure) -> tuple[Rows, ...]:
        """As they are told: nothing, of a side that is not."""
        return tuple(
            self.left[one].counted if one in self.left else frozenset()
            for one in figure.derived_from
        )

    def _is_new(self, candidate: Left, before: Left | None) -> bool:
        """Whether today's figure may be told. With nobody more or less, it is what it was."""
        figure = candidate.figure
        if figure.derived_from:
            return self.new.issuperset(figure.derived_from)
        if before and 0 < people_in(before.counted ^ candidate.counted) < min(
            smallest_difference(one, self.known.readers) for one in (before.figure, figure)
        ):
            return False
        return self.known.may_leave(figure, candidate.of, candidate.placed[0])

    def _without_what_would_tell(self, candidate: Left, before: Left | None) -> Left:
        """A change tells of the period before: as it is told today, or not at all."""
        figure = candidate.figure
        if figure.derived_from or figure.change is None:
            return candidate
        others = candidate.placed[1:]
        if all(self.known.may_leave(figure, candidate.of, one) for one in others):
            return candidate
        is_same = before is not None and before.counted == candidate.counted
        change = before.figure.change if before and is_same else None
        compared = before.compared if before and is_same else ()
        return replace(
            candidate, figure=figure.model_copy(update={"change": change}), compared=compared
        )

    def _has_same_sides(self, before: Left) -> bool:
        return before.compared == self._sides(before.figure)

    def _differs(self, before: Left) -> bool:
        return self.left[before.figure.id].counted != before.counted


def protected(figure: Figure) -> Figure:
    """The same figure without a number, and without a word that was derived from one."""
    return Figure(
        id=figure.id,
        measure=figure.measure,
        statement=figure.statement,
        theme=figure.theme,
        perspective=figure.perspective,
        agency=figure.agency,
        period=figure.period,
        audience=figure.audience,
        unit=figure.unit,
        disclosure=Disclosure.PROTECTED,
        protected=True,
        target=figure.target,
        status=Status.PROTECTED if figure.status else None,
        derived_from=figure.derived_from,
    )
