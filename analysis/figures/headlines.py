"""Which of all figures are told in words, and in which order."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from analysis.figures.figure import Figure
from analysis.figures.measures import OUTCOMES, SHARES
from analysis.figures.measuring import Picture
from surveys.framework import Kind, Perspective


def headlines(found: Picture) -> list[Figure]:
    """Outcomes first, and children first; without those that only repeat others."""
    shares = [one for one in found.of(*SHARES, "OC3") if not _repeats(found, one)]
    places = list(Perspective)
    return sorted(
        shares,
        key=lambda one: (
            not is_outcome(found, one),
            places.index(one.perspective or Perspective.AGENCY_SELF),
        ),
    )


def _repeats(found: Picture, figure: Figure) -> bool:
    """Whether the very answers it stands on are told already, under a name that says more.

    All favourable answers on an outcome, where its own measures have all of its questions; and
    confidence, where that is all that was asked.
    """
    if figure.measure not in ("QL1", "QL9"):
        return False
    others = OUTCOMES if figure.measure == "QL1" else ("QL1",)
    beside = [
        one
        for one in found.of(*others)
        if (one.statement, one.perspective) == (figure.statement, figure.perspective)
    ]
    told = {linked.wording for one in beside for linked in found.asked[one.id]}
    own = {linked.wording for linked in found.asked[figure.id]}
    return own <= told if figure.measure == "QL1" else own == told


def _kind(found: Picture, figure: Figure) -> Kind | None:
    return next((one.kind for one in found.area.good if one.id == figure.statement), None)


def is_outcome(found: Picture, figure: Figure) -> bool:
    return figure.measure.startswith("OC") or _kind(found, figure) is Kind.OUTCOME


def about_outcomes(found: Picture, figures: Iterable[Figure]) -> list[Figure]:
    return [one for one in figures if is_outcome(found, one)]


def about_quality(found: Picture, figures: Iterable[Figure]) -> list[Figure]:
    return [one for one in figures if not is_outcome(found, one)]


def picked(figures: Sequence[Figure], most: int) -> list[Figure]:
    """One of each perspective before a second of any, children first; who is hidden comes last.

    Children's figures are picked even if they're protected, so that their silence is seen.
    """
    places = list(Perspective)
    ordered = sorted(
        figures,
        key=lambda one: (
            places.index(one.perspective or Perspective.AGENCY_SELF),
            one.base is None,
        ),
    )
    turns = [
        (one.base is None and one.perspective is not Perspective.CHILD, turn, one)
        for _, several in groupby(ordered, key=lambda one: one.perspective)
        for turn, one in enumerate(several)
    ]
    turns.sort(key=lambda turn: turn[:2])
    return [figure for _, _, figure in turns[:most]]
