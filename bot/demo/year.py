"""A synthetic year of a made-up board, with truths planted in it for a reader to find.

The same seed, day and pseudonyms always make the same year: the four full quarters before *until*
and the running one up to that day. Every response is made by the rules that everybody's is. In the
last full quarter, whenever that is, the digests should show

1. **one area really getting better**: where there is domestic abuse, about 3 in 4 children say
   things are better (DA-O1); in the quarter before fewer than half did. A clear change;
2. **one perception gap**: of the practitioners working with neglect more than 8 in 10 say children
   are safer, and fewer than half of the children say things are better (NEG-O1). A clear gap;
3. **one agency that hardly answers**: schools and colleges, where 6 of 26 answer the pulse (QN3
   below 30%), every quarter;
4. **small groups that must stay protected**: the youth justice and probation team, four people of
   whom three answer; and child sexual abuse, where three children were heard;
5. **one change that is only noise**: parents in early help are some 7 points more positive than the
   quarter before (EH-O1, about 30 each time), which chance alone does often. No clear change;
6. **one 'good' statement that is met**: 9 in 10 children who are looked after feel safe (CLA-O1);
7. **one agency that owes a return**: housing has not handed in its audit of neglect (QN6); and one
   that thinks better of itself than its staff do: children's social care on supervision (WF-Q1).

What the board agreed is good, and when, stands in good.py: without it nothing is met or not met.

Everything else differs from quarter to quarter by a few points, as real figures do.

The library's instruments for children and parents are confidential, so nobody can be followed from
one wave to the next. What is linked is the training: two courses, asked before, on the day and
three months later. Children in neglect whom a worker hears again are followed by the voices of
voices.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from random import Random

from bot.board import Board
from bot.demo import plan
from bot.demo.answers import Participant
from bot.demo.days import (
    DAYS_OPEN,
    DAYS_UNTIL_ANSWERED,
    Quarter,
    Span,
    early_days,
    even_days,
    pulse_span,
    quarters,
)
from bot.demo.fielding import Call, Fielding, Pseudonymous, World, fielding
from bot.demo.files import Comment
from bot.demo.returns import returns
from bot.demo.words import Words
from surveys.answering import Response
from surveys.framework import Framework
from surveys.survey import Survey
from surveys.values import AreaId, PersonId, SurveyId
from surveys.wave import Invitation, Person, Wave

SEED = 1
MOST_ALIKE = 5  # smaller numbers of children are meant to be just that small
TWELVE_WEEKS = timedelta(weeks=12)


@dataclass(frozen=True)
class Year:
    """Everything that is in the store after a year, in the order of time."""

    until: date
    fieldings: tuple[Fielding, ...]

    @property
    def waves(self) -> tuple[Wave, ...]:
        return tuple(one.wave for one in self.fieldings)

    @property
    def surveys(self) -> tuple[Survey, ...]:
        return tuple({one.survey.id: one.survey for one in self.fieldings}.values())

    @property
    def invitations(self) -> tuple[Invitation, ...]:
        return tuple(invitation for one in self.fieldings for invitation in one.invitations)

    @property
    def responses(self) -> tuple[Response, ...]:
        return tuple(response for one in self.fieldings for response in one.responses)


def synthetic_year(
    framework: Framework,
    surveys: Mapping[SurveyId, Survey],
    people: Sequence[Person],
    comments: Sequence[Comment],
    *,
    board: Board,
    pseudonyms: Pseudonymous,
    until: date,
    waiting: frozenset[PersonId] = frozenset(),
    seed: int = SEED,
) -> Year:
    """The year that ends on *until*, which is the last day on which anybody has answered.

    *waiting* are those who have not been sent the pulse that is open then, nor answered it.
    """
    words = Words(comments, Random(f"{seed}/words"))  # noqa: S311 - it is to be repeatable
    world = World(framework, board, pseudonyms, words, waiting, seed)
    found: list[Fielding] = []
    for quarter in quarters(until):
        words.begin_quarter()
        found += _pulse(world, surveys, people, quarter)
        found += _deep_dive(world, surveys, people, quarter)
        found += _children(world, surveys, people, quarter)
        found += _parents(world, surveys, people, quarter)
        found += _training(world, surveys, people, quarter)
        found += returns(world, surveys, people, quarter)
    found.sort(key=lambda one: (one.wave.opens_at, one.wave.id))
    return Year(until, tuple(found))


def _pulse(
    world: World, surveys: Mapping[SurveyId, Survey], people: Sequence[Person], quarter: Quarter
) -> Iterator[Fielding]:
    call = Call(surveys[plan.PULSE], pulse_span(quarter), quarter.place, people)
    yield _asked_of_staff(world, call, by_area=True)


def _deep_dive(
    world: World, surveys: Mapping[SurveyId, Survey], people: Sequence[Person], quarter: Quarter
) -> Iterator[Fielding]:
    if quarter.place == -1:
        span = quarter.weeks_from(quarter.month(3))
        in_scope = [person for person in people if person.agency in plan.MEETS_NEGLECT]
        call = Call(surveys[plan.DEEP_DIVE], span, quarter.place, in_scope, plan.NEGLECT)
        yield _asked_of_staff(world, call, by_area=False)


def _asked_of_staff(world: World, call: Call, *, by_area: bool) -> Fielding:
    rng = world.chance("staff", call.survey.id, call.span.opens)
    so_far = (call.span.last_answer - call.span.opens).days + 1
    returned = min(1.0, so_far / (2 * DAYS_UNTIL_ANSWERED))
    answering = list(_answering(world, call, returned, rng))
    areas = _dealt(answering, rng) if by_area else dict.fromkeys(answering)
    participants = [Participant(person, areas[person], rng.gauss(0, 1)) for person in answering]
    return fielding(world, call, participants, early_days)


def _answering(world: World, call: Call, returned: float, rng: Random) -> Iterator[Person]:
    for agency, share in plan.ANSWERING.items():
        team = [person for person in call.people if person.agency == agency]
        willing = [
            person for person in team if not call.span.is_open or person.id not in world.waiting
        ]
        count = min(len(willing), round(share * len(team) * returned))
        yield from rng.sample(willing, count)


def _dealt(answering: Sequence[Person], rng: Random) -> dict[Person, AreaId | None]:
    """What each has most to do with: as many to each area as planned, by agency where it fits."""
    left: list[AreaId | None] = []
    for area, share in plan.AREA_SHARES.items():
        left += [area] * round(share * len(answering))
    left = [*left, *[None] * len(answering)][: len(answering)]
    areas: dict[Person, AreaId | None] = {}
    for person in rng.sample(answering, len(answering)):
        usual = [area for area in plan.WORKS_ON[person.agency] if area in left]
        areas[person] = usual[0] if usual else left[0]
        left.remove(areas[person])
    return areas


def _children(
    world: World, surveys: Mapping[SurveyId, Survey], people: Sequence[Person], quarter: Quarter
) -> Iterator[Fielding]:
    """Heard all quarter long, each content area by two workers."""
    workers = _participation_workers(people)
    for area, heard in plan.CHILDREN.items():
        pair = [workers[place] for place in plan.HEARD_BY.get(area, plan.OTHERWISE_HEARD_BY)]
        for survey, count in heard.items():
            call = Call(surveys[survey], quarter.whole, quarter.place, pair, area)
            yield _heard_by(world, call, [area] * _heard(world, call, quarter, count))


def _parents(
    world: World, surveys: Mapping[SurveyId, Survey], people: Sequence[Person], quarter: Quarter
) -> Iterator[Fielding]:
    workers = _participation_workers(people)
    call = Call(surveys[plan.HELPED], quarter.whole, quarter.place, workers)
    heard = [
        area
        for area, count in plan.PARENTS.items()
        for _ in range(_heard(world, call, quarter, count, area))
    ]
    yield _heard_by(world, call, heard)
    area = plan.CHILD_PROTECTION
    pair = [workers[place] for place in plan.OTHERWISE_HEARD_BY]
    call = Call(surveys[plan.CONFERENCE], quarter.whole, quarter.place, pair, area)
    count = _heard(world, call, quarter, plan.PARENTS_AFTER_A_CONFERENCE)
    yield _heard_by(world, call, [area] * count)


def _participation_workers(people: Sequence[Person]) -> Sequence[Person]:
    return [person for person in people if person.role_group == plan.PARTICIPATION_WORKER]


def _heard(world: World, call: Call, quarter: Quarter, count: int, *about: object) -> int:
    """About *count*, as far as the quarter has come."""
    rng = world.chance("heard", call.survey.id, call.area, call.span.opens, *about)
    by_chance = rng.uniform(0.93, 1.07) if count >= MOST_ALIKE else 1
    return round(count * quarter.elapsed * by_chance)


def _heard_by(world: World, call: Call, areas: Sequence[AreaId]) -> Fielding:
    rng = world.chance("mood", call.survey.id, call.area, call.span.opens)
    workers = islice(cycle(call.people), len(areas))
    participants = [
        Participant(worker, area, rng.gauss(0, 1), fill=f"synthetic-{number}")
        for number, (worker, area) in enumerate(zip(workers, areas, strict=True))
    ]
    return fielding(world, call, participants, even_days)


def _training(
    world: World, surveys: Mapping[SurveyId, Survey], people: Sequence[Person], quarter: Quarter
) -> Iterator[Fielding]:
    """The first course three quarters ago, the second two; what came of each a quarter later."""
    for number, topic in enumerate(plan.COURSES):
        if quarter.place != number - len(plan.COURSES) - 1:
            continue
        shuffled = world.chance("courses").sample(people, len(people))
        group = shuffled[number * plan.ON_A_COURSE :][: plan.ON_A_COURSE]
        rng = world.chance("course", number)
        moods = {person: rng.gauss(0, 1) for person in group}
        for survey, place, span in _course(quarter):
            there = group[: round(plan.COURSE_SHARES[survey] * len(group))]
            call = Call(surveys[survey], span, place, group, plan.LEARNING, {"course_topic": topic})
            participants = [Participant(person, None, moods[person]) for person in there]
            yield fielding(world, call, participants, early_days)


def _course(quarter: Quarter) -> Iterator[tuple[SurveyId, int, Span]]:
    """Before, on the day, and twelve weeks later, which is the quarter after."""
    day = quarter.weeks_from(quarter.month(2)).opens
    until = quarter.until
    before = Span(day - timedelta(days=DAYS_OPEN), day - timedelta(days=1), until)
    yield SurveyId("training-before"), quarter.place, before
    yield SurveyId("training-day"), quarter.place, Span(day, day + timedelta(days=2), until)
    later = day + TWELVE_WEEKS
    after = Span(later, later + timedelta(days=DAYS_OPEN - 1), until)
    yield SurveyId("training-impact"), quarter.place + 1, after
