"""The chart of a digest: dots with their likely ranges against what was agreed to be good.

It has to be read on a phone, printed in black and white, and by people who see no red or green: so
shapes say whose view it is, and every status has its icon, letter and words. The same chart always
gives the same bytes.
"""

from analysis.digest.lines import Chart


def dot_and_range(chart: Chart) -> bytes:
    """The chart as a PNG. What it shows stands in *chart.alt*, for those who cannot see it."""
    # Loads matplotlib, which takes most of a second: the bot's start and `heard --help` need none.
    from bot.papers.drawing.dots import drawn  # noqa: PLC0415

    return drawn(chart)
