"""Values for tests. Name only what the test is about; everything else is ordinary."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, ClassVar

from storage.interface import Draft, Entry, Message
from surveys.answering import Answer, Chosen, Counted, Response, Said
from surveys.coding import Coder, Coding, Sentiment
from surveys.framework import ContentArea, Framework, GoodStatement, Kind, Perspective, Tier
from surveys.survey import (
    AgreeQuestion,
    CommentQuestion,
    Option,
    Question,
    ScaleQuestion,
    Survey,
)
from surveys.values import (
    AreaId,
    Kept,
    OptionKey,
    PersonId,
    QuestionId,
    Respondent,
    ResponseId,
    StatementId,
    SurveyId,
    WaveId,
)
from surveys.voice import AgeBand, Agreed, OnePerson, Reuse, Voice, Way, Whose
from surveys.wave import Invitation, Person, Wave

NEGLECT = AreaId("neglect")
PRACTICE = SurveyId("neglect-practice")
SPRING = WaveId("neglect-practice-2026-q2")
SUMMER = WaveId("neglect-practice-2026-q3")

THRESHOLDS = QuestionId("thresholds")
CONFIDENCE = QuestionId("confidence")
GETS_IN_THE_WAY = QuestionId("gets_in_the_way")

AMINA = PersonId("U0AMINA01")
BEN = PersonId("U0BEN0002")
CARYS = PersonId("U0CARYS03")

OPENING = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)  # of the wave a_wave() gives
DURING = OPENING + timedelta(days=3)
CLOSING = OPENING + timedelta(days=14)

_numbers = count(1)


def a_framework(**changes: Any) -> Framework:
    return Framework(**{"areas": (a_content_area(),)} | changes)


def a_content_area(**changes: Any) -> ContentArea:
    usual: dict[str, Any] = {
        "id": NEGLECT,
        "label": "Neglect",
        "tier": Tier.PRACTICE,
        "good": (
            GoodStatement(
                id=StatementId("NEG-Q1"),
                kind=Kind.QUALITY,
                text="Neglect is named early and in the same words by everyone.",
                target=80,
            ),
            GoodStatement(
                id=StatementId("NEG-O1"),
                kind=Kind.OUTCOME,
                text="Children living with neglect say that life at home got better.",
                target=70,
            ),
        ),
    }
    return ContentArea(**usual | changes)


def agree_options() -> tuple[Option, ...]:
    labels = {
        "strongly_agree": "Strongly agree",
        "agree": "Agree",
        "neither": "Neither",
        "disagree": "Disagree",
        "strongly_disagree": "Strongly disagree",
    }
    return tuple(Option(key=OptionKey(key), label=label) for key, label in labels.items())


def an_agree_question(question: QuestionId = THRESHOLDS, **changes: Any) -> AgreeQuestion:
    usual: dict[str, Any] = {
        "id": question,
        "text": "I know when neglect meets the threshold.",
        "options": agree_options(),
        "opt_outs": (Option(key=OptionKey("not_my_work"), label="Not part of my work"),),
        "favourable": {"strongly_agree", "agree"},
        "good": ("NEG-Q1",),
    }
    return AgreeQuestion(**usual | changes)


def a_scale_question(question: QuestionId = CONFIDENCE, **changes: Any) -> ScaleQuestion:
    usual: dict[str, Any] = {
        "id": question,
        "text": "How confident are you that you would notice neglect?",
        "low": "Not at all",
        "high": "Completely",
        "options": tuple(Option(key=OptionKey(str(n)), label=str(n)) for n in range(11)),
    }
    return ScaleQuestion(**usual | changes)


def a_comment_question(question: QuestionId = GETS_IN_THE_WAY, **changes: Any) -> CommentQuestion:
    usual: dict[str, Any] = {"id": question, "text": "What gets in the way?"}
    return CommentQuestion(**usual | changes)


def a_survey(*questions: Question, **changes: Any) -> Survey:
    """A short one: how sure, how confident, what gets in the way."""
    usual: dict[str, Any] = {
        "id": PRACTICE,
        "title": "Neglect in practice",
        "perspective": Perspective.PRACTITIONER,
        "method": "practitioner_experiences",
        "promise": "staff",
        "questions": questions or (an_agree_question(), a_scale_question(), a_comment_question()),
    }
    return Survey(**usual | changes)


def a_wave(**changes: Any) -> Wave:
    """Two weeks of May 2026, confidential, about neglect."""
    usual: dict[str, Any] = {
        "id": SPRING,
        "survey": PRACTICE,
        "survey_version": 1,
        "mode": "confidential",
        "opens_at": OPENING,
        "closes_at": CLOSING,
        "content_area": NEGLECT,
    }
    return Wave(**usual | changes)


def a_person(person: PersonId = AMINA, **changes: Any) -> Person:
    usual: dict[str, Any] = {
        "id": person,
        "agency": "Local authority",
        "role_group": "Social worker",
    }
    return Person(**usual | changes)


def an_invitation(person: PersonId = AMINA, **changes: Any) -> Invitation:
    usual: dict[str, Any] = {
        "wave": SPRING,
        "person": person,
        "agency": "Local authority",
        "role_group": "Social worker",
    }
    return Invitation(**usual | changes)


def agreeing() -> Chosen:
    return Chosen(option=OptionKey("agree"))


def disagreeing() -> Chosen:
    return Chosen(option=OptionKey("disagree"))


def scoring(number: int) -> Chosen:
    return Chosen(option=OptionKey(str(number)))


def counting(number: int) -> Counted:
    return Counted(number=number)


def saying(text: str) -> Said:
    return Said(text=text)


def some_answers(comment: str | None = None) -> dict[QuestionId, Answer]:
    answers: dict[QuestionId, Answer] = {THRESHOLDS: agreeing(), CONFIDENCE: scoring(7)}
    return answers | ({GETS_IN_THE_WAY: saying(comment)} if comment else {})


def a_response(comment: str | None = None, **changes: Any) -> Response:
    """Another respondent's each time, unless told whose."""
    number = next(_numbers)
    usual: dict[str, Any] = {
        "id": ResponseId(f"response-{number}"),
        "survey": PRACTICE,
        "survey_version": 1,
        "wave": SPRING,
        "respondent": Respondent(f"respondent-{number}"),
        "perspective": Perspective.PRACTITIONER,
        "day": date(2026, 5, 7),
        "agency": "Local authority",
        "content_area": NEGLECT,
        "answers": some_answers(comment),
    }
    return Response(**usual | changes)


