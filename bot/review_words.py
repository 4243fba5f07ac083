"""Every sentence of a review: names of sentiments, why one is left out, how far two agree."""

from collections.abc import Mapping
from types import MappingProxyType

from analysis.agreement import FEWEST_PAIRS, Agreement
from surveys.coding import Sentiment
from surveys.review import Why

SENTIMENTS: Mapping[Sentiment, str] = MappingProxyType(
    {
        Sentiment.POSITIVE: "Positive",
        Sentiment.NEUTRAL: "Neutral",
        Sentiment.NEGATIVE: "Negative",
        Sentiment.MIXED: "Mixed",
    }
)
WHY: Mapping[Why, str] = MappingProxyType(
    {
        Why.NOT_AN_ANSWER: "It is no answer (a test, a greeting, “n/a”)",
        Why.NOT_OWN_WORDS: "They are not the writer's own words",
        Why.TELLS_WHO: "It tells who wrote it or whom it is about, even redacted",
        Why.TWICE: "The same was sent before",
        Why.NOT_READABLE: "It can't be understood, or is in another language",
    }
)


def agreement_line(label: str, found: Agreement) -> str:
    """Of one theme or of the sentiment, with what may stand on it."""
    alike = f"{found.same} of {found.pairs} alike"
    told = (
        f"*{label}*: {alike} · AC1 {_two(found.ac1)} ({_two(found.lower)} to {_two(found.upper)}), "
        f"kappa {_two(found.kappa)}, alpha {_two(found.alpha)}"
    )
    if not found.is_known:
        return f"{told} · _too few: {FEWEST_PAIRS} are needed, or a fifth of what was coded_"
    return f"{told} · _indicative only_" if found.indicative else told


def _two(number: float) -> str:
    return f"{number:.2f}".replace("-", "−")
