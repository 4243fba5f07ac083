"""What the reviews say when they are taken together: how far people agree with each other."""

from collections.abc import Sequence

from analysis.reading.agreeing import agreement_by_theme, agreement_on_sentiment
from bot.deps import Deps
from bot.wording import reviews as words
from surveys.review import Review


async def agreement_lines(deps: Deps) -> Sequence[str]:
    """One for the sentiment and one for each theme; none while nothing was coded by two."""
    reviews = sorted(await deps.store.all_kept(Review), key=lambda one: one.id)
    board = deps.codebooks.now
    labels = {theme.id: theme.label for theme in board.codebook.themes}
    sentiment = agreement_on_sentiment(reviews)
    by_theme = agreement_by_theme(reviews, tuple(labels), board.became)
    lines = [words.agreement_line("How it leans", sentiment)] if sentiment else []
    return [*lines, *(words.agreement_line(labels[name], one) for name, one in by_theme.items())]
