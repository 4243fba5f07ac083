"""What the reviews say when they are taken together: how far people agree with each other."""

from collections.abc import Sequence

from analysis.reading.agreeing import agreement_by_theme, agreement_on_sentiment
from analysis.reading.corrections import corrections
from bot.deps import Deps
from bot.wording import reviews as words
from surveys.review import Review


async def machine_lines(deps: Deps) -> Sequence[str]:
    """One for each theme in the random sample; none while fewer than twenty were read again."""
    reviews = await deps.store.all_kept(Review)
    board = deps.codebooks.now
    labels = {theme.id: theme.label for theme in board.codebook.themes}
    found = corrections(reviews, tuple(labels), board.became, board.asked, sampled_only=True)
    if not found.is_enough:
        return []
    told = (one for one in found.themes if one.kept + one.dropped + one.added)
    return [words.machine_line(labels[one.theme], one) for one in told]


async def agreement_lines(deps: Deps) -> Sequence[str]:
    """One for the sentiment and one for each theme; none while nothing was coded by two."""
    reviews = sorted(await deps.store.all_kept(Review), key=lambda one: one.id)
    board = deps.codebooks.now
    labels = {theme.id: theme.label for theme in board.codebook.themes}
    sentiment = agreement_on_sentiment(reviews)
    by_theme = agreement_by_theme(reviews, tuple(labels), board.became, board.asked)
    lines = [words.agreement_line("How it leans", sentiment)] if sentiment else []
    return [*lines, *(words.agreement_line(labels[name], one) for name, one in by_theme.items())]
