"""How far two people who coded the same comments apart agree, for the sentiment and each theme."""

from collections.abc import Iterable, Mapping, Sequence

from analysis.statistics import Agreement, agreement
from surveys.review import Became, PersonCoding, Review, now
from surveys.values import Slug


def agreement_on_sentiment(reviews: Iterable[Review]) -> Agreement | None:
    known = list(reviews)
    pairs = [(one.read.sentiment, other.read.sentiment) for one, other in _apart(known)]
    return agreement(pairs, coded=_coded(known))


def agreement_by_theme(
    reviews: Iterable[Review], themes: Sequence[Slug], became: Became
) -> Mapping[Slug, Agreement]:
    """Of each theme whether a comment speaks of it, over all comments that two coded apart.

    A theme that neither ever saw is left out: that nobody needed it is no agreement.
    """
    known = list(reviews)
    both = [
        (now(one.read.themes, became), now(other.read.themes, became))
        for one, other in _apart(known)
    ]
    coded = _coded(known)
    found = {
        theme: agreement([(theme in one, theme in other) for one, other in both], coded)
        for theme in themes
        if any(theme in one or theme in other for one, other in both)
    }
    return {theme: of_theme for theme, of_theme in found.items() if of_theme}


def _apart(reviews: Sequence[Review]) -> list[tuple[PersonCoding, PersonCoding]]:
    return [one.apart for one in reviews if one.apart and not one.left_out]


def _coded(reviews: Sequence[Review]) -> int:
    return sum(bool(one.codings) and not one.left_out for one in reviews)
