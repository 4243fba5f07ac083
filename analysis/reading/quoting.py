"""Which words could be quoted: typical, contrary, or rare but serious. Proposals, never more.

What comes in may be quoted as far as consent, concerns and the size of the group go; see
analysis/digest/quotes.py. Here passages are chosen that are short enough to read, that would not
give anybody away, and that stand for something.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.reading.grouping import near_duplicates
from analysis.reading.identifying import may_be_quoted
from analysis.reading.likeness import Vector, centre, content_words, cosine, vectors
from surveys.coding import Coding, Sentiment
from surveys.framework import Perspective
from surveys.quote import Chosen, Passage
from surveys.values import Respondent, Slug, Value

SHORTEST, LONGEST = 25, 300  # characters
FEWEST_WORDS = 3  # that carry something
MOST_TYPICAL = 2  # of one theme
MOST_THEMES = 5
MOST_RARE = 5
FEWEST_ON_A_THEME = 5  # people, before anything is typical of it or contrary to it
MAJORITY = 0.6  # of those who lean either way
SERIOUS: frozenset[Slug] = frozenset({"safety"})


@dataclass(frozen=True)
class Spoken:
    """One comment with the coding that counts. *voice*: where its words may be quoted from."""

    writer: Respondent
    perspective: Perspective
    text: str
    coding: Coding | None
    voice: str | None = None


class Proposal(Value):
    """*speakers* of *of_all* people who wrote speak of the theme."""

    passage: Passage
    text: str
    perspective: Perspective
    chosen: Chosen
    theme: Slug
    speakers: int
    of_all: int


@dataclass(frozen=True)
class _Piece:
    """A passage that may be proposed, and the comment that it is from."""

    place: int
    passage: Passage
    text: str
    sentiment: Sentiment
    themes: tuple[Slug, ...]
    vector: Vector


def proposals(spoken: Sequence[Spoken], among: Perspective) -> list[Proposal]:
    """Of one perspective: the rare first, then the contrary, then the typical.

    No passage twice, and nothing that says nearly the same as another. The same comments in the
    same order always give the same proposals.
    """
    own = [one for one in spoken if one.perspective is among and one.coding]
    desk = _Desk(own)
    found: dict[Passage, Proposal] = {}
    for proposal in (*desk.rare(), *desk.contrary(), *desk.typical()):
        found.setdefault(proposal.passage, proposal)
    kept = list(found.values())
    return [kept[group[0]] for group in near_duplicates([one.text for one in kept])]


class _Desk:
    """What the choices share: who speaks of which theme, and the passages fit to be quoted."""

    def __init__(self, spoken: Sequence[Spoken]) -> None:
        self.spoken = spoken
        whole = vectors(one.text for one in spoken)
        self.on: defaultdict[Slug, list[int]] = defaultdict(list)
        for place, one in enumerate(spoken):
            for theme in one.coding.themes if one.coding else ():
                self.on[theme].append(place)
        self.centres = {
            theme: centre([whole[place] for place in places]) for theme, places in self.on.items()
        }
        self.of_all = len({one.writer for one in spoken})
        self.pieces = [
            piece
            for place, one in enumerate(spoken)
            if one.voice is not None
            for piece in _pieces(place, one, whole[place])
        ]

    def speakers(self, theme: Slug) -> int:
        return len({self.spoken[place].writer for place in self.on[theme]})

    def rare(self) -> Iterator[Proposal]:
        """Negative throughout, and on what is serious: one voice is enough. Rarity alone is not.

        What one person in a hundred says of car parks is rare, and belongs under no such heading.
        """
        found = (
            (piece, theme)
            for theme in sorted(SERIOUS & self.on.keys())
            for piece, _ in self._nearest(theme)
            if piece.sentiment is Sentiment.NEGATIVE
        )
        yield from self._told(found, Chosen.RARE, MOST_RARE)

    def contrary(self) -> Iterator[Proposal]:
        """Against the way in which most of those lean who speak of the theme."""
        for theme in self._spoken_of():
            against = self._minority(theme)
            found = (piece for piece in self._nearest(theme) if piece[0].sentiment is against)
            yield from self._told(found, Chosen.CONTRARY, 1)

    def typical(self) -> Iterator[Proposal]:
        for theme in self._spoken_of():
            against = self._minority(theme)
            found = (piece for piece in self._nearest(theme) if piece[0].sentiment is not against)
            yield from self._told(found, Chosen.TYPICAL, MOST_TYPICAL)

    def _spoken_of(self) -> list[Slug]:
        """What most speak of, the most first."""
        heard = [(-self.speakers(theme), theme) for theme in self.on]
        return [theme for number, theme in sorted(heard) if -number >= FEWEST_ON_A_THEME][
            :MOST_THEMES
        ]

    def _minority(self, theme: Slug) -> Sentiment | None:
        leaning: Counter[Sentiment] = Counter()
        for place in self.on[theme]:
            if coding := self.spoken[place].coding:
                leaning[coding.sentiment] += 1
        positive, negative = leaning[Sentiment.POSITIVE], leaning[Sentiment.NEGATIVE]
        either = positive + negative
        if not either or max(positive, negative) < MAJORITY * either:
            return None
        return Sentiment.NEGATIVE if positive > negative else Sentiment.POSITIVE

    def _nearest(self, theme: Slug) -> list[tuple[_Piece, Slug]]:
        middle = self.centres[theme]
        on_it = [piece for piece in self.pieces if theme in piece.themes]
        on_it.sort(key=lambda one: (-cosine(one.vector, middle), one.passage.voice, one.place))
        return [(piece, theme) for piece in on_it]

    def _told(
        self, found: Iterator[tuple[_Piece, Slug]], chosen: Chosen, most: int
    ) -> Iterator[Proposal]:
        """The first *most* of different people."""
        writers: set[Respondent] = set()
        for piece, theme in found:
            one = self.spoken[piece.place]
            if one.writer in writers or len(writers) == most:
                continue
            writers.add(one.writer)
            yield Proposal(
                passage=piece.passage,
                text=piece.text,
                perspective=one.perspective,
                chosen=chosen,
                theme=theme,
                speakers=self.speakers(theme),
                of_all=self.of_all,
            )


def _pieces(place: int, one: Spoken, whole: Vector) -> Iterator[_Piece]:
    """The whole, if it is short enough, else its sentences; those that are fit to be quoted."""
    assert one.voice is not None
    coding = one.coding
    if coding is None:
        return
    parts = [(0, len(one.text), coding.sentiment, coding.themes)]
    if len(one.text) > LONGEST:
        parts = [(part.start, part.end, part.sentiment, part.themes) for part in coding.sentences]
    for start, end, sentiment, themes in parts:
        text = one.text[start:end]
        if is_fit(text):
            passage = Passage(voice=one.voice, start=start, end=end)
            yield _Piece(place, passage, text, sentiment, themes, whole)


def is_fit(text: str) -> bool:
    """Whether it is of a length to read, says something, and points at nobody."""
    return (
        SHORTEST <= len(text) <= LONGEST
        and len(content_words(text)) >= FEWEST_WORDS
        and may_be_quoted(text)
    )
