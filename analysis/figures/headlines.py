"""Which of all figures are told in words, and in which order."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from analysis.disclosure.suppression import Band
from analysis.evidence.linking import Wording
from analysis.figures.figure import Figure, Flag
from analysis.figures.measuring import Picture
from surveys.framework import Kind, Perspective
from surveys.measures import Asks, Formula, Measure, NamedAfter


def headlines(found: Picture) -> list[Figure]:
    """Outcomes first, and children first; without those that only repeat others."""
    shares = found.by(Formula.SHARE, Formula.PAIRED_CHANGE)
    told = [one for one in shares if not _repeats(found, one)]
    places = list(Perspective)
    return sorted(
        told,
        key=lambda one: (
            not is_outcome(found, one),
            places.index(one.perspective or Perspective.AGENCY_SELF),
        ),
    )


def may_be_headline(figure: Figure) -> bool:
    """Of comments: not while those who code them apart agree too little (QL10)."""
    return not figure.protected and Flag.INDICATIVE not in figure.flags


def _repeats(found: Picture, figure: Figure) -> bool:
    """Whether the very answers it stands on are told already, under a name that says more.

    All favourable answers on an outcome, where its own measures have all of its questions; and
    confidence, where that is all that was asked.
    """
    measure = found.measure(figure)
    own = {linked.wording for linked in found.asked[figure.id]}
    match measure.named_after:
        case NamedAfter.STATEMENT:
            return own <= _asked_beside(found, figure, _says_what_changed)
        case NamedAfter.QUESTION:
            return own == _asked_beside(found, figure, _says_all)
        case NamedAfter.MEASURE:
            return False


def _asked_beside(
    found: Picture, figure: Figure, is_other: Callable[[Measure], bool]
) -> set[Wording]:
    """The questions of other measures on the same statement in the same perspective."""
    return {
        linked.wording
        for one in found.by(Formula.SHARE)
        if is_other(found.measure(one))
        and (one.statement, one.perspective) == (figure.statement, figure.perspective)
        for linked in found.asked[one.id]
    }


def _says_what_changed(measure: Measure) -> bool:
    return measure.asks is Asks.DIFFERENCE


def _says_all(measure: Measure) -> bool:
    return measure.every_question


def _kind(found: Picture, figure: Figure) -> Kind | None:
    return next((one.kind for one in found.area.good if one.id == figure.statement), None)


def is_outcome(found: Picture, figure: Figure) -> bool:
    is_difference = found.measure(figure).asks is Asks.DIFFERENCE
    return is_difference or _kind(found, figure) is Kind.OUTCOME


def about_outcomes(found: Picture, figures: Iterable[Figure]) -> list[Figure]:
    return [one for one in figures if is_outcome(found, one)]


def about_quality(found: Picture, figures: Iterable[Figure]) -> list[Figure]:
    return [one for one in figures if not is_outcome(found, one)]


def above_target(measure: Measure | None, figure: Figure) -> float:
    """How far on the good side of its target a share lies as told: of a band, its inner edge.

    Nought where no share is told, or no target set: how far away it lies is then not known.
    """
    share = figure.band.limit if isinstance(figure.band, Band) else figure.value
    if share is None or figure.target is None:
        return 0
    rise = share - figure.target
    return (measure.gain(rise) if measure else rise) or 0


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
