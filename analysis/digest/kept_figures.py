"""The figures of a closed quarter: what outlives the answers that they were made from."""

from datetime import date
from typing import ClassVar

from pydantic import ValidationError

from analysis.digest.digest import Digest
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Figure
from surveys.errors import AnswersGone
from surveys.periods import Period
from surveys.values import AreaId, Kept


class KeptFigures(Kept):
    """The digest of one content area and quarter as one audience may see it, with every figure.

    It was made while the answers were whole, so whatever protects the small is in it; nothing
    could be protected anew from figures alone. *told* is the digest as JSON: a later version that
    can't read it says so, and still copies it.
    """

    kind: ClassVar[str] = "figures"

    content_area: AreaId
    period: Period
    audience: Audience
    made_on: date
    told: str

    @property
    def labels(self) -> tuple[str, ...]:
        return (f"quarter:{self.period}", f"area:{self.content_area}")

    @property
    def digest(self) -> Digest:
        """Raises AnswersGone when a later version has another form of digest."""
        try:
            return Digest.model_validate_json(self.told)
        except ValidationError:
            raise AnswersGone(str(self.period), self.made_on) from None

    @property
    def figures(self) -> tuple[Figure, ...]:
        return self.digest.figures


def kept_figures(digest: Digest) -> KeptFigures:
    period = Period.parse(digest.period)
    return KeptFigures(
        id=kept_id(digest.area, period, digest.audience),
        content_area=digest.area,
        period=period,
        audience=digest.audience,
        made_on=digest.as_at,
        told=digest.model_dump_json(),
    )


def kept_id(area: AreaId, period: Period, audience: Audience) -> str:
    return f"{area} {period} {audience.value}"
