"""What figures use of reviews: what people read in comments, in the themes that there are now."""

from collections.abc import Collection, Mapping

from surveys.coding import Coder, Coding, Sentiment
from surveys.review import PersonCoding, Review
from surveys.values import Slug, Value

Became = Mapping[Slug, Slug | None]  # of a theme that is no more: what took its place, if anything
Asked = Mapping[str, Collection[Slug]]  # of a codebook's version: the themes as they still are now


class CodedApart(Value):
    """What two people read in one comment, neither having seen what anybody else had.

    *asked*: the themes that both could choose, as they are now; None for all there are.
    """

    sentiments: tuple[Sentiment, Sentiment]
    themes: tuple[tuple[Slug, ...], tuple[Slug, ...]]
    asked: frozenset[Slug] | None = None


class PersonsCoding(Coding):
    """What people read, for figures. *asked*: the themes that it says whether they are there.

    None for all there are. It is made anew for each figure and kept nowhere.
    """

    asked: frozenset[Slug] | None = None


def coding_of(review: Review, became: Became, asked: Asked | None = None) -> PersonsCoding | None:
    """What people read, in the themes that there are now; None while nobody has."""
    counts = review.counting
    if counts is None:
        return None
    return PersonsCoding(
        response=review.response,
        question=review.question,
        coder=Coder.PERSON,
        version=f"codebook {counts.codebook}",
        day=counts.day,
        sentiment=counts.read.sentiment,
        themes=now(counts.read.themes, became),
        sentences=tuple(
            one.model_copy(update={"themes": now(one.themes, became)})
            for one in counts.read.sentences
        ),
        sampled=review.drawn,
        settled=review.settled is not None,
        asked=asked_of(review, asked),
    )


def asked_of(review: Review, asked: Asked | None) -> frozenset[Slug] | None:
    """The themes that what counts of it, and what was coded when it was drawn, could name.

    Comments come anew because a theme was split, so by what was read in them: of that theme and of
    the new one they are no random sample, and say nothing.
    """
    counts = review.counting
    given = [one for one in (_as_drawn(review), counts) if one]
    return _asked_by(given, asked)


def _as_drawn(review: Review) -> PersonCoding | None:
    blind = [one for one in review.codings if one.blind]
    return next((one for one in blind if one.drawn), blind[0] if blind else None)


def _asked_by(codings: Collection[PersonCoding], asked: Asked | None) -> frozenset[Slug] | None:
    """Of a codebook that nothing is known of (a file that was changed since) it is none."""
    if asked is None or not codings:
        return None
    return frozenset.intersection(*(frozenset(asked.get(one.codebook, ())) for one in codings))


def coded_apart(review: Review, became: Became, asked: Asked | None = None) -> CodedApart | None:
    """In the themes that there are now; None of a comment that was left out."""
    if review.left_out or review.apart is None:
        return None
    one, other = (coding.read for coding in review.apart)
    return CodedApart(
        sentiments=(one.sentiment, other.sentiment),
        themes=(now(one.themes, became), now(other.themes, became)),
        asked=_asked_by(review.apart, asked),
    )


def was_coded(review: Review) -> bool:
    return bool(review.codings) and not review.left_out


def now(themes: tuple[Slug, ...], became: Became) -> tuple[Slug, ...]:
    """These themes as they are called now, each once; one that was retired is left out."""
    found = (became.get(theme, theme) for theme in themes)
    return tuple(dict.fromkeys(theme for theme in found if theme is not None))
