"""The pictures that go into a channel, each as wide as a phone shows.

They have to be printed in black and white, and read by people who see no red or green: so shapes
say whose view it is, and every status has its icon, letter and words. The same chart always gives
the same bytes. Each draws with matplotlib, which takes most of a second to load: the bot's start
and `heard --help` need none.
"""

from analysis.digest.dashboard import Dashboard
from analysis.digest.lines import Chart


def dot_and_range(chart: Chart) -> bytes:
    """The chart as a PNG. What it shows stands in *chart.alt*, for those who cannot see it."""
    from bot.papers.drawing.dots import drawn  # noqa: PLC0415

    return drawn(chart)


def board_on_a_page(made: Dashboard) -> bytes:
    """Every content area against the three questions. What it shows stands in *made.alt*."""
    from bot.papers.drawing.boards import drawn  # noqa: PLC0415

    return drawn(made)
