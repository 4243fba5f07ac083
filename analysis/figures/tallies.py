"""How many were favourable in a figure that was told, as far as whoever reads it can reckon.

Of a theme, how many spoke of it: estimated, where a sample was read again. Of a balance of
comments, those who lean positive and half of those who lean neither way.
"""

from collections.abc import Sequence
from math import ceil, floor

from analysis.disclosure.ledger import Rows
from analysis.disclosure.remainders import Tally
from analysis.disclosure.suppression import RULES, Audience, Band
from analysis.figures.figure import Figure
from surveys.coding import Sentiment
from surveys.measures import Unit

TINY = 1e-6  # of a person: percentages have nine digits


def tallies_of(
    figure: Figure, counted: Rows, compared: Sequence[Rows]
) -> tuple[Tally | None, Tally | None, Tally | None]:
    """Of those counted, and of those that its change compares: before, and now.

    None where nothing can be reckoned.
    """
    now = _tally(figure, len(counted))
    is_same = len(compared) > 1 and compared[1] == counted
    if figure.change is None or figure.value is None or now is None or not is_same:
        return now, None, None
    slack = _slack(figure) + (0.5 if RULES[figure.audience].is_whole_percent else 0)
    return now, _between(figure.value - figure.change.points, len(compared[0]), slack), now


def _tally(figure: Figure, people: int) -> Tally | None:
    if figure.unit not in (Unit.PERCENT, Unit.NET) or figure.base is None:
        return None
    base = figure.base
    if figure.audience is Audience.PUBLIC and abs(people - base) < RULES[figure.audience].step:
        base = people  # whoever knows what the board was told knows it
    if isinstance(figure.band, Band):
        edge = 0 if figure.band.end == "low" else base - 1
        return Tally(base, edge, edge + 1, is_band=True)
    if isinstance(figure.band, Sentiment):
        return _of_one_mind(figure.band, base)
    if figure.numerator is not None:
        return Tally(base, figure.numerator, figure.numerator)
    if figure.value is None:
        return None
    if figure.unit is Unit.NET:
        return _between((100 + figure.value) / 2, base, _slack(figure) / 2 + 50 / base)
    slack = max(_slack(figure), 50 / base) if figure.theme else _slack(figure)
    return _between(figure.value, base, slack)


def _of_one_mind(mind: Sentiment, base: int) -> Tally:
    """All but one at most lean so."""
    match mind:
        case Sentiment.NEGATIVE:
            return Tally(base, 0, 1, is_band=True)
        case Sentiment.POSITIVE:
            return Tally(base, base - 1, base, is_band=True)
        case _:
            return Tally(base, (base - 1) // 2, (base + 2) // 2, is_band=True)


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
