"""The light engine: two linear models of words, parts of words and their neighbours.

It needs nothing but Python and TextBlob, reads several hundred comments a second on one core, and
can say of each reading which words weighed most. `heard learn` builds its models. With a
transformer's opinion beside its own it is the deep engine: right more often, and slower.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from analysis.reading import sentiment as sentiments
from analysis.reading import themes as by_themes
from analysis.reading.codebook import Codebook
from analysis.reading.deep.beside import Beside
from analysis.reading.engine import Look, Sentence, Understood
from analysis.reading.language import is_another_language
from analysis.reading.model import Model
from analysis.reading.plain import is_thread, own_part
from analysis.reading.sentences import Slice, sentences
from analysis.reading.sentiment import Piece, SentimentReader, View, piece
from analysis.reading.themes import FoundTheme, ThemeReader
from surveys.coding import Sentiment

LIGHT, DEEP = "light 1", "deep 1"
LONG = 120  # words: the longest of the coded comments had 90
MANY_THEMES = 5  # the coding guide allows four


class Light:
    """See engine.Engine. Pure but for remembering the codebook it has met."""

    def __init__(
        self, sentiment: SentimentReader, theme_model: Model, beside: Beside | None = None
    ) -> None:
        self._sentiment, self._theme_model, self._beside = sentiment, theme_model, beside
        self._themes: dict[str, ThemeReader] = {}

    @property
    def theme_model(self) -> Model:
        return self._theme_model

    def version(self, codebook: Codebook) -> str:
        read_by = f"{self._sentiment.version}, themes {self._theme_model.version}"
        if self._beside is None:
            return f"{LIGHT}, codebook {codebook.version}, {read_by}"
        return f"{DEEP} {self._beside.version}, codebook {codebook.version}, {read_by}"

    @property
    def _uncertain(self) -> float:
        found = self._beside.uncertain if self._beside else None
        return self._sentiment.uncertain if found is None else found

    def understand(self, text: str, *, question: str = "", codebook: Codebook) -> Understood:
        """What others say in a pasted e-mail is kept among the sentences, and not read."""
        slices, own = sentences(text), own_part(text)
        written = [one for one in slices if not own[one.start : one.end].isspace()]
        if not slices:
            return Understood()
        if not written:
            return _unread(slices, Look.THREAD)
        pieces = [piece(one.text, at, len(written)) for at, one in enumerate(written)]
        whole = pieces[0] if len(slices) == 1 else piece(own)
        if _is_another_language(whole, pieces):
            return _unread(slices, Look.OTHER_LANGUAGE)
        opinion = self._beside.opinion(own, written, question) if self._beside else None
        of_whole, views = self._sentiment.views(whole, pieces, question, opinion)
        is_uncertain = of_whole.probability < self._uncertain
        found = self._reader(codebook).found(whole, pieces, question, opinion)
        read = {
            one: _sentence(one, view, themes)
            for one, view, themes in zip(written, views, found, strict=True)
        }
        looks = _looks(text, whole, read.values(), is_uncertain)
        return Understood(
            sentences=tuple(read.get(one) or _unguessed(one) for one in slices),
            sentiment=of_whole.sentiment,
            probability=of_whole.probability,
            look=tuple(looks),
        )

    def _reader(self, codebook: Codebook) -> ThemeReader:
        if codebook.version not in self._themes:
            self._themes = {codebook.version: ThemeReader(self._theme_model, codebook)}
        return self._themes[codebook.version]


def _is_another_language(whole: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether it, or a sentence of it, is."""
    is_shouted = all(whole.text[at:end].isupper() for _, at, end in whole.said)
    return any(
        is_another_language(one.text, one.said, is_shouted=is_shouted) for one in (whole, *pieces)
    )


def _looks(text: str, whole: Piece, read: Collection[Sentence], is_uncertain: bool) -> list[Look]:  # noqa: FBT001 - one caller, named alike
    themes = {theme for sentence in read for theme in sentence.themes}
    reasons = {
        Look.THREAD: is_thread(text),
        Look.NOT_ASSIGNED: not themes,
        Look.UNCERTAIN: is_uncertain,
        Look.LONG: len(whole.said) > LONG,
        Look.MANY_THEMES: len(themes) >= MANY_THEMES,
    }
    return [look for look, applies in reasons.items() if applies]


def _sentence(one: Slice, view: View, themes: tuple[FoundTheme, ...]) -> Sentence:
    return Sentence(
        text=one.text,
        start=one.start,
        end=one.end,
        sentiment=view.sentiment,
        probability=view.probability,
        polarity=view.polarity,
        because=view.why,
        found=themes,
    )


def _unread(slices: Sequence[Slice], look: Look) -> Understood:
    return Understood(sentences=tuple(map(_unguessed, slices)), probability=0.0, look=(look,))


def _unguessed(one: Slice) -> Sentence:
    return Sentence(
        text=one.text, start=one.start, end=one.end, sentiment=Sentiment.NEUTRAL, probability=0.0
    )


KINDS = (sentiments.KIND, by_themes.KIND)


def engine_of(models: Mapping[str, Model], beside: Beside | None = None) -> Light:
    """The engine with these models, by their kind, and the shipped ones for the others."""
    sentiment = models.get(sentiments.KIND)
    return Light(
        SentimentReader(sentiment) if sentiment else sentiments.shipped(),
        models.get(by_themes.KIND) or by_themes.shipped_model(),
        beside,
    )


@cache
def shipped_engine() -> Light:
    """The engine that comes with Heard, loaded once."""
    return engine_of({})
