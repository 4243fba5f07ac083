"""Two views on the same 'good' statement side by side, ready to be drawn."""

from collections.abc import Iterator

from pydantic import FiniteFloat

from analysis.digest.digest import Digest
from analysis.digest.lines import Line
from analysis.digest.narrative import people
from analysis.figures.figure import Figure, FigureId
from analysis.figures.status import Clarity
from analysis.phrases import points, sentence, shortened, within
from analysis.wording import say
from surveys.framework import Perspective
from surveys.values import Value

LONGEST_LABEL = 140  # characters: three lines on a phone


class End(Value):
    """One view: a share in percent and how many people it stands on."""

    perspective: Perspective
    who: str
    value: FiniteFloat
    base: int


class GapRow(Value):
    """A clear gap between practitioners and others. *text* says what its drawing says."""

    figure: FigureId
    label: str
    practitioners: End
    others: End
    text: str


def gap_rows(digest: Digest) -> tuple[GapRow, ...]:
    """Only clear gaps whose two sides may both be told, in the order of the digest."""
    lines = [line for line in digest.gaps if line.figures]
    return tuple(row for line in lines for row in _row(digest, line))


def _row(digest: Digest, line: Line) -> Iterator[GapRow]:
    figure = digest.figure(line.figures[0])
    if figure is None or figure.clarity is not Clarity.CLEAR or not figure.is_shown:
        return
    sides = [digest.figure(one) for one in figure.derived_from]
    ends = [end for side in sides if side and (end := _end(side))]
    if len(ends) != len(figure.derived_from) or len(ends) != 2:  # noqa: PLR2004 - two views
        return
    label = _label(digest, figure, line)
    template = "gap.drawn_more" if (figure.value or 0) > 0 else "gap.drawn_less"
    yield GapRow(
        figure=figure.id,
        label=label,
        practitioners=ends[0],
        others=ends[1],
        text=say(
            template,
            about=label,
            practitioners=_answered(ends[0]),
            others=_answered(ends[1]),
            points=points(figure.value or 0),
        ),
    )


def _answered(end: End) -> str:
    base = say("base.answered", base=end.base)
    return f"{within(end.who)} {end.value:.0f}% ({base})"


def _label(digest: Digest, figure: Figure, line: Line) -> str:
    """As the digest says it; an earlier digest kept no more than the statement."""
    good = next((one.text for one in digest.good if one.id == figure.statement), digest.title)
    return sentence(line.about) or shortened(good, LONGEST_LABEL)


def _end(figure: Figure) -> End | None:
    if not figure.is_shown or figure.perspective is None:
        return None
    return End(
        perspective=figure.perspective,
        who=sentence(people(figure)),
        value=figure.value or 0,
        base=figure.base or 0,
    )
