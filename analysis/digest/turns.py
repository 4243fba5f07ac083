"""Which way that which has clearly changed has turned."""

from analysis.digest.digest import Digest
from analysis.digest.lines import Line
from analysis.figures.figure import Figure
from analysis.figures.status import Clarity


def gained(digest: Digest, line: Line) -> float | None:
    """How much for the better the clear change is that *line* tells; None if it tells none."""
    changed = (digest.figure(one) for one in line.figures)
    clear = (one for one in changed if one and one.change and one.change.clarity is Clarity.CLEAR)
    first = next(clear, None)
    return _gain(digest, first, first.change.points) if first and first.change else None


def _gain(digest: Digest, figure: Figure, rise: float) -> float | None:
    """See `Measure.gain`; of a measure that is no more, as of most."""
    measure = digest.measure(figure)
    return measure.gain(rise) if measure else rise
