"""The voices of the synthetic year: what four workers logged of children and parents.

In the last full quarters some children in neglect were heard again under the same reference, and
feel safer from quarter to quarter; most were told in time what came of it, and not all in full.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bot.demo import plan
from bot.demo.days import Quarter, even_days, quarters
from bot.demo.files import demo_cast, demo_comments
from bot.demo.words import Words
from bot.deps import Deps
from bot.ids import derived
from surveys.framework import Perspective
from surveys.values import AreaId, PersonId
from surveys.voice import (
    REPLY_WITHIN,
    AgeBand,
    Agreed,
    ChosenBy,
    GotItRight,
    GroupSession,
    NextStep,
    Number,
    OnePerson,
    Present,
    Rating,
    Reuse,
    Setting,
    Speaker,
    Told,
    Voice,
    Way,
    Whose,
)
from surveys.working_time import add_working_days

# How many voices of children, of parents, and of groups in a full quarter.
LOGGED: dict[AreaId, tuple[int, int, int]] = {
    plan.NEGLECT: (26, 10, 2),
    plan.DOMESTIC_ABUSE: (14, 8, 0),
    plan.LOOKED_AFTER: (16, 0, 6),
    plan.EARLY_HELP: (8, 6, 0),
}
CAREFUL = demo_cast().ids  # so that whom one can act as has a few voices to finish, and not dozens
RECENT = timedelta(weeks=5)
HEARD_AGAIN = 14  # children in neglect with a reference, each quarter once
LONGEST = 900
YES, IN_PART, NO = GotItRight
SAID_OF_IT = (YES, YES, IN_PART, YES, None, YES, NO)  # by the day, so that no lot is drawn for it
FINISHED, TOLD, IN_TIME = 0.72, 0.85, 0.9
NEXT = (
    ("The worker visits at a time the child chose.", "The child's social worker"),
    ("The review asks the child what has changed.", "The reviewing officer"),
    ("The school gives the child one person to go to.", "The designated teacher"),
)
REPLIES = (
    "We told them which of it was done, and what could not be done and why.",
    "We changed the day of the visit, as they asked.",
    "We passed it to the review, and it was talked about first.",
)
AGES = {
    Whose.CHILD: (AgeBand.FROM_4, AgeBand.FROM_8),
    Whose.YOUNG_PERSON: (AgeBand.FROM_12, AgeBand.FROM_16),
}


@dataclass(frozen=True)
class Saying:
    """One voice to be made: who speaks, about what; *child* counts those who are heard again."""

    whose: Whose
    area: AreaId
    child: int | None = None
    is_group: bool = False


def synthetic_voices(deps: Deps, until: date, seed: int) -> Iterator[list[Voice]]:
    """Those of each quarter, oldest first; the same seed, day and pseudonyms give the same."""
    words = Words(demo_comments(), _chance(seed, "words"))
    for quarter in quarters(until):
        words.begin_quarter()
        rng = _chance(seed, quarter.period)
        sayings = list(_sayings(quarter, rng))
        days = sorted(even_days(quarter.whole, len(sayings), rng))
        yield [
            _voice(deps, quarter, number, saying, day=day, words=words, rng=rng)
            for number, (saying, day) in enumerate(zip(sayings, days, strict=True))
        ]


def _sayings(quarter: Quarter, rng: Random) -> Iterator[Saying]:
    found: list[Saying] = []
    for area, (children, parents, groups) in LOGGED.items():
        for number in range(round(children * quarter.elapsed)):
            is_again = area == plan.NEGLECT and number < HEARD_AGAIN
            whose = Whose.YOUNG_PERSON if number % 3 == 0 else Whose.CHILD
            found.append(Saying(whose, area, child=number if is_again else None))
        found += [Saying(Whose.PARENT, area)] * round(parents * quarter.elapsed)
        found += [Saying(Whose.CHILD, area, is_group=True)] * round(groups * quarter.elapsed)
    yield from rng.sample(found, len(found))


def _voice(
    deps: Deps,
    quarter: Quarter,
    number: int,
    saying: Saying,
    *,
    day: date,
    words: Words,
    rng: Random,
) -> Voice:
    worker = _worker(deps, number, saying)
    reuse = Reuse.INTERNAL if rng.random() < 0.3 else Reuse.BOARD  # noqa: PLR2004 - three in ten
    text = words.fitting(_speaker_of(saying.whose), saying.area, _mood(rng), LONGEST)
    rating = _rating(saying, quarter, rng)
    replied_by = add_working_days(day, REPLY_WITHIN)
    told_on = _told_on(day, replied_by, rng)
    is_finished = rng.random() < FINISHED
    if worker in CAREFUL and day < quarter.until - RECENT:
        is_finished, told_on = True, told_on or replied_by + timedelta(days=2)
    what, owner = rng.choice(NEXT)
    return Voice(
        id=derived("synthetic voice", str(quarter.period), str(number)),
        worker=deps.pseudonyms.worker(worker),
        agency=next(person.agency for person in deps.people if person.id == worker),
        day=day,
        speaker=_speaker(deps, worker, saying, rng),
        content_areas=(saying.area,),
        ways=(rng.choice((Way.TALKING, Way.TALKING, Way.DRAWING, Way.TOOL)),),
        agreed=Agreed.OWN_WAY if rng.random() < TOLD else Agreed.WITH_HELP,
        reuse=reuse,
        own_words=(text,) if text else (),
        observation=None if text else "They drew the house with the door open.",
        rating=rating,
        present=(Present.ALONE,) if is_finished else (),
        chosen_by=rng.choice((ChosenBy.THEM, ChosenBy.TOGETHER)) if is_finished else None,
        setting=rng.choice((Setting.HOME, Setting.SCHOOL, Setting.COMMUNITY)),
        next_step=NextStep(what=what, owner=owner, by=day + timedelta(weeks=2))
        if is_finished
        else NextStep(),
        replied_by=replied_by,
        feedback=Told(
            day=told_on,
            what=rng.choice(REPLIES),
            how="Face to face",
            got_it_right=SAID_OF_IT[told_on.toordinal() % len(SAID_OF_IT)],
        )
        if told_on and told_on <= quarter.until
        else None,
    )


def _worker(deps: Deps, number: int, saying: Saying) -> PersonId:
    """Who is heard again is heard by the same worker, because only she knows the reference."""
    workers = [one.id for one in deps.people if one.role_group == plan.PARTICIPATION_WORKER]
    return workers[(saying.child if saying.child is not None else number) % len(workers)]


def _speaker(deps: Deps, worker: PersonId, saying: Saying, rng: Random) -> Speaker:
    ages = AGES.get(saying.whose, tuple(AgeBand)[1:5])
    if saying.is_group:
        people = rng.randint(4, 9)
        return GroupSession(whose=saying.whose, people=people, age_bands=(AgeBand.FROM_8,))
    reference = None
    if saying.child is not None:
        reference = deps.pseudonyms.referred_by(worker, f"practice-kite-{saying.child}")
    return OnePerson(whose=saying.whose, age_bands=(rng.choice(ages),), reference=reference)


def _rating(saying: Saying, quarter: Quarter, rng: Random) -> Rating | None:
    """Most children who are heard again feel safer from quarter to quarter."""
    if saying.child is None:
        return None
    start = 3 + saying.child % 3
    risen = 0 if saying.child % 4 == 0 else plan.QUARTERS - 1 + quarter.place
    return Number(number=min(10, start + risen + rng.choice((0, 0, 1))))


def _told_on(day: date, replied_by: date, rng: Random) -> date | None:
    if rng.random() > TOLD:
        return None
    if rng.random() > IN_TIME:
        return replied_by + timedelta(days=rng.randint(3, 12))
    return day + timedelta(days=rng.randint(3, (replied_by - day).days))


def _mood(rng: Random) -> float:
    return rng.choice((0.3, 0.5, 0.6, 0.8))


def _speaker_of(whose: Whose) -> str:
    if whose.perspective is Perspective.PARENT_CARER:
        return "parent_carer"
    return "young_person" if whose is Whose.YOUNG_PERSON else "child"


def _chance(seed: int, *about: object) -> Random:
    return Random("/".join(map(str, (seed, "voices", *about))))  # noqa: S311 - to be repeatable
