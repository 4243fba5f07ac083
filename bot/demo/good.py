"""What the made-up board agreed is good: as long ago as it takes, so that the year's end shows it.

Of neglect, one statement was agreed, replaced and agreed anew with children; one was agreed; one is
on its way, and only practitioners have been asked about it. Domestic abuse got a higher target in
the last full quarter. Everything else is as it came, a draft.
"""

from datetime import date, timedelta
from typing import NamedTuple

from surveys.authoring import library_framework
from surveys.framework import Agreement, Consultation, Framework, Perspective, Wording
from surveys.good import begun
from surveys.periods import Period
from surveys.statement import Agreed, LivingStatement, Origin
from surveys.values import StatementId

QA_OFFICER = "U0MERE009"
CHILD, PARENT, PRACTITIONER = (
    Perspective.CHILD,
    Perspective.PARENT_CARER,
    Perspective.PRACTITIONER,
)
FRIDAY = 4
BEFORE = "Children who have been neglected say that home is safe and they have enough to eat."
ON_ITS_WAY = (
    "Plans say in plain words what must change, by when, and what will happen if it does not; "
    "families have a copy, and cases do not drift."
)


class Hand(NamedTuple):
    """Records what befell one statement, in the order of time."""

    living: LivingStatement
    last: Period  # the last full quarter

    def day(self, quarters_ago: int, days: int) -> date:
        """So many days into the quarter that is so many before the last full one; no weekend."""
        period = self.last
        for _ in range(quarters_ago):
            period = period.previous
        day = period.first_day + timedelta(days=days)
        return day + timedelta(days=-day.weekday() % 7) if day.weekday() > FRIDAY else day

    def word(self, day: date, wording: Wording) -> "Hand":
        return self._replace(living=self.living.reworded(wording, by=QA_OFFICER, today=day))

    def consult(self, day: date, *who: Perspective, how: str, changed: str) -> "Hand":
        talked = Consultation(day=day, with_whom=frozenset(who), how=how, changed=changed)
        return self._replace(living=self.living.consulted(talked, by=QA_OFFICER, today=day))

    def agree(self, day: date, item: str, target: int) -> "Hand":
        text = self.living.wording.text
        minute = f"QA sub-group {day.day} {day:%B %Y}, item {item}"
        agreed = Agreed(
            by=QA_OFFICER,
            noted=day + timedelta(days=2),
            text=text,
            target=target,
            agreement=Agreement(day=day, minute=minute),
        )
        return self._replace(living=self.living.agree(agreed, today=agreed.noted))


def synthetic_lives(framework: Framework, until: date) -> tuple[LivingStatement, ...]:
    """The statements that something befell before *until*, in the year or just before it."""
    last = Period.quarter_of(until).previous

    def of(statement: str, start: str = "") -> Hand:
        good = framework.statements[StatementId(statement)]
        draft = begun(framework.area_of(good.id).id, good, Origin.LIBRARY)
        if start:
            own = {"start": Wording(text=start), "origin": Origin.FILE}
            draft = draft.model_copy(update=own)
        return Hand(draft, last)

    made = (
        _home(of("NEG-O1", BEFORE)),
        _spotted(of("NEG-Q1")),
        _plans(of("NEG-Q2")),
        _safer(of("DA-O1")),
        _settled(of("CLA-O1")),
    )
    return tuple(hand.living for hand in made)


def _home(hand: Hand) -> Hand:
    """Agreed, then replaced by what children said matters."""
    draft = library_framework().statements[StatementId("NEG-O1")]
    return (
        hand.consult(
            hand.day(5, 10),
            PARENT,
            PRACTITIONER,
            how="A parents' group at a family hub, and a meeting of team managers.",
            changed="“Fed” became “have enough to eat”.",
        )
        .agree(hand.day(5, 40), "3", 70)
        .word(
            hand.day(2, 5),
            Wording(
                text=draft.text,
                for_children="Home is warm and clean and I feel safe there. I have enough to eat. "
                "Things are better than they were.",
                for_parents="My child has a warm, clean and safe home and enough to eat, and "
                "things get better for us.",
            ),
        )
        .consult(
            hand.day(2, 20),
            CHILD,
            PARENT,
            how="Two groups of young people and one of parents, with a participation worker.",
            changed="Warm and clean came in, because children spoke of them first. So did whether "
            "things have got better: “safe” alone said too little.",
        )
        .agree(hand.day(2, 50), "4", 75)
    )


def _spotted(hand: Hand) -> Hand:
    return hand.consult(
        hand.day(4, 12),
        PARENT,
        PRACTITIONER,
        how="A survey of practitioners and two parents' groups.",
        changed="“Named plainly” came in: parents want to be told straight.",
    ).agree(hand.day(4, 45), "5", 75)


def _plans(hand: Hand) -> Hand:
    """Only practitioners have been asked so far."""
    return hand.word(hand.day(0, 30), Wording(text=ON_ITS_WAY)).consult(
        hand.day(0, 60),
        PRACTITIONER,
        how="Core group members in two localities.",
        changed="Families have a copy of the plan.",
    )


def _safer(hand: Hand) -> Hand:
    """The same words, with a higher target in the last full quarter."""
    return (
        hand.consult(
            hand.day(4, 20),
            CHILD,
            PARENT,
            how="Visits to a refuge and a recovery group, with a participation worker.",
            changed="“Got help to recover” came in.",
        )
        .agree(hand.day(4, 45), "6", 65)
        .agree(hand.day(0, 50), "4", 75)
    )


def _settled(hand: Hand) -> Hand:
    return (
        hand.word(
            hand.day(4, 2),
            Wording(
                text=hand.living.wording.text,
                for_children="I feel safe and settled where I live. I know why I am in care. I "
                "have a say in what happens.",
            ),
        )
        .consult(
            hand.day(4, 15),
            CHILD,
            how="The children in care council, at two meetings.",
            changed="Knowing why came in: several of them had never been told.",
        )
        .agree(hand.day(4, 45), "7", 75)
    )
