"""Shares, and estimates with their likely ranges."""

from statistics import NormalDist
from typing import Annotated, Self

from pydantic import Field, FiniteFloat, model_validator

from surveys.values import Value

CONFIDENCE = 0.95


class Share(Value):
    """How many of a base were favourable. A base of zero is allowed, and has no estimate."""

    favourable: Annotated[int, Field(ge=0)]
    base: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _is_part_of_its_base(self) -> Self:
        if self.favourable > self.base:
            raise ValueError("more favourable answers than answers")
        return self

    @property
    def unfavourable(self) -> int:
        return self.base - self.favourable

    @property
    def estimate(self) -> float:
        if self.base == 0:
            raise ValueError("a base of zero has no estimate")
        return self.favourable / self.base


class Interval(Value):
    """An estimate and its likely range, in the unit of the estimate."""

    estimate: FiniteFloat
    lower: FiniteFloat
    upper: FiniteFloat

    @property
    def excludes_zero(self) -> bool:
        return self.lower > 0 or self.upper < 0


def z_of(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError("confidence lies between 0 and 1")
    return NormalDist().inv_cdf((1 + confidence) / 2)
