"""Reporting periods: quarters and calendar years, fixed, so that no two of a kind overlap."""

import re
from datetime import date, timedelta
from functools import cached_property
from typing import Self

from pydantic import model_validator

from surveys.errors import Unknown
from surveys.values import Value

QUARTER = re.compile(r"^(\d{4})[-\s]?q([1-4])$", re.IGNORECASE)
YEAR = re.compile(r"^(\d{4})$")
MONTHS_IN_A_QUARTER = 3


class Period(Value):
    """A quarter (*quarter* 1 to 4) or a calendar year (*quarter* is None)."""

    year: int
    quarter: int | None = None

    @model_validator(mode="after")
    def _is_in_the_calendar(self) -> Self:
        if not 2000 <= self.year <= 2100 or self.quarter not in (None, 1, 2, 3, 4):  # noqa: PLR2004
            raise ValueError("a period lies between 2000 and 2100")
        return self

    @classmethod
    def parse(cls, text: str) -> Self:
        """The period written as '2026-Q3' or '2026'. Raises Unknown."""
        wanted = text.strip()
        try:
            if found := QUARTER.match(wanted):
                return cls(year=int(found[1]), quarter=int(found[2]))
            if found := YEAR.match(wanted):
                return cls(year=int(found[1]))
        except ValueError:
            pass
        raise Unknown("period", text, ("2026-Q3", "2026"))

    @classmethod
    def parse_quarter(cls, text: str) -> Self:
        """Of what is told by the quarter alone: as `parse`, and Unknown of a year."""
        try:
            found = cls.parse(text)
        except Unknown:
            found = None
        if found is None or found.quarter is None:
            raise Unknown("quarter", text)
        return found

    @classmethod
    def quarter_of(cls, day: date) -> Self:
        return cls(year=day.year, quarter=(day.month - 1) // MONTHS_IN_A_QUARTER + 1)

    @cached_property
    def first_day(self) -> date:
        return date(
            self.year, (self.quarter - 1) * MONTHS_IN_A_QUARTER + 1 if self.quarter else 1, 1
        )

    @cached_property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> Self:
        match self.quarter:
            case None:
                return self.model_copy(update={"year": self.year + 1})
            case 4:
                return self.model_copy(update={"year": self.year + 1, "quarter": 1})
            case quarter:
                return self.model_copy(update={"quarter": quarter + 1})

    @property
    def previous(self) -> Self:
        match self.quarter:
            case None:
                return self.model_copy(update={"year": self.year - 1})
            case 1:
                return self.model_copy(update={"year": self.year - 1, "quarter": 4})
            case quarter:
                return self.model_copy(update={"quarter": quarter - 1})

    @property
    def quarters(self) -> tuple[Self, ...]:
        """Of a year its four; of a quarter itself."""
        if self.quarter is not None:
            return (self,)
        return tuple(self.model_copy(update={"quarter": quarter}) for quarter in (1, 2, 3, 4))

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        return f"{self.year}-Q{self.quarter}" if self.quarter else str(self.year)
