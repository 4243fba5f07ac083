import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

import pytest

from analysis.figures.status import Clarity, Comparison, changes, gap
from analysis.redaction.redacting import redact
from analysis.statistics import Share, newcombe
from bot.board import Role
from bot.demo.days import quarters
from bot.demo.files import demo_cast, demo_comments
from bot.demo.year import Year, synthetic_year
from surveys.answering import Chosen, Response, Said, response_from
from surveys.authoring import library, library_framework
from surveys.framework import Perspective
from surveys.periods import Period
from surveys.survey import Closed, Mode
from surveys.values import AreaId, StatementId, SurveyId
from surveys.wave import Delivery, Wave
from tests.demo_store import PlainPseudonyms, demo_board, demo_people

TODAY = date(2026, 11, 24)
DAYS = [
    TODAY,
    date(2026, 1, 1),
    date(2025, 12, 31),
    date(2028, 2, 29),
    date(2026, 7, 2),
]
EARLY_HELP, NEGLECT = AreaId("early_help"), AreaId("neglect")
DOMESTIC_ABUSE, SEXUAL_ABUSE = AreaId("domestic_abuse"), AreaId("sexual_abuse")
PULSE = SurveyId("practitioner-pulse")
HARDLY, SMALL = "School or college", "Probation or youth justice"
CHILD, PARENT, PRACTITIONER = (
    Perspective.CHILD,
    Perspective.PARENT_CARER,
    Perspective.PRACTITIONER,
)


@cache
def a_year(until: date = TODAY, seed: int = 1) -> Year:
    return synthetic_year(
        library_framework(),
        library(),
        demo_people(),
        demo_comments(),
        board=demo_board(),
        pseudonyms=PlainPseudonyms(),
        until=until,
        waiting=demo_cast().ids,
        seed=seed,
    )


def last_full(until: date) -> Period:
    return Period.quarter_of(until).previous


def about(year: Year, period: Period, area: AreaId, who: Perspective) -> list[Response]:
    return [
        response
        for response in year.responses
        if response.content_area == area
        and response.perspective is who
        and period.covers(response.day)
    ]


def share(responses: Iterable[Response], statement: str) -> Share:
    """One vote a person: favourable when more than half of their answers on it are."""
    votes: list[bool] = []
    for response in responses:
        answers = [
            answer.option in question.favourable
            for question in library()[response.survey].questions
            if isinstance(question, Closed) and StatementId(statement) in question.good
            if isinstance(answer := response.answers.get(question.id), Chosen)
            if answer.option not in question.opt_out_keys
        ]
        if answers:
            votes.append(2 * sum(answers) > len(answers))
    return Share(favourable=sum(votes), base=len(votes))


def answered_of(year: Year, wave: Wave, agency: str) -> tuple[int, int]:
    asked = [
        invitation
        for invitation in year.invitations
        if invitation.wave == wave.id
        and invitation.agency == agency
        and invitation.delivery is Delivery.DELIVERED
    ]
    return sum(invitation.answered for invitation in asked), len(asked)


def pulses(year: Year) -> list[Wave]:
    return [wave for wave in year.waves if wave.survey == PULSE]


@pytest.mark.parametrize("until", DAYS, ids=str)
def test_where_there_is_domestic_abuse_it_is_really_getting_better(until: date) -> None:
    year, period = a_year(until), last_full(until)
    now = share(about(year, period, DOMESTIC_ABUSE, CHILD), "DA-O1")
    before = share(about(year, period.previous, DOMESTIC_ABUSE, CHILD), "DA-O1")

    (change,) = changes([Comparison(first=now, second=before)])

    assert change.clarity is Clarity.CLEAR
    assert change.difference.lower > 0.1
    assert before.estimate < 0.5
    assert now.estimate > 0.7
    assert min(now.base, before.base) >= 40


@pytest.mark.parametrize("until", DAYS, ids=str)
def test_practitioners_see_neglect_getting_better_and_children_do_not(until: date) -> None:
    year, period = a_year(until), last_full(until)
    practitioners = share(about(year, period, NEGLECT, PRACTITIONER), "NEG-O1")
    children = share(about(year, period, NEGLECT, CHILD), "NEG-O1")

    seen = gap(practitioners, children)

    assert seen.clarity is Clarity.CLEAR
    assert seen.difference.lower > 0.1
    assert practitioners.base >= 20
    assert children.base >= 40


