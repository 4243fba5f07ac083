"""Comments that fit the person who gives them: who speaks, about what, and in which mood."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from random import Random

from analysis.redaction.redacting import redact
from bot.demo.files import Comment
from surveys import yaml_files
from surveys.coding import Sentiment
from surveys.values import AreaId, QuestionId

# About being listened to, workers and services as such: these fit any content area.
ABOUT_ANYTHING = (AreaId("voice"), AreaId("workforce"), AreaId("multi_agency"))

GOOD, SO_SO, BAD = 0.75, 0.55, 0.4  # shares of favourable answers

SECOND_BEST = 0.35  # how often the second of two moods is heard first

# Which answers fit which words, best first. Nobody who is content writes a complaint.
MOODS: Mapping[str, Sequence[Sentiment]] = {
    "good": (Sentiment.POSITIVE, Sentiment.NEUTRAL),
    "fair": (Sentiment.MIXED, Sentiment.NEUTRAL, Sentiment.POSITIVE),
    "poor": (Sentiment.MIXED, Sentiment.NEGATIVE, Sentiment.NEUTRAL),
    "bad": (Sentiment.NEGATIVE, Sentiment.MIXED),
}


class Words:
    """No comment is given twice in one quarter; over the year those used least come first."""

    def __init__(self, comments: Iterable[Comment], rng: Random) -> None:
        self._rng = rng
        self._by_fit: dict[tuple[str, AreaId, Sentiment], list[Comment]] = {}
        self._used: Counter[str] = Counter()
        self._used_now: set[str] = set()
        for comment in comments:
            fit = (comment.speaker, comment.content_area, comment.sentiment)
            self._by_fit.setdefault(fit, []).append(comment)

    def begin_quarter(self) -> None:
        self._used_now.clear()

    def fitting(
        self, speaker: str, area: AreaId | None, contentment: float | None, longest: int
    ) -> str | None:
        """A comment without personal data, as all that is kept. None when none is left."""
        areas = (area, *ABOUT_ANYTHING) if area else ABOUT_ANYTHING
        sentiments = self._in_order(MOODS[_mood(contentment)])
        for place in (areas[:1], areas[1:]):
            for sentiment in sentiments:
                found = [
                    comment
                    for name in place
                    for comment in self._by_fit.get((speaker, name, sentiment), ())
                    if comment.text not in self._used_now and len(comment.text) <= longest
                ]
                if found:
                    return redact(self._least_used(found)).text
        return None

    def _in_order(self, sentiments: Sequence[Sentiment]) -> Sequence[Sentiment]:
        first, second, *others = sentiments
        if self._rng.random() < SECOND_BEST:
            first, second = second, first
        return (first, second, *others)

    def _least_used(self, found: Sequence[Comment]) -> str:
        fewest = min(self._used[comment.text] for comment in found)
        text = self._rng.choice([one.text for one in found if self._used[one.text] == fewest])
        self._used[text] += 1
        self._used_now.add(text)
        return text


@cache
def sayings() -> Mapping[QuestionId, Sequence[str]]:
    """What people write before, on and after a course, and in a deep dive, by question."""
    content = (files("bot.demo") / "sayings.yaml").read_bytes()
    return {
        QuestionId(question): [str(saying) for saying in written]
        for question, written in yaml_files.read(content, "sayings.yaml").root.items()
        if isinstance(written, list)
    }


def _mood(contentment: float | None) -> str:
    if contentment is None:
        return "fair"
    if contentment >= GOOD:
        return "good"
    if contentment >= SO_SO:
        return "fair"
    return "poor" if contentment > BAD else "bad"
