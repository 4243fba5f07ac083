"""Learns from what people corrected beside the shipped comments, and compares the readings.

They are compared on the board's frozen part, and on the shipped comments, each read by a model that
had not learned from its file.
"""

from collections.abc import Collection, Sequence
from random import Random

from analysis.reading import sentiment as by_sentiment
from analysis.reading import themes as by_themes
from analysis.reading.comparing import Pair, Tally, key, macro_f1, taken, tally, together
from analysis.reading.engine import Engine
from analysis.reading.judging import figures_of_sentiment, figures_of_themes
from analysis.reading.labelled import ALWAYS, CodedComment, distinct, folds
from analysis.reading.learning import Outcome, learned_sentiment, learned_themes
from analysis.reading.lessons import SMALLEST_PART, Compared, OfOwn, Task, Taught
from analysis.reading.light import engine_of
from analysis.reading.model import Model, model_from
from analysis.reading.sentiment import WHOLES

DRAWS, SEED = 400, 4


def taught(task: Task) -> Taught:
    """The model learned with the corrections, and how it compares. Takes minutes.

    Raises NothingToLearn, InvalidDefinition.
    """
    outcome = _learned(task, (*task.shipped, *task.lessons.learned))
    model = model_from(outcome.content, task.kind)
    figures = figures_of_sentiment if _is_sentiment(task) else figures_of_themes
    rows = tuple((one.name, str(one), one.base) for one in figures(outcome))
    learned = task.lessons.learned
    return Taught(
        content=outcome.content,
        version=model.version,
        corrections=len(learned),
        people=len({one.person for one in learned}),
        compared=_compared(task, model),
        figures=rows,
    )


def _learned(task: Task, comments: Sequence[CodedComment]) -> Outcome:
    if _is_sentiment(task):
        return learned_sentiment(comments)
    return learned_themes(comments, task.codebook)


def _compared(task: Task, learned: Model) -> Compared:
    labels, keys = _labels(task), _keys(task)
    models = {kind: model_from(content, kind) for kind, content in task.in_use.items()}
    reads, would_read = engine_of(models), engine_of({**models, task.kind: learned})
    was, would_be = _own(task, reads), _own(task, would_read)
    shipped = _shipped(task, models.get(task.kind), keys), taken(learned.drawn["held out"], keys)
    return Compared(
        before=macro_f1(together(shipped[0], tally(was)), labels),
        after=macro_f1(together(shipped[1] or {}, tally(would_be)), labels),
        comments=len(keys) + len(was),
        frozen=len(was),
        own=of_own(was, would_be, labels) if len(was) >= SMALLEST_PART else None,
    )


def of_own(was: Sequence[Pair], would_be: Sequence[Pair], labels: Collection[str]) -> OfOwn:
    """Two readings of the same comments; always the same range (see OfOwn)."""
    random = Random(SEED)  # noqa: S311 - repeatable on purpose
    draws = (random.choices(range(len(was)), k=len(was)) for _ in range(DRAWS))
    changes = sorted(
        macro_f1(tally(would_be[at] for at in some), labels)
        - macro_f1(tally(was[at] for at in some), labels)
        for some in draws
    )
    edge = DRAWS // 40
    return OfOwn(
        before=macro_f1(tally(was), labels),
        after=macro_f1(tally(would_be), labels),
        least=changes[edge],
        most=changes[-1 - edge],
    )


def _shipped(task: Task, in_use: Model | None, keys: Sequence[str]) -> Tally:
    """How the shipped comments are read now: as the model carries it, or else learned anew."""
    model = in_use or (
        by_sentiment.shipped_model() if _is_sentiment(task) else by_themes.shipped_model()
    )
    found = taken(model.drawn.get("held out"), keys)
    if found is None:
        anew = model_from(_learned(task, task.shipped).content, task.kind)
        found = taken(anew.drawn["held out"], keys)
    return found or {}


def _keys(task: Task) -> list[str]:
    """The shipped comments that are held out in turn."""
    used = distinct([one for one in task.shipped if _truth(task, one) is not None])
    return [
        key(one.text, _truth(task, one) or ())
        for one, fold in zip(used, folds(used), strict=True)
        if fold != ALWAYS
    ]


def _own(task: Task, engine: Engine) -> list[Pair]:
    return [_pair(task, engine, one) for one in task.lessons.frozen]


def _pair(task: Task, engine: Engine, one: CodedComment) -> Pair:
    read = engine.understand(one.text, question=one.question, codebook=task.codebook)
    themes = {theme for sentence in read.sentences for theme in sentence.themes}
    told_of = {theme for theme in themes if one.tells_of(theme)}
    found = {read.sentiment.value} if _is_sentiment(task) else told_of
    return Pair(frozenset(_truth(task, one) or ()), frozenset(found))


def _truth(task: Task, one: CodedComment) -> tuple[str, ...] | None:
    if not _is_sentiment(task):
        return one.themes
    return None if one.sentiment is None else (one.sentiment.value,)


def _labels(task: Task) -> Collection[str]:
    if _is_sentiment(task):
        return [one.value for one in WHOLES]
    return [theme.id for theme in task.codebook.themes]


def _is_sentiment(task: Task) -> bool:
    return task.kind == by_sentiment.KIND
