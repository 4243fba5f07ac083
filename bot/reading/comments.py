"""One comment with its words, as the QA team may read it; nothing where a concern keeps it out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from analysis.reading.reader import Reading, read
from bot.asking.answering import survey_of
from bot.deps import Deps
from bot.reading.worker import NOT_KNOWN, Wording, wording_of
from bot.telling.evidence import is_withheld
from bot.telling.good import framework_of
from surveys.answering import Response, Said
from surveys.concern import Door, in_filling
from surveys.framework import Perspective
from surveys.review import fingerprint, review_id
from surveys.values import AreaId, QuestionId, ResponseId
from surveys.voice import OWN_WORDS, Voice

OWN_WORDS_ASKED = "What they said, in their own words"


@dataclass(frozen=True)
class Comment:
    """*asked* is the question that it answers; *kept_in* the response or voice with its words.

    *statement* is the 'good' statement that the question asks about, if it is one.
    """

    kept_in: Response | Voice
    question: QuestionId
    text: str
    asked: str
    statement: str = ""

    @property
    def id(self) -> str:
        return review_id(self.response, self.question)

    @property
    def response(self) -> ResponseId:
        return ResponseId(self.kept_in.id)

    @property
    def ref(self) -> str:
        return ref(self.response, self.question)

    @property
    def day(self) -> date:
        return self.kept_in.day

    @property
    def perspective(self) -> Perspective:
        return self.kept_in.perspective

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.text)

    @property
    def refers_to(self) -> str:
        """What concerns about it refer to."""
        return _refers_to(self.kept_in)

    @property
    def door(self) -> Door:
        return Door.VOICE if isinstance(self.kept_in, Voice) else Door.COMMENT

    @property
    def area(self) -> AreaId | None:
        if isinstance(self.kept_in, Voice):
            return next(iter(self.kept_in.content_areas), None)
        return self.kept_in.content_area


def ref(response: ResponseId, question: QuestionId) -> str:
    """What a form carries along to find the comment again."""
    return f"{response} {question}"


async def comment_of(deps: Deps, reference: str) -> Comment | None:
    """None when it is gone, was withdrawn, or is under a concern."""
    name, _, question = reference.partition(" ")
    response = await deps.store.response(ResponseId(name))
    found = response or await deps.store.kept(Voice, name)
    text = _text(found, question)
    if found is None or not text or await is_withheld(deps, found.id, _refers_to(found), question):
        return None
    if isinstance(found, Voice):
        return Comment(found, QuestionId(question), text, OWN_WORDS_ASKED)
    return Comment(found, QuestionId(question), text, *await _wording(deps, found, question))


def reading_of(deps: Deps, comment: Comment) -> Reading:
    """What the machine reads in it now, as for figures: own words answer no question of ours."""
    question = "" if isinstance(comment.kept_in, Voice) else comment.asked
    return read(
        comment.text,
        deps.codebook,
        question=question,
        statement=comment.statement,
        by=deps.models.engine,
    )


def comments_in(
    responses: Iterable[Response], voices: Iterable[Voice]
) -> Mapping[str, tuple[Response | Voice, str]]:
    """References of all comments, each with what it is kept in and its words."""
    found: dict[str, tuple[Response | Voice, str]] = {}
    for one in responses:
        for question, answer in one.answers.items():
            if isinstance(answer, Said) and answer.text.strip():
                found[ref(one.id, question)] = one, answer.text
    for voice in voices:
        if voice.own_words:
            found[ref(ResponseId(voice.id), OWN_WORDS)] = voice, voice.words
    return found


def writer_of(kept_in: Response | Voice) -> str:
    """Whose words they are: a pseudonym, of a wave or of a child that came again."""
    if isinstance(kept_in, Voice):
        return kept_in.reference or kept_in.id
    return kept_in.respondent


def _text(found: Response | Voice | None, question: str) -> str:
    match found:
        case Response():
            answer = found.answers.get(QuestionId(question))
            return answer.text if isinstance(answer, Said) else ""
        case Voice() if question == OWN_WORDS:
            return found.words
        case _:
            return ""


def _refers_to(found: Response | Voice) -> str:
    if isinstance(found, Voice):
        return found.id
    return in_filling(found.wave, found.respondent)


async def _wording(deps: Deps, response: Response, question: str) -> Wording:
    survey = await survey_of(deps, await deps.store.wave(response.wave))
    asked = survey.by_id.get(QuestionId(question))
    return wording_of(asked, await framework_of(deps, deps.today())) if asked else NOT_KNOWN
