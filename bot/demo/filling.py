"""Puts the synthetic year into an empty store, once."""

import asyncio
from collections.abc import Sequence
from datetime import date

from bot.demo.days import quarters
from bot.demo.fielding import Fielding
from bot.demo.files import demo_cast, demo_comments
from bot.demo.good import synthetic_lives
from bot.demo.returns import synthetic_indicators
from bot.demo.voices import synthetic_voices
from bot.demo.year import SEED, Year, synthetic_year
from bot.deps import Deps
from bot.ids import derived
from bot.views.invitation import invitation as invitation_message
from storage.interface import Entry, Message
from surveys.indicators import Indicator
from surveys.wave import Delivery

WHO = "demonstration"
BEGAN, FINISHED = "began the synthetic year", "finished the synthetic year"


async def fill(deps: Deps, *, seed: int = SEED) -> bool:
    """Make the year that ends today, and keep it. False when there is one already.

    A filling that was broken off goes on where it was, as of the day on which it began; the
    pseudonyms have to be those of that time. Raises StorageError.
    """
    noted = {entry.did: entry.what for entry in await deps.store.audit() if entry.who == WHO}
    if FINISHED in noted:
        return False
    if BEGAN not in noted:
        noted[BEGAN] = deps.today().isoformat()
        await _note(deps, BEGAN, noted[BEGAN])
    year = await asyncio.to_thread(_year, deps, date.fromisoformat(noted[BEGAN]), seed)
    for fielding in year.fieldings:
        await _keep(deps, fielding)
    for voices in synthetic_voices(deps, date.fromisoformat(noted[BEGAN]), seed):
        await deps.store.keep(*voices)
    lives = synthetic_lives(deps.framework, date.fromisoformat(noted[BEGAN]))
    await deps.store.keep(*lives)
    await deps.store.keep(*_indicators(deps, date.fromisoformat(noted[BEGAN])))
    await _note(deps, FINISHED, noted[BEGAN])
    deps.to_send.set()
    deps.to_read.set()
    return True


def _year(deps: Deps, until: date, seed: int) -> Year:
    return synthetic_year(
        deps.framework,
        deps.surveys,
        deps.people,
        demo_comments(),
        board=deps.board,
        pseudonyms=deps.pseudonyms,
        until=until,
        waiting=demo_cast().ids,
        seed=seed,
    )


def _indicators(deps: Deps, until: date) -> Sequence[Indicator]:
    return synthetic_indicators(deps.framework, deps.measures, quarters(until), until)


async def _keep(deps: Deps, fielding: Fielding) -> None:
    wave, survey = fielding.wave, fielding.survey
    await deps.store.open_wave(wave, survey, fielding.invitations, _messages(deps, fielding))
    if fielding.responses:
        await deps.store.accept_all(wave, survey, fielding.responses)


def _messages(deps: Deps, fielding: Fielding) -> Sequence[Message]:
    """One to each who still waits; all others were sent theirs, as far as the year goes."""
    text, blocks = invitation_message(fielding.survey, fielding.wave, deps.board)
    return [
        Message(
            id=derived("invitation", invitation.wave, invitation.person),
            to=invitation.person,
            text=text,
            blocks=[block.to_dict() for block in blocks],
            invitation=invitation.wave,
            not_before=deps.clock(),
        )
        for invitation in fielding.invitations
        if invitation.delivery is Delivery.WAITING
    ]


async def _note(deps: Deps, did: str, what: str) -> None:
    await deps.store.record(Entry(at=deps.clock(), who=WHO, did=did, what=what))
