"""What a digest is made of, ready for any surface: sentences, rows and a chart, without markup."""

from typing import Annotated, Literal

from pydantic import Field, FiniteFloat

from analysis.figures.figure import FigureId
from analysis.figures.status import Sign, Status
from analysis.phrases import day
from analysis.wording import say
from surveys.framework import Agreement, Kind, Perspective
from surveys.measures import Asks
from surveys.values import StatementId, Value


class Line(Value):
    """One sentence or two. *lead* is what stands out; both parts together are the text.

    Names of agencies and texts that people wrote stand in it as they are: a surface escapes them.
    *about* is the question or statement in which two views differ, for the label of its drawing.
    *brief* says the same in little room, where there is a shorter way; *perspective* is whose
    silence it tells of.
    """

    lead: str = ""
    rest: str
    figures: tuple[FigureId, ...] = ()
    about: str = ""
    brief: str = ""
    perspective: Perspective | None = None

    @property
    def text(self) -> str:
        return self.lead + self.rest


class Row(Value):
    """One row of a table, as words; what may not be told is told so. *line* says the same aloud."""

    name: str
    perspective: Perspective | None = None
    who: str
    value: str
    base: str = ""
    likely: str = ""
    target: str = ""
    change: str = ""
    status: Status | None = None
    sign: Sign | None = None
    figures: tuple[FigureId, ...]
    line: Line


class Section(Value):
    """One of the three questions, with at most three rows. *nothing* says so if there are none."""

    asks: Asks
    heading: str
    rows: Annotated[tuple[Row, ...], Field(max_length=3)] = ()
    nothing: str = ""


class Good(Value):
    """One 'good' statement of the content area."""

    id: StatementId
    kind: Kind
    text: str
    target: int | None
    for_children: str | None = None
    agreed: Agreement | None = None
    only_proposed: bool = False
    made_with: tuple[Perspective, ...] = ()

    @property
    def standing(self) -> str:
        """'target 80%, agreed 12 May 2026', or that nobody has agreed it."""
        target = say("good.target", target=self.target) if self.target else say("good.no_target")
        if self.only_proposed:
            return say("good.draft", target=target) if self.target else say("good.proposed")
        return (
            say("good.agreed", target=target, day=day(self.agreed.day)) if self.agreed else target
        )


class Overall(Value):
    """Where the area stands as children see it. Without a *status* no target has been agreed."""

    status: Status | None
    words: str
    letter: str
    icon: str
    colour: str
    reason: str = ""


class YouSaid(Value):
    """What came of one wave, in the board's own words."""

    survey: str
    wave: str
    text: str


class SinceLastTime(Value):
    """*clear* changes only; *others* says how many more were compared, and that they aren't.

    *agreed* says where words or a target are others than those of the period before.
    """

    since: str
    clear: tuple[Line, ...] = ()
    agreed: tuple[Line, ...] = ()
    others: Line
    you_said: tuple[YouSaid, ...] = ()


class ChartRow(Value):
    """A dot with its likely range against a target, in percent.

    Without a *value* there is no dot: the row has its *label* and the *words* that stand instead.
    """

    kind: Literal["dot_and_range"] = "dot_and_range"
    figure: FigureId
    label: str
    perspective: Perspective
    value: FiniteFloat | None = None
    low: FiniteFloat | None = None
    high: FiniteFloat | None = None
    target: int | None = None
    at_most: bool = False
    base: int | None = None
    words: str
    sign: Sign | None = None
    text: str


class Chart(Value):
    """Rows in the order in which they are drawn, from the top. *alt* says what the picture says."""

    title: str
    rows: tuple[ChartRow, ...] = ()
    alt: str
