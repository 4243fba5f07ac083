"""The light engine: two linear models of words, parts of words and their neighbours.

It needs nothing but Python and TextBlob, reads several hundred comments a second on one core, and
can say of each reading which words weighed most. `heard learn` builds its models. With a
transformer's opinion beside its own it is the deep engine: right more often, and slower.
"""

from collections.abc import Mapping
from functools import cache

from analysis.reading import sentiment as sentiments
from analysis.reading import themes as by_themes
from analysis.reading.codebook import Codebook
from analysis.reading.deep.beside import Beside
from analysis.reading.engine import Look, Sentence, Understood
from analysis.reading.model import Model
from analysis.reading.plain import is_another_language, is_thread
from analysis.reading.sentences import Slice, sentences
from analysis.reading.sentiment import Piece, SentimentReader, piece
from analysis.reading.themes import ThemeReader
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
        slices = sentences(text)
        pieces = [piece(one.text, at, len(slices)) for at, one in enumerate(slices)]
        whole = pieces[0] if len(pieces) == 1 else piece(text)
        if not pieces:
            return Understood()
        if any(is_another_language(one.said) for one in (whole, *pieces)):
            return Understood(
                sentences=tuple(map(_unguessed, slices)),
                probability=0.0,
                look=(Look.OTHER_LANGUAGE,),
            )
        opinion = self._beside.opinion(text, slices, question) if self._beside else None
        of_whole, views = self._sentiment.views(whole, pieces, question, opinion)
        is_uncertain = of_whole.probability < self._uncertain
        found = self._reader(codebook).found(whole, pieces, question, opinion)
        read = tuple(
            Sentence(
                text=one.text,
                start=one.start,
                end=one.end,
                sentiment=view.sentiment,
                probability=view.probability,
                polarity=view.polarity,
                because=view.why,
                found=themes,
            )
            for one, view, themes in zip(slices, views, found, strict=True)
        )
        return Understood(
            sentences=read,
            sentiment=of_whole.sentiment,
            probability=of_whole.probability,
            look=tuple(_looks(whole, read, is_uncertain)),
        )

    def _reader(self, codebook: Codebook) -> ThemeReader:
        if codebook.version not in self._themes:
            self._themes = {codebook.version: ThemeReader(self._theme_model, codebook)}
        return self._themes[codebook.version]


def _looks(whole: Piece, read: tuple[Sentence, ...], is_uncertain: bool) -> list[Look]:  # noqa: FBT001 - one caller, named alike
    themes = {theme for sentence in read for theme in sentence.themes}
    reasons = {
        Look.THREAD: is_thread(whole.text),
        Look.NOT_ASSIGNED: not themes,
        Look.UNCERTAIN: is_uncertain,
        Look.LONG: len(whole.said) > LONG,
        Look.MANY_THEMES: len(themes) >= MANY_THEMES,
    }
    return [look for look, applies in reasons.items() if applies]


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
