"""What coders and the sample say of a reading: what is no headline, how good the machine is."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from analysis.digest.digest import Digest
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Figure, Flag, MachineRead, Rate
from analysis.reading.coders import Coders
from analysis.reading.corrections import Corrections, OfTheme
from bot.wording.reviews import machine_line
from surveys.coding import Sentiment
from surveys.evidence import Evidence
from surveys.framework import Perspective
from surveys.measures import Formula
from surveys.reviewed import CodedApart
from tests.analysis.crowds import PRACTITIONERS, SPRING, found, the, told
from tests.analysis.writers import SIX, VECTOR, Seen, written
from tests.builders import GETS_IN_THE_WAY, a_content_area
from tests.digests import evidence_of

CHILD = Perspective.CHILD
POSITIVE, NEGATIVE = Sentiment.POSITIVE, Sentiment.NEGATIVE
ALIKE, BARRED = "theme-0", "theme-1"


def both(themes: Sequence[str], others: Sequence[str], *, is_alike: bool = True) -> CodedApart:
    return CodedApart(
        sentiments=(NEGATIVE, NEGATIVE if is_alike else POSITIVE),
        themes=(tuple(themes), tuple(others)),
    )


# on the first theme always alike; on the second 15 of 30 apart: AC1 .02; in how it leans always
QUARREL = (
    *[both((ALIKE, BARRED), (ALIKE,))] * 8,
    *[both((), (BARRED,))] * 7,
    *[both((BARRED,), (BARRED,))] * 8,
    *[both((), ())] * 7,
)
SIX_THEMES = written(VECTOR, PRACTITIONERS, GETS_IN_THE_WAY, names=SIX)


def with_coders(apart: Sequence[CodedApart], coded: int = 200) -> Evidence:
    return replace(SIX_THEMES, apart=tuple(apart), coded=coded)


def names(made: Digest) -> list[str]:
    return [row.name for row in made.themes]


def barred(made: Digest) -> list[str]:
    return [line.text for line in made.data_quality if line.rest.startswith("Indicative only")]


def test_a_theme_on_which_two_coders_agree_too_little_is_no_headline_and_says_so() -> None:
    made = told(with_coders(QUARREL))

    assert names(made) == [f"Theme {number}" for number in (0, 2, 3, 4, 5)]
    assert barred(made) == [
        "Indicative only, and no headline, because people who code them apart agree too little: "
        "Theme 1."
    ]
    flagged = [one.theme for one in made.by(Formula.THEMES) if Flag.INDICATIVE in one.flags]
    assert flagged == [BARRED]


@pytest.mark.parametrize(
    ("apart", "coded", "is_barred"),
    [
        (QUARREL, 200, True),
        (QUARREL[1:], 200, False),  # 29 of 200: not known yet
        (QUARREL[:10], 50, True),  # ten are a fifth
        (QUARREL[:10], 51, False),
        ((), 200, False),
    ],
)
def test_only_what_is_known_bars_a_theme(
    apart: Sequence[CodedApart], coded: int, *, is_barred: bool
) -> None:
    assert bool(barred(told(with_coders(apart, coded)))) is is_barred


def test_comments_coded_in_the_quarters_before_count_as_well() -> None:
    now, before = with_coders(QUARREL[::2], coded=200), Evidence(apart=QUARREL[1::2])

    assert not barred(told(now))
    assert barred(told(now, before))


def test_where_coders_disagree_how_comments_lean_it_is_measured_and_no_headline() -> None:
    apart = [both((), (), is_alike=number < 12) for number in range(30)]
    plain, made = told(SIX_THEMES), told(with_coders(apart))

    def leaning(one: Digest) -> tuple[bool, bool]:
        figure = next(figure for figure in one.by(Formula.NET) if not figure.protected)
        beneath = [row.figures for row in one.questions[1].rows]
        return (figure.id,) in beneath, (figure.id,) in [row.figures for row in one.measured]

    assert (leaning(plain), leaning(made)) == ((True, False), (False, True))
    assert "people who code it apart agree too little" in " ".join(
        row.line.text for row in made.measured
    )


def test_how_comments_lean_is_not_barred_because_nobody_found_one_mixed() -> None:
    """21 of 30 alike, evenly over three answers: AC1 .61, since four are possible; else .55."""
    three = [NEGATIVE, Sentiment.NEUTRAL, POSITIVE]
    alike = [(one, one) for one in three] * 7
    unlike = [*zip(three, three[1:] + three[:1], strict=True)] * 3
    coders = Coders(
        tuple(CodedApart(sentiments=both, themes=((), ())) for both in alike + unlike), coded=30
    )

    found = coders.agreement(None)

    assert found
    assert found.ac1 == coders.ac1(None) == pytest.approx(0.614, abs=5e-4)
    assert not found.indicative
    assert not coders.bars_sentiment
    assert found.lower < found.ac1 < found.upper


def evidence_for(now: Evidence, theme: str) -> str:
    (figure,) = (one for one in found(now).of("QL11") if one.theme == theme)
    return evidence_of(figure.id, a_content_area(), SPRING, now, Evidence()).coders


def test_evidence_says_how_far_the_coders_agree() -> None:
    assert evidence_for(with_coders(QUARREL), ALIKE) == (
        "AC1 1.00, kappa 1.00, on 30 comments that two people coded apart"
    )
    assert evidence_for(with_coders(QUARREL), BARRED).endswith(": too little for a headline")
    assert evidence_for(with_coders(QUARREL[:3]), BARRED) == (
        "not known yet: two people have coded 3 comments apart, and it takes 30, or a fifth of "
        "what was coded"
    )


# The machine against the sample


def theme_of(seen: Sequence[Seen], audience: Audience = Audience.BOARD) -> Figure:
    return the(found(written(seen), audience=audience), "QL11", CHILD)


def test_precision_and_recall_of_the_audited_stand_with_a_theme() -> None:
    figure = theme_of(VECTOR)  # of 40: 8 found by both, 2 by the machine alone, 5 by the person

    assert figure.machine == MachineRead(
        precision=Rate(percent=80, low=49, high=94, base=10),
        recall=Rate(percent=62, low=36, high=82, base=13),
    )
    made = evidence_of(figure.id, a_content_area(), SPRING, written(VECTOR), Evidence())
    assert made.finds == (
        "Of those in whom the machine found it, it is there in 80% (of 10; likely 49–94%). "
        "Of those in whom a person found it, the machine did in 62% (of 13; likely 36–82%)."
    )


def test_with_fewer_than_twenty_audited_nobody_is_told_how_good_the_machine_is() -> None:
    seen = [
        *[(True, True)] * 10,
        *[(False, False)] * 9,
        *[(True, None)] * 20,
        *[(False, None)] * 40,
    ]

    assert theme_of(seen, Audience.ANALYST).machine is None


@pytest.mark.parametrize(
    ("alike", "machine_alone", "neither", "is_told"),
    [
        (9, 2, 25, True),
        (7, 2, 25, False),  # a base of nine
        (20, 4, 5, True),
        (20, 4, 4, False),  # all but four
        (10, 1, 25, False),  # nearly all alike: a band
        (24, 1, 25, True),
    ],
)
def test_how_good_the_machine_is_passes_the_gate_like_every_share(
    alike: int, machine_alone: int, neither: int, *, is_told: bool
) -> None:
    seen = [
        *[(True, True)] * alike,
        *[(True, False)] * machine_alone,
        *[(False, False)] * neither,
        *[(True, None)] * 30,
        *[(False, None)] * 60,
    ]

    machine = theme_of(seen).machine
    assert bool(machine and machine.precision) is is_told


@pytest.mark.parametrize(
    ("alike", "machine_alone", "person_alone", "neither", "are_both_told"),
    [
        (20, 10, 10, 5, True),
        (20, 10, 10, 4, False),  # with how many were audited, all but four are in one or the other
        (20, 10, 10, 0, False),  # and nobody looks like four
        (22, 2, 2, 17, True),
        (22, 2, 1, 17, False),  # it missed one of eighteen: a band
        (22, 1, 2, 17, False),  # nothing is there in eighteen, and it found something in one
    ],
)
def test_precision_and_recall_together_tell_no_more_than_the_gate_lets_through(
    alike: int, machine_alone: int, person_alone: int, neither: int, *, are_both_told: bool
) -> None:
    seen = [
        *[(True, True)] * alike,
        *[(True, False)] * machine_alone,
        *[(False, True)] * person_alone,
        *[(False, False)] * neither,
        *[(True, None)] * 30,
        *[(False, None)] * 60,
    ]

    machine = theme_of(seen).machine
    assert machine
    assert machine.precision
    assert bool(machine.recall) is are_both_told


@pytest.mark.parametrize(("compared", "is_enough"), [(19, False), (20, True)])
def test_the_report_tells_rates_of_a_sample_of_twenty_or_more(
    compared: int, *, is_enough: bool
) -> None:
    made = Corrections(compared=compared, agreed=0, themes=(), leanings={})

    assert made.is_enough is is_enough


def test_the_report_gives_each_rate_with_its_likely_range() -> None:
    seen, never = (
        OfTheme(theme="waiting", kept=8, dropped=2, added=5),
        OfTheme(theme="waiting", kept=0, dropped=0, added=5),
    )

    assert machine_line("Waiting", seen) == (
        "*Waiting*: right in 8 of 10 (likely 49% to 94%) it found; found 8 of 13 (likely 36% to "
        "82%) that people found"
    )
    assert machine_line("Waiting", never) == (
        "*Waiting*: it found none; found 0 of 5 (likely 0% to 43%) that people found"
    )
