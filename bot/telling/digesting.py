"""Making a digest: the evidence of two periods out of the store, figures from the core.

Every digest passes the release ledger on its way out, whoever asked for it.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date

from analysis.digest.comments import comments_told
from analysis.digest.digest import Digest, digest_of
from analysis.digest.provenance import KEPT, evidence_kept
from analysis.digest.standing import ledger_note
from analysis.disclosure.suppression import Audience
from analysis.figures.holding import Held, held_beside
from analysis.figures.measuring import Picture
from bot.deps import Deps
from bot.telling.evidence import evidence_about
from bot.telling.ledger import Ledger, ledger_of, marks_of
from bot.telling.past_quarters import Past, first_year_of, past_told
from bot.telling.picturing import (
    Wanted,
    basis_of,
    kept_for,
    picture_now,
)
from bot.views.evidence import ReadComment
from storage.interface import Entry
from surveys.answering import Response
from surveys.coding import Coder, Coding
from surveys.errors import AnswersGone, NotBegun
from surveys.framework import ContentArea
from surveys.periods import Period
from surveys.release import Release, Way, release_id


async def make_digest(
    deps: Deps, area: ContentArea, period: Period, audience: Audience, *, by: str
) -> Digest:
    """The digest that today's evidence gives, for the QA team. Who asked goes into the audit chain.

    That of a closed quarter is the one that was kept. Raises NotBegun, AnswersGone.
    """
    refuse_what_lies_ahead(deps, period)
    wanted = Wanted(area, period, audience)
    kept = await kept_for(deps, area, period, audience)
    if kept is None:
        made, _ = await let_leave(deps, wanted, Audience.ANALYST, Way.SHOWN, by=by)
        return made
    made = kept.digest
    await deps.store.record(told_by(deps, wanted, made, by))
    return made


async def let_leave(
    deps: Deps,
    wanted: Wanted,
    readers: Audience,
    way: Way,
    *,
    by: str,
    found: Picture | None = None,
    past: Past | None = None,
    in_full: bool = True,
    ledger: Ledger | None = None,
) -> tuple[Digest, Held]:
    """The digest with all that *readers* may be told today, once the ledger has it.

    Not *in_full*, nothing is told over time, of how answers spread, nor of themes. A *ledger* that
    several areas share has what each of them tells. With a paper it is kept how each figure was
    made, as with a release: whoever reads it has no other digest to ask about.
    """
    found = found or await picture_now(deps, wanted)
    if past is None and in_full:
        past = await past_told(deps, wanted, readers)
    ledger = ledger or await ledger_of(deps, wanted.period, since=first_year_of(past))
    while True:
        holding = await held_back(deps, found, ledger, readers, past=past)
        made = await digest_held(deps, holding, readers, in_full=in_full)
        entry = told_by(deps, wanted, made, by)
        line = next_release(
            deps, wanted, ledger, figures_told(made), readers=readers, way=way, by=by
        )
        is_paper = way is Way.PAPER
        evidence = await asyncio.to_thread(_evidence, holding, made, line) if is_paper else ""
        noted = noted_last(ledger.of(wanted.area.id), wanted, way)
        is_noted = way is Way.SHOWN or noted is not None
        if not holding.news and is_noted and evidence == ledger.evidence(noted):
            await ledger.record(entry)
            return made, holding
        everything = (await marks_of(deps))(found.everything)
        left = [*holding.left.values()]
        if await ledger.append(line, left, everything, evidence=evidence, entry=entry):
            return made, holding


def next_release(
    deps: Deps,
    wanted: Wanted,
    ledger: Ledger,
    figures: tuple[str, ...],
    *,
    readers: Audience,
    way: Way,
    by: str,
) -> Release:
    return Release(
        id=release_id(ledger.next_number),
        content_area=wanted.area.id,
        number=ledger.next_number,
        period=wanted.period,
        audience=wanted.audience.value,
        readers=readers.value,
        way=way,
        day=deps.today(),
        by=by,
        name=by,
        versions=versions_of(deps),
        figures=figures,
    )


def figures_told(made: Digest) -> tuple[str, ...]:
    return tuple(one.id for one in made.figures if not one.protected)


def versions_of(deps: Deps) -> tuple[str, ...]:
    """Of what makes figures, beside the machines that each names for itself."""
    return (f"codebook {deps.codebook.version}",)


async def held_back(
    deps: Deps, found: Picture, ledger: Ledger, readers: Audience, *, past: Past | None = None
) -> Held:
    """Without *past*, nothing is drawn over time."""
    return await asyncio.to_thread(
        held_beside,
        found,
        ledger.known(readers),
        await marks_of(deps),
        today=deps.today(),
        past=past,
    )


def _digest(holding: Held, readers: Audience, today: date, *, in_full: bool) -> Digest:
    made = digest_of(holding.picture, past=holding.past, in_full=in_full, as_at=today)
    return made.model_copy(update={"standing": ledger_note(holding, readers, today)})


async def digest_held(
    deps: Deps, holding: Held, readers: Audience, *, in_full: bool = True
) -> Digest:
    return await asyncio.to_thread(_digest, holding, readers, deps.today(), in_full=in_full)


def noted_last(releases: Sequence[Release], wanted: Wanted, way: Way) -> Release | None:
    """The last line of the ledger that says that this digest left by this way."""
    wanted_line = (way, wanted.period, wanted.audience)
    found = [one for one in releases if (one.way, one.period, one.audience) == wanted_line]
    return found[-1] if found else None


def _evidence(holding: Held, made: Digest, line: Release) -> str:
    return KEPT.dump_json(evidence_kept(holding, made.figures, line.versions)).decode()


def told_by(deps: Deps, wanted: Wanted, made: Digest, by: str) -> Entry:
    return Entry(
        at=deps.clock(),
        who=by,
        did="made a digest",
        what=str(wanted),
        figures=tuple(figure.id for figure in made.figures),
    )


async def digests_now(
    deps: Deps, area: ContentArea, period: Period, *audiences: Audience
) -> list[Digest]:
    """The digests that today's evidence gives, one for each audience, beside all that has left."""
    basis = await basis_of(deps, area, period)
    made: list[Digest] = []
    for audience in audiences:
        past = await past_told(deps, Wanted(area, period, audience), audience)
        ledger = await ledger_of(deps, period, since=first_year_of(past))
        found = await basis.picture(audience)
        holding = await held_back(deps, found, ledger, audience, past=past)
        told = await digest_held(deps, holding, audience)
        made.append(told.model_copy(update={"standing": ()}))
    return made


