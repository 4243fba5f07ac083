"""What a digest stands on, as the store hands it over."""

from dataclasses import dataclass

from surveys.answering import Response
from surveys.coding import Coding
from surveys.survey import Survey
from surveys.wave import Invitation, Wave


@dataclass(frozen=True)
class Evidence:
    """Facts of one period. Responses come in no meaningful order.

    *waves* are those that ran in the period or have a response in it; *surveys* the versions they
    asked; *invitations* who was asked in them, which nothing joins to a response.
    """

    surveys: tuple[Survey, ...] = ()
    waves: tuple[Wave, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    responses: tuple[Response, ...] = ()
    codings: tuple[Coding, ...] = ()
