from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Disclosure, Flag
from analysis.figures.formulas import FORMULAS
from analysis.figures.status import Cap, Clarity, Status
from surveys.answering import Answer, Chosen
from surveys.coding import Coder, Look, Sentiment
from surveys.evidence import Evidence
from surveys.framework import GoodStatement, Kind, Perspective, Tier
from surveys.measure_files import library_measures
from surveys.measures import Formula, Unit
from surveys.values import AreaId, OptionKey, QuestionId, StatementId, WaveId
from surveys.wave import Delivery
from tests.analysis.crowds import (
    BETTER,
    CHILDREN,
    CONFIDENT,
    IN_SPRING,
    IN_WINTER,
    NOT_MINE,
    PARENTS,
    PRACTITIONERS,
    READING,
    SAFE,
    SURE,
    TALKING,
    WORDS,
    asked,
    crowd,
    evidence,
    figures,
    found,
    of,
    opting_out,
    scores,
    the,
    wave_of,
)
from tests.builders import (
    GETS_IN_THE_WAY,
    NEGLECT,
    a_coding,
    a_comment_question,
    a_scale_question,
    a_survey,
    agreeing,
    an_agree_question,
    disagreeing,
    saying,
)

CHILD, PARENT, PRACTITIONER = (
    Perspective.CHILD,
    Perspective.PARENT_CARER,
    Perspective.PRACTITIONER,
)
HOUSING = AreaId("housing")


# How many voices a figure needs


