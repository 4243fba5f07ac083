"""The door for what the board's own people write: reasons, a paper's texts, what came of it.

Others will read these words, so the net reads them before anything is done with them: what may
disclose harm goes to the designated lead at once, and to nobody else before its writer was asked.
Who or where somebody is has no place in them: that is to be taken out, and nothing is replaced.
"""

from collections.abc import Collection, Mapping

from analysis.redaction.doubts import is_known, words_of
from analysis.redaction.personal_data import Kind
from analysis.redaction.redacting import redact
from bot.deps import Deps
from bot.ids import derived
from bot.safeguarding.concerns import agency_of, keep_at_once, raised
from surveys.concern import Concern, Door
from surveys.errors import HeldBack, NamesSomebody
from surveys.values import PersonId


async def pass_board_texts(
    deps: Deps,
    place: str,
    texts: Mapping[str, str],
    *,
    by: str,
    captions: Mapping[str, str] | None = None,
    door: Door = Door.BOARD_TEXT,
) -> None:
    """Raises HeldBack for what a designated lead reads first, who has been told when it is raised.

    *texts* are as they were written, by field. What one writer writes in the same field of the same
    *place* is one concern, however often it is sent and whatever else is changed beside it; once it
    is released it passes. Another's words are another concern, even when they are the same.
    """
    clean = {name: redact(text).text for name, text in texts.items() if text.strip()}
    refers_to = deps.pseudonyms.mark(PersonId(by), derived("board text", place))
    found = await raised(
        deps,
        door=door,
        texts=clean,
        writer=PersonId(by),
        agency=agency_of(deps, by),
        area=None,
        refers_to=refers_to,
        captions=captions,
        read_later=False,  # people read it where it is meant for
    )
    await keep_at_once(deps, found)
    if any(_withholds(concern, clean) for concern in found.standing or ()):
        raise HeldBack(found.told)


def _withholds(concern: Concern, texts: Mapping[str, str]) -> bool:
    """Whether it keeps any of these *texts* back, and not only what was written there before."""
    return concern.withholds and any(texts.get(one.field) == one.text for one in concern.passages)


def refuse_personal_data(
    *texts: str, but: Collection[Kind] = (), known: Collection[str] = ()
) -> None:
    """Raises NamesSomebody for what is surely personal data, but for kinds that may stand there.

    And but for names made of *known* words alone: "Mereshire Police".
    """
    kinds = tuple(
        span.kind
        for text in texts
        for span in redact(text).spans
        if span.is_sure
        and span.kind not in but
        and not (span.kind == "name" and is_known(text[span.start : span.end], known))
    )
    if kinds:
        raise NamesSomebody(kinds)


def known_words(deps: Deps) -> frozenset[str]:
    """Of what the board itself, its agencies, roles, localities and content areas are called."""
    people = [(one.agency, one.role_group, one.locality or "") for one in deps.people]
    areas = [one.label for one in deps.framework.areas]
    names = [deps.board.name, *(name for one in people for name in one), *areas]
    return frozenset(word for name in names for word in words_of(name))
