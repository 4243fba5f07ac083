"""How many were favourable in a figure that was told, as far as whoever reads it can reckon."""

from collections.abc import Sequence
from math import ceil, floor

from analysis.disclosure.ledger import Rows
from analysis.disclosure.remainders import Tally
from analysis.disclosure.suppression import RULES, Audience, Band
from analysis.figures.figure import Figure
from surveys.measures import Unit

TINY = 1e-6  # of a person: percentages have nine digits


def tallies_of(
    figure: Figure, counted: Rows, compared: Sequence[Rows]
) -> tuple[Tally | None, Tally | None, Tally | None]:
    """Of those counted, and of those that its change compares: before, and now.

    None where nothing can be reckoned: of a theme and of a balance, whose numbers are no shares.
    """
    now = _tally(figure, len(counted))
    is_same = len(compared) > 1 and compared[1] == counted
    if figure.change is None or figure.value is None or now is None or not is_same:
        return now, None, None
    slack = _slack(figure) + (0.5 if RULES[figure.audience].is_whole_percent else 0)
    return now, _between(figure.value - figure.change.points, len(compared[0]), slack), now


def _tally(figure: Figure, people: int) -> Tally | None:
    if figure.unit is not Unit.PERCENT or figure.theme or figure.base is None:
        return None
    base = figure.base
    if figure.audience is Audience.PUBLIC and abs(people - base) < RULES[figure.audience].step:
        base = people  # whoever knows what the board was told knows it
    if isinstance(figure.band, Band):
        edge = 0 if figure.band.end == "low" else base - 1
        return Tally(base, edge, edge + 1, is_band=True)
    if figure.numerator is not None:
        return Tally(base, figure.numerator, figure.numerator)
    return None if figure.value is None else _between(figure.value, base, _slack(figure))


def _slack(figure: Figure) -> float:
    """By how many points a percentage may be off."""
    rule = RULES[figure.audience]
    if not rule.is_whole_percent:
        return 0
    return 0.5 if rule.step == 1 else 1 + 50 / (figure.base or 1)


def _between(percent: float, base: int, slack: float) -> Tally | None:
    least = max(0, ceil((percent - slack) * base / 100 - TINY))
    most = min(base, floor((percent + slack) * base / 100 + TINY))
    return Tally(base, least, most) if least <= most else None
