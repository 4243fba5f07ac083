"""All the pictures of a paper, drawn once for all of its forms."""

from collections.abc import Callable, Iterator, Mapping

from analysis.paper.paper import Card, Paper
from bot.papers.layout import dots, gaps


def pictures_to_draw(paper: Paper) -> Mapping[str, Callable[[], bytes]]:
    """By name, what draws each; so that whoever waits can be told how far it is."""
    return dict(drawing for card in paper.cards for drawing in _of(card))


def _of(card: Card) -> Iterator[tuple[str, Callable[[], bytes]]]:
    # Loads matplotlib, which takes most of a second: only a paper with pictures needs it.
    from bot.papers.drawing import strips  # noqa: PLC0415

    rows = card.digest.chart.rows
    if any(row.value is not None for row in rows):
        yield dots(card), lambda: strips.shares(rows)
    if card.gaps:
        yield gaps(card), lambda: strips.pairs(card.gaps)
