"""What people keep, change and drop of the machine's reading, and what it can learn by that."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypedDict

from analysis.statistics import Interval, Share, wilson
from analysis.statistics.prevalence import FEWEST_AUDITED
from surveys.coding import Sentiment
from surveys.framework import Perspective
from surveys.ids import derived
from surveys.review import PersonCoding, Review
from surveys.reviewed import Asked, Became, asked_of, now
from surveys.values import AreaId, Slug, Value


class OfTheme(Value):
    """Of one theme over all comments that a person coded after the machine.

    *kept*: both say it; *dropped*: only the machine did; *added*: only the person.
    """

    theme: Slug
    kept: int
    dropped: int
    added: int

    @property
    def precision(self) -> float | None:
        """Of what the machine assigned, how much a person kept."""
        given = self.kept + self.dropped
        return self.kept / given if given else None

    @property
    def recall(self) -> float | None:
        """Of what people assign, how much the machine had found."""
        wanted = self.kept + self.added
        return self.kept / wanted if wanted else None

    @property
    def likely_precision(self) -> Interval | None:
        return _likely(self.kept, self.dropped)

    @property
    def likely_recall(self) -> Interval | None:
        return _likely(self.kept, self.added)


def _likely(kept: int, other: int) -> Interval | None:
    """Wilson's."""
    return wilson(Share(favourable=kept, base=kept + other)) if kept + other else None


class Corrections(Value):
    """*compared* comments have a person's coding and a machine's before it; *agreed* are alike.

    *leanings* counts how the machine's sentiment and the person's fall together.
    """

    compared: int
    agreed: int
    themes: tuple[OfTheme, ...]
    leanings: Mapping[tuple[Sentiment, Sentiment], int]

    @property
    def is_enough(self) -> bool:
        """Whether a random sample of so many says how good the machine is."""
        return self.compared >= FEWEST_AUDITED


class Sentence(TypedDict):
    text: str
    sentiment: str
    themes: list[str]


class LabelledRow(TypedDict):
    """One comment as people coded it, in the form in which labelled comments are kept."""

    id: str
    text: str
    question: str
    speaker: str
    content_area: str | None
    sentiment: str
    themes: list[str]
    sentences: list[Sentence]
    sampled: bool
    settled: bool
    codebook: str
    offered: list[str]


def corrections(
    reviews: Iterable[Review],
    themes: Sequence[Slug],
    became: Became,
    asked: Asked | None = None,
    *,
    sampled_only: bool = False,
) -> Corrections:
    """Over the coding that counts of each review.

    *sampled_only*: over the random sample, which alone says how good the machine is on all
    comments; the others were chosen because it was unsure. A theme that could not be named when a
    comment was drawn is not counted of it then.
    """
    pairs = [
        (one.machine, one.read, asked_of(review, asked) if sampled_only else None)
        for review in reviews
        if not review.left_out and (review.drawn or not sampled_only)
        if (one := review.counting) and one.machine
    ]
    counts: dict[Slug, Counter[str]] = {theme: Counter() for theme in themes}
    for machine, read, known in pairs:
        had, has = set(now(machine.themes, became)), set(now(read.themes, became))
        for name, found in (("kept", had & has), ("dropped", had - has), ("added", has - had)):
            for theme in found & counts.keys() & (found if known is None else known):
                counts[theme][name] += 1
    return Corrections(
        compared=len(pairs),
        agreed=sum(
            machine.sentiment is read.sentiment
            and set(now(machine.themes, became)) == set(now(read.themes, became))
            for machine, read, _ in pairs
        ),
        themes=tuple(
            OfTheme(theme=theme, kept=one["kept"], dropped=one["dropped"], added=one["added"])
            for theme, one in counts.items()
        ),
        leanings=Counter((machine.sentiment, read.sentiment) for machine, read, _ in pairs),
    )


def labelled(
    review: Review,
    text: str,
    became: Became,
    *,
    speaker: Perspective,
    area: AreaId | None,
    question: str = "",
    offered: Mapping[str, Collection[Slug]] | None = None,
) -> LabelledRow | None:
    """The comment of *review* with what counts of it; None when people have not coded it.

    *offered* tells of each version of the codebook what could be coded by it; of one that is not
    there, no more is known than what was coded.
    """
    counts = review.counting
    if counts is None or review.left_out:
        return None
    known = (offered or {}).get(counts.codebook, counts.read.themes)
    return LabelledRow(
        id=derived("labelled", review.id),
        text=text,
        question=question,
        speaker=speaker.value,
        content_area=area,
        sentiment=counts.read.sentiment.value,
        themes=list(now(counts.read.themes, became)),
        sentences=_sentences(counts, text, became),
        sampled=review.sampled is not None,
        settled=review.settled is not None,
        codebook=counts.codebook,
        offered=list(now(tuple(known), became)),
    )


def used_by_version(reviews: Iterable[Review]) -> dict[str, tuple[Slug, ...]]:
    """By the version of the codebook, every theme that anybody coded by it.

    Of a codebook that is kept no more (a board wrote another in its file) no other theme is known
    to have been there.
    """
    used: defaultdict[str, set[Slug]] = defaultdict(set)
    for review in reviews:
        for coding in (*review.codings, *([review.settled] if review.settled else [])):
            used[coding.codebook].update(coding.read.themes)
    return {version: tuple(sorted(themes)) for version, themes in used.items()}


def _sentences(counts: PersonCoding, text: str, became: Became) -> list[Sentence]:
    """None where a person coded the comment only as a whole."""
    return [
        Sentence(
            text=text[one.start : one.end],
            sentiment=one.sentiment.value,
            themes=list(now(one.themes, became)),
        )
        for one in counts.read.sentences
    ]