@pytest.mark.parametrize("until", DAYS, ids=str)
def test_schools_hardly_answer_and_all_others_do(until: date) -> None:
    year = a_year(until)

    for wave in pulses(year)[:-1]:
        answered, asked = answered_of(year, wave, HARDLY)
        assert answered >= 5  # enough to be told
        assert answered < 0.3 * asked
        for agency in {person.agency for person in demo_people()} - {HARDLY}:
            answered, asked = answered_of(year, wave, agency)
            assert 0.6 * asked <= answered <= 0.85 * asked


@pytest.mark.parametrize("until", DAYS, ids=str)
def test_one_team_of_four_and_three_children_must_stay_protected(until: date) -> None:
    year = a_year(until)

    for wave in pulses(year)[:-1]:
        assert answered_of(year, wave, SMALL) == (3, 4)
    for quarter in quarters(until)[:-1]:
        assert len(about(year, quarter.period, SEXUAL_ABUSE, CHILD)) == 3


@pytest.mark.parametrize("until", DAYS, ids=str)
def test_parents_in_early_help_are_more_positive_by_chance_only(until: date) -> None:
    year, period = a_year(until), last_full(until)
    now = share(about(year, period, EARLY_HELP, PARENT), "EH-O1")
    before = share(about(year, period.previous, EARLY_HELP, PARENT), "EH-O1")

    moved = newcombe(now, before)

    assert 0.04 <= moved.estimate <= 0.12
    assert not moved.excludes_zero
    assert 25 <= now.base <= 36
    assert 25 <= before.base <= 36


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_planted_does_not_hang_on_the_seed(seed: int) -> None:
    year, period = a_year(TODAY, seed), last_full(TODAY)
    children = share(about(year, period, NEGLECT, CHILD), "NEG-O1")
    practitioners = share(about(year, period, NEGLECT, PRACTITIONER), "NEG-O1")
    better = share(about(year, period, DOMESTIC_ABUSE, CHILD), "DA-O1")
    before = share(about(year, period.previous, DOMESTIC_ABUSE, CHILD), "DA-O1")

    assert gap(practitioners, children).clarity is Clarity.CLEAR
    assert newcombe(better, before).lower > 0.1


@pytest.mark.parametrize("until", DAYS, ids=str)
def test_every_response_keeps_to_the_rules_of_its_survey(until: date) -> None:
    year = a_year(until)
    waves = {wave.id: wave for wave in year.waves}

    for response in year.responses:
        wave = waves[response.wave]
        again = response_from(
            wave,
            library()[response.survey],
            response.answers,
            response_id=response.id,
            respondent=response.respondent,
            agency=response.agency,
            day=response.day,
        )
        assert again == response
        assert wave.opens_at.date() <= response.day < wave.closes_at.date()
        assert response.day <= until


@pytest.mark.parametrize("until", DAYS, ids=str)
def test_the_year_is_four_full_quarters_and_the_running_one(until: date) -> None:
    year = a_year(until)
    running = Period.quarter_of(until)
    days = [response.day for response in year.responses]

    assert running.previous.previous.previous.previous.first_day <= min(days)
    assert max(days) <= until
    assert 2000 <= len(days) <= 4000
    for quarter in quarters(until)[:-1]:
        assert sum(quarter.period.covers(day) for day in days) > 450


def test_the_same_seed_and_day_make_the_same_year() -> None:
    made_again = a_year.__wrapped__()

    assert made_again == a_year()
    assert made_again != a_year(seed=2)


@pytest.mark.parametrize("until", DAYS, ids=str)
def test_everybody_answers_a_wave_once_and_ids_are_given_once(until: date) -> None:
    year = a_year(until)

    assert len({wave.id for wave in year.waves}) == len(year.waves)
    assert len({response.id for response in year.responses}) == len(year.responses)
    pairs = {(response.wave, response.respondent) for response in year.responses}
    assert len(pairs) == len(year.responses)
    asked = Counter((one.wave, one.person) for one in year.invitations)
    assert set(asked.values()) == {1}


@pytest.mark.parametrize("until", DAYS, ids=str)
def test_who_is_marked_as_having_answered_is_as_many_as_have(until: date) -> None:
    for fielding in a_year(until).fieldings:
        if not fielding.survey.with_worker:
            answered = sum(invitation.answered for invitation in fielding.invitations)
            assert answered == len(fielding.responses)
        for invitation in fielding.invitations:
            assert not (invitation.answered and invitation.delivery is not Delivery.DELIVERED)


@pytest.mark.parametrize("until", DAYS, ids=str)
def test_a_newcomer_finds_one_survey_to_answer(until: date) -> None:
    year = a_year(until)
    waiting = [one for one in year.invitations if one.delivery is Delivery.WAITING]
    open_now = pulses(year)[-1]

    assert open_now.opens_at.date() <= until < open_now.closes_at.date() - timedelta(days=7)
    assert {one.wave for one in waiting} == {open_now.id}
    assert {one.person for one in waiting} == demo_cast().ids & {one.id for one in demo_people()}
    assert not any(one.answered for one in waiting)


