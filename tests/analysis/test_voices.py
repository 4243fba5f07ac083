"""Logged voices in figures: counted as what they are, quoted as agreed, and who was not heard."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from analysis.digest.comments import comments_told
from analysis.digest.digest import Digest, digest
from analysis.digest.voice_rows import voice_rows
from analysis.disclosure.ledger import Marks
from analysis.disclosure.suppression import Audience
from analysis.figures.holding import held
from analysis.figures.knowing import Left
from analysis.figures.measuring import Picture, picture
from analysis.redaction.references import looks_like
from surveys.coding import Coder, Coding, Sentiment
from surveys.evidence import Evidence
from surveys.framework import Perspective
from surveys.periods import Period
from surveys.population import Expected
from surveys.values import AreaId, Respondent, ResponseId
from surveys.voice import (
    OWN_WORDS,
    AgeBand,
    CannotBeTold,
    ChosenBy,
    GroupSession,
    NextStep,
    Number,
    OnePerson,
    Present,
    Reuse,
    Told,
    Voice,
    Whose,
)
from tests.analysis.crowds import CHILDREN, SAFE, crowd, evidence
from tests.analysis.crowds import told as crowded
from tests.builders import a_content_area, a_framework, a_voice
from tests.digests import evidence_of

SPRING = Period(year=2026, quarter=2)
IN_APRIL, IN_WINTER = date(2026, 4, 7), date(2026, 2, 5)
AFTER = date(2026, 7, 20)
NEGLECT = a_content_area()


def voices(number: int, **changes: Any) -> list[Voice]:
    given = {"day": IN_APRIL, "replied_by": IN_APRIL + timedelta(days=28)} | changes
    mark = sorted(map(str, changes.values()))
    return [a_voice(**{"id": f"{mark}-{place}", **given}) for place in range(number)]


def of(
    *logged: Voice, earlier: Sequence[Voice] = (), audience: Audience = Audience.BOARD, **more: Any
) -> Picture:
    now = Evidence(voices=logged, as_at=AFTER, **more)
    return picture(NEGLECT, SPRING, now, Evidence(voices=tuple(earlier)), audience)


def told(*logged: Voice, audience: Audience = Audience.BOARD, **more: Any) -> Digest:
    now = Evidence(voices=logged, as_at=AFTER, **more)
    return digest(a_framework(), NEGLECT, SPRING, now, Evidence(), as_at=AFTER, audience=audience)


def session(whose: Whose = Whose.CHILD) -> GroupSession:
    return GroupSession(whose=whose, people=8, age_bands=(AgeBand.FROM_8,))


def known_as(reference: str, whose: Whose = Whose.CHILD) -> OnePerson:
    return OnePerson(whose=whose, age_bands=(AgeBand.FROM_8,), reference=Respondent(reference))


def value(found: Picture, measure: str) -> Any:
    [figure] = [one for one in found.of(measure) if measure != "QN2" or one.perspective == "child"]
    return None if figure.protected else figure.value


def test_the_log_of_voices_is_no_survey_that_too_few_children_answered() -> None:
    """It is there in every area as soon as there is a voice in one, under a name of our own."""
    elsewhere = voices(6, content_areas=(AreaId("early_help"),))
    made = crowded(evidence(*crowd(CHILDREN, SAFE, 30, 42), voices=tuple(elsewhere)))

    assert made.children
    assert not any("Voices" in line.text for line in made.not_heard)


@pytest.mark.parametrize(("number", "are_asked"), [(0, False), (4, False), (5, True)])
def test_where_children_were_heard_by_workers_alone_it_is_not_said_that_nothing_was_asked(
    number: int, *, are_asked: bool
) -> None:
    """Nobody and a few look the same here too."""
    made = told(*voices(number), *voices(9, content_areas=(AreaId("early_help"),)))

    assert (made.overall.words == "Children were not asked about an outcome") is are_asked
    assert (made.overall.words == "Children were not asked") is not are_asked
    assert ("'good' statement of this area" in made.no_children) is are_asked


def test_a_child_heard_twice_is_one_child_and_two_voices() -> None:
    found = of(*voices(6), *voices(2, speaker=known_as("kite")))

    assert value(found, "QN1") == 7
    assert value(found, "QN2") == 8


def test_a_group_session_is_never_counted_as_children() -> None:
    found = of(*voices(6), *voices(5, speaker=session()))

    assert value(found, "QN1") == 6
    assert value(found, "QN9") == 5


def test_nobody_and_a_few_look_the_same() -> None:
    few, none = of(*voices(6), *voices(4, speaker=session())), of(*voices(6))

    assert [one.model_dump() for one in few.of("QN9")] == [
        one.model_dump() for one in none.of("QN9")
    ]


def test_where_nobody_logs_voices_there_are_no_figures_of_them() -> None:
    assert of().of("QN1", "QN9", "QL6", "QL7") == ()
    assert told().voices == ()


def test_a_voice_of_a_parent_or_about_another_area_is_no_child_heard_here() -> None:
    parent = OnePerson(whose=Whose.PARENT, age_bands=(AgeBand.FROM_8,))
    elsewhere = voices(9, content_areas=(AreaId("missing"),))
    found = of(*voices(6), *voices(7, speaker=parent), *elsewhere)

    assert value(found, "QN1") == 6


def test_heard_in_full_is_of_voices_whose_words_may_be_kept() -> None:
    finished: dict[str, Any] = {
        "present": (Present.ALONE,),
        "chosen_by": ChosenBy.THEM,
        "next_step": NextStep(what="Visit", owner="Worker", by=AFTER),
    }
    counted_only = voices(5, reuse=Reuse.NONE, own_words=())
    found = of(*voices(10, **finished), *voices(10), *counted_only)

    [figure] = found.of("QL6")
    assert (figure.numerator, figure.base) == (10, 20)


def test_a_reply_counts_in_the_period_in_which_it_was_due() -> None:
    def answer(day: date) -> Told:
        return Told(day=day, what="We changed it.", how="Face to face")

    due = date(2026, 5, 5)
    found = of(
        *voices(8, feedback=answer(due)),
        *voices(8, feedback=answer(due + timedelta(days=1))),
        *voices(8),
        *voices(8, feedback=CannotBeTold(day=due, why="They have moved away.")),
        *voices(8, replied_by=AFTER),
        earlier=voices(6, day=IN_WINTER, replied_by=date(2026, 4, 2), feedback=answer(IN_APRIL)),
    )

    [figure] = found.of("QL7")
    assert (figure.numerator, figure.base) == (8, 30)
    assert "half within 29 days" in [row.change for row in voice_rows(found)]


def test_what_is_due_later_is_not_late_yet() -> None:
    due_tomorrow = Evidence(voices=tuple(voices(12)), as_at=IN_APRIL + timedelta(days=28))
    found = picture(NEGLECT, SPRING, due_tomorrow, Evidence(), Audience.BOARD)

    assert found.of("QL7")[0].protected


def test_a_change_of_the_number_is_paired_under_one_reference() -> None:
    def scored(day: date, *, better: int) -> list[Voice]:
        return [
            a_voice(
                id=f"{child}-{day}",
                day=day,
                speaker=known_as(f"child {child}"),
                rating=Number(number=3 + 2 * (child < better)),
            )
            for child in range(12)
        ]

    now = Evidence(voices=(*scored(IN_APRIL, better=7), *scored(IN_WINTER, better=0)), as_at=AFTER)
    [figure] = picture(NEGLECT, SPRING, now, Evidence()).of("OC3")

    assert (figure.numerator, figure.base) == (7, 12)
    assert figure.perspective is Perspective.CHILD


def coded(voice: Voice) -> Coding:
    return Coding(
        response=ResponseId(voice.id),
        question=OWN_WORDS,
        coder=Coder.MACHINE,
        version="rules 1",
        day=voice.day,
        sentiment=Sentiment.NEGATIVE,
    )


@pytest.mark.parametrize(
    ("audience", "number"), [(Audience.ANALYST, 30), (Audience.BOARD, 22), (Audience.PUBLIC, 10)]
)
def test_own_words_are_quoted_as_was_agreed(audience: Audience, number: int) -> None:
    logged = [
        *voices(8, reuse=Reuse.INTERNAL),
        *voices(12, reuse=Reuse.BOARD),
        *voices(10, reuse=Reuse.PUBLIC),
        *voices(9, reuse=Reuse.NONE, own_words=()),
    ]
    evidence = Evidence(
        voices=tuple(logged), codings=tuple(coded(one) for one in logged if one.own_words)
    )

    assert len(comments_told(NEGLECT, SPRING, evidence, audience)) == number


def test_own_words_lean_in_the_eyes_of_whoever_said_them() -> None:
    logged = voices(12)
    evidence = Evidence(voices=tuple(logged), codings=tuple(map(coded, logged)))
    [figure] = picture(NEGLECT, SPRING, evidence, Evidence(), Audience.ANALYST).of("QL3")

    assert figure.perspective is Perspective.CHILD
    assert figure.base == 12


def expected(age: AgeBand, agency: str, number: int = 20) -> Expected:
    return Expected(content_area=NEGLECT.id, age_band=age, agency=agency, expected=number)


def test_who_was_expected_and_not_heard_is_named_without_a_number() -> None:
    population = (
        expected(AgeBand.FROM_4, "Health"),
        expected(AgeBand.FROM_8, "Health"),
        expected(AgeBand.FROM_12, "Police", 0),
    )
    made = told(*voices(9, agency="Schools"), population=population)

    lines = [line.text for line in made.not_heard]
    assert any("few or none were heard: 4 to 7." in line for line in lines)
    assert any("logged few or none: Health." in line for line in lines)
    assert "of 40 there are to hear" in made.voices[0].line.text


def test_in_little_room_too_it_is_said_that_a_worker_did_not_hear_them() -> None:
    population = (expected(AgeBand.FROM_4, "Schools"), expected(AgeBand.FROM_8, "Schools"))
    made = told(*voices(9, agency="Schools"), population=population)

    briefs = [line.brief for line in made.not_heard]
    assert "through a worker, children 4 to 7 (few or none)." in briefs


@pytest.mark.parametrize(("audience", "each"), [(Audience.BOARD, 4), (Audience.PUBLIC, 9)])
def test_no_age_is_called_unheard_where_enough_were_heard_and_few_of_each(
    audience: Audience, each: int
) -> None:
    bands = (AgeBand.FROM_4, AgeBand.FROM_8, AgeBand.FROM_12)
    logged = [
        one
        for band in bands
        for one in voices(
            each, agency=band.value, speaker=OnePerson(whose=Whose.CHILD, age_bands=(band,))
        )
    ]
    population = tuple(expected(band, band.value) for band in bands)
    lines = told(*logged, population=population, audience=audience).not_heard

    text = " ".join(line.text for line in lines)
    assert "Of each age that was expected, too few were heard through a worker" in text
    assert "Through each agency that knows such children, too few were heard" in text
    assert "12 to 15" not in text


def test_a_file_is_not_called_unheard() -> None:
    assert "files" not in " ".join(line.text + line.brief for line in told(*voices(9)).not_heard)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize(
    "said",
    [
        {"speaker": known_as("kite"), "rating": Number(number=3)},
        {"speaker": known_as("kite", Whose.PARENT), "rating": Number(number=3)},
        {"speaker": session()},
    ],
)
@pytest.mark.parametrize("others", [0, 30])
def test_an_area_of_which_nobody_spoke_looks_like_one_of_which_a_few_did(
    audience: Audience, said: dict[str, Any], others: int
) -> None:
    def made(number: int) -> str:
        elsewhere = voices(others, content_areas=(AreaId("missing"),))
        here = voices(number, **said)
        logged = (*elsewhere, *here)
        found = told(
            *logged,
            audience=audience,
            codings=tuple(map(coded, logged)),
            population=(expected(AgeBand.FROM_8, "Health"),),
        )
        return found.model_dump_json()

    assert made(0) == made(1) == made(4)


def test_once_enough_voices_are_logged_every_area_has_its_figures() -> None:
    elsewhere = voices(5, content_areas=(AreaId("missing"),))
    codes = {one.measure for one in of(*elsewhere).figures if one.protected}

    assert codes >= {"QN1", "QN9", "QL6", "QL7", "OC7"}
    assert not of(*elsewhere[1:]).of("QN1", "QN9", "QL6", "QL7", "OC7")


@pytest.mark.parametrize("last", [0, 1, 4])
def test_a_year_of_voices_does_not_give_away_the_quarter_in_which_few_or_none_were_heard(
    last: int,
) -> None:
    marks, everybody = Marks(b"s" * 32), list[Voice]()
    told: tuple[Left, ...] = ()
    for quarter in (1, 2, 3):
        period = Period(year=2026, quarter=quarter)
        now = Evidence(voices=tuple(voices(12, day=period.first_day)))
        everybody += now.voices
        found = picture(NEGLECT, period, now, Evidence())
        beside = held(found, told, marks, readers=Audience.BOARD, today=AFTER)
        told += tuple(beside.left.values())

    autumn = voices(last, day=Period(year=2026, quarter=4).first_day)
    year = picture(NEGLECT, Period(year=2026), Evidence(voices=(*everybody, *autumn)), Evidence())
    beside = held(year, told, marks, readers=Audience.BOARD, today=AFTER)

    for figure in (*beside.picture.of("QN1"), *beside.picture.of("QN2")):
        assert figure.protected


def withdrawing(number: int, *, of_area: AreaId = NEGLECT.id) -> Digest:
    given: dict[str, Any] = {"reuse": Reuse.NONE, "own_words": (), "content_areas": (of_area,)}
    gone = voices(number, withdrawn=IN_APRIL, **given)
    return told(*voices(9), withdrawn=tuple(gone))


def test_every_digest_says_that_what_was_withdrawn_is_in_no_figure_and_one_looks_like_none() -> (
    None
):
    none, *few = (withdrawing(number) for number in (0, 1, 4))

    assert any("A voice that was withdrawn" in line.text for line in none.footnotes)
    assert {one.model_dump_json() for one in few} == {none.model_dump_json()}


def test_that_several_were_withdrawn_is_said_of_all_areas_together_and_never_how_many() -> None:
    here, elsewhere = withdrawing(5), withdrawing(7, of_area=AreaId("missing"))

    assert any("Several voices were withdrawn" in line.text for line in here.data_quality)
    assert here.model_dump_json() == elsewhere.model_dump_json()


def test_who_withdraws_does_not_take_the_figures_of_others_away() -> None:
    gone = voices(1, reuse=Reuse.NONE, own_words=(), withdrawn=IN_APRIL)

    assert of(*voices(4), withdrawn=tuple(gone)).of("QN1")


def test_every_figure_of_voices_can_be_traced() -> None:
    now = Evidence(voices=tuple(voices(12)), as_at=AFTER)
    for figure in of(*voices(12)).of("QN1", "QN9", "QL6", "QL7"):
        traced = evidence_of(figure.id, NEGLECT, SPRING, now, Evidence())

        assert traced.figure == figure
        assert traced.definition


@pytest.mark.parametrize("fine", ["blue-kite-7", "wooden spoon 12", "otter 44", "two grey owls 3"])
def test_a_reference_that_means_nothing_to_others_is_taken(fine: str) -> None:
    assert looks_like(fine) is None


@pytest.mark.parametrize(
    ("reference", "like"),
    [
        ("Jayden 7", "name"),
        ("jk 7", "name"),
        ("12/04/2015", "number"),
        ("3 may", "date"),
        ("born 12 apr 15", "date"),
        ("943 476 5919", "number"),
        ("A123456789012", "number"),
        ("LCS12", "name"),
        ("kite", "plain"),
        ("77", "plain"),
        ("the girl with the red coat who lives by the river 7", "sentence"),
    ],
)
def test_a_reference_that_could_point_at_a_child_is_refused(reference: str, like: str) -> None:
    assert looks_like(reference) == like
