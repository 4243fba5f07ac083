"""What a digest says of its 'good' statements: how they stand, and what was agreed since."""

from collections.abc import Iterator, Sequence

from analysis.digest.lines import Good, Line
from analysis.phrases import day, points, shortened
from analysis.wording import say
from surveys.framework import CONSULTED, Agreement, GoodStatement
from surveys.periods import Period
from surveys.statement import asked


def good_told(good: GoodStatement) -> Good:
    with_whom = asked(good.consulted)
    return Good(
        id=good.id,
        kind=good.kind,
        text=good.text,
        target=good.target,
        for_children=good.for_children,
        agreed=good.agreed,
        only_proposed=good.only_proposed,
        made_with=tuple(one for one in CONSULTED if one in with_whom),
    )


def agreed_since(
    before: Sequence[GoodStatement], now: Sequence[GoodStatement], period: Period
) -> Iterator[Line]:
    """Whose words or target are others than in the period before, with the meeting's day.

    Nothing moves a status as quietly as a target, so that none moves unsaid, least of all one that
    was recorded when the figures of *period* could be known.
    """
    known = {one.id: one for one in before}
    for good in now:
        earlier = known.get(good.id)
        if earlier is None or good.agreed is None:
            continue
        if told := _what(earlier, good):
            yield Line(
                lead=f"{good.id}:",
                rest=" ".join(("", _agreed(told, good.agreed), *_late(good, period))),
            )


def _agreed(told: str, agreed: Agreement) -> str:
    return say("since.agreed", what=told, day=day(agreed.day), minute=agreed.minute)


def _what(before: GoodStatement, now: GoodStatement) -> str:
    told = []
    if before.target != now.target:
        told.append(say("since.target", target=now.target, was=_was(before, before.target)))
    if before.important_difference != now.important_difference:
        was = _was(before, before.important_difference)
        told.append(say("since.difference", points=points(now.important_difference), was=was))
    if before.text != now.text:
        told.append(say("since.words", text=shortened(now.text)))
    if not told and before.only_proposed:
        told.append(say("since.no_proposal", target=now.target))
    return "; ".join(told)


def _late(good: GoodStatement, period: Period) -> list[str]:
    if good.noted is None or good.noted <= period.last_day:
        return []
    return [say("since.noted", day=day(good.noted))]


def _was(before: GoodStatement, number: int | None) -> str:
    if number is None:
        return say("since.was_none")
    return say("since.was_drafted" if before.only_proposed else "since.was", number=number)
