"""Answers of a group of people with a given share of favourable ones; who is content stays so.

The share is met as exactly as whole people allow: chance decides who, not how many. So what is
planted is found again whatever the seed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from surveys.answering import Answer, Chosen, ChosenMany, asked
from surveys.survey import Closed, ManyQuestion, Question, Survey
from surveys.values import AreaId, OptionKey, QuestionId
from surveys.wave import Person

LEFT_EMPTY = 0.02  # how often a question that need not be answered is passed over
NOISE = 0.8  # how much an answer differs from the person's mood, which has a spread of one

# How often the options of one kind are chosen; within favourable and within the others.
OFTEN: Mapping[str, Sequence[float]] = {
    "agree": (1, 3, 2, 5, 2),
    "frequency": (1, 5, 4, 3),
    "change": (1, 2, 5, 5, 2),
    "faces": (1, 3, 4),
    "scale": (0.1, 0.2, 0.5, 1, 2, 4, 4, 4, 4, 2, 1),
}

ShareOf = Callable[[Question], float | None]


@dataclass
class Participant:
    """Somebody answering. *person* fills in; *fill* tells apart whom a worker asks."""

    person: Person
    area: AreaId | None
    mood: float
    fill: str = ""
    answers: dict[QuestionId, Answer] = field(default_factory=dict)

    def contentment(self, survey: Survey) -> float | None:
        """The share of favourable answers among those this person gave to judging questions."""
        judged = [
            answer.option in question.favourable
            for question in survey.questions
            if isinstance(question, Closed) and question.favourable
            if isinstance(answer := self.answers.get(question.id), Chosen)
            if answer.option not in question.opt_out_keys
        ]
        return sum(judged) / len(judged) if judged else None


def answer_all(
    survey: Survey,
    participants: Sequence[Participant],
    share_of: ShareOf,
    opts_out: Callable[[Question], float],
    rng: Random,
) -> None:
    """Give every participant an answer to each closed question that theirs lead past."""
    for question in survey.questions:
        if not isinstance(question, Closed):
            continue
        reached = [
            one
            for one in participants
            if question.id not in one.answers
            and any(question is other for other in asked(survey, one.answers))
        ]
        judging = list(_willing(question, reached, opts_out(question), rng))
        share = share_of(question)
        if share is None or not question.favourable:
            _choose_any(question, judging, rng)
        else:
            _choose_favourably(question, judging, share, rng)


def _willing(
    question: Closed, reached: Iterable[Participant], opting_out: float, rng: Random
) -> Iterable[Participant]:
    """Those who judge; the others opt out, or pass the question over."""
    for one in reached:
        if not question.required and rng.random() < LEFT_EMPTY:
            continue
        if question.opt_outs and rng.random() < opting_out:
            one.answers[question.id] = Chosen(option=rng.choice(question.opt_outs).key)
            continue
        yield one


def _choose_favourably(
    question: Closed, judging: Sequence[Participant], share: float, rng: Random
) -> None:
    content = {id(one): one.mood + rng.gauss(0, NOISE) for one in judging}
    ranked = sorted(judging, key=lambda one: content[id(one)], reverse=True)
    favourable = round(share * len(ranked))
    for place, one in enumerate(ranked):
        option = _option(question, is_favourable=place < favourable, rng=rng)
        one.answers[question.id] = Chosen(option=option)


def _choose_any(question: Closed, judging: Sequence[Participant], rng: Random) -> None:
    keys = [option.key for option in question.options if option.label != "Other"]
    for one in judging:
        if isinstance(question, ManyQuestion):
            some = rng.sample(keys, rng.randint(1, min(3, len(keys))))
            one.answers[question.id] = ChosenMany(options=tuple(key for key in keys if key in some))
        else:
            one.answers[question.id] = Chosen(option=rng.choice(keys))


def _option(question: Closed, *, is_favourable: bool, rng: Random) -> OptionKey:
    weights = OFTEN.get(question.kind, [1.0] * len(question.options))  # type: ignore[attr-defined]
    fitting = [
        (option.key, weight)
        for option, weight in zip(question.options, weights, strict=True)
        if (option.key in question.favourable) is is_favourable
    ]
    keys = [key for key, _ in fitting]
    return rng.choices(keys, [weight for _, weight in fitting])[0]
