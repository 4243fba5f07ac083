"""Every sentence of a review and of a change of the codebook."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from analysis.reading.corrections import OfTheme
from analysis.statistics import Interval
from analysis.statistics.agreement import FEWEST_PAIRS, Agreement
from bot.views.pieces import escaped
from surveys.coding import Look, Sentiment, Stance
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

LOOKS: Mapping[Look, str] = MappingProxyType(
    {
        Look.OTHER_LANGUAGE: "It does not look like English, so the machine guessed nothing: "
        "please read it.",
        Look.THREAD: "It looks like a pasted e-mail, in which others speak too.",
        Look.UNCERTAIN: "The machine is unsure of this one.",
        Look.LONG: "It is long: the machine may have lost the thread.",
        Look.MANY_THEMES: "The machine found more themes than one comment usually has.",
    }
)

STANCES: Mapping[Stance, str] = MappingProxyType(
    {
        Stance.SUPPORTS: "It seems to *support* the 'good' statement that was asked about",
        Stance.CONTRADICTS: "It seems to *contradict* the 'good' statement that was asked about",
        Stance.NEITHER: "It seems to say nothing for or against the 'good' statement "
        "that was asked about",
    }
)


def not_english(sentences: Sequence[str]) -> str:
    """Which of them it is, beside others that are in English."""
    return "Not in English: " + " ".join(f"“{escaped(one)}”" for one in sentences)


FOR_GOOD = "Taking out can't be undone: the words are not kept."


def taken_out(said: str, mark: str) -> str:
    return (
        f"*“{escaped(said)}” will be taken out* wherever it stands in this comment, and {mark} put "
        "in its place. The comment will then say:"
    )


def needless(beside: Sequence[str]) -> str:
    marks = "\n".join(f"• {escaped(one)}" for one in beside)
    return (
        f"*These marks will be noted as standing for nothing personal:*\n{marks}\n"
        "What stood there can't come back. The note teaches redaction."
    )


GONE = "The last one can't be read here any more. Nothing was kept of it. Here is the next."
CHANGED = "This comment, or the machine's reading of it, has changed meanwhile. Please look again."
QUICKER = "A colleague was quicker with the last one, and theirs stands. Here is the next."
NOTHING_TO_UNDO = "There is nothing to take back."
KEPT_BLIND = (
    "Kept. How the machine or a colleague read the last one is not shown, so undoing stays blind."
)
NOWHERE = "Those words stand nowhere in this comment. Copy them as they stand there."
PROPOSED = "Kept. It counts once a colleague has recorded the same under Settle."
SETTLE = (
    "Talk it over, and record what you agree on. It counts, and outranks both, once two of you "
    "have recorded the same. What either read is kept."
)
CONFIRM = "If you agree, press the button and it counts. If not, record what you would settle on."
OF_THE_WHOLE = (
    "If you change how a sentence leans, the whole goes by its sentences, unless you choose here."
)
FIRST_PLACES = (
    "The {} likeliest places stand in the list. If yours is not among them, say under Change how "
    "the comment leans as a whole."
)
TWO_VIEWS = (
    "The whole is mixed because one sentence holds two views, and a sentence is read one way. "
    "*Split a sentence* lets you say how each part leans."
)
LEAD_TOLD = "The designated lead has been told. Here is the next."

NO_NAME = "Use letters or digits in the name."
MAY_NOT_SIGN = "They can't sign: choose another analyst, or a member of the sub-group."
NO_OWN_SIGNATURE = "Somebody else signs it: nobody signs their own."
NOT_ANY_MORE = "This change can't be made any more, because the codebook has changed meanwhile."
COUNTS_NOW = "*It counts now.* Everything that was read is read anew, in the background."
BLANK = "Please write something here."
LONG_EXAMPLES = "Fifty sentences at most, each of 300 characters at most."
NO_WORDS = "Name at least one word that points to it."


def done_today(done: int, goal: int) -> str:
    """The goal is what the board asks for; who does more is told that it is more."""
    if done > goal:
        return f"{done} today, more than the {goal} that are asked for"
    return f"{done} of {goal} today{', all done' if done == goal else ''}"


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


def machine_line(label: str, found: OfTheme) -> str:
    """How well the machine finds one theme, of comments drawn by lot."""
    right = _share(found.kept, found.kept + found.dropped, found.likely_precision)
    complete = _share(found.kept, found.kept + found.added, found.likely_recall)
    return (
        f"*{label}*: {f'right in {right} it found' if right else 'it found none'}; "
        f"{f'found {complete} that people found' if complete else 'people found none'}"
    )


def _share(kept: int, base: int, likely: Interval | None) -> str:
    if likely is None:
        return ""
    return f"{kept} of {base} (likely {likely.lower:.0%} to {likely.upper:.0%})"


def _two(number: float) -> str:
    return f"{number:.2f}".replace("-", "−")
