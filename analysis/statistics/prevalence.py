"""How many people spoke of a theme, when a machine read them all and a person read a few again."""

from math import sqrt
from typing import Annotated, Self

from pydantic import Field, FiniteFloat, model_validator

from analysis.statistics.estimates import CONFIDENCE, Interval, Share, z_of
from analysis.statistics.shares import wilson
from surveys.values import Value

FEWEST_AUDITED = 20  # below, nothing is corrected: it is a machine's count, not yet checked

Count = Annotated[int, Field(ge=0)]


class Audited(Value):
    """The people drawn at random whom a person read again, by what machine and person found."""

    both: Count = 0
    only_machine: Count = 0
    only_person: Count = 0
    neither: Count = 0

    @property
    def people(self) -> int:
        return self.both + self.only_machine + self.only_person + self.neither

    @property
    def precision(self) -> float | None:
        """Of those in whom the machine found the theme, the share in whom it is."""
        found = self.both + self.only_machine
        return self.both / found if found else None

    @property
    def recall(self) -> float | None:
        """Of those in whom it is, the share in whom the machine found it."""
        there = self.both + self.only_person
        return self.both / there if there else None


class Prevalence(Value):
    """*corrected* is a share with its likely range; None while fewer than 20 were audited."""

    machine: FiniteFloat
    corrected: Interval | None
    audited: Audited
    people: Annotated[int, Field(gt=0)]

    @model_validator(mode="after")
    def _audits_some_of_the_people(self) -> Self:
        if self.audited.people > self.people:
            raise ValueError("more people audited than read")
        return self


def prevalence(
    found: int, people: int, audited: Audited, *, confidence: float = CONFIDENCE
) -> Prevalence:
    """The share of *people* who spoke of a theme, that the machine found in so many of them.

    θ = mean(f) + mean(y-f), where f is the machine's label of all N people and y a person's of the
    n audited; var(θ) = s²(f)/N + s²(y-f)/n with divisors N-1 and n-1; the range is θ ± z√var,
    within 0 and 1. Where all y-f are alike (mostly: they never differed) s²(y-f) would be 0 though
    we are not certain: it is then taken as if two more had been audited, one miss, one false find.
    Where θ itself falls outside 0 to 1, the audited alone are told, with their Wilson range.
    Sound only if the audited were drawn at random. Source: the difference estimator, Cochran,
    Sampling Techniques, chapter 7; as prediction-powered inference, Angelopoulos et al. 2023.
    """
    if not 0 <= found <= people or people == 0:
        raise ValueError("found in some of the people, and there is one at least")
    result = Prevalence(machine=found / people, corrected=None, audited=audited, people=people)
    if audited.people < FEWEST_AUDITED:
        return result
    return result.model_copy(update={"corrected": _corrected(result, z_of(confidence))})


def _corrected(read: Prevalence, z: float) -> Interval:
    audited, size = read.audited, read.audited.people
    error = (audited.only_person - audited.only_machine) / size
    centre = read.machine + error
    if not 0 <= centre <= 1:
        return wilson(Share(favourable=audited.both + audited.only_person, base=size))
    spread = _sample_variance(read.machine, read.machine, read.people) / read.people
    spread += _variance_of_errors(audited) / size
    half = z * sqrt(spread)
    return Interval(estimate=centre, lower=max(0.0, centre - half), upper=min(1.0, centre + half))


def _variance_of_errors(audited: Audited) -> float:
    """Of -1, 0 and 1; never nought, because nobody is certain after a few."""
    missed, false, size = audited.only_person, audited.only_machine, audited.people
    if size in (missed, false, audited.both + audited.neither):
        missed, false, size = missed + 1, false + 1, size + 2
    return _sample_variance((missed + false) / size, (missed - false) / size, size)


def _sample_variance(mean_of_squares: float, mean: float, size: int) -> float:
    return (mean_of_squares - mean * mean) * size / (size - 1) if size > 1 else 0.0
