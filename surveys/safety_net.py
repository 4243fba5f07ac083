"""What figures may know of a concern: that there was one, where and when, and whether in time."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from surveys.concern import Concern, is_overdue, was_in_time
from surveys.values import AreaId, Value
from surveys.working_time import WorkingHours


class Acknowledgement(Value):
    """*in_time*: somebody acknowledged the concern before its clock ran out."""

    concern: str
    content_area: AreaId | None
    day: date
    in_time: bool


def acknowledgement(
    concern: Concern, now: datetime, zone: ZoneInfo, hours: WorkingHours
) -> Acknowledgement | None:
    """None while the clock runs and nobody has acknowledged it."""
    if concern.acknowledged is None and not is_overdue(concern, now, zone, hours):
        return None
    return Acknowledgement(
        concern=concern.id,
        content_area=concern.content_area,
        day=concern.day,
        in_time=was_in_time(concern, zone, hours),
    )
