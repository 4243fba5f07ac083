"""What every value of Heard is: frozen, valid once it exists, and silent in errors."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, NewType, Self

from pydantic import BaseModel, ConfigDict, PlainSerializer, StringConstraints

AreaId = NewType("AreaId", str)
StatementId = NewType("StatementId", str)
SurveyId = NewType("SurveyId", str)
QuestionId = NewType("QuestionId", str)
OptionKey = NewType("OptionKey", str)
WaveId = NewType("WaveId", str)
ResponseId = NewType("ResponseId", str)
PersonId = NewType("PersonId", str)  # a Slack user id: never stored beside an answer
Respondent = NewType("Respondent", str)  # a keyed pseudonym, valid in one wave or one series

SLUG = StringConstraints(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=60)
Slug = Annotated[str, SLUG]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3000)]

# Written in one order always, so that the same value is the same text in every process.
IN_ORDER = PlainSerializer(sorted, return_type=list[str], when_used="json-unless-none")


class Value(BaseModel):
    """Hides its input in errors, because the input may be somebody's words."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As pydantic's, but what was derived and cached from the old values is forgotten."""
        copied = super().model_copy(update=update, deep=deep)
        for derived in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[derived]
        return copied


class Kept(Value):
    """What a store keeps under an id of its own and what may change: a voice, a concern, a hold.

    *kind* names the kind, in the store and for ever. *labels* say by what it can be found.
    """

    kind: ClassVar[str]

    id: str

    @property
    def labels(self) -> tuple[str, ...]:
        return ()
