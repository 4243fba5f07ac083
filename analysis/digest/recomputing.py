"""Why a released figure does not come out again, and what would be told differently now.

In words alone: no number, and the same words whether nobody's answers came or went or a few did.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.digest.provenance import FigureEvidence
from analysis.disclosure.ledger import Rows, people_in
from analysis.figures.figure import Figure


@dataclass(frozen=True)
class Since:
    """A figure's rows as they were told and as they are, and every answer then and now.

    What is not *of people* has no rows.
    """

    told: Rows
    now: Rows
    then_there: Rows
    now_there: Rows
    smallest: int
    is_of_people: bool = True


@dataclass(frozen=True)
class Kept:
    """What was kept of a figure as it left; without *evidence* it is not known how it was made."""

    figure: Figure
    versions: tuple[str, ...]
    evidence: FigureEvidence | None = None


def why_not_the_same(then: Kept, now: FigureEvidence | None, since: Since) -> Iterator[str]:
    """At least one reason, as far as it may be told."""
    reasons = [*_defined(then, now), *_rows(since)]
    if reasons:
        yield from reasons
    elif then.evidence is None:
        yield (
            "Of this paper it is kept whom a figure counted, and not how it was defined: it has "
            "been defined anew, or fewer people than may be counted have changed."
        )
    elif since.is_of_people:
        yield "What has changed is too little to be told: fewer people than may be counted."
    else:
        yield "Another number has been handed in, or there are more sources or fewer."


def what_came_since(since: Since) -> str:
    if not since.is_of_people:
        return "It stands on what agencies handed in, or on how many sources there are."
    if people_in(since.told ^ since.now) >= since.smallest:
        return "Its answers have changed since it was released. Another edition would tell how."
    return (
        f"Since it was released, the answers of fewer than {since.smallest} people have come or "
        "gone, or of nobody."
    )


def _defined(then: Kept, now: FigureEvidence | None) -> Iterator[str]:
    if now is None and then.figure.theme:
        yield "The theme is not among those that may be told now."
        return
    if now is None:
        yield "The question behind it is not asked any more."
        return
    was = then.evidence or now
    if (was.definition, was.formula, was.interval) != (now.definition, now.formula, now.interval):
        yield "The measure has been defined anew."
    if (was.good, then.figure.target) != (now.good, now.figure.target):
        yield "The 'good' statement or its target has been agreed anew."
    if then.versions != now.versions or was.engines != now.engines:
        yield f"Another version makes it now: {', '.join((*now.engines, *now.versions))}."


def _rows(since: Since) -> Iterator[str]:
    if people_in(since.then_there - since.now_there) >= since.smallest:
        yield "Answers that were there have been deleted or withdrawn, as was promised."
        return
    if people_in(since.told - since.now) >= since.smallest:
        yield "Readings of comments have been corrected, or somebody has answered again."