def test_those_who_were_asked_were_told_what_came_of_it() -> None:
    year = a_year()
    told = [wave for wave in year.waves if wave.what_came_of_it]

    assert {wave.survey for wave in told} >= {PULSE, SurveyId("child-8-to-11")}
    assert any(last_full(TODAY).covers(wave.opens_at.date()) for wave in told)
    assert all(wave.closes_at.date() <= TODAY for wave in told)


def test_who_was_on_a_course_can_be_followed_and_nobody_else() -> None:
    year = a_year()
    linked = {wave.id for wave in year.waves if wave.mode is Mode.LINKED}
    seen = Counter(response.respondent for response in year.responses)

    followed = {response.respondent for response in year.responses if seen[response.respondent] > 1}

    in_training = {one.respondent for one in year.responses if one.wave in linked}
    assert len(linked) == 6
    assert followed
    assert followed <= in_training
    assert max(seen.values()) == 3


def test_children_of_every_area_are_heard_by_workers_of_two_agencies() -> None:
    agencies: dict[AreaId | None, set[str | None]] = {}
    for response in a_year().responses:
        if response.perspective is CHILD:
            agencies.setdefault(response.content_area, set()).add(response.agency)

    assert len(agencies) == 10
    assert {len(found) for found in agencies.values()} == {2}


def test_no_response_holds_a_time_or_anybodys_slack_id() -> None:
    written = json.dumps([one.model_dump(mode="json") for one in a_year().responses])

    assert not re.search(r"\d{2}:\d{2}:\d{2}", written)
    assert not any(person.id in written for person in demo_people())


def test_comments_hold_no_personal_data_and_none_is_given_twice_in_a_quarter() -> None:
    for quarter in quarters(TODAY):
        comments = [
            answer.text
            for response in a_year().responses
            if quarter.period.covers(response.day) and response.survey != "training-day"
            for answer in response.answers.values()
            if isinstance(answer, Said)
        ]

        assert len(comments) > 100
        assert all(redact(text).text == text for text in comments)
        assert max(Counter(comments).values()) == 1


def test_who_is_content_writes_something_else_than_who_is_not() -> None:
    sentiment = {comment.text: comment.sentiment.value for comment in demo_comments()}
    heard: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for response in a_year().responses:
        judged = [
            answer.option in question.favourable
            for question in library()[response.survey].questions
            if isinstance(question, Closed) and question.favourable
            if isinstance(answer := response.answers.get(question.id), Chosen)
            if answer.option not in question.opt_out_keys
        ]
        for answer in response.answers.values():
            if judged and isinstance(answer, Said) and answer.text in sentiment:
                heard[2 * sum(judged) > len(judged)][sentiment[answer.text]] += 1

    assert heard[True]["positive"] > 2 * heard[True]["negative"]
    assert heard[False]["negative"] > 2 * heard[False]["positive"]


def test_some_opt_out_of_every_question_that_lets_them() -> None:
    chosen: Counter[bool] = Counter()
    for response in a_year().responses:
        for name, answer in response.answers.items():
            question = library()[response.survey].by_id[name]
            if isinstance(question, Closed) and question.opt_outs and isinstance(answer, Chosen):
                chosen[answer.option in question.opt_out_keys] += 1

    assert 0.03 < chosen[True] / chosen.total() < 0.10


def test_every_role_of_the_made_up_board_is_held_by_somebody_one_can_act_as() -> None:
    holders = {person for role in Role for person in demo_board().holders(role)}

    assert all(demo_board().holders(role) for role in Role)
    assert holders <= demo_cast().ids


def test_the_made_up_board_rings_nobodys_telephone() -> None:
    told = demo_board().mash_contact + demo_board().out_of_hours

    assert re.findall(r"\d[\d ]{6,}\d", told)
    assert all(number.startswith("01632 960") for number in re.findall(r"\d[\d ]{6,}\d", told))


def test_the_workspace_has_people_of_every_kind() -> None:
    cast = demo_cast()
    agencies = {one.agency for one in demo_people() if one.id in cast.ids}

    assert len(agencies) >= 6
    assert {one.role for one in cast.people} >= {"Practitioner", "Participation worker"}
    assert len({one.name for one in cast.people}) == len(cast.people)
    for room in cast.practice_channels():
        assert set(room.members) <= cast.ids
    for group in cast.practice_groups():
        assert set(group.members) <= cast.ids
