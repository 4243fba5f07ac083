"""How far two people who coded the same comments apart agree, for the sentiment and each theme."""

from collections.abc import Iterable, Mapping, Sequence

from analysis.reading.coders import Coders
from analysis.statistics import Agreement
from surveys.review import Review
from surveys.reviewed import Asked, Became, coded_apart, was_coded
from surveys.values import Slug


def agreement_on_sentiment(reviews: Iterable[Review]) -> Agreement | None:
    return _coders(reviews, {}).agreement(None)


def agreement_by_theme(
    reviews: Iterable[Review],
    themes: Sequence[Slug],
    became: Became,
    asked: Asked | None = None,
) -> Mapping[Slug, Agreement]:
    """Of each theme whether a comment speaks of it, over all comments that two coded apart.

    A theme that neither ever saw is left out: that nobody needed it is no agreement.
    """
    found = _coders(reviews, became, asked)
    seen = (theme for theme in themes if any(map(any, found.on(theme))))
    told = {theme: found.agreement(theme) for theme in seen}
    return {theme: one for theme, one in told.items() if one}


def _coders(reviews: Iterable[Review], became: Became, asked: Asked | None = None) -> Coders:
    known = list(reviews)
    apart = (coded_apart(one, became, asked) for one in known)
    return Coders(tuple(one for one in apart if one), sum(map(was_coded, known)))
