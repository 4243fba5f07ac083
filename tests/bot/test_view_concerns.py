"""What those see who act on concerns: content in modals only, and nothing Slack would refuse."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from analysis.disclosure.suppression import PROTECTED, Audience, Count, release_share
from analysis.figures.net_measures import ProcessCount, Recall
from analysis.statistics import Share
from bot import wording
from bot.board import Board
from bot.payloads import FormState
from bot.views import asking, concern_queue, concern_told, unflagged
from bot.views import concern as views
from bot.wording import concerns as words
from surveys.concern import (
    AdviceGiven,
    Concern,
    Door,
    NoAction,
    Passage,
    Referred,
    Reported,
    Route,
    Urgency,
    acknowledge,
    decide,
    settle,
)
from surveys.unflagged import Unflagged
from surveys.values import PersonId
from surveys.voice import AgeBand, Number, Whose
from surveys.voice_form import Teller
from tests.builders import SPRING
from tests.checkers import as_json, problems_of_message, problems_of_view
from tests.digests import HOSTILE
from tests.surveys.test_concern import TOLD, a_concern, an_outcome

LONDON = ZoneInfo("Europe/London")
NIGHT = datetime(2026, 9, 1, 23, 0, tzinfo=LONDON)
DAWN = PersonId("UDAWN")
BOARD = Board(
    name="Children & families board of <Norrshire>",
    mash_contact="the front door on 01632 960 001",
    out_of_hours="01632 960 002",
)
EVERY_AGE = Teller(Whose.OTHER_FAMILY, tuple(AgeBand), Number(number=0))
EVERY_CATEGORY = tuple(words.CATEGORIES)
LONG = (HOSTILE * 3000)[:40_000]


def in_every_state(**changes: object) -> list[Concern]:
    told = a_concern(**changes)
    taken = acknowledge(told, DAWN, TOLD)
    decided = decide(taken, an_outcome())
    for _ in range(12):
        decided = decide(decided, an_outcome())
    settled = settle(decided, released=False, by=DAWN, now=TOLD)
    return [told, taken, decided, settled, settle(settled, released=True, by=DAWN, now=TOLD)]


@pytest.mark.parametrize(("now", "reported"), [(TOLD, None), (NIGHT, Reported.NOT_YET)])
def test_slack_takes_a_concern_in_every_state_however_long_it_is(
    now: datetime, reported: Reported | None
) -> None:
    passages = tuple(
        Passage(field=f"f{n}", caption=HOSTILE[:300], text=LONG, why=((0, 60),)) for n in range(5)
    )
    views_of_it = [
        views.concern_view(
            one, HOSTILE, now, BOARD, teller=EVERY_AGE, note=(words.second_needed(),)
        )
        for one in in_every_state(passages=passages, categories=EVERY_CATEGORY, reported=reported)
    ]

    assert [found for view in views_of_it for found in problems_of_view(as_json(view))] == []
    assert len(str(as_json(views_of_it[0]))) < 250_000


def test_slack_takes_the_queue_the_forms_and_the_messages() -> None:
    concerns = [one for _ in range(30) for one in in_every_state(urgency=Urgency.IMMEDIATE)]
    queue = concern_queue.Queue(concerns, TOLD + timedelta(days=1), BOARD)
    counted = ProcessCount(
        raised=Count(number=40),
        in_time=release_share(Share(favourable=30, base=40), Audience.BOARD),
        rightly=PROTECTED,
    )
    recall = Recall(found=9, unflagged=90, sampled=20, missed=1, estimate=0.7, lower=0.3, upper=1)
    texts = [
        Unflagged(
            id=f"{n}",
            door=Door.MESSAGE,
            refers_to="r",
            kept_in="r",
            field="f",
            caption=HOSTILE[:300],
            day=date(2026, 9, 1),
        )
        for n in range(5)
    ]
    state = FormState(wave=SPRING, asking=True)
    shown = [
        *(
            concern_queue.queue_view(
                queue, unflagged.beside_the_queue(5, 2, 3, recall, counted), page=page
            )
            for page in (0, 1)
        ),
        unflagged.to_read_view([(one, LONG) for one in texts], left=30, page=1),
        unflagged.to_read_view([], left=0, page=0, is_sample=True),
        views.outcome_form(a_concern(), date(2026, 9, 1)),
        views.writer_view(PersonId("UANNA")),
        asking.asking_view(state, words.told(BOARD, NIGHT, tuple(a_concern().routes))),
    ]
    told = [
        concern_told.one_item("one", TOLD, NIGHT, BOARD),
        concern_told.second_needed("one"),
        concern_told.several_items(12),
    ]

    assert [found for view in shown for found in problems_of_view(as_json(view))] == []
    assert [found for _, blocks in told for found in problems_of_message(blocks)] == []


def test_nothing_outside_a_modal_says_what_a_concern_is_about() -> None:
    concern = a_concern(categories=("sexual", "allegation_staff"))
    queue = concern_queue.Queue([concern], TOLD, BOARD)
    outside = [
        as_json(concern_queue.on_home(queue)),
        concern_told.one_item(concern.id, TOLD, TOLD, BOARD),
        words.post_text(BOARD),
        words.POST_SUBJECT,
    ]

    for said in outside:
        for content in ("hits", "sexual", "allegation", "comment", "LADO"):
            assert content not in str(said)


def test_the_fixed_message_is_the_same_whatever_was_written() -> None:
    told = words.told(BOARD, TOLD)

    assert told == words.told(BOARD, TOLD + timedelta(hours=1))
    assert "999" in " ".join(told)
    assert "does not replace your own duty to report" in " ".join(told)


def test_whoever_is_to_report_it_has_the_number_out_of_hours_too() -> None:
    [front_door] = words.routes([Route.FRONT_DOOR], BOARD)

    for said in (words.report_it_now(BOARD, TOLD), front_door):
        assert BOARD.mash_contact in said
        assert BOARD.out_of_hours in said
    assert words.report_it_now(BOARD, NIGHT).endswith(f"{BOARD.out_of_hours}.")
    assert BOARD.mash_contact not in words.report_it_now(BOARD, NIGHT)


def test_out_of_hours_nobody_is_told_that_somebody_reads_it_now() -> None:
    writer = "\n".join((wording.held_back(), wording.held_back_later(), *words.told(BOARD, NIGHT)))
    _, lead = concern_told.one_item("one", NIGHT + timedelta(minutes=15), NIGHT, BOARD)

    assert "reads it now" not in writer
    assert "may not be read before 09:00 on Wednesday 2 September" in writer
    assert "*Thank you. A designated person will read what you wrote,*" in writer
    assert "Please open it by 23:15 today" in str(lead)
    assert "act on it if you see it" in str(lead)
    assert "nobody else may before 09:00 on Wednesday 2 September" in str(lead)


def test_in_working_hours_nothing_is_said_of_the_night() -> None:
    assert "may not be read before" not in "\n".join(words.told(BOARD, TOLD))


@pytest.mark.parametrize(
    "written", ["Referred to the front door by phone, with the manager.", "the front door", "LADO?"]
)
@pytest.mark.parametrize("rightly", [True, False])
def test_an_outcome_reads_well_however_it_is_written(written: str, *, rightly: bool) -> None:
    for done, begins in (
        (Referred(to=written, on=date(2026, 9, 1)), "*It was referred on 1 September 2026.*"),
        (AdviceGiven(what=written), "*Advice was given.*"),
        (NoAction(why=written), "*No action is needed.*"),
    ):
        said = words.outcome(an_outcome(done=done, rightly=rightly), TOLD, BOARD)

        assert said.startswith(begins)
        assert said.endswith(f"In the words of <@UDAWN>, 11:00 today: {written}")
        assert ("It did not need to be read that day." in said) is not rightly


@pytest.mark.parametrize(
    ("recall", "says"),
    [
        (None, "can't be said yet"),
        (
            Recall(found=9, unflagged=90, sampled=20, missed=1, estimate=0.7, lower=0.3, upper=1),
            "about 70%",
        ),
    ],
)
def test_recall_is_told_with_its_range_or_not_at_all(recall: Recall | None, says: str) -> None:
    assert says in words.recall(recall)


@pytest.mark.parametrize("text", ["&" * 4000, "a\n" * 3000, LONG[:12_000], "x" * 12_000, "\n" * 9])
def test_a_lead_sees_every_word_however_it_is_written(text: str) -> None:
    passage = Passage(field="why", caption="Why?", text=f"{text}END")
    view = views.concern_view(a_concern(passages=(passage,)), "", TOLD, BOARD)

    assert problems_of_view(as_json(view)) == []
    assert "END" in str(as_json(view))
    assert "It goes on" not in str(as_json(view))


POLISH = "Tata bije mnie pasem i boje sie wracac do domu."


def seen_by_a_lead(text: str) -> str:
    passages = (Passage(field="f", caption="A comment", text=text, why=((0, 4),)),)
    found = a_concern(passages=passages, categories=("neglect",))
    view = as_json(views.concern_view(found, "", TOLD, BOARD))
    assert problems_of_view(view) == []
    return str(view)


def test_of_a_text_that_is_not_in_english_a_lead_reads_so_and_no_guess() -> None:
    told = seen_by_a_lead(POLISH)

    assert words.NOT_ENGLISH in told
    assert "What it may be" not in told
    assert "What led here" not in told


def test_of_a_text_in_two_languages_a_lead_reads_which_sentence_is_not_in_english() -> None:
    told = seen_by_a_lead(f"Nobody has been to see us at home. {POLISH}")

    assert words.not_english([POLISH]) in told
    assert "What it may be" in told


def test_many_sentences_in_another_language_hide_no_words_of_the_next_passage() -> None:
    many = " ".join(f"Nikt do nas nie dzwoni {at}." for at in range(65))
    hurt = "My stepdad hits me with a belt."
    passages = (
        Passage(field="a", caption="One", text=f"Nobody has been to see us at home. {many}"),
        Passage(field="b", caption="Two", text=hurt),
    )
    view = as_json(views.concern_view(a_concern(passages=passages), "", TOLD, BOARD))

    assert problems_of_view(view) == []
    assert hurt in str(view)


@pytest.mark.parametrize(
    "text",
    ["ｄａｄ ｈｉｔｓ ｍｅ ａｔ ｈｏｍｅ", "Dad hits me \N{GREEK CAPITAL LETTER SIGMA} at home"],
)
def test_of_english_in_other_letters_a_lead_is_told_the_guess(text: str) -> None:
    assert "What it may be" in seen_by_a_lead(text)