def a_coding(response: Response, **changes: Any) -> Coding:
    """What a machine read in the response's comment."""
    usual: dict[str, Any] = {
        "response": response.id,
        "question": GETS_IN_THE_WAY,
        "coder": Coder.MACHINE,
        "version": "words-1",
        "day": response.day,
        "sentiment": Sentiment.NEGATIVE,
        "themes": ("workload",),
    }
    return Coding(**usual | changes)


def a_draft(**changes: Any) -> Draft:
    usual: dict[str, Any] = {
        "wave": SPRING,
        "respondent": Respondent("respondent-of-a-draft"),
        "owner": Respondent("respondent-of-a-draft"),
        "answers": some_answers("half a thought"),
    }
    return Draft(**usual | changes)


def a_message(person: PersonId = AMINA, **changes: Any) -> Message:
    """Another message each time, unless told which."""
    usual: dict[str, Any] = {
        "id": f"message-{next(_numbers)}",
        "to": person,
        "text": "Thank you. The QA team reads this on Friday.",
        "not_before": DURING,
    }
    return Message(**usual | changes)


def an_entry(**changes: Any) -> Entry:
    usual: dict[str, Any] = {
        "at": DURING,
        "who": AMINA,
        "did": "saw a digest",
        "what": "neglect 2026-Q2",
        "figures": ("NEG-QL1-2026Q2",),
    }
    return Entry(**usual | changes)


class Note(Kept):
    """Something with an id of its own, as voices and concerns are."""

    kind: ClassVar[str] = "note"

    text: str = "Ask again in May."
    about: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return self.about


def a_note(**changes: Any) -> Note:
    usual: dict[str, Any] = {"id": f"note-{next(_numbers)}"}
    return Note(**usual | changes)


def a_voice(**changes: Any) -> Voice:
    given: dict[str, Any] = {
        "id": "voice-1",
        "worker": "worker-1",
        "day": DURING.date(),
        "speaker": OnePerson(whose=Whose.CHILD, age_bands=(AgeBand.FROM_8,)),
        "content_areas": (NEGLECT,),
        "ways": (Way.TALKING,),
        "agreed": Agreed.OWN_WAY,
        "reuse": Reuse.BOARD,
        "own_words": ("They never ask me.",),
        "replied_by": DURING.date() + timedelta(days=28),
    }
    return Voice.model_validate(given | changes)
