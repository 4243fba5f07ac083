"""The form behind '/digest' without words: which content area, which quarter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from slack_sdk.models.blocks import InputBlock, Option, OptionGroup, StaticSelectElement
from slack_sdk.models.views import View

from analysis.disclosure.suppression import Audience
from analysis.phrases import period_label
from analysis.wording import say
from bot.views.pieces import modal, plain, section
from surveys.framework import ContentArea, Framework, Tier
from surveys.periods import Period
from surveys.values import AreaId

CALLBACK = "digest_picker"
AREA = "content_area"
PERIOD = "period"
AUDIENCE = "audience"


@dataclass(frozen=True)
class Form:
    """What is chosen for, in the names of its words."""

    title: str
    told: str
    submit: str
    callback: str


FOR_DIGEST = Form("title.digest", "picker.digest", "title.make_digest", CALLBACK)
FOR_QUOTES = Form("title.quotes", "picker.quotes", "title.show_quotes", "quotes_picker")
QUARTERS = 6
MOST_OPTIONS = 100
LONGEST_OPTION = 75
FOR = (Audience.BOARD, Audience.PUBLIC, Audience.ANALYST)


def recent_quarters(today: date) -> tuple[Period, ...]:
    """The quarter that is running and those before it, the newest first."""
    quarters = [Period.quarter_of(today)]
    while len(quarters) < QUARTERS:
        quarters.append(quarters[-1].previous)
    return tuple(quarters)


def recent_periods(today: date) -> tuple[Period, ...]:
    """Recent quarters, then this year and the last."""
    this_year = Period(year=today.year)
    return (*recent_quarters(today), this_year, this_year.previous)


def picker_view(
    framework: Framework,
    periods: Sequence[Period],
    today: date,
    *,
    area: AreaId | None = None,
    form: Form = FOR_DIGEST,
) -> View:
    """Area (*area* if it was named already) and period, the newest that is over chosen already."""
    return modal(
        say(form.title),
        [
            section(say(form.told)),
            _areas(framework, area),
            _periods(periods, today),
            _audience(),
        ],
        callback=form.callback,
        submit=say(form.submit),
        close=say("title.cancel"),
    )


def _areas(framework: Framework, chosen: AreaId | None) -> InputBlock:
    initial = next((_area(area) for area in framework.areas if area.id == chosen), None)
    groups = [
        OptionGroup(
            label=plain(say(f"tier.{tier.value}"), LONGEST_OPTION),
            options=[_area(area) for area in areas[:MOST_OPTIONS]],
        )
        for tier in Tier
        if (areas := _by_name(area for area in framework.areas if area.tier is tier))
    ]
    return InputBlock(
        block_id=AREA,
        label=plain(say("picker.area")),
        element=StaticSelectElement(
            action_id="choice",
            placeholder=plain(say("picker.choose_area")),
            option_groups=groups,
            initial_option=initial,
        ),
    )


def _periods(periods: Sequence[Period], today: date) -> InputBlock:
    options = [_period(period, today) for period in periods[:MOST_OPTIONS]]
    complete = [
        option for option, period in zip(options, periods, strict=False) if _is_over(period, today)
    ]
    return InputBlock(
        block_id=PERIOD,
        label=plain(say("picker.period")),
        element=StaticSelectElement(
            action_id="choice",
            placeholder=plain(say("picker.choose_period")),
            options=options,
            initial_option=(complete or options)[0],
        ),
    )


def _audience() -> InputBlock:
    return InputBlock(
        block_id=AUDIENCE,
        label=plain(say("picker.audience")),
        hint=plain(say("picker.audience_hint")),
        optional=True,
        element=StaticSelectElement(
            action_id="choice",
            placeholder=plain(say("picker.choose_audience")),
            options=[
                Option(
                    text=plain(say(f"picker.for_{one.name.casefold()}"), LONGEST_OPTION),
                    value=one.value,
                )
                for one in FOR
            ],
        ),
    )


def _is_over(period: Period, today: date) -> bool:
    return period.last_day < today


def _by_name(areas: Iterable[ContentArea]) -> list[ContentArea]:
    return sorted(areas, key=lambda one: one.label.casefold())


def _area(area: ContentArea) -> Option:
    return Option(text=plain(area.label, LONGEST_OPTION), value=area.id)


def _period(period: Period, today: date) -> Option:
    name = period_label(period)
    told = f"{name} ({period})" if period.quarter else name
    told = told if _is_over(period, today) else say("picker.running", period=told)
    return Option(text=plain(told, LONGEST_OPTION), value=str(period))