def audience_for(deps: Deps, period: Period) -> Audience:
    """The board, once the period is over; until then the QA team."""
    return Audience.BOARD if period.last_day < deps.today() else Audience.ANALYST


def refuse_what_lies_ahead(deps: Deps, period: Period) -> None:
    """Raises NotBegun."""
    if deps.today() < period.first_day:
        raise NotBegun(period.first_day)


def latest_period(deps: Deps) -> Period:
    """The last quarter that is over: a running one is not reported by default."""
    return Period.quarter_of(deps.today()).previous


async def comments_behind(
    deps: Deps, area: ContentArea, period: Period, audience: Audience, *, by: str
) -> list[ReadComment]:
    """The comments that the digest's figures of comments stand on, redacted, as they were read.

    Whose figure is protected, their comments are too. Raises AnswersGone.
    """
    evidence = await evidence_about(deps, area, period)
    await deps.store.record(
        Entry(at=deps.clock(), who=by, did="read comments", what=f"{area.id} {period}")
    )
    counting = await asyncio.to_thread(comments_told, area, period, evidence, audience)
    kept = None if counting else await kept_for(deps, area, period, audience)
    if kept:
        raise AnswersGone(str(period), kept.made_on)
    labels = {theme.id: theme.label for theme in deps.codebook.themes}
    return [_read_comment(response, text, coding, labels) for response, text, coding in counting]


def _read_comment(
    response: Response, text: str, coding: Coding | None, labels: Mapping[str, str]
) -> ReadComment:
    if coding is None:
        return ReadComment(writer=response.respondent, text=text)
    return ReadComment(
        writer=response.respondent,
        text=text,
        sentiment=coding.sentiment,
        themes=tuple(labels.get(theme, theme) for theme in coding.themes),
        checked=coding.coder is Coder.PERSON,
    )