@pytest.mark.parametrize(
    ("base", "disclosure", "status"),
    [
        (0, Disclosure.PROTECTED, Status.PROTECTED),
        (4, Disclosure.PROTECTED, Status.PROTECTED),
        (5, Disclosure.TOO_FEW, Status.TOO_FEW),
        (9, Disclosure.TOO_FEW, Status.TOO_FEW),
        (10, Disclosure.SHOWN, Status.NOT_MET),
        (11, Disclosure.SHOWN, Status.NOT_MET),
    ],
)
def test_a_share_is_told_from_ten_voices_and_counted_from_five(
    base: int, disclosure: Disclosure, status: Status
) -> None:
    figure = the(found(evidence(*crowd(CHILDREN, SAFE, base // 3, base))), "OC1", CHILD)

    assert (figure.disclosure, figure.status) == (disclosure, status)
    assert (figure.base == base) == (base >= 5)


@pytest.mark.parametrize(
    ("audience", "base", "is_told"),
    [(Audience.ANALYST, 5, True), (Audience.BOARD, 9, False), (Audience.PUBLIC, 10, True)],
)
def test_how_many_depends_on_the_audience(audience: Audience, base: int, *, is_told: bool) -> None:
    picture = found(evidence(*crowd(CHILDREN, SAFE, base // 2, base)), audience=audience)

    assert the(picture, "OC1", CHILD).is_shown is is_told


def test_counts_for_the_public_are_rounded() -> None:
    picture = found(evidence(*crowd(CHILDREN, SAFE, 17, 33)), audience=Audience.PUBLIC)
    figure = the(picture, "OC1", CHILD)

    assert (figure.value, figure.numerator, figure.base) == (51, None, 35)  # 18 of 35, not 17 of 33


def test_a_figure_exists_where_a_question_was_asked_even_if_nobody_answered() -> None:
    assert the(found(evidence()), "OC1", CHILD).protected


def test_no_figure_exists_where_nothing_was_asked() -> None:
    assert figures(found(evidence(surveys=(PRACTITIONERS,))), "OC1", CHILD) == []


@pytest.mark.parametrize(("favourable", "band"), [(12, ">90%"), (11, ">90%"), (0, "<10%")])
def test_a_small_group_that_all_answered_alike_is_told_as_a_band(
    favourable: int, band: str
) -> None:
    figure = the(found(evidence(*crowd(CHILDREN, SAFE, favourable, 12))), "OC1", CHILD)

    assert (figure.disclosure, str(figure.band)) == (Disclosure.BAND, band)
    assert (figure.value, figure.numerator, figure.low, figure.high) == (None, None, None, None)


def test_one_agency_that_speaks_for_nearly_all_is_judged_by_its_own_number() -> None:
    police = crowd(PRACTITIONERS, SURE, 4, 9, agency="Police")
    others = crowd(PRACTITIONERS, SURE, 1, 2, agency="Health")

    assert the(found(evidence(*police, *others)), "QL1", PRACTITIONER, "NEG-Q1").protected


# One vote a person


def test_a_share_counts_people_who_are_favourable() -> None:
    figure = the(found(evidence(*crowd(CHILDREN, SAFE, 24, 30))), "OC1", CHILD)

    assert (figure.value, figure.numerator, figure.base) == (80, 24, 30)
    assert (figure.low, figure.high) == (63, 90)
    assert figure.unit is Unit.PERCENT


def test_who_is_of_two_minds_is_not_favourable() -> None:
    torn = [of(CHILDREN, {SAFE: agreeing(), BETTER: disagreeing()}) for _ in range(10)]
    sure = [of(CHILDREN, {SAFE: agreeing(), BETTER: agreeing()}) for _ in range(10)]

    figure = the(found(evidence(*torn, *sure)), "QL1", CHILD)

    assert (figure.numerator, figure.base) == (10, 20)


def test_more_than_half_of_the_answers_decide_a_persons_vote() -> None:
    survey = a_survey(*(an_agree_question(f"q{number}") for number in range(3)))  # type: ignore[arg-type]
    mostly = {
        question.id: agreeing() if number else disagreeing()
        for number, question in enumerate(survey.questions)
    }
    responses = [of(survey, dict(mostly)) for _ in range(12)]

    figure = the(found(evidence(*responses, surveys=(survey,))), "QL1", PRACTITIONER)

    assert str(figure.band) == ">90%"


def test_answering_often_is_still_one_vote_and_the_latest_counts() -> None:
    first = crowd(CHILDREN, SAFE, 0, 20)
    again = [
        response.model_copy(
            update={
                "id": f"again-{response.id}",
                "day": IN_SPRING + timedelta(days=1),
                "answers": {SAFE: agreeing()},
            }
        )
        for response in first[:8]
    ]

    figure = the(found(evidence(*again, *first)), "OC1", CHILD)

    assert (figure.numerator, figure.base) == (8, 20)


def test_who_only_opted_out_leaves_the_base() -> None:
    responses = (*crowd(CHILDREN, SAFE, 12, 20), *opting_out(CHILDREN, SAFE, 10))

    figure = the(found(evidence(*responses)), "OC1", CHILD)

    assert (figure.numerator, figure.base) == (12, 20)
    assert figure.opted_out == 33
    assert Flag.MANY_OPTED_OUT in figure.flags


def test_who_opted_out_of_one_question_still_votes_with_the_other() -> None:
    responses = [of(CHILDREN, {SAFE: NOT_MINE, BETTER: agreeing()}) for _ in range(20)]

    figure = the(found(evidence(*responses)), "QL1", CHILD)

    assert (figure.value, figure.base, figure.opted_out) == (100, 20, None)


@pytest.mark.parametrize(("number", "share"), [(0, None), (4, None), (5, 20)])
def test_how_many_opted_out_is_told_from_five(number: int, share: int | None) -> None:
    responses = (*crowd(CHILDREN, SAFE, 12, 20), *opting_out(CHILDREN, SAFE, number))

    figure = the(found(evidence(*responses)), "OC1", CHILD)

    assert figure.opted_out == share
    assert Flag.MANY_OPTED_OUT not in figure.flags


def test_perspectives_are_never_pooled() -> None:
    picture = found(
        evidence(
            *crowd(CHILDREN, BETTER, 6, 12), *crowd(PARENTS, BETTER, 10, 14, content_area=None)
        )
    )

    assert the(picture, "OC4", CHILD).base == 12
    assert the(picture, "OC4", PARENT).base == 14


def test_an_answer_outside_the_period_does_not_count() -> None:
    late = crowd(CHILDREN, SAFE, 10, 10, day=IN_SPRING + timedelta(days=90))

    assert the(found(evidence(*crowd(CHILDREN, SAFE, 5, 10), *late)), "OC1", CHILD).base == 10


# What a response is about


def test_a_response_about_another_area_of_practice_does_not_count() -> None:
    elsewhere = crowd(CHILDREN, SAFE, 0, 30, content_area=HOUSING)

    picture = found(evidence(*crowd(CHILDREN, SAFE, 6, 12, content_area=NEGLECT), *elsewhere))

    assert the(picture, "OC1", CHILD).base == 12
    assert the(picture, "QN2", CHILD).value == 12


def test_a_response_about_no_area_counts_where_its_questions_link_to() -> None:
    assert the(found(evidence(*crowd(CHILDREN, SAFE, 6, 12))), "OC1", CHILD).base == 12


def test_a_response_about_any_area_counts_for_an_organisational_one() -> None:
    elsewhere = crowd(CHILDREN, SAFE, 6, 12, content_area=HOUSING)

    picture = found(evidence(*elsewhere), tier=Tier.ORGANISATIONAL)

    assert the(picture, "OC1", CHILD).base == 12


def test_confidence_that_links_to_no_statement_counts_for_the_area_it_is_about() -> None:
    survey = a_survey(
        a_scale_question(TALKING, measures=("QL9",), favourable={"7", "8", "9", "10"})
    )
    seven = Chosen(option=OptionKey("7"))
    about_it = [of(survey, {TALKING: seven}, content_area=NEGLECT) for _ in range(12)]
    about_nothing = [of(survey, {TALKING: seven}) for _ in range(30)]

    figure = the(found(evidence(*about_it, *about_nothing, surveys=(survey,))), "QL9", PRACTITIONER)

    assert (figure.base, figure.statement, figure.status) == (12, None, None)


def test_confidence_about_another_area_is_no_question_of_this_one() -> None:
    survey = a_survey(
        a_scale_question(TALKING, measures=("QL9",), favourable={"7", "8", "9", "10"})
    )
    elsewhere = wave_of(survey, content_area=AreaId("exploitation"))

    picture = found(evidence(surveys=(survey,), waves=(elsewhere,)))

    assert figures(picture, "QL9", PRACTITIONER) == []


def test_a_question_without_a_favourable_answer_is_no_vote() -> None:
    survey = a_survey(an_agree_question(SURE, favourable=frozenset()))

    picture = found(evidence(*crowd(survey, SURE, 5, 12), surveys=(survey,)))

    assert figures(picture, "QL1", PRACTITIONER) == []


# How much was done


@pytest.mark.parametrize("number", [0, 1, 4])
def test_nobody_and_a_few_look_the_same_and_so_does_the_total(number: int) -> None:
    picture = found(evidence(*crowd(CHILDREN, SAFE, 6, 12), *crowd(PARENTS, BETTER, 0, number)))

    assert the(picture, "QN2", CHILD).value == 12
    assert the(picture, "QN2", PARENT).protected
    assert the(picture, "QN2").protected


def test_all_five_perspectives_are_always_counted() -> None:
    picture = found(evidence())

    assert [one.perspective for one in picture.of("QN2")] == [None, *Perspective]


def test_a_team_of_four_asked_twice_is_still_a_team_of_four() -> None:
    both = [wave_of(PRACTITIONERS), wave_of(PRACTITIONERS, id=WaveId("second-wave"))]
    invitations = [
        one
        for wave in both
        for one in (*asked("Health", 30, 40, wave=wave.id), *asked("Police", 4, 4, wave=wave.id))
    ]

    picture = found(evidence(waves=tuple(both), invitations=tuple(invitations)))

    assert the(picture, "QN3", agency="Police").protected
    assert the(picture, "QN3").base in (None, 88)


def test_the_response_rate_leaves_out_what_bounced_or_waits() -> None:
    invitations = (
        *asked("Health", 12, 40),
        *asked("Health", 0, 30, delivery=Delivery.BOUNCED),
        *asked("Health", 0, 30, delivery=Delivery.WAITING),
    )

    figure = the(found(evidence(invitations=invitations)), "QN3", agency="Health")

    assert (figure.value, figure.numerator, figure.base) == (30, 12, 40)
    assert figure.flags == ()


@pytest.mark.parametrize(("answered", "is_low"), [(29, True), (30, False)])
def test_a_response_rate_below_thirty_percent_is_low(answered: int, *, is_low: bool) -> None:
    figure = the(found(evidence(invitations=asked("Health", answered, 100))), "QN3")

    assert (Flag.LOW_RESPONSE in figure.flags) is is_low


@pytest.mark.parametrize("answered", [0, 3, 4])
def test_an_agency_that_hardly_answers_is_named_without_its_number(answered: int) -> None:
    invitations = (
        *asked("Police", answered, 60),
        *asked("Health", 40, 80),
        *asked("Schools", 30 - answered, 50),
    )

    picture = found(evidence(invitations=invitations))
    police, schools = (the(picture, "QN3", agency=name) for name in ("Police", "Schools"))

    assert police.protected
    assert Flag.LOW_RESPONSE in police.flags
    assert schools.protected  # or the total would give the police away
    assert the(picture, "QN3", agency="Health").numerator == 40
    assert the(picture, "QN3").numerator == 70


def test_an_agency_is_not_named_where_the_word_would_give_a_number_away() -> None:
    picture = found(evidence(invitations=(*asked("Police", 0, 60), *asked("Health", 6, 60))))

    assert the(picture, "QN3", agency="Police").flags == ()
    assert the(picture, "QN3", agency="Police").protected
    assert the(picture, "QN3", agency="Health").protected


def test_a_response_rate_needs_no_worker_to_have_filled_in_for_others() -> None:
    invitations = asked("Health", 20, 40, wave=wave_of(CHILDREN).id)

    assert found(evidence(invitations=invitations)).of("QN3") == ()


# How comments lean


def commented(*sentiments: Sentiment) -> Evidence:
    """As many children who each said something that a machine has read."""
    responses = tuple(of(CHILDREN, {WORDS: saying("…")}, content_area=NEGLECT) for _ in sentiments)
    codings = tuple(
        a_coding(response, question=WORDS, sentiment=sentiment)
        for response, sentiment in zip(responses, sentiments, strict=True)
    )
    return evidence(*responses, about=NEGLECT, codings=codings)


GOOD, BAD, PLAIN, MIXED = (
    Sentiment.POSITIVE,
    Sentiment.NEGATIVE,
    Sentiment.NEUTRAL,
    Sentiment.MIXED,
)


def test_net_sentiment_for_the_public_is_of_the_base_that_it_is_told() -> None:
    exact = commented(*[GOOD] * 17, *[BAD] * 5)  # 12 of 22 are 55%
    rounded = commented(*[GOOD] * 15, *[BAD] * 5)
    told, same = (
        the(found(one, audience=Audience.PUBLIC), "QL3", CHILD) for one in (exact, rounded)
    )

    assert (told.value, told.low, told.high) == (same.value, same.low, same.high) == (50, 12, 88)


def test_net_sentiment_is_positive_less_negative_of_all_who_wrote() -> None:
    written = commented(*[GOOD] * 30, *[BAD] * 12, *[PLAIN] * 10, *[MIXED] * 8)

    figure = the(found(written), "QL3", CHILD)

    assert (figure.value, figure.low, figure.high, figure.base) == (30, 10, 50, 60)
    assert figure.flags == (Flag.MACHINE_ONLY,)


def test_a_persons_coding_outranks_the_machines() -> None:
    written = commented(*[GOOD] * 10, *[PLAIN] * 10)
    checked = tuple(
        coding.model_copy(update={"coder": Coder.PERSON, "sentiment": BAD})
        for coding in written.codings[:10]
    )

    figure = the(found(replace(written, codings=(*checked, *written.codings))), "QL3", CHILD)

    assert figure.value == -50
    assert figure.flags == (Flag.PARTLY_CHECKED,)


def test_what_the_machine_could_not_read_is_in_no_figure_until_a_person_has_read_it() -> None:
    written = commented(*[GOOD] * 20, *[PLAIN] * 10)
    strange = tuple(
        one.model_copy(update={"look": (Look.OTHER_LANGUAGE,)} if one.sentiment is PLAIN else {})
        for one in written.codings
    )
    by_people = tuple(
        one.model_copy(update={"coder": Coder.PERSON, "sentiment": BAD, "look": ()})
        for one in strange
        if one.guesses_nothing
    )

    before = the(found(replace(written, codings=strange)), "QL3", CHILD)
    after = the(found(replace(written, codings=(*strange, *by_people))), "QL3", CHILD)

    assert (before.value, before.base) == (100, 20)
    assert (round(after.value or 0), after.base) == (33, 30)


def test_someone_who_wrote_well_and_ill_counts_once_as_mixed() -> None:
    survey = a_survey(a_comment_question(GETS_IN_THE_WAY), a_comment_question(WORDS))
    both: dict[QuestionId, Answer] = {GETS_IN_THE_WAY: saying("…"), WORDS: saying("…")}
    responses = [of(survey, both, content_area=NEGLECT) for _ in range(30)]
    codings = [
        a_coding(one, question=question, sentiment=sentiment)
        for number, one in enumerate(responses)
        for question, sentiment in ((WORDS, GOOD), (GETS_IN_THE_WAY, BAD if number % 2 else PLAIN))
    ]

    now = evidence(*responses, surveys=(survey,), about=NEGLECT, codings=tuple(codings))
    figure = the(found(now), "QL3", PRACTITIONER)

    assert (figure.value, figure.base) == (50, 30)


def test_what_the_worker_makes_of_it_is_not_what_the_child_said() -> None:
    responses = [of(CHILDREN, {READING: saying("…")}, content_area=NEGLECT) for _ in range(20)]
    codings = tuple(a_coding(one, question=READING, sentiment=BAD) for one in responses)

    figure = the(found(evidence(*responses, about=NEGLECT, codings=codings)), "QL3", CHILD)

    assert figure.protected


def test_a_small_group_of_one_mind_is_told_as_that_only() -> None:
    written = commented(*[BAD] * 11, GOOD)

    figure = the(found(written), "QL3", CHILD)

    assert (figure.disclosure, figure.band) == (Disclosure.BAND, Sentiment.NEGATIVE)
    assert figure.value is None


@pytest.mark.parametrize(("base", "disclosure"), [(4, "protected"), (9, "too few"), (10, "shown")])
def test_comments_need_as_many_people_as_answers(base: int, disclosure: str) -> None:
    written = commented(*[BAD] * 3, *[GOOD] * (base - 3))

    figure = the(found(written), "QL3", CHILD)

    assert figure.disclosure == disclosure


# How the same people moved


def test_a_change_on_a_scale_pairs_the_same_people() -> None:
    up = [one for n in range(14) for one in scores(f"up-{n}", 3, 5)]
    down = [one for n in range(5) for one in scores(f"down-{n}", 6, 4)]
    same = [one for n in range(6) for one in scores(f"same-{n}", 5, 6)]

    figure = the(found(evidence(*up, *down, *same)), "OC3", PRACTITIONER)

    assert (figure.numerator, figure.base, figure.value) == (14, 25, 56)
    assert figure.scale is not None
    assert (figure.scale.improved, figure.scale.worse, figure.scale.unchanged) == (14, 5, 6)
    assert figure.scale.typical == 1.5
    assert figure.scale.clarity is Clarity.NOT_CLEAR  # p = .0636


def test_who_scored_only_once_is_never_paired_with_another() -> None:
    before = [one for n in range(20) for one in list(scores(f"before-{n}", 2, 2))[:1]]
    after = [one for n in range(20) for one in list(scores(f"after-{n}", 9, 9))[1:]]

    assert the(found(evidence(*before, *after)), "OC3", PRACTITIONER).protected


def test_the_first_score_may_be_in_the_earlier_evidence() -> None:
    both = [list(scores(f"both-{n}", 2, 8 if n < 15 else 2)) for n in range(30)]

    picture = found(evidence(*(last for _, last in both)), evidence(*(first for first, _ in both)))
    figure = the(picture, "OC3", PRACTITIONER)

    assert (figure.numerator, figure.base) == (15, 30)
    assert figure.scale is not None
    assert figure.scale.clarity is Clarity.CLEAR


def test_a_few_who_fell_are_not_counted_out() -> None:
    up = [one for n in range(14) for one in scores(f"up-{n}", 3, 6)]
    down = [one for n in range(2) for one in scores(f"down-{n}", 6, 3)]
    same = [one for n in range(10) for one in scores(f"same-{n}", 5, 5)]

    figure = the(found(evidence(*up, *down, *same)), "OC3", PRACTITIONER)

    assert figure.value == 54
    assert figure.scale is not None
    assert (figure.scale.improved, figure.scale.worse, figure.scale.unchanged) == (None,) * 3


def test_a_survey_that_is_not_linked_has_no_paired_change() -> None:
    survey = a_survey(a_scale_question(CONFIDENT, good=("NEG-Q1",), measures=("OC3",)))

    assert found(evidence(surveys=(survey,))).of("OC3") == ()


# Against the target, and since the period before


@pytest.mark.parametrize(
    ("favourable", "base", "status"),
    [
        (45, 50, Status.MET),
        (41, 50, Status.LEANING_ABOVE),
        (12, 22, Status.NOT_MET),
        (5, 8, Status.TOO_FEW),
    ],
)
def test_a_status_holds_the_likely_range_against_the_target(
    favourable: int, base: int, status: Status
) -> None:
    good = GoodStatement(id=StatementId("NEG-O1"), kind=Kind.OUTCOME, text="Better.", target=75)

    picture = found(evidence(*crowd(CHILDREN, SAFE, favourable, base)), good=(good,))

    assert the(picture, "OC1", CHILD).status is status


def test_without_a_target_there_is_no_status() -> None:
    good = GoodStatement(id=StatementId("NEG-O1"), kind=Kind.OUTCOME, text="Better.")

    picture = found(evidence(*crowd(CHILDREN, SAFE, 10, 20)), good=(good,))

    assert the(picture, "OC1", CHILD).status is None


def test_an_outcome_is_not_met_on_the_word_of_practitioners_alone() -> None:
    figure = the(found(evidence(*crowd(PRACTITIONERS, BETTER, 50, 50))), "OC4", PRACTITIONER)

    assert (figure.status, figure.cap) == (Status.LEANING_ABOVE, Cap.PRACTITIONERS_ONLY)


def test_a_change_that_is_large_and_unlikely_by_chance_is_clear() -> None:
    now, before = crowd(CHILDREN, SAFE, 41, 50), crowd(CHILDREN, SAFE, 24, 50, day=IN_WINTER)

    figure = the(found(evidence(*now), evidence(*before)), "OC1", CHILD)

    assert figure.change is not None
    assert (figure.change.points, figure.change.clarity) == (34, Clarity.CLEAR)
    assert figure.change.since == "2026-Q1"


def test_a_change_that_may_be_noise_is_no_clear_change() -> None:
    now, before = crowd(CHILDREN, SAFE, 56, 80), crowd(CHILDREN, SAFE, 45, 80, day=IN_WINTER)

    figure = the(found(evidence(*now), evidence(*before)), "OC1", CHILD)

    assert figure.change is not None
    assert (figure.change.points, figure.change.clarity) == (14, Clarity.NOT_CLEAR)


@pytest.mark.parametrize(("now", "before"), [(30, 9), (9, 30), (30, 0)])
def test_no_change_is_told_where_one_side_is_not(now: int, before: int) -> None:
    figure = the(
        found(
            evidence(*crowd(CHILDREN, SAFE, now // 2, now)),
            evidence(*crowd(CHILDREN, SAFE, before // 2, before, day=IN_WINTER)),
        ),
        "OC1",
        CHILD,
    )

    assert figure.change is None


def test_a_question_in_new_words_is_not_compared() -> None:
    before_questions = [
        one.model_copy(update={"text": "Is home safe?"}) if one.id == SAFE else one
        for one in CHILDREN.questions
    ]
    older = CHILDREN.model_copy(update={"questions": tuple(before_questions)})
    newer = CHILDREN.model_copy(update={"version": 2})

    picture = found(
        evidence(*crowd(newer, SAFE, 20, 40), surveys=(newer,)),
        evidence(*crowd(older, SAFE, 35, 40, day=IN_WINTER), surveys=(older,)),
    )
    figure = the(picture, "OC1", CHILD)

    assert figure.change is None
    assert figure.flags == (Flag.ASKED_DIFFERENTLY,)


def test_a_new_version_with_the_same_words_is_compared() -> None:
    newer = CHILDREN.model_copy(update={"version": 2})

    picture = found(
        evidence(*crowd(newer, SAFE, 20, 40), surveys=(newer,)),
        evidence(*crowd(CHILDREN, SAFE, 35, 40, day=IN_WINTER)),
    )

    assert the(picture, "OC1", CHILD).change is not None


def test_only_what_was_asked_in_both_periods_is_compared() -> None:
    first_only = CHILDREN.model_copy(update={"questions": CHILDREN.questions[:1]})
    newer = CHILDREN.model_copy(update={"version": 2})
    now = [of(newer, {SAFE: agreeing(), BETTER: disagreeing()}) for _ in range(40)]

    picture = found(
        evidence(*now, surveys=(newer,)),
        evidence(*crowd(first_only, SAFE, 20, 40, day=IN_WINTER), surveys=(first_only,)),
    )
    figure = the(picture, "QL1", CHILD)

    assert figure.value == 0
    assert figure.change is not None
    assert figure.change.points == 50
    assert Flag.PARTLY_COMPARABLE in figure.flags


# Ids


def test_an_id_says_area_measure_and_period_and_is_the_same_every_time() -> None:
    now = evidence(*crowd(CHILDREN, SAFE, 12, 30))

    one, again = the(found(now), "OC1", CHILD), the(found(now), "OC1", CHILD)

    assert one.id.startswith("NEG-OC1-26Q2-")
    assert one.id == again.id


def test_each_audience_has_ids_of_its_own() -> None:
    ids = {the(found(evidence(), audience=one), "OC1", CHILD).id for one in Audience}

    assert len(ids) == 3


def test_no_two_figures_of_a_picture_share_an_id() -> None:
    invitations = tuple(one for number in range(300) for one in asked(f"Agency {number}", 6, 10))
    picture = found(evidence(invitations=invitations))

    ids = [one.id for one in picture.figures]

    assert len(ids) == len(set(ids))


def test_every_measure_says_how_it_is_counted_and_every_formula_has_its_function() -> None:
    assert all(measure.counted for measure in library_measures().all())
    assert set(FORMULAS) == set(Formula)


def test_respondents_of_a_series_are_one_person_in_all_its_waves() -> None:
    first = [list(scores(f"one-{number}", 2, 2))[1] for number in range(12)]
    later = [
        one.model_copy(
            update={
                "id": f"later-{one.id}",
                "day": IN_SPRING + timedelta(days=30),
                "answers": {CONFIDENT: Chosen(option=OptionKey("9"))},
            }
        )
        for one in first[:6]
    ]

    figure = the(found(evidence(*later, *first)), "QL1", PRACTITIONER, "NEG-Q1")

    assert (figure.numerator, figure.base) == (6, 12)
